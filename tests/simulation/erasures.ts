import type { Dice } from './dice.ts';
import type { Referee } from './referee.ts';
import type { Scheduler } from './scheduler.ts';
import type { ServerHost } from './server-host.ts';

export interface ErasuresParts {
  readonly sched: Scheduler;
  readonly dice: Dice;
  readonly server: ServerHost;
  readonly referee: Referee;
  readonly meanMs: number;
  readonly note: (text: () => string) => void;
}

/** Now and then somebody asks to be forgotten. */
export class Erasures {
  readonly #p: ErasuresParts;
  active = true;

  constructor(parts: ErasuresParts) {
    this.#p = parts;
    this.#plan();
  }

  #plan(): void {
    const { sched, dice, meanMs } = this.#p;
    sched.after(dice.stretch(meanMs), undefined, 'erasure', () => {
      if (!this.active) return;
      this.#erase();
      this.#plan();
    });
  }

  #erase(): void {
    const { server, dice, referee, note } = this.#p;
    const { core, life } = server;
    const known = [...(core?.center.committed.all('contact').values() ?? [])].filter((contact) => contact.erasedAt === undefined);
    if (core === undefined || known.length === 0) return;
    const { id } = dice.pick(known);
    note(() => `${id} is to be forgotten`);
    core.erasure.erase(id, 'ada').catch((error: unknown) => {
      if (life.alive) referee.problem(error, 'erasure', false);
    });
  }
}
