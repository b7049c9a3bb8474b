import { z } from 'zod';
import { accountIdSchema, agentIdSchema, instantSchema } from '../domain/ids.ts';

const deskIdSchema = z.string().regex(/^[0-9a-f]{32}$/);
/** Thirty digits two people compare. */
const numberSchema = z.string().regex(/^(\d{5} ){5}\d{5}$/);

export const custodyDeskViewSchema = z.object({
  deskId: deskIdSchema,
  agentId: agentIdSchema,
  name: z.string(),
  number: numberSchema,
  /** `changed`: not the number somebody compared before: do not hand over without asking the person. */
  trust: z.enum(['thisDesk', 'trusted', 'unknown', 'changed']),
  hasLatest: z.boolean(),
  takenAt: instantSchema.optional(),
  seenAt: instantSchema,
});
export type CustodyDeskView = z.infer<typeof custodyDeskViewSchema>;

/** One credential as this desk knows it; its value is never in it. */
export const custodyViewSchema = z.object({
  credentialId: z.string(),
  mayHandOver: z.boolean(),
  expiresAt: instantSchema.optional(),
  /** Stored here, not yet with the others: not used before it is. */
  unshared: z.boolean(),
  /** The platform does not renew it any more. */
  ended: z.boolean(),
  rotateSince: instantSchema.optional(),
  desks: z.array(custodyDeskViewSchema),
  /** Whom it was taken from. */
  revoked: z.array(agentIdSchema),
  /** Waits here because nobody vouched for who sealed it. */
  waitsFrom: z.object({ name: z.string(), number: numberSchema, changed: z.boolean() }).optional(),
});
export type CustodyView = z.infer<typeof custodyViewSchema>;

/** How connecting an account went. `signIn`: the person goes on in the browser at `url`, which the screen opens where the desk could not; the end comes as topic `connect`. */
export const connectResultSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('signIn'), attemptId: z.string(), url: z.string().max(4_000), opened: z.boolean() }),
  z.object({ status: z.literal('connected'), as: z.string(), expiresAt: instantSchema.optional() }),
  z.object({ status: z.literal('refused'), code: z.string(), message: z.string(), remedy: z.string() }),
]);
export type ConnectResult = z.infer<typeof connectResultSchema>;

export const connectRequestSchema = z.object({ accountId: accountIdSchema, values: z.record(z.string().max(64), z.string().max(4_000)) });
