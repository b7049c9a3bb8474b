import { z } from 'zod';
import { agentIdSchema, bodyRefSchema, instantSchema } from './ids.ts';

/** Newest so many stay with the conversation. */
export const WHISPERS_KEPT = 10;

/** S2: what a lead says into the composer of who holds the conversation. Its text reaches the two of them and leads, nobody else. */
export const whisperSchema = z.object({
  id: z.string().min(1).max(128),
  byAgentId: agentIdSchema,
  toAgentId: agentIdSchema,
  bodyRef: bodyRefSchema,
  at: instantSchema,
  /** They have put it away, or taken its words over. */
  seenAt: instantSchema.optional(),
});
export type Whisper = z.infer<typeof whisperSchema>;

/** Whether its words may be read by this person. `isLead`: of whatever team. */
export function mayHear(whisper: Pick<Whisper, 'toAgentId'>, agentId: string, isLead: boolean): boolean {
  return isLead || whisper.toAgentId === agentId;
}
