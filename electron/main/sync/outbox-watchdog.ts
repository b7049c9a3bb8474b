import { backOffMs, RESEND } from '../../../shared/sync/back-off.ts';
import { becameUnknown, queuedNow } from '../../../shared/sync/outbox-results.ts';
import type { OutboxItem, OutboxState } from '../../../shared/sync/outbox-state.ts';
import type { OutboxAction } from '../../../shared/sync/outbox-step.ts';
import type { OutboxBook } from './outbox-book.ts';
import type { SyncBase } from './ports.ts';

export interface WatchdogParts {
  readonly base: SyncBase;
  readonly book: OutboxBook;
  readonly isPending: (commandNo: number) => boolean;
  readonly isBusy: (replyId: string) => boolean;
  readonly isFull: () => boolean;
  readonly action: (item: OutboxItem) => OutboxAction;
  readonly to: (item: OutboxItem, state: OutboxState) => void;
  readonly kick: () => void;
  /** What the server knows of replies that others may have moved on. */
  readonly ask: () => void;
  /** Replies that stood still and were taken up again: shown. */
  readonly onTakenUp: (replyIds: readonly string[]) => void;
}

const WATCHDOG_MS = 15_000;

/** A reply that stands still although it could move is taken up again, and said so in the log. Gives the way to stop. */
export function watchOutbox(parts: WatchdogParts): () => void {
  let cancel = (): void => undefined;
  const again = (): void => {
    cancel = parts.base.timers.after(WATCHDOG_MS, () => {
      again();
      // A desk that no longer holds the conversation does not hear what becomes of a reply that is to go out later.
      if (parts.book.open().some(({ state }) => state.kind === 'scheduled')) parts.ask();
      try {
        look(parts);
      } catch (error) {
        // A full disk: the next round finds the same.
        parts.base.log.warn({ error: error instanceof Error ? error.message : String(error) }, 'watchdog: a step could not be stored');
      }
    });
  };
  again();
  return () => cancel();
}

function look({ base, book, isPending, isBusy, isFull, action, to, kick, onTakenUp }: WatchdogParts): void {
  const now = base.clock.now();
  const takenUp: string[] = [];
  for (const item of book.open()) {
    const { state } = item;
    if (state.kind === 'asking' && !isPending(state.commandNo)) {
      base.log.warn({ replyId: item.replyId, commandNo: state.commandNo }, 'watchdog: a permit request is gone, asked again');
      takenUp.push(item.replyId);
      to(item, queuedNow(now));
    }
    if (state.kind === 'attempting' && !isBusy(item.replyId)) {
      base.log.warn({ replyId: item.replyId }, 'watchdog: an attempt nobody waits for, looked for');
      takenUp.push(item.replyId);
      to(item, { ...becameUnknown(state, 'nobody waited for the answer', now), until: now + backOffMs(RESEND, 1, base.rng) });
    }
  }
  const still = isFull() ? [] : book.open().filter((item) => !isBusy(item.replyId) && isDoable(action(item)));
  if (still.length + takenUp.length > 0) onTakenUp([...takenUp, ...still.map(({ replyId }) => replyId)]);
  if (still.length === 0) return;
  base.log.warn({ replies: still.length }, 'watchdog: replies were ready and nobody moved them');
  kick();
}

function isDoable(action: OutboxAction): boolean {
  return action.do !== 'wait' && action.do !== 'nothing' && action.do !== 'renewLease';
}
