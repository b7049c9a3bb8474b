import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { roleSchema } from '../../shared/domain/agent.ts';
import { CodedError } from '../../shared/util/errors.ts';
import type { AuditEntry } from './port.ts';

/** What stands before the first entry. */
export const GENESIS = Buffer.alloc(32);

const idText = z.string().regex(/^[\w.:@-]{1,128}$/u, 'letters, digits and . _ : @ - only');
const entrySchema = z.strictObject({
  at: z.number().int().min(0),
  actorId: idText,
  role: z.union([roleSchema, z.enum(['system', 'none'])]),
  action: z.string().regex(/^[a-z][A-Za-z]{0,30}\.[a-z][A-Za-z]{0,40}$/, 'noun.verbPast'),
  subjectIds: z.array(idText).max(200),
  reasonCode: z
    .string()
    .regex(/^[A-Za-z][\w.-]{0,63}$/, 'a code')
    .optional(),
});

/** AUDIT_ENTRY_INVALID when there is room for a sentence in it. */
export function mustBeCodes(entry: AuditEntry): AuditEntry {
  const parsed = entrySchema.safeParse(entry);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CodedError('AUDIT_ENTRY_INVALID', { field: issue?.path.join('.'), detail: `${issue?.message ?? 'wrong form'}.` });
}

/** The link an entry adds to the chain: depends on everything before it and on its own place. */
export function linkOf(previous: Uint8Array, no: number, { at, actorId, role, action, subjectIds, reasonCode }: AuditEntry): Buffer {
  return createHash('sha256')
    .update(previous)
    .update(JSON.stringify([no, at, actorId, role, action, subjectIds, reasonCode ?? null]))
    .digest();
}

export interface Checkpoint {
  /** The last entry it vouches for. */
  readonly no: number;
  readonly at: number;
  /** `cut`: everything up to here was removed on purpose, by retention. */
  readonly kind: 'mark' | 'cut';
  readonly link: Uint8Array;
}

export const signCheckpoint = (key: Uint8Array, { no, at, kind, link }: Checkpoint): Buffer =>
  createHmac('sha256', key)
    .update(JSON.stringify([no, at, kind, Buffer.from(link).toString('base64')]))
    .digest();

export function isSigned(key: Uint8Array, checkpoint: Checkpoint, signature: Uint8Array): boolean {
  const expected = signCheckpoint(key, checkpoint);
  return expected.length === signature.length && timingSafeEqual(expected, signature);
}
