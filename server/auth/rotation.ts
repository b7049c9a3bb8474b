import type { Rotation, Session } from './port.ts';

export type Decided = { readonly kind: 'rotate'; readonly next: Rotation } | { readonly kind: 'expired' } | { readonly kind: 'reused' };

/**
 * What becomes of a session when a refresh token it once gave out is presented. The present one is exchanged. The one before, as long as its
 * successor was never used, may come from a desk that crashed between receiving and storing: it is honoured at any time when it comes with the
 * name of the very exchange it was given for (the desk wrote that down before it asked), and without one once more shortly after. Anything else
 * means the token is in two hands.
 */
export function decideRotation(
  session: Session,
  presentedHash: string,
  wanted: { successorHash: string; attemptHash: string | undefined; now: number; expiresAt: number; graceMs: number },
): Decided {
  if (wanted.now >= session.refreshExpiresAt) return { kind: 'expired' };
  const next = {
    generation: session.generation + 1,
    refreshHash: wanted.successorHash,
    refreshExpiresAt: wanted.expiresAt,
    previousHash: presentedHash,
    attemptHash: wanted.attemptHash,
  };
  if (presentedHash === session.refreshHash) return { kind: 'rotate', next: { ...next, rotatedAt: wanted.now, graceSpent: false } };
  const isPrevious = presentedHash === session.previousHash;
  if (isPrevious && wanted.attemptHash !== undefined && wanted.attemptHash === session.attemptHash)
    return { kind: 'rotate', next: { ...next, rotatedAt: session.rotatedAt, graceSpent: session.graceSpent } };
  const isInGrace = isPrevious && !session.graceSpent && wanted.now - session.rotatedAt <= wanted.graceMs;
  return isInGrace ? { kind: 'rotate', next: { ...next, rotatedAt: session.rotatedAt, graceSpent: true } } : { kind: 'reused' };
}
