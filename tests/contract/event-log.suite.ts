import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppendBatch, EventLog, StoredEvent } from '../../server/log/port.ts';

/** A log on a disk that outlives it: closing and opening again is a restart. */
export interface LogHarness {
  open(options?: { beforeCommit?: ((batches: number) => void) | undefined }): Promise<EventLog>;
  dispose(): void;
}

export const event = (seq: number, over: Partial<StoredEvent> = {}): StoredEvent => ({
  seq,
  at: 1_700_000_000_000 + seq,
  type: 'message.received',
  v: 1,
  actor: 'ingest',
  conversationId: 'c1',
  data: { bodyRef: `b${seq}`, n: seq },
  ...over,
});
export const events = (from: number, to: number): StoredEvent[] => Array.from({ length: to - from + 1 }, (_, at) => event(from + at));
export const batch = (epoch: number, over: Partial<AppendBatch> = {}): AppendBatch => ({
  epoch,
  events: [],
  bodies: [],
  keys: [],
  answers: [],
  ...over,
});
const bytes = (...of: number[]): Uint8Array => Uint8Array.from(of);
const code = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'resolved',
    (error: { code?: string }) => error.code ?? error,
  );

export function eventLogContract(name: string, makeHarness: () => LogHarness): void {
  describe(`EventLog contract: ${name}`, () => {
    let harness: LogHarness;
    let log: EventLog;
    let failNext = false;
    let commits: number[] = [];
    const open = (): Promise<EventLog> =>
      harness.open({
        beforeCommit: (batches) => {
          commits.push(batches);
          if (failNext) {
            failNext = false;
            throw new Error('no space left on device');
          }
        },
      });
    beforeEach(async () => {
      harness = makeHarness();
      failNext = false;
      commits = [];
      log = await open();
    });
    afterEach(async () => {
      await log.close();
      harness.dispose();
    });
    const reopen = async (): Promise<void> => {
      await log.close();
      log = await open();
    };

    test('starts empty', async () => {
      expect(await log.head()).toBe(0);
      expect(await log.read(0, 10)).toEqual([]);
      expect(await log.loadSnapshot()).toBeUndefined();
      expect(await log.lastCommandNo('r1')).toBe(0);
      expect(await log.answer('r1', 1)).toBeUndefined();
    });

    test('each claim gives a higher epoch, across restarts too', async () => {
      const first = await log.claim();
      const second = await log.claim();
      await reopen();
      expect(second).toBeGreaterThan(first);
      expect(await log.claim()).toBeGreaterThan(second);
    });

    test('keeps events whole and in order, across a restart', async () => {
      const epoch = await log.claim();
      const odd = event(3, { conversationId: undefined, data: { text: 'ä\u0000\u{1f600}"\\', list: [1, null, { deep: true }] }, v: 7 });
      expect(await log.append(batch(epoch, { events: [event(1), event(2), odd, event(4, { data: undefined })] }))).toEqual({
        fromSeq: 1,
        toSeq: 4,
      });
      await reopen();
      const { conversationId: _none, ...stored } = odd;
      expect(await log.read(0, 10)).toEqual([event(1), event(2), stored, event(4, { data: null })]);
      expect(await log.head()).toBe(4);
    });

    test('read pages by seq', async () => {
      const epoch = await log.claim();
      await log.append(batch(epoch, { events: events(1, 10) }));
      expect((await log.read(3, 4)).map((found) => found.seq)).toEqual([4, 5, 6, 7]);
      expect((await log.read(8, 4)).map((found) => found.seq)).toEqual([9, 10]);
      expect(await log.read(10, 4)).toEqual([]);
    });

    test('what is read is a copy', async () => {
      const epoch = await log.claim();
      const data = { open: true };
      await log.append(batch(epoch, { events: [event(1, { data })] }));
      data.open = false;
      ((await log.read(0, 1))[0]!.data as { open: unknown }).open = 'changed';
      expect((await log.read(0, 1))[0]!.data).toEqual({ open: true });
    });

    test('appends made together share a commit and keep their order', async () => {
      const epoch = await log.claim();
      const settled: number[] = [];
      const appends = Array.from({ length: 40 }, (_, at) =>
        log.append(batch(epoch, { events: [event(at + 1)] })).then(({ toSeq }) => settled.push(toSeq)),
      );
      await Promise.all(appends);
      expect(settled).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
      expect(commits.length).toBeLessThan(40);
      expect(commits.reduce((sum, count) => sum + count, 0)).toBe(40);
      expect((await log.read(0, 100)).map((found) => found.seq)).toEqual(settled);
    });

    test('LOG-4 nothing is visible before its append resolves or after it was refused', async () => {
      const epoch = await log.claim();
      const appending = log.append(batch(epoch, { events: [event(1)] }));
      expect(await log.head()).toBe(0);
      await appending;
      expect(await log.head()).toBe(1);
    });

    test('LOG_GAP refuses what does not join and leaves the log usable', async () => {
      const epoch = await log.claim();
      const first = log.append(batch(epoch, { events: [event(1)] }));
      expect(await code(log.append(batch(epoch, { events: [event(3)] })))).toBe('LOG_GAP');
      expect(await code(log.append(batch(epoch, { events: [event(1)] })))).toBe('LOG_GAP');
      expect(await code(log.append(batch(epoch, { events: [event(2), event(4)] })))).toBe('LOG_GAP');
      await first;
      expect(await log.append(batch(epoch, { events: [event(2)] }))).toEqual({ fromSeq: 2, toSeq: 2 });
    });

    test('LOG-5 LOG_FENCED refuses everyone but the newest writer', async () => {
      expect(await code(log.append(batch(0, { events: [event(1)] })))).toBe('LOG_FENCED');
      const old = await log.claim();
      const current = await log.claim();
      expect(await code(log.append(batch(old, { events: [event(1)] })))).toBe('LOG_FENCED');
      expect(await code(log.append(batch(current + 1, { events: [event(1)] })))).toBe('LOG_FENCED');
      await log.append(batch(current, { events: [event(1)] }));
      await reopen();
      expect(await code(log.append(batch(current, { events: [event(2)] })))).toBe('LOG_FENCED');
      expect(await log.head()).toBe(1);
    });

    test('a claim settles what was handed in before it', async () => {
      const old = await log.claim();
      const before = log.append(batch(old, { events: [event(1)] }));
      const current = await log.claim();
      expect(await before).toEqual({ fromSeq: 1, toSeq: 1 });
      expect(await log.append(batch(current, { events: [event(2)] }))).toEqual({ fromSeq: 2, toSeq: 2 });
    });

    test('a failed commit rejects its batches and those behind them, until claimed anew', async () => {
      const epoch = await log.claim();
      await log.append(batch(epoch, { events: [event(1)] }));
      failNext = true;
      const fallen = [2, 3, 4].map((seq) =>
        code(log.append(batch(epoch, { events: [event(seq)], bodies: [{ ref: `b${seq}`, contactId: 'k', sealed: bytes(seq) }] }))),
      );
      expect(await Promise.all(fallen)).toEqual(['LOG_APPEND_FAILED', 'LOG_APPEND_FAILED', 'LOG_APPEND_FAILED']);
      expect(await code(log.append(batch(epoch, { events: [event(2)] })))).toBe('LOG_NEEDS_CLAIM');
      expect(await log.head()).toBe(1);
      expect((await log.bodies(['b2', 'b3', 'b4'])).size).toBe(0);
      const next = await log.claim();
      expect(await log.append(batch(next, { events: [event(2)] }))).toEqual({ fromSeq: 2, toSeq: 2 });
    });

    test('LOG-6 what waits behind a failing commit falls with it: no gap is ever written', async () => {
      const epoch = await log.claim();
      failNext = true;
      const appends = Array.from({ length: 6 }, (_, at) =>
        code(log.append(batch(epoch, { events: events(at * 1500 + 1, at * 1500 + 1500) }))),
      );
      expect(await Promise.all(appends)).toEqual(appends.map(() => 'LOG_APPEND_FAILED'));
      expect(commits.length).toBe(1);
      expect(commits[0]).toBeLessThan(6);
      expect(await log.head()).toBe(0);
    });

    test('a batch that is not JSON is refused alone', async () => {
      const epoch = await log.claim();
      const circular: Record<string, unknown> = {};
      circular['self'] = circular;
      const refused = log.append(batch(epoch, { events: [event(1, { data: circular })] })).then(
        () => 'resolved',
        () => 'rejected',
      );
      expect(await log.append(batch(epoch, { events: [event(1)] }))).toEqual({ fromSeq: 1, toSeq: 1 });
      expect(await refused).toBe('rejected');
    });

    test('what is changed after it was handed in is stored as it was', async () => {
      const epoch = await log.claim();
      const data = { n: 1 };
      const sealed = bytes(1);
      const appending = log.append(batch(epoch, { events: [event(1, { data })], bodies: [{ ref: 'b1', contactId: 'k', sealed }] }));
      data.n = 2;
      sealed[0] = 2;
      await appending;
      expect((await log.read(0, 1))[0]!.data).toEqual({ n: 1 });
      expect([...(await log.bodies(['b1'])).get('b1')!.sealed]).toEqual([1]);
    });

    test('a writer that keeps writing while another claims never disturbs the new one', async () => {
      const old = await log.claim();
      const first = log.append(batch(old, { events: [event(1)] }));
      const claiming = log.claim();
      const late = code(log.append(batch(old, { events: [event(2)] })));
      const current = await claiming;
      expect(await log.append(batch(current, { events: [event(2, { actor: 'new' })] }))).toEqual({ fromSeq: 2, toSeq: 2 });
      expect(await late).toBe('LOG_FENCED');
      await first;
      expect((await log.read(1, 1))[0]!.actor).toBe('new');
    });

    test('one impossible row lets its whole commit fall', async () => {
      const epoch = await log.claim();
      await log.append(batch(epoch, { bodies: [{ ref: 'b1', contactId: 'k', sealed: bytes(1) }] }));
      const good = code(
        log.append(batch(epoch, { events: [event(1)], answers: [{ replicaId: 'r', commandNo: 1, hash: 'h', answer: 1 }] })),
      );
      const bad = code(log.append(batch(epoch, { events: [event(2)], bodies: [{ ref: 'b1', contactId: 'k', sealed: bytes(2) }] })));
      expect(await Promise.all([good, bad])).toEqual(['LOG_APPEND_FAILED', 'LOG_APPEND_FAILED']);
      expect(await log.head()).toBe(0);
      expect(await log.answer('r', 1)).toBeUndefined();
      expect((await log.bodies(['b1'])).get('b1')!.sealed[0]).toBe(1);
    });

    test('answers are kept with their hash; a second answer to a command is impossible', async () => {
      let epoch = await log.claim();
      const first = { replicaId: 'r1', commandNo: 3, hash: 'abc', answer: { refused: 'NOT_YOURS' } };
      expect(await log.append(batch(epoch, { answers: [first, { ...first, replicaId: 'r2', commandNo: 9 }] }))).toEqual({
        fromSeq: 1,
        toSeq: 0,
      });
      expect(await code(log.append(batch(epoch, { answers: [{ ...first, hash: 'other' }] })))).toBe('LOG_APPEND_FAILED');
      epoch = await log.claim();
      await log.append(batch(epoch, { answers: [{ ...first, commandNo: 1 }] }));
      await reopen();
      expect(await log.answer('r1', 3)).toEqual(first);
      expect(await log.answer('r1', 2)).toBeUndefined();
      expect([await log.lastCommandNo('r1'), await log.lastCommandNo('r2'), await log.lastCommandNo('r3')]).toEqual([3, 9, 0]);
    });

    test('bodies and keys come back as they went in; the same key again is harmless, another is not', async () => {
      let epoch = await log.claim();
      const key = { contactId: 'k1', wrapped: bytes(1, 2, 3) };
      await log.append(
        batch(epoch, {
          keys: [key],
          bodies: [
            { ref: 'b1', contactId: 'k1', sealed: bytes(0, 255) },
            { ref: 'b2', contactId: 'k1', sealed: bytes() },
          ],
        }),
      );
      await log.append(batch(epoch, { keys: [key] }));
      expect(await code(log.append(batch(epoch, { keys: [{ contactId: 'k1', wrapped: bytes(9) }] })))).toBe('LOG_APPEND_FAILED');
      epoch = await log.claim();
      await reopen();
      const found = await log.bodies(['b2', 'b1', 'nowhere']);
      expect([...found.keys()].toSorted()).toEqual(['b1', 'b2']);
      expect([...found.get('b1')!.sealed]).toEqual([0, 255]);
      expect(found.get('b1')!.contactId).toBe('k1');
      const keys = await log.keys(['k1', 'nobody']);
      expect([...keys.keys()]).toEqual(['k1']);
      expect([...keys.get('k1')!]).toEqual([1, 2, 3]);
    });

    test('SEC-6 erasure takes the key and every body of that contact, also what was still being written; the events stay', async () => {
      const epoch = await log.claim();
      const writing = log.append(
        batch(epoch, {
          events: [event(1)],
          keys: [
            { contactId: 'k1', wrapped: bytes(1) },
            { contactId: 'k2', wrapped: bytes(2) },
          ],
          bodies: [
            { ref: 'b1', contactId: 'k1', sealed: bytes(1) },
            { ref: 'b2', contactId: 'k2', sealed: bytes(2) },
          ],
        }),
      );
      await log.destroyKey('k1');
      await writing;
      expect([...(await log.keys(['k1', 'k2'])).keys()]).toEqual(['k2']);
      expect([...(await log.bodies(['b1', 'b2'])).keys()]).toEqual(['b2']);
      expect(await log.head()).toBe(1);
    });

    test('bodies deleted at the source go, their key stays', async () => {
      const epoch = await log.claim();
      const writing = log.append(
        batch(epoch, {
          keys: [{ contactId: 'k1', wrapped: bytes(1) }],
          bodies: [1, 2, 3].map((n) => ({ ref: `b${n}`, contactId: 'k1', sealed: bytes(n) })),
        }),
      );
      await log.deleteBodies(['b1', 'b3', 'never']);
      await writing;
      expect([...(await log.bodies(['b1', 'b2', 'b3'])).keys()]).toEqual(['b2']);
      expect((await log.keys(['k1'])).size).toBe(1);
    });

    test('keeps the last two snapshots, text as text and bytes as bytes', async () => {
      const epoch = await log.claim();
      await log.append(batch(epoch, { events: events(1, 9) }));
      await log.saveSnapshot({ seq: 3, stateHash: 'h3', json: '{"n":3}' });
      expect(await log.loadSnapshot()).toEqual({ seq: 3, stateHash: 'h3', json: '{"n":3}' });
      await log.saveSnapshot({ seq: 9, stateHash: 'h9', json: bytes(9, 9) });
      await log.saveSnapshot({ seq: 6, stateHash: 'h6', json: 'older, saved late' });
      await reopen();
      const newest = await log.loadSnapshot();
      expect([newest!.seq, newest!.stateHash, [...(newest!.json as Uint8Array)]]).toEqual([9, 'h9', [9, 9]]);
      expect(await code(log.saveSnapshot({ seq: 10, stateHash: 'h', json: '' }))).toBe('LOG_SNAPSHOT_AHEAD');
    });

    test('close settles what was handed in; afterwards every call says LOG_CLOSED', async () => {
      const epoch = await log.claim();
      const last = log.append(batch(epoch, { events: [event(1)] }));
      await log.close();
      expect(await last).toEqual({ fromSeq: 1, toSeq: 1 });
      const calls = [
        log.append(batch(epoch, { events: [event(2)] })),
        log.claim(),
        log.head(),
        log.read(0, 1),
        log.bodies([]),
        log.keys([]),
        log.destroyKey('k'),
        log.deleteBodies([]),
        log.answer('r', 1),
        log.lastCommandNo('r'),
        log.saveSnapshot({ seq: 0, stateHash: '', json: '' }),
        log.loadSnapshot(),
      ];
      expect(await Promise.all(calls.map(code))).toEqual(calls.map(() => 'LOG_CLOSED'));
      log = await open();
      expect(await log.head()).toBe(1);
    });
  });
}
