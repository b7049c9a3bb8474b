import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FeedFailure, type Feed, type FeedHealth, type FeedRun } from '../../server/channels/ports.ts';
import { pollFeed } from '../../server/channels/poll-port.ts';
import { MemoryFeedCursors, openFeedCursors } from '../../server/feeds/feed-cursors.ts';
import { Feeds } from '../../server/feeds/feeds.ts';
import type { InboundMessage, IngestResult } from '../../shared/domain/inbound.ts';

const message = (remoteId: string): InboundMessage => ({ v: 1, kind: 'post', channel: 'sandbox', account: 'brand', remoteId, direction: 'in', author: { remoteId: 'kim', handle: 'kim' }, text: remoteId, visibility: 'public', sentAt: 1 });

/** Feeds with a clock that jumps to whatever is waited for. */
function world(feed: Feed, answer: (m: InboundMessage) => IngestResult = (m) => ({ status: 'ingested', remoteId: m.remoteId, seq: 1, newThread: true, newConversation: true }), cursors = new MemoryFeedCursors()) {
  let now = 0;
  const waits: number[] = [];
  const states: FeedHealth[] = [];
  const taken: string[] = [];
  const feeds = new Feeds({
    cursors,
    clock: { now: () => now, steady: () => now },
    timers: { after: (ms, run) => { waits.push(ms); const timer = setImmediate(() => { now += ms; run(); }); return () => clearImmediate(timer); } },
    rng: { next: () => 0.5 },
    take: (messages) => { taken.push(...messages.map((m) => m.remoteId)); return Promise.resolve(messages.map(answer)); },
    mustComeAgain: (results) => results.some((r) => r.status === 'rejected' && r.code === 'LOG_APPEND_FAILED'),
    onResult: () => undefined,
    onState: (_feed, health) => states.push(health),
    onProblem: () => undefined,
  });
  feeds.add('sandbox', 'brand', feed);
  return { feeds, waits, states, taken, cursors };
}
const until = async (what: () => boolean): Promise<void> => {
  for (let n = 0; n < 10_000 && !what(); n += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(what()).toBe(true);
};
const listens = (run: FeedRun): Promise<void> => new Promise((resolve) => run.signal.addEventListener('abort', () => resolve(), { once: true }));

describe('feeds', () => {
  test('CHAN-9 the cursor is kept behind the messages and the next run goes on from it', async () => {
    const cursors: (string | undefined)[] = [];
    const w = world({
      run: async (run) => {
        cursors.push(run.cursor);
        if (cursors.length === 3) return listens(run);
        await run.deliver([message(`m${cursors.length}`)], String(cursors.length));
        throw new FeedFailure('PLATFORM_UNREACHABLE', 'cut');
      },
    });
    await until(() => cursors.length === 3);
    await w.feeds.stop();
    expect(cursors).toEqual([undefined, '1', '2']);
    expect(w.taken).toEqual(['m1', 'm2']);
  });

  test('CHAN-9 what the log did not take is asked for again, with a wait that grows and is seen', async () => {
    let refusals = 4;
    let delivered = 0;
    const w = world(
      {
        run: async (run) => {
          await run.deliver([message('m')], 'behind');
          delivered += 1;
          run.state({ state: 'live' });
          return listens(run);
        },
      },
      (m) => (refusals-- > 0 ? { status: 'rejected', remoteId: m.remoteId, code: 'LOG_APPEND_FAILED', message: 'full' } : { status: 'ingested', remoteId: m.remoteId, seq: 1, newThread: true, newConversation: true }),
    );
    await until(() => delivered === 1);
    expect(w.waits).toEqual([750, 1_500, 3_000, 6_000]);
    expect(w.states.map((s) => s.state)).toEqual(['waiting', 'waiting', 'waiting', 'waiting', 'live']);
    expect(w.states[0]).toMatchObject({ code: 'SERVER_RECOVERING', nextTryAt: 750 });
    expect(w.cursors.get('sandbox\nbrand')).toBe('behind');
    await w.feeds.stop();
    expect(w.feeds.list()[0]?.health).toEqual({ state: 'stopped' });
  });

  test('CHAN-9 an account that is not registered leaves its messages at the platform, a broken one does not hold up the rest', async () => {
    const codes = new Map([['unknown', 'ACCOUNT_UNKNOWN'], ['broken', 'INPUT_INVALID']]);
    let known = false;
    const w = world(
      { run: async (run) => { await run.deliver([message('broken'), message(known ? 'good' : 'unknown')], 'c'); return listens(run); } },
      (m) => { const code = codes.get(m.remoteId); if (code === 'ACCOUNT_UNKNOWN') known = true; return code === undefined ? { status: 'ingested', remoteId: m.remoteId, seq: 1, newThread: true, newConversation: true } : { status: 'rejected', remoteId: m.remoteId, code, message: code }; },
    );
    await until(() => w.cursors.get('sandbox\nbrand') === 'c');
    await w.feeds.stop();
    expect(w.states[0]).toMatchObject({ state: 'waiting', code: 'ACCOUNT_UNKNOWN' });
    expect(w.taken).toEqual(['broken', 'unknown', 'broken', 'good']);
  });

  test('CHAN-9 a platform that says when to come back is not asked earlier, and a question is asked on while there is more', async () => {
    let asked = 0;
    const w = world(pollFeed({
      everyMs: 1_000,
      poll: (cursor) => {
        asked += 1;
        if (asked === 1) throw new FeedFailure('PLATFORM_RATE_LIMITED', 'slow down', 90_000);
        return Promise.resolve({ messages: asked < 4 ? [message(`p${asked}`)] : [], cursor: String(Number(cursor ?? 0) + 1), more: asked < 4 });
      },
    }));
    await until(() => asked === 6);
    await w.feeds.stop();
    expect(w.waits[0]).toBe(90_000);
    expect(w.waits[1]).toBe(1_000);
    expect(w.taken).toEqual(['p2', 'p3']);
    expect(w.cursors.get('sandbox\nbrand')).toBe('5');
  });

  test('CHAN-9 cursors outlive the server', () => {
    const folder = mkdtempSync(join(tmpdir(), 'leitstand-feeds-'));
    const path = join(folder, 'feeds.db');
    const first = openFeedCursors(path);
    first.set('a\nb', 'eins', 1);
    first.set('a\nb', 'zwei', 2);
    first.close();
    const second = openFeedCursors(path);
    expect([second.get('a\nb'), second.get('a\nc')]).toEqual(['zwei', undefined]);
    second.close();
    rmSync(folder, { recursive: true });
  });
});
