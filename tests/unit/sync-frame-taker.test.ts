import { describe, expect, test } from 'vitest';
import { FrameTaker } from '../../electron/main/sync/frame-taker.ts';
import { ReplicaView } from '../../electron/main/sync/replica-view.ts';
import type { SyncBase } from '../../electron/main/sync/ports.ts';
import { CodedError } from '../../shared/util/errors.ts';
import { DeskDisk, MemoryDeskStores } from '../simulation/desk-disk.ts';
import { emptyBatch, FakeCenter } from '../support/fake-center.ts';
import { seedConversation } from '../support/fake-center-seed.ts';

const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const row = (id: string, seq: number): object => ({ kind: 'team', id, seq, value: { id, name: id } });
/** More of the same catch-up follows. */
const more = { progress: { done: 1, total: 2 } };

/** A desk in the middle of a catch-up, and the moment in which its line pauses. */
function desk(isCatchingUp = true) {
  const commits: number[] = [];
  let broken = false;
  const disk = new DeskDisk('replica');
  const stores = new MemoryDeskStores(disk, { beforeWrite: () => undefined, beforeCommit: () => { if (broken) throw new CodedError('DISK_FULL'); }, afterCommit: () => void commits.push(stores.meta.cursor()) });
  let paused: (() => void)[] = [];
  const base = { stores, clock: { now: () => 7, steady: () => 7 }, timers: { after: (_ms: number, run: () => void) => (paused.push(run), () => void (paused = paused.filter((other) => other !== run))) }, log: QUIET, app: 'a' } as unknown as SyncBase;
  const view = new ReplicaView(stores);
  const told: string[] = [];
  const taker = new FrameTaker({
    base,
    view,
    mayWait: () => isCatchingUp,
    onGap: (reason) => void told.push(reason),
    onError: (error) => void told.push((error as CodedError).code),
    before: (plan) => void told.push(`before ${plan.cursor}`),
    // What is told is on disk, all of what was written with it.
    after: (plan) => void told.push(`after ${plan.cursor} at ${view.cursor()}`),
  });
  return { taker, told, commits, disk, view, break: (yes: boolean) => (broken = yes), pause: () => { const now = paused; paused = []; for (const run of now) run(); } };
}

describe('K1 frames of a catch-up', () => {
  test('those that wait are written in one transaction, each on what the one before wrote, and told when all of it is on disk', () => {
    const center = new FakeCenter();
    const { conversationId, messageId } = seedConversation(center);
    const d = desk();
    const start = center.seq;
    const bodies = Object.fromEntries(center.bodies);
    d.taker.take({ ...emptyBatch(0, start), snapshots: [center.snapshot(conversationId)], bodies, ...more });
    const [edited] = center.append({ type: 'message.edited', data: { messageId, bodyRef: 'body-new' as never, editedAt: 5 } });
    d.taker.take({ ...emptyBatch(start, center.seq), events: [edited], bodies: { 'body-new': '{"text":"neu"}' }, ...more });
    expect(d.commits).toEqual([]);
    expect(d.told).toEqual([]);
    d.pause();
    // The line has not paused while frames came; now it has.
    d.pause();
    expect(d.commits).toEqual([center.seq]);
    expect(d.told).toEqual([`before ${start}`, `before ${center.seq}`, `after ${start} at ${center.seq}`, `after ${center.seq} at ${center.seq}`]);
    expect(d.view.get('message', messageId)?.bodyRef).toBe('body-new');
    expect(d.disk.bodies.has('body-new')).toBe(true);
  });

  test('the last frame waits for nobody, and takes along those that waited', () => {
    const d = desk();
    d.taker.take({ ...emptyBatch(0, 4), rows: [row('a', 4)], rowsReset: true, ...more });
    d.taker.take({ ...emptyBatch(4, 9), rows: [row('b', 9)], rowsMark: 'w' });
    expect(d.commits).toEqual([9]);
    expect(d.told).toEqual(['before 4', 'before 9', 'after 4 at 9', 'after 9 at 9']);
    expect(d.view.rows().map(({ id }) => id)).toEqual(['a', 'b']);
    d.pause();
    expect(d.commits).toEqual([9]);
  });

  test('a disk that refuses undoes all of them: the cursor and what is told stay where they were', () => {
    const d = desk();
    d.taker.take({ ...emptyBatch(0, 3), rows: [row('a', 3)], ...more });
    d.taker.take({ ...emptyBatch(3, 6), rows: [row('b', 6)], ...more });
    d.break(true);
    d.pause();
    d.pause();
    expect(d.told.filter((word) => !word.startsWith('before'))).toEqual(['DISK_FULL']);
    expect([d.view.cursor(), d.view.rows()]).toEqual([0, []]);
    d.break(false);
    d.taker.take({ ...emptyBatch(0, 6), rows: [row('b', 6)] });
    expect(d.commits).toEqual([6]);
  });

  test('a gap ends what is written there: what came before it is kept and told, what comes behind it is not taken', () => {
    const d = desk();
    d.taker.take({ ...emptyBatch(0, 3), rows: [row('a', 3)], ...more });
    d.taker.take({ ...emptyBatch(5, 6), rows: [row('b', 6)], ...more });
    d.taker.take({ ...emptyBatch(6, 8), rows: [row('c', 8)] });
    expect(d.told).toEqual(['before 3', 'after 3 at 3', 'gap: expected 3, got 5']);
    expect(d.view.rows().map(({ id }) => id)).toEqual(['a']);
  });

  test('what waits when the line is cut is not written', () => {
    const d = desk();
    d.taker.take({ ...emptyBatch(0, 3), rows: [row('a', 3)], ...more });
    d.taker.drop();
    d.pause();
    expect([d.commits, d.view.cursor()]).toEqual([[], 0]);
  });

  test('a long catch-up is not one transaction, and whoever has caught up waits for nothing', () => {
    const long = desk();
    const events = (from: number): object => ({ ...emptyBatch(from, from + 2_600), rows: Array.from({ length: 2_600 }, (_, i) => row(`${i}`, from + i + 1)), ...more });
    long.taker.take(events(0));
    long.taker.take(events(2_600));
    expect(long.commits).toEqual([5_200]);
    const live = desk(false);
    live.taker.take({ ...emptyBatch(0, 3), ...more });
    expect(live.commits).toEqual([3]);
  });

  test.each([null, 'x', {}, { fromSeq: 0 }])('%j is no frame: asked for anew', (frame) => {
    const d = desk();
    d.taker.take(frame);
    expect(d.told).toEqual(['unreadable frame']);
  });
});
