import { z } from 'zod';
import { agentIdSchema, instantSchema } from './ids.ts';

// Whoever is in the house's book and has no way in yet is given one by a code: used once, for a while, and kept as its digest alone.

/** Without I, L, O and U: nothing is taken for something else when it is read out or typed. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = 4;
/** 5 bits each, 140 in all. */
export const INVITATION_SIGNS = 28;
/** What goes before the code when its SHA-256 is taken, so that the digest is of nothing else. */
export const INVITATION_SALT = 'leitstand invitation\n';
export const INVITATION_VALID_MS = 72 * 3_600_000;

/** One per person (`agentId`); a newer one takes the place of the one before. */
export const invitationSchema = z.object({
  agentId: agentIdSchema,
  /** SHA-256 (hex) of the code. */
  digest: z.string().regex(/^[\da-f]{64}$/),
  byAgentId: agentIdSchema,
  madeAt: instantSchema,
  expiresAt: instantSchema,
  usedAt: instantSchema.optional(),
  revokedAt: instantSchema.optional(),
});
export type Invitation = z.infer<typeof invitationSchema>;

/** What leads see of it. */
export const invitationRowSchema = invitationSchema.omit({ digest: true });
export type InvitationRow = z.infer<typeof invitationRowSchema>;

export type InvitationState = 'open' | 'used' | 'revoked' | 'expired';

export function invitationState(invitation: InvitationRow, now: number): InvitationState {
  if (invitation.usedAt !== undefined) return 'used';
  if (invitation.revokedAt !== undefined) return 'revoked';
  return now >= invitation.expiresAt ? 'expired' : 'open';
}

/** A code of these unpredictable bytes, of which there are at least `INVITATION_SIGNS`. In groups of four, for people. */
export function writeInvitationCode(bytes: Uint8Array): string {
  if (bytes.length < INVITATION_SIGNS) throw new Error(`a code wants ${INVITATION_SIGNS} bytes`);
  const signs = Array.from(bytes.slice(0, INVITATION_SIGNS), (byte) => SIGNS[byte & 31] ?? '0').join('');
  return signs.match(new RegExp(`.{${GROUP}}`, 'g'))?.join('-') ?? signs;
}

/** The code as somebody typed it, in the one form its digest is made of; undefined: that is none. */
export function readInvitationCode(typed: string): string | undefined {
  const signs = typed.normalize('NFKC').toUpperCase().replace(/[\s\p{Pd}]/gu, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return signs.length === INVITATION_SIGNS && [...signs].every((sign) => SIGNS.includes(sign)) ? signs : undefined;
}
