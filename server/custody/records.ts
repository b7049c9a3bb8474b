import { z } from 'zod';
import type { custodyDeskSchema } from '../../shared/protocol/custody.ts';

/** What is kept of a desk; its private key never leaves it. */
export const deskRecordSchema = z.object({ deskId: z.string(), agentId: z.string(), publicKey: z.string(), since: z.number(), seenAt: z.number() });
export type DeskRecord = z.infer<typeof deskRecordSchema>;

export const credentialRecordSchema = z.object({
  credentialId: z.string(),
  latestVersion: z.number(),
  /** Per desk: the version it said it has, and since when. */
  holders: z.record(z.string(), z.object({ version: z.number(), at: z.number() })),
  /** People it was taken from. */
  revoked: z.array(z.string()),
  rotateSince: z.number().optional(),
});
export type CredentialRecord = z.infer<typeof credentialRecordSchema>;

export const boxRecordSchema = z.object({ credentialId: z.string(), deskId: z.string(), version: z.number(), sealed: z.string(), fromDeskId: z.string(), fromKey: z.string(), fromAgentId: z.string(), at: z.number() });
export type BoxRecord = z.infer<typeof boxRecordSchema>;

export type NamedDesk = z.infer<typeof custodyDeskSchema>;
export const boxKey = (credentialId: string, deskId: string): string => `${deskId}/${credentialId}`;
