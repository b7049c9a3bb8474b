import { z } from 'zod';
import { agentIdSchema, instantSchema, spanMsSchema } from '../domain/ids.ts';

// How credentials get from desk to desk. What is sealed the server cannot read; it knows who holds which version and who may renew.

export const credentialIdSchema = z.string().min(1).max(128);
export const deskIdSchema = z.string().regex(/^[0-9a-f]{32}$/);
const publicKeySchema = z.base64().length(44);
const versionSchema = z.number().int().min(0).max(1_000_000_000);
const sealedSchema = z.base64().min(68).max(64_000);

/** Said after every welcome and after every change: this desk's name and public key, and the versions it has. */
export const custodyReportSchema = z.object({
  deskId: deskIdSchema,
  publicKey: publicKeySchema,
  /** `unshared`: stored here under this version, and this desk does not know whether the server has it. */
  holds: z.array(z.object({ credentialId: credentialIdSchema, version: versionSchema, unshared: z.boolean().optional() })).max(500),
});

/** A desk as the server names it; the reader checks the key against what it has pinned. */
export const custodyDeskSchema = z.object({ deskId: deskIdSchema, publicKey: publicKeySchema, agentId: agentIdSchema, name: z.string().max(200), seenAt: instantSchema, version: versionSchema.optional(), takenAt: instantSchema.optional() });
export type CustodyDesk = z.infer<typeof custodyDeskSchema>;

export const custodyStateSchema = z.object({
  credentials: z
    .array(
      z.object({
        credentialId: credentialIdSchema,
        /** 0: nobody has handed one over yet. */
        latestVersion: versionSchema,
        /** May have it at all; false: what is held is deleted at once. */
        entitled: z.boolean(),
        mayHandOver: z.boolean(),
        /** What this desk called unshared is the latest: the answer to its sealing was lost. */
        accepted: z.boolean().optional(),
        /** Taken from somebody since the platform last gave out another one: a copy cannot be undone, only made worthless. */
        rotateSince: instantSchema.optional(),
        /** Newer than what this desk said it has. */
        box: z.object({ version: versionSchema, sealed: sealedSchema, from: z.object({ deskId: deskIdSchema, publicKey: publicKeySchema, agentId: agentIdSchema, name: z.string().max(200) }) }).optional(),
        /** Entitled desks, with the version each has; only for who may hand over or holds the lease. */
        desks: z.array(custodyDeskSchema).max(2_000).optional(),
        /** Whom it was taken from; only for who may hand over. */
        revoked: z.array(agentIdSchema).max(2_000).optional(),
      }),
    )
    .max(500),
});
export type CustodyState = z.infer<typeof custodyStateSchema>;

/** Puts sealed boxes in the server's hands. A version that is not there yet makes it the latest; `leaseId`: as the outcome of a renewal. */
export const custodySealSchema = z.object({
  credentialId: credentialIdSchema,
  version: versionSchema.min(1),
  leaseId: z.string().max(64).optional(),
  /** Why there is a new version. */
  because: z.enum(['connected', 'renewed']).optional(),
  boxes: z.array(z.object({ deskId: deskIdSchema, sealed: sealedSchema })).max(2_000),
});
export const custodySealAnswerSchema = z.object({ latestVersion: versionSchema });

/** Takes a credential from a person's desks. */
export const custodyRevokeSchema = z.object({ credentialId: credentialIdSchema, agentId: agentIdSchema, revoked: z.boolean() });

/** Asks for the right to renew: one desk at a time. `version`: what this desk has. */
export const refreshLeaseSchema = z.object({ credentialId: credentialIdSchema, version: versionSchema });
export const refreshLeaseAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('granted'), leaseId: z.string().max(64), validForMs: spanMsSchema, desks: z.array(custodyDeskSchema).max(2_000) }),
  /** Somebody has renewed it already: report, and take the box. */
  z.object({ kind: z.literal('newer'), latestVersion: versionSchema }),
  z.object({ kind: z.literal('held'), name: z.string().max(200), retryAfterMs: spanMsSchema }),
]);
export type RefreshLeaseAnswer = z.infer<typeof refreshLeaseAnswerSchema>;
