import { describe, expect, test } from 'vitest';
import { createRouter, type Router } from '../../server/routing/router.ts';
import { RoutingEngine } from '../../server/routing/core/engine.ts';
import { kinds, MINUTE, RoutingWorld } from '../support/routing-world.ts';
import type { NewEvent } from '../../shared/events/index.ts';

/** A router on a virtual clock whose writer commits a little later, and can be made to fail. */
class Bench {
  readonly w = new RoutingWorld();
  readonly turns: string[][] = [];
  readonly errors: unknown[] = [];
  readonly router: Router;
  running = 0;
  failing = 0;
  #timers: { at: number; run: () => void }[] = [];

  constructor() {
    this.w.queue('q');
    this.router = createRouter({
      engine: () => this.w.engine,
      clock: { now: () => this.w.now, steady: () => this.w.now },
      timers: {
        after: (ms, run) => {
          const timer = { at: this.w.now + ms, run };
          this.#timers.push(timer);
          return () => void (this.#timers = this.#timers.filter((t) => t !== timer));
        },
      },
      run: (decide) => this.#write(decide),
      onError: (error) => this.errors.push(error),
    });
  }

  async #write(decide: () => readonly NewEvent[]): Promise<void> {
    this.running += 1;
    expect(this.running, 'one turn at a time').toBe(1);
    try {
      await Promise.resolve();
      const events = decide();
      this.turns.push(kinds(events));
      if (this.failing > 0) {
        this.failing -= 1;
        this.w.restart();
        throw new Error('disk full');
      }
      this.w.emit(...events);
      await Promise.resolve();
    } finally {
      this.running -= 1;
    }
  }

  get sleeping(): number[] {
    return this.#timers.map((t) => t.at - this.w.now);
  }

