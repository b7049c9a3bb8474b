import type { Behaviour } from '../../../support/fault-platform.ts';
import { ProcessGone } from '../../../support/process-killer.ts';
import type { DeskPerson } from './desk.ts';
import type { SendingWorld, Turn } from './world.ts';

export interface Reached {
  readonly step: string;
  readonly behaviour: Behaviour;
  readonly kills: number;
}

const LIMIT_MS = 60_000;
const STOCK = 40;

/** Leads one desk to a named step again and again, where it dies, and starts it anew. */
export class CrashRunner {
  readonly desk: DeskPerson;
  readonly #world: SendingWorld;
  #waiting: Turn[] = [];

  constructor(world: SendingWorld, desk: DeskPerson) {
    this.desk = desk;
    this.#world = world;
  }

  async begin(): Promise<void> {
    this.#waiting = await this.#world.feed(this.desk.behaviour, STOCK);
    await this.desk.start();
    await this.desk.online();
  }

  /** Gives whether the desk died at the step; a step that is not reached is tried once more. */
  async crash(step: string): Promise<boolean> {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const died = await this.#once(step);
      await this.#again();
      if (died) return true;
    }
    return false;
  }

  /** True where the desk died at the step. */
  async #once(step: string): Promise<boolean> {
    const platform = this.#world.platform(this.desk.behaviour);
    const strike = (): void => this.desk.process.strike();
    const [phase = ''] = step.split('.');
    try {
      if (phase === 'startup') {
        // Dies with an attempt open, then once more while that is taken up.
        if (!(await this.#dieWhileAnswering('attempt.after'))) return false;
        return (await this.desk.start(step)) === undefined;
      }
      if (phase === 'token') {
        // The token of the start before must have come through: struck twice in a refresh, a session ends.
        await this.desk.online();
        await this.desk.process.kill();
        await this.desk.start(step);
        return await this.#dies();
      }
      if (step === 'effect.before') platform.beforeEffect = strike;
      else if (step === 'effect.after') platform.afterEffect = strike;
      else if (step === 'permit.decided') this.#onEvent('reply.permitted', strike);
      else if (step === 'report.decided') this.#onEvent('reply.delivered', strike);
      else if (['unknown', 'look', 'found'].includes(phase)) platform.faults([{ kind: 'closeAfterEffect', route: 'POST /posts' }]);
      return await this.#dieWhileAnswering(step);
    } finally {
      platform.beforeEffect = () => undefined;
      platform.afterEffect = () => undefined;
      platform.faults([]);
      this.#world.hooks.delete(this.desk.behaviour);
    }
  }

  #onEvent(type: 'reply.permitted' | 'reply.delivered', strike: () => void): void {
    const own = (id: string): boolean => this.desk.turnOf(id) !== undefined;
    this.#world.hooks.set(this.desk.behaviour, (event) => {
      if (event.type === type && own(event.data.conversationId)) strike();
    });
  }

  async #dieWhileAnswering(step: string): Promise<boolean> {
    try {
      await this.desk.process.call('die.at', step);
      const turn = this.#waiting.shift();
      if (turn !== undefined && !(await this.desk.answer(turn))) {
        // Handed out while the desk was down: it comes with the next frames.
        turn.attempted = false;
        this.#waiting.push(turn);
        await this.desk.online();
        const other = this.#waiting.shift();
        if (other !== undefined) await this.desk.answer(other);
      }
    } catch (error) {
      if (!(error instanceof ProcessGone)) throw error;
    }
    return this.#dies();
  }

  async #dies(): Promise<boolean> {
    let cancel: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => (cancel = setTimeout(() => resolve(false), LIMIT_MS)));
    const died = await Promise.race([this.desk.process.exited.then(({ signal }) => signal === 'SIGKILL'), late]);
    clearTimeout(cancel);
    return died;
  }

  async #again(): Promise<void> {
    await this.desk.process.kill();
    if (this.#waiting.length < STOCK / 2) this.#waiting.push(...(await this.#world.feed(this.desk.behaviour, STOCK)));
    if ((await this.desk.start()) === undefined) throw new Error('a desk died that nobody had struck');
  }
}
