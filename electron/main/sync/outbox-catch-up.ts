import type { ServerWord } from '../../../shared/sync/outbox-results.ts';
import type { OutboxItem, OutboxKind } from '../../../shared/sync/outbox-state.ts';
import type { CommandLane } from './command-lane.ts';
import type { UpResult } from './link.ts';
import type { OutboxBook } from './outbox-book.ts';
import type { SyncBase } from './ports.ts';

// The first two steps after a connect, in this order; what is new goes out only behind them (SENDING rule 5).

const RECONCILE_LIMIT_MS = 20_000;
const ASKED_ABOUT: ReadonlySet<OutboxKind> = new Set(['scheduled', 'permitted', 'unknown', 'unclear', 'attempting']);

/** What the server knows of every reply that may have moved on without this desk. */
export async function askServer(
  book: OutboxBook,
  replyStatus: (replyIds: string[]) => Promise<UpResult<'replyStatus'>>,
  tell: (words: { readonly replyId: string; readonly word: ServerWord }[]) => void,
): Promise<void> {
  const asked = book.open().filter(({ state }) => ASKED_ABOUT.has(state.kind));
  for (let from = 0; from < asked.length; from += 500) {
    const answer = await replyStatus(asked.slice(from, from + 500).map((item) => item.replyId));
    if (answer.kind === 'ok') tell(answer.value.replies.map(({ replyId, state }) => ({ replyId, word: state })));
  }
}

/** Tells the server once more that a person let a reply go. Never throws: the next word of the server brings it up again. */
export function letGoAgain({ lane, base }: { readonly lane: CommandLane; readonly base: SyncBase }, replyId: string): void {
  if (lane.pending.some(({ command }) => command.type === 'reply.settle' && (command.data as { replyId?: string }).replyId === replyId)) return;
  try {
    lane.append({ type: 'reply.settle', data: { replyId, decision: { kind: 'discard' } } });
    lane.flush();
  } catch (error) {
    base.log.warn({ replyId, error: error instanceof Error ? error.message : String(error) }, 'a decision could not be queued for the server');
  }
}

/** One look at each unknown reply, all at once; a platform that does not answer holds the others up for 20 s at most. */
export async function lookForUnknown({ base, book, hurry, run, busy }: {
  readonly base: SyncBase;
  readonly book: OutboxBook;
  readonly hurry: (item: OutboxItem) => void;
  readonly run: () => void;
  readonly busy: (replyId: string) => Promise<void> | undefined;
}): Promise<void> {
  for (const item of book.open()) {
    if (item.state.kind !== 'unknown') continue;
    try {
      hurry(item);
    } catch (error) {
      base.log.warn({ replyId: item.replyId, error: error instanceof Error ? error.message : String(error) }, 'a look could not be brought forward');
    }
  }
  run();
  const looks = book
    .open()
    .filter((item) => item.state.kind === 'unknown')
    .flatMap((item) => busy(item.replyId) ?? []);
  if (looks.length === 0) return;
  await Promise.race([Promise.allSettled(looks), new Promise<void>((resolve) => base.timers.after(RECONCILE_LIMIT_MS, resolve))]);
}
