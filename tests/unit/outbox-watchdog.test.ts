import { expect, test } from 'vitest';
import { watchOutbox, type WatchdogParts } from '../../electron/main/sync/outbox-watchdog.ts';
import type { OutboxItem, OutboxState } from '../../shared/sync/outbox-state.ts';
import type { OutboxAction } from '../../shared/sync/outbox-step.ts';

/** Timers that run when a test says so. */
class Hand {
  readonly waiting: { readonly at: number; readonly run: () => void }[] = [];
  now = 0;
  after(ms: number, run: () => void): () => void {
    const entry = { at: this.now + ms, run };
    this.waiting.push(entry);
    return () => void this.waiting.splice(this.waiting.indexOf(entry), 1);
  }
  pass(ms: number): void {
    this.now += ms;
    for (const entry of this.waiting.filter(({ at }) => at <= this.now)) {
      this.waiting.splice(this.waiting.indexOf(entry), 1);
      entry.run();
    }
  }
}

const item = (replyId: string, state: OutboxState): OutboxItem => ({ replyId, state }) as OutboxItem;
const queued: OutboxState = { kind: 'queued', reason: 'none', since: 0, until: 0, refusals: 0 };

function watched(items: OutboxItem[], more: Partial<WatchdogParts> = {}) {
  const hand = new Hand();
  const seen = { logs: [] as string[], kicks: 0, takenUp: [] as string[], to: [] as string[] };
  const stop = watchOutbox({
    base: { timers: hand, clock: { now: () => hand.now, steady: () => hand.now }, rng: { next: () => 0.5 }, log: { warn: (_fields: object, text: string) => void seen.logs.push(text) } } as unknown as WatchdogParts['base'],
    book: { open: () => items } as unknown as WatchdogParts['book'],
    isPending: () => false,
    isBusy: () => false,
    isFull: () => false,
    action: (): OutboxAction => ({ do: 'requestPermit' }),
    to: (one, state) => void seen.to.push(`${one.replyId} ${state.kind}`),
    kick: () => void (seen.kicks += 1),
    ask: () => undefined,
    onTakenUp: (ids) => void seen.takenUp.push(...ids),
    ...more,
  });
  return { hand, seen, stop };
}

test('O10 a reply that could move and does not is taken up again within 15 s, logged and shown', () => {
  const { hand, seen, stop } = watched([item('r1', queued)]);
  hand.pass(14_999);
  expect(seen.kicks).toBe(0);
  hand.pass(1);
  expect(seen).toMatchObject({ kicks: 1, takenUp: ['r1'] });
  expect(seen.logs[0]).toContain('watchdog');
  stop();
  hand.pass(60_000);
  expect(seen.kicks).toBe(1);
});

test('O10 a request that is gone is asked again, an attempt nobody waits for is looked for; both are shown', () => {
  const asking: OutboxState = { kind: 'asking', commandNo: 7, refusals: 0 };
  const attempting: OutboxState = { kind: 'attempting', sent: [], attemptId: 'a', startedAt: 0, firstAttemptAt: 0, tries: 1, doubtful: false };
  const { hand, seen } = watched([item('r1', asking), item('r2', attempting)], { action: () => ({ do: 'nothing' }) });
  hand.pass(15_000);
  expect(seen.to).toEqual(['r1 queued', 'r2 unknown']);
  expect(seen.takenUp).toEqual(['r1', 'r2']);
});

test('O10 what waits for a reason, or is at work, is left alone', () => {
  const { hand, seen } = watched([item('r1', queued)], { action: () => ({ do: 'wait', reason: 'offline' }) });
  const busy = watched([item('r1', queued)], { isBusy: () => true });
  hand.pass(15_000);
  busy.hand.pass(15_000);
  expect([seen.kicks, busy.seen.kicks, seen.takenUp.length]).toEqual([0, 0, 0]);
});
