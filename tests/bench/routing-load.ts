import { DEFAULT_ROUTING } from '../../server/routing/core/config.ts';
import { RoutingEngine } from '../../server/routing/core/engine.ts';
import { ALWAYS_OPEN } from '../../shared/domain/hours.ts';
import type { Queue } from '../../shared/domain/queue.ts';
import type { SkillLevel } from '../../shared/domain/skill.ts';
import type { CenterEvent, NewEvent } from '../../shared/events/index.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { cpuMs } from './line.ts';

export const SKILLS = 40;

/** Without the start of a shift (R8): a bench gives hundreds of items a second to people who have just come. */
export const BENCH_ROUTING = { shift: { ...DEFAULT_ROUTING.shift, startMs: 0 } };

export function benchQueue(id: string): Queue {
  const targets = { firstResponseMs: 1_200_000, nextResponseMs: 1_200_000 };
  return {
    id,
    name: { de: id, en: id },
    teamIds: [],
    needs: [],
    match: { accountIds: [], terms: [] },
    order: 0,
    priority: 0,
    targets,
    hours: ALWAYS_OPEN,
    distribution: 'assign',
    offerMs: 30_000,
  };
}

/** Three skills of forty at random levels: with many people hardly two are alike. */
export function skillsOf(rng: { int(below: number): number }, no: number): SkillLevel[] {
  // The first in turn, so that nobody's skill is missing among a hundred.
  const ids = new Set([no % SKILLS]);
  while (ids.size < 3) ids.add(rng.int(SKILLS));
  return [...ids].map((id) => ({ skillId: `s${id}`, level: 1 + rng.int(5) }));
}

/**
 * A center at steady load: items come, are given out and are closed, oldest first, with `held` open at any time. Only the engine: no disk,
 * no schema checks.
 */
export class RoutingLoad {
  readonly #engine = new RoutingEngine({ config: BENCH_ROUTING });
  readonly #rng = seededRng(99);
  readonly #open: string[] = [];
  readonly #held: number;
  readonly #batch: number;
  #seq = 0;
  #items = 0;
  #now = 1_800_000_000_000;
  #head = 0;

  constructor(agents: number, batch: number) {
    this.#held = agents * 3;
    this.#batch = batch;
    this.#log({ type: 'queue.defined', data: benchQueue('q') });
    for (let i = 0; i < agents; i += 1) {
      const id = `agent-${i}`;
      this.#log({
        type: 'agent.registered',
        data: {
          id,
          name: id,
          initials: `${i}`,
          role: 'agent',
          teamIds: [],
          place: 'office',
          skills: skillsOf(this.#rng, i),
          capacity: 100,
          disabled: false,
        },
      });
      this.#log({ type: 'agent.stateChanged', data: { agentId: id, state: 'available', at: this.#now - 12 * 3_600_000 } });
      this.#log({ type: 'agent.connected', data: { agentId: id, at: this.#now } });
    }
    while (this.#open.length - this.#head < this.#held) this.#turn(0);
  }

  /** Gives out so many items and more; how many a second of this process's CPU, so that a busy machine does not blur it. */
  run(assignments: number): number {
    const started = cpuMs();
    let given = 0;
    while (given < assignments) given += this.#turn(this.#batch);
    return (1000 * given) / (cpuMs() - started);
  }

  #turn(closing: number): number {
    this.#now += 10;
    for (let i = 0; i < closing && this.#head < this.#open.length; i += 1) {
      const id = this.#open[this.#head] as string;
      this.#head += 1;
      this.#log({
        type: 'workItem.closed',
        data: { workItemId: id, conversationId: id, disposition: { kind: 'resolved' }, at: this.#now },
      });
    }
    if (this.#head > 100_000) {
      this.#open.splice(0, this.#head);
      this.#head = 0;
    }
    for (let i = 0; i < this.#batch; i += 1) {
      this.#items += 1;
      const id = `item-${this.#items}`;
      const needs = [{ skillId: `s${this.#rng.int(SKILLS)}`, minLevel: 1 }];
      const at = this.#now;
      this.#log({
        type: 'workItem.queued',
        data: {
          id,
          conversationId: id,
          contactId: id,
          accountId: 'a',
          channel: 'bench',
          queueId: 'q',
          needs,
          priority: 0,
          cost: 20,
          createdAt: at,
          queuedAt: at,
          dueAt: at + 1_200_000,
        },
      });
    }
    let given = 0;
    for (let decided = this.#engine.decide(this.#now); decided.length > 0; decided = this.#engine.decide(this.#now)) {
      for (const event of decided) {
        this.#log(event);
        if (event.type === 'workItem.assigned') {
          this.#open.push(event.data.workItemId);
          given += 1;
        }
      }
    }
    return given;
  }

  #log(event: NewEvent): void {
    this.#seq += 1;
    this.#engine.apply({ ...event, seq: this.#seq, at: this.#now, v: 1, actor: 'bench' } as CenterEvent);
  }
}