  async pass(ms: number): Promise<void> {
    const until = this.w.now + ms;
    for (;;) {
      const next = this.#timers.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > until) break;
      this.#timers = this.#timers.filter((t) => t !== next);
      this.w.now = next.at;
      next.run();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.w.now = until;
  }
}

describe('router', () => {
  test('many pokes make one turn, and a state that was decided on is not decided on again', async () => {
    const b = new Bench();
    b.router.start();
    b.w.agent('a', {});
    b.w.item('1');
    b.w.item('2');
    for (let i = 0; i < 50; i += 1) b.router.poke();
    await b.router.idle();
    expect(b.turns).toEqual([['workItem.assigned', 'workItem.assigned']]);
    b.router.poke();
    await b.router.idle();
    expect(b.turns).toHaveLength(1);
  });

  test('sleeps until the engine wants to be woken, and only one timer is set', async () => {
    const b = new Bench();
    b.w.queue('chat', { distribution: 'offer' });
    b.w.agent('a', {});
    b.w.item('1', {}, { queue: 'chat' });
    b.router.start();
    await b.router.idle();
    expect(b.sleeping).toEqual([30_000]);
    await b.pass(29_999);
    expect(b.w.all('reservation.expired')).toEqual([]);
    await b.pass(1);
    expect(b.w.all('reservation.expired')).toHaveLength(1);
    await b.router.idle();
    expect(b.sleeping).toHaveLength(1);
  });

  test('a failed commit is told, waits a little and is decided anew on what the log holds', async () => {
    const b = new Bench();
    b.w.agent('a', {});
    b.w.item('1');
    b.failing = 3;
    b.router.start();
    await new Promise((resolve) => setImmediate(resolve));
    expect(b.errors).toHaveLength(1);
    b.router.poke();
    expect(b.sleeping).toEqual([250]);
    await b.pass(250 + 500);
    expect(b.errors).toHaveLength(3);
    await b.pass(1_000);
    expect(b.w.owner('1')).toBe('a');
    expect(b.w.all('workItem.assigned')).toHaveLength(1);
  });

  test('what comes while the disk writes is decided at once, a long backlog turn by turn, and turns that fall together rest once', async () => {
    const w = new RoutingWorld({ maxDecisions: 2 });
    w.queue('q');
    for (const id of ['a', 'b', 'c', 'd', 'e']) w.agent(id, {});
    const disk: { resolve: () => void; reject: (error: unknown) => void }[] = [];
    const errors: unknown[] = [];
    let rests: number[] = [];
    const router = createRouter({
      engine: () => w.engine,
      clock: { now: () => w.now, steady: () => w.now },
      timers: {
        after: (ms) => {
          rests.push(ms);
          return () => undefined;
        },
      },
      run: (decide) => {
        w.emit(...decide());
        return new Promise((resolve, reject) => disk.push({ resolve, reject }));
      },
      onError: (error) => errors.push(error),
    });
    const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const item = async (id: string): Promise<void> => {
      w.item(id);
      router.poke();
      await soon();
    };
    router.start();
    await item('1');
    await item('2');
    expect([w.owner('1') !== undefined, w.owner('2') !== undefined, disk.length]).toEqual([true, true, 2]);
    let isIdle = false;
    void router.idle().then(() => (isIdle = true));
    await soon();
    expect(isIdle, 'idle means on disk').toBe(false);
    for (const { resolve } of disk.splice(0)) resolve();
    await soon();
    expect(isIdle).toBe(true);

    for (const id of ['3', '4', '5', '6', '7']) w.item(id);
    router.poke();
    await soon();
    expect([w.all('workItem.assigned').length, disk.length]).toEqual([4, 1]);
    disk.pop()?.resolve();
    await soon();
    expect([w.all('workItem.assigned').length, disk.length]).toEqual([6, 1]);
    disk.pop()?.resolve();
    await soon();
    disk.pop()?.resolve();
    await soon();

    rests = [];
    await item('8');
    await item('9');
    for (const { reject } of disk.splice(0)) reject(new Error('disk full'));
    await soon();
    expect(errors).toHaveLength(2);
    expect(rests.filter((ms) => ms < MINUTE)).toEqual([250]);
    const stopped = router.stop();
    await stopped;
  });

  test('a writer that drops what was decided is found out instead of asked for ever', async () => {
    const w = new RoutingWorld();
    w.queue('q');
    w.agent('a', {});
    w.item('1');
    let asked = 0;
    const errors: unknown[] = [];
    const router = createRouter({
      engine: () => w.engine,
      clock: { now: () => w.now, steady: () => w.now },
      timers: { after: () => () => undefined },
      run: async (decide) => {
        asked += decide().length;
      },
      onError: (error) => errors.push(error),
    });
    router.start();
    await new Promise((resolve) => setImmediate(resolve));
    expect([asked, errors.length]).toEqual([1, 1]);
    await router.stop();
  });

  test('stopped, nothing more happens; a running turn ends first', async () => {
    const b = new Bench();
    b.w.agent('a', {});
    b.w.item('1');
    b.router.start();
    await b.router.stop();
    expect(b.running).toBe(0);
    b.w.item('2');
    b.router.poke();
    await b.pass(60 * MINUTE);
    expect(b.w.owner('2')).toBeUndefined();
    expect(b.sleeping).toEqual([]);
  });

  test('long idle times are slept in pieces a timer can hold', async () => {
    const b = new Bench();
    b.w.agent('a', {});
    b.w.item('1', {}, { dueIn: 60 * 24 * 60 * MINUTE });
    b.router.start();
    await b.router.idle();
    b.w.state('a', 'onBreak');
    b.router.poke();
    await b.router.idle();
    expect(b.sleeping).toEqual([60 * MINUTE]);
    await b.pass(61 * 24 * 60 * MINUTE);
    expect(b.w.all('workItem.returned')).toHaveLength(1);
  });
});

describe('engine at the door', () => {
  test('an event it has already seen is ignored, so a tail may overlap a snapshot', () => {
    const w = new RoutingWorld();
    w.queue('q');
    w.agent('a', {});
    w.item('1');
    w.settle();
    const engine = new RoutingEngine({ snapshot: w.snapshot() });
    for (const event of w.log) engine.apply(event);
    expect(engine.snapshot()).toEqual(w.snapshot());
    expect(engine.seq).toBe(w.log.length);
  });
});
