import { assembleCore, type ServerCore } from '../../server/assemble.ts';
import { seesArticle, seesRow, type Viewer } from '../../server/center/visibility.ts';
import { identityKey } from '../../server/ingest/identity-key.ts';
import { BodyVault } from '../../server/log/body-vault.ts';
import { MemoryEventLog, MemoryLogDisk } from '../../server/log/memory-event-log.ts';
import type { Desk } from '../../server/push/port.ts';
import { agentRow, articleRow, queueRow } from '../../server/push/rows.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import type { Batch } from '../../shared/protocol/down.ts';
import { canonicalJson } from '../../shared/sync/canonical-json.ts';
import { INGEST_KEY } from './server-world.ts';

interface Timer {
  readonly at: number;
  readonly no: number;
  readonly run: () => void;
}

/** A server on a disk in memory whose time stands still until it is told to go on, and desks reduced to their rows. */
export class RowsWorld {
  readonly disk = new MemoryLogDisk();
  readonly problems: unknown[] = [];
  core!: ServerCore;
  now = 1_800_000_000_000;
  #ids = 0;
  #timers: Timer[] = [];

  async boot(): Promise<void> {
    this.#timers = [];
    const log = new MemoryEventLog({ disk: this.disk, schedule: (flush) => queueMicrotask(flush) });
    const vault = new BodyVault({ masterKey: new Uint8Array(32).fill(7), nextRef: () => `body-${++this.#ids}`, loadKeys: (ids) => log.keys(ids) });
    this.core = await assembleCore({
      log,
      vault,
      audit: { write: async () => undefined },
      clock: { now: () => this.now, steady: () => this.now },
      ids: { next: () => `id-${++this.#ids}` },
      timers: { after: (afterMs, run) => this.#after(afterMs, run) },
      lease: { validForMs: 120_000, renewMs: 40_000, marginMs: 15_000 },
      snapshotEveryEvents: 40,
      centerId: 'center',
      centerName: 'Center',
      identityKey: (channel, remoteId) => identityKey(Buffer.from(INGEST_KEY), channel, remoteId),
      onProblem: (error) => void this.problems.push(error),
    });
    if (this.core.center.seq > 0) await this.submit([{ type: 'server.resumed', data: { at: this.core.center.now() } }]);
  }

  async submit(events: readonly NewEvent[]): Promise<void> {
    await this.core.center.submit('system', () => ({ events }));
  }

  /** Runs what is due within this time, each timer by itself. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      await breath();
      const due = this.#timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at || a.no - b.no)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.now = Math.max(this.now, due.at);
      due.run();
    }
    this.now = end;
  }

  /** Time in which the server does nothing: it is off, or the clock jumps. */
  skip(ms: number): void {
    this.now += ms;
    this.#timers = this.#timers.map((timer) => ({ ...timer, at: timer.at + ms }));
  }

  viewer(agentId: string): Viewer {
    const agent = this.core.center.committed.get('agent', agentId);
    if (agent === undefined) throw new Error(`nobody called ${agentId}`);
    return { agentId, role: agent.role, teamIds: agent.teamIds };
  }

  /** Rows of this person from scratch: what the table of docs/visibility.md says of the state there is. */
  rowsOf(agentId: string): Map<string, string> {
    const { committed, index } = this.core.center;
    const viewer = this.viewer(agentId);
    const rows = new Map<string, string>();
    for (const [id, item] of committed.all('workItem')) if (seesRow(committed, viewer, item, this.core.center.now())) rows.set(`workItem ${id}`, rowText(queueRow(committed, id, new Map()) ?? null));
    for (const id of committed.all('agent').keys()) rows.set(`agent ${id}`, rowText(agentRow(committed, index, id, undefined, () => 0) ?? null));
    for (const kind of ['queue', 'skill', 'team', 'account', 'briefing'] as const) for (const [id, value] of committed.all(kind)) rows.set(`${kind} ${id}`, rowText(value));
    if (viewer.role !== 'agent') for (const [id, value] of committed.all('strategy')) rows.set(`strategy ${id}`, rowText(value));
    for (const id of committed.all('article').keys()) if (seesArticle(committed, viewer, id)) rows.set(`article ${id}`, rowText(articleRow(committed, id) ?? null));
    for (const [id, view] of committed.all('savedView')) if (view.isShared || view.ownerAgentId === agentId) rows.set(`savedView ${id}`, rowText(view));
    for (const [id, setup] of committed.all('deskSetup')) if (id === agentId) rows.set(`deskSetup ${id}`, rowText(setup));
    for (const [id, mention] of committed.all('mention')) if (mention.agentId === agentId && mention.seenAt === undefined) rows.set(`mention ${id}`, rowText(mention));
    return rows;
  }

  #after(afterMs: number, run: () => void): () => void {
    const timer: Timer = { at: this.now + Math.max(0, afterMs), no: ++this.#ids, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }
}

/** A desk that keeps its rows, by the laws of docs/wire.md, through any number of lines. */
export class RowsDesk {
  readonly agentId: string;
  readonly rows = new Map<string, { seq: number; json: string }>();
  readonly gaps: string[] = [];
  cursor = 0;
  rowsMark: string | undefined;
  /** Rows that came with the last catch-up, and whether they were all. */
  last = { rows: 0, isAll: false, frames: 0 };
  #line = 0;
  #openLine = 0;
  #open: { readonly core: ServerCore; readonly desk: Desk } | undefined;
  readonly #held = new Map<string, number>();

  constructor(agentId: string) {
    this.agentId = agentId;
  }

  /** Has a line, and it is whole. */
  get hears(): boolean {
    return this.#open !== undefined && this.#openLine === this.#line;
  }

  async connect(world: RowsWorld): Promise<void> {
    this.cut();
    const { core } = world;
    const line = (this.#line += 1);
    const desk = core.hub.open({ id: `${this.agentId}-${line}`, replicaId: `r-${this.agentId}`, viewer: world.viewer(this.agentId), send: (batch) => line === this.#line && this.#take(batch), ephemeral: () => undefined });
    this.#open = { core, desk };
    this.#openLine = line;
    this.last = { rows: 0, isAll: false, frames: 0 };
    const held = [...this.#held].map(([conversationId, asOfSeq]) => ({ conversationId: conversationId as never, asOfSeq, frozen: false }));
    await core.hub.start(desk, { cursor: this.cursor, held, outbox: { waiting: 0, unclear: 0 }, ...(this.rowsMark === undefined ? {} : { rowsMark: this.rowsMark }) });
  }

  /** What is on its way is lost; the server hears of it only by `hangUp`. */
  tear(): void {
    this.#line += 1;
  }

  cut(): void {
    this.tear();
    this.hangUp();
  }

  hangUp(): void {
    this.#open?.core.hub.end(this.#open.desk);
    this.#open = undefined;
  }

  /** The server has gone: there is nobody to hang up. */
  lost(): void {
    this.tear();
    this.#open = undefined;
  }

  #take(raw: Batch): void {
    const batch = JSON.parse(JSON.stringify(raw)) as Batch;
    if (batch.fromSeq !== this.cursor) this.gaps.push(`${this.agentId} expected ${this.cursor}, got ${batch.fromSeq}`);
    if (batch.toSeq < batch.fromSeq || batch.rowsReset === true) {
      this.rows.clear();
      this.rowsMark = undefined;
    }
    for (const id of batch.purges) this.#held.delete(id);
    for (const { conversationId, asOfSeq } of batch.snapshots) this.#held.set(conversationId, asOfSeq);
    for (const { kind, id, seq, value } of batch.rows) {
      const key = `${kind} ${id}`;
      if (seq < (this.rows.get(key)?.seq ?? 0)) continue;
      if (value === null) this.rows.delete(key);
      else this.rows.set(key, { seq, json: rowText(value) });
    }
    this.last = { rows: this.last.rows + batch.rows.length, isAll: this.last.isAll || batch.rowsReset === true, frames: this.last.frames + 1 };
    this.rowsMark = batch.rowsMark ?? this.rowsMark;
    this.cursor = batch.toSeq;
  }
}

/** Without what is said of a desk without any event. */
function rowText(value: object | null): string {
  const { outbox: _outbox, sendingPossibleUntil: _until, ...rest } = (value ?? {}) as Record<string, unknown>;
  return canonicalJson(rest);
}

/** Lets promises and flushes run. */
const breath = async (): Promise<void> => {
  for (let i = 0; i < 3; i += 1) await new Promise((resolve) => setImmediate(resolve));
};
