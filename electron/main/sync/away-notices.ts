import { awayNoticeTaskSchema } from '../../../shared/domain/away-notice.ts';
import type { OutboxItem } from '../../../shared/sync/outbox-state.ts';
import type { OutboxBook } from './outbox-book.ts';
import type { OutboxPump } from './outbox-pump.ts';
import type { Connectors, SyncBase } from './ports.ts';
import type { ReplicaView } from './replica-view.ts';

/**
 * AWAY-3: the server names this desk to tell somebody that we are closed. It goes the way of every reply: into the book first, then leave, then the attempt, then
 * the report; told twice it is one.
 */
export function takeAwayNotice({ base, view, book, pump, connectors }: { readonly base: SyncBase; readonly view: ReplicaView; readonly book: OutboxBook; readonly pump: OutboxPump; readonly connectors: Connectors }, raw: unknown): void {
  const task = awayNoticeTaskSchema.safeParse(raw);
  if (!task.success) {
    base.log.warn({ problem: task.error.issues[0]?.message }, 'a notice could not be read');
    return;
  }
  const { id, conversationId, accountId, channel, epoch, dueAt, frozen } = task.data;
  const account = view.account(accountId);
  // Without a way to send nobody asks for leave: the server names another desk.
  const known = book.get(id);
  if (account === undefined || connectors.get(channel) === undefined) return;
  const state = { kind: 'scheduled', sendAt: dueAt, executor: 'thisDesk', since: base.clock.now() } as const;
  if (known !== undefined) {
    // It was another desk's turn when this one asked; now it is this one's again. Whether it may go is for the server to say, as before.
    const isElsewhere = known.state.kind === 'discarded' ? !known.state.permitted : known.state.kind === 'scheduled' && known.state.executor !== 'thisDesk';
    if (isElsewhere) pump.settle(known, state);
    return;
  }
  const item: OutboxItem = {
    replyId: id,
    conversationId,
    accountId,
    epoch,
    platformKey: id,
    createdAt: base.clock.now(),
    reply: { frozen, agentId: base.person().agentId, channel, credentialId: account.credentialId, accountHandle: account.handle, followUp: true, then: { kind: 'keep' }, sendAt: dueAt, typed: frozen.parts.join('\n\n'), notice: true },
    state,
  };
  base.stores.transaction(() => book.enqueue(item));
  book.announce(item);
  pump.kick();
}
