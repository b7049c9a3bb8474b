import { describe, expect, it } from 'vitest';
import { Center } from '../../server/center/center.ts';
import { MemoryEventLog } from '../../server/log/memory-event-log.ts';
import { RoutingEngine } from '../../server/routing/core/engine.ts';
import type { NewEvent } from '../../shared/events/index.ts';

const team = (id: string): NewEvent => ({ type: 'team.defined', data: { id, name: id } });

async function open(log: MemoryEventLog, options: { snapshotEveryEvents?: number; now?: () => number } = {}) {
  const problems: unknown[] = [];
  let engine = new RoutingEngine();
  const center = new Center({
    log,
    clock: { now: options.now ?? (() => 1_000), steady: () => 0 },
    snapshotEveryEvents: options.snapshotEveryEvents ?? 1_000_000,
    followersVersion: 1,
    followers: (saved) => {
      engine = new RoutingEngine({ snapshot: saved?.[0] as never });
      return [engine];
    },
    onProblem: (error) => problems.push(error),
  });
  await center.open();
  return { center, problems, engine: () => engine };
}

describe('the one writer', () => {
  it('PUSH-8 shows others nothing before the disk has it', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const log = new MemoryEventLog({ schedule: (flush) => void held.then(flush) });
    const { center } = await open(log);
    const seen: number[] = [];
    center.onCommitted(({ toSeq }) => seen.push(toSeq));
    const done = center.submit('system', () => ({ events: [team('a')] }));
    expect(center.live.get('team', 'a')).toBeDefined();
    expect(center.committed.get('team', 'a')).toBeUndefined();
    expect(seen).toEqual([]);
    release();
    await done;
    expect(center.committed.get('team', 'a')).toBeDefined();
    expect(seen).toEqual([1]);
  });

  it('LOG-2 forgets what a failed write had decided, folds anew, and goes on', async () => {
    let failures = 0;
    const log = new MemoryEventLog({
      beforeCommit: () => {
        if (failures > 0) {
          failures -= 1;
          throw new Error('disk gone');
        }
      },
    });
    const { center, problems, engine } = await open(log);
    await center.submit('system', () => ({ events: [team('kept')] }));
    failures = 1;
    const lost = await Promise.allSettled([center.submit('system', () => ({ events: [team('lost')] })), center.submit('system', () => ({ events: [team('behind')] }))]);
    expect(lost.map((l) => l.status)).toEqual(['rejected', 'rejected']);
    expect(problems.length).toBeGreaterThan(0);
    await center.submit('system', () => ({ events: [team('after')] }));
    expect([...center.live.all('team').keys()]).toEqual(['kept', 'after']);
    expect([...center.committed.all('team').keys()]).toEqual(['kept', 'after']);
    expect(await log.head()).toBe(2);
    expect(engine().seq).toBe(2);
  });

  it('EVT-4 refuses an event that could not be read back, and writes nothing of its batch', async () => {
    const log = new MemoryEventLog({});
    const { center } = await open(log);
    await expect(center.submit('system', () => ({ events: [team('a'), { type: 'team.defined', data: { id: '', name: '' } }] }))).rejects.toThrow();
    expect(center.live.get('team', 'a')).toBeUndefined();
    expect(await log.head()).toBe(0);
  });

  it('LOG-1 never lets its clock run backwards, across restarts too', async () => {
    const log = new MemoryEventLog({});
    const first = await open(log, { now: () => 5_000 });
    await first.center.submit('system', () => ({ events: [team('a')] }));
    const second = await open(log, { now: () => 1_000 });
    await second.center.submit('system', () => ({ events: [team('b')] }));
    expect((await log.read(0, 10)).map((e) => e.at)).toEqual([5_000, 5_000]);
  });

  it('LOG-3 starts from a snapshot to the same state as from the whole log', async () => {
    const log = new MemoryEventLog({});
    const first = await open(log, { snapshotEveryEvents: 3 });
    for (const id of ['a', 'b', 'c', 'd', 'e']) await first.center.submit('system', () => ({ events: [team(id)] }));
    expect(await log.loadSnapshot()).toBeDefined();
    const second = await open(log);
    expect(second.center.live.dump()).toEqual(first.center.live.dump());
    expect(second.engine().seq).toBe(5);
  });
});
