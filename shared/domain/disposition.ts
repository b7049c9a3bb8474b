import { z } from 'zod';

export const noAnswerReasonSchema = z.enum(['thanks', 'noQuestion', 'noise', 'spam', 'duplicate', 'addressedToOthers', 'wouldInflame', 'other']);
export type NoAnswerReason = z.infer<typeof noAnswerReasonSchema>;

/** The outcome chosen in wrap-up. `answeredElsewhere` is set by what the platform shows, not by a person. */
export const dispositionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('resolved') }),
  z.object({ kind: z.literal('handedOver'), note: z.string().max(500).optional() }),
  z.object({ kind: z.literal('noAnswerNeeded'), reason: noAnswerReasonSchema, note: z.string().max(500).optional() }),
  z.object({ kind: z.literal('answeredElsewhere') }),
  z.object({ kind: z.literal('deletedAtSource') }),
]);
export type Disposition = z.infer<typeof dispositionSchema>;
