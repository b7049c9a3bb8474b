import { z } from 'zod';
import { agentIdSchema, bodyRefSchema, instantSchema } from './ids.ts';

/** ms from asking to the time by which a lead should have reacted. */
export const ESCALATION_DUE_MS = 10 * 60_000;
/** Newest so many stay with the conversation; the log has them all. */
export const ESCALATIONS_KEPT = 5;

/** Whoever holds a conversation asks a lead for help with it; the conversation stays theirs meanwhile. */
export const escalationSchema = z.object({
  id: z.string().min(1).max(128),
  /** Who asks. */
  agentId: agentIdSchema,
  askedAt: instantSchema,
  dueAt: instantSchema,
  /** The lead who is asked; once it is due, or while that one is away, the stand-in. Without names, and where neither is there, every lead. */
  approverId: agentIdSchema.optional(),
  standInId: agentIdSchema.optional(),
  /** Why, sealed like every text of the conversation. */
  reasonRef: bodyRefSchema,
  /** `taken`: a lead has it now. `answered`: by a whisper. `givenBack`: with a word, which is whispered. `withdrawn`: taken back, or the conversation has gone to somebody else. */
  state: z.enum(['open', 'taken', 'answered', 'givenBack', 'withdrawn']),
  byAgentId: agentIdSchema.optional(),
  endedAt: instantSchema.optional(),
});
export type Escalation = z.infer<typeof escalationSchema>;

export function openEscalation(escalations: readonly Escalation[] | undefined): Escalation | undefined {
  return escalations?.find(({ state }) => state === 'open');
}

/** Why help was asked for. */
export function escalationRefs(escalations: readonly Escalation[] | undefined): string[] {
  return (escalations ?? []).map(({ reasonRef }) => reasonRef);
}
