import type { Weather } from './connector.ts';
import { FAIR } from './connector.ts';
import type { DeskHost } from './desk-host.ts';
import type { Dice } from './dice.ts';
import type { Scheduler } from './scheduler.ts';
import { LEASE, type ServerHost } from './server-host.ts';

export interface FaultsParts {
  readonly sched: Scheduler;
  readonly dice: Dice;
  readonly server: ServerHost;
  readonly desks: readonly DeskHost[];
  readonly weather: Map<DeskHost, Weather>;
  readonly meanMs: number;
  /** Strikes above all while something is being sent. */
  readonly cruel: boolean;
  readonly note: (text: () => string) => void;
}

const LONGEST_MS = 45_000;

/** Everything that goes wrong in a home office, a machine room and on a platform, at random. */
export class Faults {
  readonly #p: FaultsParts;
  active = true;
  /** The day is over: what is switched off stays so. */
  nobodyStarts = false;

  constructor(parts: FaultsParts) {
    this.#p = parts;
    this.#plan();
  }

  /** What died is started again after a while, whoever killed it. */
  deskDied(desk: DeskHost): void {
    this.#p.note(() => `${desk.name} died`);
    this.#later(400 + this.#p.dice.stretch(3_000), () => {
      if (!desk.life.alive && !this.nobodyStarts) desk.start();
    });
  }

  serverDied(): void {
    this.#p.note(() => 'the server died');
    this.#later(200 + this.#p.dice.stretch(2_000), () => {
      if (!this.#p.server.life.alive) this.#p.server.start();
    });
  }

  /** A request is leaving: the worst moment for a machine or a line to go. */
  onAttempt(desk: DeskHost): void {
    if (!this.active) return;
    const { dice } = this.#p;
    const luck = dice.next() * (this.#p.cruel ? 0.4 : 1);
    if (luck > 0.12) return;
    this.#p.note(() => `FAULT ${desk.name} is struck while it sends`);
    this.#later(dice.stretch(60), () => {
      if (!this.active) return;
      if (luck < 0.08) desk.crash();
      else this.#cut(desk, 30_000);
    });
  }

  /** Leave to send was given: now nothing gets through for longer than the lease holds. */
  onPermitted(desk: DeskHost | undefined): void {
    const { dice } = this.#p;
    if (!this.active || desk === undefined || !dice.chance(this.#p.cruel ? 0.25 : 0.08)) return;
    this.#p.note(() => `FAULT ${desk.name} is cut off with a permit in hand`);
    const forMs = LEASE.validForMs + LEASE.marginMs + 2_000 + dice.stretch(5_000);
    this.#offline(desk, forMs);
    // The platform is back before the server is, or the other way round, or the lid was closed.
    const luck = dice.next();
    if (luck < 0.7) this.#cut(desk, forMs + (luck < 0.5 ? 15_000 : -3_000));
    else desk.sleep(forMs, dice.chance(0.3));
  }

  #offline(desk: DeskHost, forMs: number): void {
    const set = (offline: boolean): void => void this.#p.weather.set(desk, { ...(this.#p.weather.get(desk) ?? FAIR), offline });
    this.#pass(forMs, () => set(true), () => set(false));
  }

  #plan(): void {
    const { sched, dice, meanMs } = this.#p;
    sched.after(dice.stretch(meanMs), undefined, 'fault', () => {
      if (!this.active) return;
      this.#strike();
      this.#plan();
    });
  }

  #later(ms: number, run: () => void): void {
    this.#p.sched.after(ms, undefined, 'fault:over', run);
  }

  #strike(): void {
    const { dice, desks, server, weather, note } = this.#p;
    const desk = dice.pick(desks);
    const forMs = 200 + Math.min(LONGEST_MS, dice.stretch(7_000));
    const set = (change: Partial<Weather>): void => void weather.set(desk, { ...(weather.get(desk) ?? FAIR), ...change });
    const strikes: readonly (readonly [weight: number, name: string, run: () => void])[] = [
      [10, `reset of ${desk.name}'s link`, () => desk.wire.reset()],
      [10, `cut of ${desk.name}'s link for ${Math.round(forMs)} ms`, () => this.#cut(desk, forMs)],
      [3, `all links cut for ${Math.round(forMs)} ms`, () => desks.forEach((each) => this.#cut(each, forMs))],
      [6, `${desk.name} is killed`, () => desk.crash()],
      [6, `${desk.name} is going to die while writing`, () => void (desk.dieAfterWrites = dice.int(24))],
      [4, `${desk.name} is going to die at a commit`, () => void (desk.dieAtCommit = dice.pick(['before', 'after'] as const))],
      [3, `${desk.name} is upgraded`, () => desk.upgrade()],
      [1.5, `${desk.name}'s copy is damaged`, () => desk.damage()],
      [4, 'the server is killed', () => server.crash()],
      [3, 'the server is going to die at a commit', () => void (server.dieAtCommit = dice.pick(['before', 'after'] as const))],
      [2, 'the log refuses a commit', () => void (server.failingCommits = 1 + dice.int(2))],
      [6, `${desk.name} sleeps for ${Math.round(forMs)} ms`, () => desk.sleep(forMs, dice.chance(0.3))],
      [3, `${desk.name}'s clock is set`, () => void (desk.wallOffsetMs += desk.life.frozenUntil > this.#p.sched.now ? 0 : dice.pick([-3_600_000, -30_000, -3_000, 3_000, 30_000, 3_600_000]))],
      [1, `the server's clock is set`, () => void (server.wallOffsetMs += dice.pick([-2_000, 2_000, 20_000]))],
      [6, `${desk.name} does not reach the platform`, () => this.#offline(desk, forMs)],
      [8, `${desk.name}'s way to the platform is bad`, () => this.#pass(forMs * 2, () => set({ lost: 0.15, answerLost: 0.3, errorAfter: 0.15, late: 0.15 }), () => set({ lost: 0, answerLost: 0, errorAfter: 0, late: 0 }))],
      [2, `${desk.name}'s disk is full`, () => this.#pass(forMs, () => void (desk.diskFull = true), () => void (desk.diskFull = false))],
      [1, `${desk.name} lacks its credential`, () => this.#credential(desk, forMs)],
      [3, `${desk.name}'s link is slow`, () => this.#pass(forMs, () => void (desk.wire.latencyMs = 600), () => void (desk.wire.latencyMs = 15))],
    ];
    let luck = dice.next() * strikes.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, name, run] of strikes) {
      luck -= weight;
      if (luck >= 0) continue;
      note(() => `FAULT ${name}`);
      run();
      return;
    }
  }

  #cut(desk: DeskHost, forMs: number): void {
    const direction = this.#p.dice.pick(['up', 'down', 'both', 'both'] as const);
    this.#pass(forMs, () => desk.wire.cut(direction), () => desk.wire.heal());
  }

  #credential(desk: DeskHost, forMs: number): void {
    const { sync } = desk;
    desk.credentialGone = true;
    sync?.credentials.changed('sandbox');
    this.#later(forMs, () => {
      desk.credentialGone = false;
      desk.sync?.credentials.changed('sandbox');
    });
  }

  #pass(forMs: number, begin: () => void, end: () => void): void {
    begin();
    this.#later(forMs, end);
  }
}
