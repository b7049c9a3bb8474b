import type { Center } from '../center/center.ts';
import type { Leases } from './leases.ts';

/**
 * A permit whose desk can no longer be sending and never said what became of it: `reply.unconfirmed`. Any desk entitled to the account may
 * then reconcile it. The turn stays locked.
 */
export async function markSilentReplies(center: Center, leases: Leases): Promise<number> {
  const now = center.now();
  const silent = [...center.index.openReplies()].filter((id) => {
    const reply = center.live.get('reply', id);
    return reply?.state === 'permitted' && leases.sendingPossibleUntil(reply.conversationId, reply.replicaId) <= now;
  });
  if (silent.length === 0) return 0;
  await center.submit('system', () => ({
    events: silent.flatMap((id) => {
      const reply = center.live.get('reply', id);
      return reply?.state === 'permitted' ? [{ type: 'reply.unconfirmed' as const, data: { replyId: reply.id, conversationId: reply.conversationId, at: now, reason: 'deskSilent' as const } }] : [];
    }),
  }));
  return silent.length;
}
