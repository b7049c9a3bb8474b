import { describe, expect, test } from 'vitest';
import { FeedFailure, type Feed } from '../../server/channels/ports.ts';
import { MemoryFeedCursors } from '../../server/feeds/feed-cursors.ts';
import { Feeds } from '../../server/feeds/feeds.ts';
import { FeedWatch } from '../../server/feeds/feed-watch.ts';
import { systemRng } from '../../server/system-ports.ts';
import type { Center } from '../../server/center/center.ts';
import type { FeedView } from '../../shared/domain/feed-view.ts';
import type { InboundMessage } from '../../shared/domain/inbound.ts';

const MINUTE = 60_000;
const message = (sentAt: number): InboundMessage => ({ v: 1, kind: 'post', channel: 'sandbox', account: 'brand', remoteId: String(sentAt), direction: 'in', author: { remoteId: 'kim', handle: 'kim' }, text: 'x', visibility: 'public', sentAt });

function watching() {
  let now = 1_000_000;
  const told: FeedView[][] = [];
  const waiting: (() => void)[] = [];
  const center = { index: { accountByHandle: (_channel: string, handle: string) => (handle === 'brand' ? 'a-1' : undefined) } } as unknown as Center;
  const watch = new FeedWatch({ center, clock: { now: () => now, steady: () => now }, timers: { after: (_ms, run) => { waiting.push(run); return () => undefined; } } });
  const flush = (): void => { for (const run of waiting.splice(0)) run(); };
  return { watch, told, flush, at: () => now, pass: (ms: number) => (now += ms), last: () => { flush(); return told.at(-1)?.[0]; }, lead: () => watch.open({ id: 'l', viewer: { agentId: 'lea', role: 'supervisor', teamIds: [] }, send: (feeds) => told.push([...feeds]) }) };
}

describe('how feeds do', () => {
  test('FEED-1 leads hear of state, last answer, lag and what is wrong; nobody else, and nothing of an account the center does not know', () => {
    const w = watching();
    w.watch.said('sandbox', 'stranger', { state: 'polling' });
    w.watch.said('sandbox', 'brand', { state: 'polling' });
    const others: unknown[] = [];
    w.watch.open({ id: 'a', viewer: { agentId: 'ann', role: 'agent', teamIds: [] }, send: (feeds) => others.push(feeds) });
    w.lead();
    expect(w.told).toEqual([[{ accountId: 'a-1', state: 'polling', since: 1_000_000 }]]);
    w.pass(5_000);
    w.watch.answered('sandbox', 'brand', [message(w.at() - 1_200)]);
    expect(w.last()).toMatchObject({ lastSuccessAt: w.at(), lastMessageAt: w.at(), lagMs: 1_200 });
    w.watch.said('sandbox', 'brand', { state: 'waiting', code: 'CREDENTIAL_REJECTED', detail: 'X answered 401', nextTryAt: w.at() + MINUTE });
    expect(w.last()).toMatchObject({ state: 'waiting', code: 'CREDENTIAL_REJECTED', detail: 'X answered 401', nextTryAt: w.at() + MINUTE });
    expect(others).toEqual([]);
    w.watch.gone('l');
    const before = w.told.length;
    w.watch.said('sandbox', 'brand', { state: 'polling' });
    w.flush();
    expect(w.told.length).toBe(before);
  });

  test('FEED-3 a platform that does not answer for ten minutes is silent, said once, and over with its next answer', () => {
    const w = watching();
    w.watch.said('sandbox', 'brand', { state: 'polling' });
    w.watch.answered('sandbox', 'brand', []);
    w.lead();
    w.flush();
    const before = w.told.length;
    w.pass(10 * MINUTE + 1);
    w.watch.check();
    expect(w.last()).toMatchObject({ silentSince: 1_000_000 });
    w.watch.check();
    w.flush();
    expect(w.told.length).toBe(before + 1);
    w.watch.answered('sandbox', 'brand', []);
    expect(w.last()?.silentSince).toBeUndefined();
  });

  test('FEED-3 nothing said is unusual after twice the longest pause of late, half an hour at least, and only once it is known what is usual', () => {
    const w = watching();
    w.watch.said('sandbox', 'brand', { state: 'live' });
    w.lead();
    w.watch.answered('sandbox', 'brand', [message(w.at())]);
    w.pass(5 * 60 * MINUTE);
    w.watch.check();
    expect(w.watch.views()[0]?.silentSince, 'one message tells nothing of what is usual').toBeUndefined();
    // The five hours are a pause of late, too: they count until they have left the last two hundred.
    for (let n = 0; n < 202; n += 1) {
      w.watch.answered('sandbox', 'brand', [message(w.at())]);
      w.pass(MINUTE);
    }
    w.pass(28 * MINUTE);
    w.watch.check();
    expect(w.watch.views()[0]?.silentSince).toBeUndefined();
    w.pass(3 * MINUTE);
    w.watch.check();
    expect(w.last()?.silentSince).toBe(w.at() - 32 * MINUTE);
    w.watch.said('sandbox', 'brand', { state: 'paused' });
    w.watch.check();
    expect(w.watch.views()[0], 'who switched it off knows').toMatchObject({ state: 'paused' });
    expect(w.watch.views()[0]?.silentSince).toBeUndefined();
  });

  test('FEED-2 switched off nothing is asked, on again it goes on behind its cursor; also while it waits after a failure, and at the stop', async () => {
    const cursors: (string | undefined)[] = [];
    const states: string[] = [];
    let fails = false;
    const feed: Feed = {
      run: async (run) => {
        cursors.push(run.cursor);
        if (fails) throw new FeedFailure('PLATFORM_UNREACHABLE', 'cut', 3_600_000);
        await run.deliver([message(1)], String(cursors.length));
        run.state({ state: 'polling' });
        await new Promise<void>((resolve) => run.signal.addEventListener('abort', () => resolve(), { once: true }));
      },
    };
    const feeds = new Feeds({
      cursors: new MemoryFeedCursors(),
      clock: { now: Date.now, steady: Date.now },
      timers: { after: (ms, run) => { const timer = setTimeout(run, ms); return () => clearTimeout(timer); } },
      rng: systemRng,
      take: (messages) => Promise.resolve(messages.map((m) => ({ status: 'ingested' as const, remoteId: m.remoteId, seq: 1, newThread: false, newConversation: false }))),
      mustComeAgain: () => false,
      onResult: () => undefined,
      onState: (_feed, health) => states.push(health.state),
      onProblem: () => undefined,
    });
    const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
    feeds.pause('sandbox', 'brand', true);
    feeds.add('sandbox', 'brand', feed);
    await settle();
    expect([cursors.length, states]).toEqual([0, ['paused']]);
    feeds.pause('sandbox', 'brand', false);
    await settle();
    feeds.pause('sandbox', 'brand', true);
    await settle();
    feeds.pause('sandbox', 'brand', false);
    await settle();
    expect(cursors).toEqual([undefined, '1']);
    fails = true;
    feeds.pause('sandbox', 'brand', true);
    await settle();
    feeds.pause('sandbox', 'brand', false);
    await settle();
    expect(states.at(-1)).toBe('waiting');
    feeds.pause('sandbox', 'brand', true);
    await settle();
    expect(states.at(-1), 'an hour’s wait is not waited out').toBe('paused');
    await feeds.stop();
    expect(states.at(-1)).toBe('stopped');
  });
});
