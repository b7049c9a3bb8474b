import { z } from 'zod';

export const noAnswerReasonSchema = z.enum(['thanks', 'noQuestion', 'noise', 'spam', 'duplicate', 'addressedToOthers', 'wouldInflame', 'leaveAlone', 'other']);
export type NoAnswerReason = z.infer<typeof noAnswerReasonSchema>;

/** The outcome chosen in wrap-up. The last three are set by what came in, not by a person. */
export const dispositionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('resolved') }),
  z.object({ kind: z.literal('handedOver'), note: z.string().max(500).optional() }),
  z.object({ kind: z.literal('noAnswerNeeded'), reason: noAnswerReasonSchema, note: z.string().max(500).optional() }),
  z.object({ kind: z.literal('answeredElsewhere') }),
  z.object({ kind: z.literal('deletedAtSource') }),
  /** An absence note, a mailing list, our own coming round: seen, never answered. */
  z.object({ kind: z.literal('automatic') }),
  /** D8: answered together with another conversation of the same person. */
  z.object({ kind: z.literal('merged') }),
  /** T11: one of a spam wave, or from somebody who was blocked for it; not counted among what needed no answer. */
  z.object({ kind: z.literal('spam'), waveId: z.string().max(128).optional() }),
]);
export type Disposition = z.infer<typeof dispositionSchema>;

/** Set by the server from what came in, not chosen by a person. */
export type ServerDisposition = 'merged' | 'answeredElsewhere' | 'deletedAtSource' | 'automatic' | 'spam';
export const isServerDisposition = (kind: Disposition['kind']): kind is ServerDisposition => kind === 'merged' || kind === 'answeredElsewhere' || kind === 'deletedAtSource' || kind === 'automatic' || kind === 'spam';
