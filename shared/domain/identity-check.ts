import { z } from 'zod';
import { agentIdSchema, conversationIdSchema, instantSchema } from './ids.ts';

/** D16: by what a person was found to be who they say: two facts of the contract, a word agreed on, a call back to the known number, a sign-in. */
export const checkedBySchema = z.enum(['numberAndBirthdate', 'numberAndAddress', 'servicePassword', 'callBack', 'signedIn', 'other']);
export type CheckedBy = z.infer<typeof checkedBySchema>;

/** D16: that somebody looked, never what they were told: no fact of the contract stands in it. */
export const identityCheckSchema = z.object({
  id: z.string().min(1).max(128),
  by: checkedBySchema,
  agentId: agentIdSchema,
  at: instantSchema,
  /** From then on the person counts as unchecked again. */
  untilAt: instantSchema,
  /** In which conversation it was done. */
  inConversationId: conversationIdSchema,
  withdrawn: z.object({ agentId: agentIdSchema, at: instantSchema, reason: z.enum(['mistake', 'otherPerson', 'asked']) }).optional(),
});
export type IdentityCheck = z.infer<typeof identityCheckSchema>;

/** D16: whether the person wants this profile and their contract known as one. */
export const joinConsentSchema = z.object({
  given: z.boolean(),
  how: z.enum(['written', 'spoken']),
  agentId: agentIdSchema,
  at: instantSchema,
  inConversationId: conversationIdSchema,
});
export type JoinConsent = z.infer<typeof joinConsentSchema>;

/** The longest a check may count, ms: after that somebody else may have the profile. */
export const LONGEST_CHECK_MS = 30 * 24 * 3_600_000;

/** The check that counts at this instant (ms); undefined: contract data is guarded. */
export function validCheck(contact: { readonly identityCheck?: IdentityCheck | undefined; readonly erasedAt?: number | undefined } | undefined, now: number): IdentityCheck | undefined {
  const check = contact?.identityCheck;
  return check === undefined || contact?.erasedAt !== undefined || check.withdrawn !== undefined || check.untilAt <= now ? undefined : check;
}
