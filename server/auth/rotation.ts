import type { Rotation, Session } from './port.ts';

export type Decided = { readonly kind: 'rotate'; readonly next: Rotation } | { readonly kind: 'expired' } | { readonly kind: 'reused' };

/**
 * What becomes of a session when a refresh token it once gave out is presented. The present one is exchanged. The one before is honoured
 * once more shortly after, as long as its successor was never used: the desk may have crashed between receiving and storing it. Anything
 * else means the token is in two hands.
 */
export function decideRotation(
  session: Session,
  presentedHash: string,
  wanted: { successorHash: string; now: number; expiresAt: number; graceMs: number },
): Decided {
  if (wanted.now >= session.refreshExpiresAt) return { kind: 'expired' };
  const next = {
    generation: session.generation + 1,
    refreshHash: wanted.successorHash,
    refreshExpiresAt: wanted.expiresAt,
    previousHash: presentedHash,
  };
  if (presentedHash === session.refreshHash) return { kind: 'rotate', next: { ...next, rotatedAt: wanted.now, graceSpent: false } };
  const isInGrace = presentedHash === session.previousHash && !session.graceSpent && wanted.now - session.rotatedAt <= wanted.graceMs;
  return isInGrace ? { kind: 'rotate', next: { ...next, rotatedAt: session.rotatedAt, graceSpent: true } } : { kind: 'reused' };
}
