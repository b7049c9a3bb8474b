import { Center } from '../../server/center/center.ts';
import type { EventLog } from '../../server/log/port.ts';
import { RoutingEngine } from '../../server/routing/core/engine.ts';
import { ROUTING_SNAPSHOT_VERSION, type RoutingSnapshot } from '../../server/routing/core/snapshot.ts';
import { createRouter, type Router } from '../../server/routing/router.ts';
import { systemClock, systemTimers } from '../../server/system-ports.ts';
import { addBusinessTime } from '../../shared/domain/business-time.ts';
import { ALWAYS_OPEN } from '../../shared/domain/hours.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { BENCH_ROUTING, benchQueue, SKILLS, skillsOf } from './routing-load.ts';

const TARGET_MS = 20 * 60_000;

/**
 * The server's writer, log, reducers, engine and router as they are wired in the product, without sockets. Items come in batches, are given
 * out by the router and closed as soon as their assignment is on disk.
 */
export class CenterLoad {
  readonly center: Center;
  readonly #router: Router;
  readonly #log: EventLog;
  readonly #rng = seededRng(7);
  #items = 0;
  #assigned = 0;
  #wanted = 0;
  #done: (() => void) | undefined;
  #problem: unknown;

  private constructor(log: EventLog) {
    this.#log = log;
    let engine = new RoutingEngine({ config: BENCH_ROUTING });
    this.center = new Center({
      log,
      clock: systemClock,
      // Snapshots belong to restarts; the log itself is what makes an assignment durable.
      snapshotEveryEvents: 10_000_000,
      followersVersion: ROUTING_SNAPSHOT_VERSION,
      followers: (saved) => {
        engine = new RoutingEngine({ config: BENCH_ROUTING, snapshot: saved?.[0] as RoutingSnapshot | undefined });
        return [engine];
      },
      onProblem: (error) => this.#fail(error),
    });
    this.#router = createRouter({
      engine: () => engine,
      clock: { now: () => this.center.now(), steady: () => systemClock.steady() },
      timers: systemTimers,
      run: async (decide) => {
        await this.center.submit('router', () => ({ events: decide() }));
      },
      onError: (error) => this.#fail(error),
    });
  }

  static async open(log: EventLog, agents: number): Promise<CenterLoad> {
    const load = new CenterLoad(log);
    await load.center.open();
    load.center.onFolded(() => load.#router.poke());
    load.center.onCommitted(({ events }) => {
      const closed: NewEvent[] = [];
      for (const event of events) {
        if (event.type !== 'workItem.assigned') continue;
        load.#assigned += 1;
        const { workItemId, conversationId, at } = event.data;
        closed.push({ type: 'workItem.closed', data: { workItemId, conversationId, disposition: { kind: 'resolved' }, at } });
      }
      if (closed.length > 0) load.center.submit('bench', () => ({ events: closed })).catch((error: unknown) => load.#fail(error));
      if (load.#assigned >= load.#wanted) load.#done?.();
    });
    const staff: NewEvent[] = [{ type: 'queue.defined', data: benchQueue('q') }];
    const at = load.center.now();
    for (let i = 0; i < agents; i += 1) {
      const id = `agent-${i}`;
      const who = {
        id,
        name: id,
        initials: i.toString(36).toUpperCase().padStart(3, '0').slice(-3),
        role: 'agent',
        place: 'office',
      } as const;
      staff.push({
        type: 'agent.registered',
        data: { ...who, teamIds: [], skills: skillsOf(load.#rng, i), capacity: 100, disabled: false },
      });
      // Long there: at the start of a shift nobody is given much (R8).
      staff.push({ type: 'agent.stateChanged', data: { agentId: id, state: 'available', at: at - 12 * 3_600_000 } });
      staff.push({ type: 'agent.connected', data: { agentId: id, at } });
    }
    await load.center.submit('bench', () => ({ events: staff }));
    load.#router.start();
    return load;
  }

  /** Hands in so many items, `batch` at a time with up to `ahead` batches under way, and waits until every assignment is on disk. */
  async run(items: number, batch: number, ahead: number): Promise<void> {
    this.#wanted = this.#assigned + items;
    const finished = new Promise<void>((resolve) => {
      this.#done = resolve;
    });
    let left = items;
    const feed = async (): Promise<void> => {
      while (left > 0 && this.#problem === undefined) {
        const count = Math.min(batch, left);
        left -= count;
        await this.center.submit('ingest:bench', () => ({ events: this.#queued(count) }));
      }
    };
    await Promise.all(Array.from({ length: ahead }, feed));
    await finished;
    if (this.#problem !== undefined) throw this.#problem instanceof Error ? this.#problem : new Error('the load failed', { cause: this.#problem });
  }

  async close(): Promise<void> {
    await this.#router.stop();
    await this.center.close();
    await this.#log.close();
  }

  #queued(count: number): NewEvent[] {
    const at = this.center.now();
    return Array.from({ length: count }, () => {
      this.#items += 1;
      const id = `item-${this.#items}`;
      return {
        type: 'workItem.queued',
        data: {
          id,
          conversationId: `c-${id}`,
          contactId: `p-${id}`,
          accountId: 'account',
          channel: 'bench',
          queueId: 'q',
          needs: [{ skillId: `s${this.#rng.int(SKILLS)}`, minLevel: 1 }],
          priority: 0,
          cost: 20,
          createdAt: at,
          queuedAt: at,
          dueAt: addBusinessTime(at, TARGET_MS, ALWAYS_OPEN),
        },
      };
    });
  }

  #fail(error: unknown): void {
    this.#problem ??= error;
    this.#done?.();
  }
}
