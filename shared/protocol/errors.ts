import { z } from 'zod';
import { underWaySchema } from '../domain/under-way.ts';

/** A refusal as it crosses the wire. `code` is from the catalogue; a newer peer may send one this build does not know. */
export const wireErrorSchema = z.object({ code: z.string().max(64), message: z.string().max(2_000), field: z.string().max(200).optional(), remedy: z.string().max(1_000), retryAfterMs: z.number().int().min(0).optional(),
  /** REPLY_UNDER_WAY: answers that may already be out. */
  underWay: z.array(underWaySchema).max(500).optional(),
  /** COMMAND_GAP: the number that is missing first. */
  expectedNo: z.number().int().min(1).optional() });
export type WireRefusal = z.infer<typeof wireErrorSchema>;
