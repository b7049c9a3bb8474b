import { dayStart, figureBoard } from '../../../shared/domain/board.ts';
import { FIGURE_RULES_ID, type FigureRules } from '../../../shared/domain/figure-rules.ts';
import type { Queue } from '../../../shared/domain/queue.ts';
import type { AgentRow, QueueRow, RowPatch } from '../../../shared/domain/rows.ts';
import type { SituationRow } from '../../../shared/domain/situation.ts';
import { wallView, type WallView } from '../../../shared/domain/wallboard.ts';
import type { ConnectionView, IpcPush, IpcTopic } from '../../../shared/ipc/index.ts';
import type { Clock } from '../../../shared/util/ports.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import { askServer } from './ask-server.ts';
import type { OpenDesk } from './desk-session.ts';

/** The share in time is the server's sum over the day: asked for so often. */
const SHARE_EVERY_MS = 60_000;
/** Nobody has looked for so long: the rows are followed no more. */
const FORGET_AFTER_MS = 120_000;

export interface WallParts {
  readonly clock: Pick<Clock, 'now' | 'steady'>;
  readonly desk: () => OpenDesk | undefined;
  readonly isLead: () => boolean;
}

/** The figures of the wall, from the rows as they go by to the screens, also while these may not see them: a locked desk goes on showing its wall. */
export class WallFigures {
  readonly #p: WallParts;
  readonly #rows = new Map<string, QueueRow>();
  readonly #agents = new Map<string, AgentRow>();
  readonly #queues = new Map<string, Queue>();
  readonly #situations = new Map<string, SituationRow>();
  #rules: FigureRules | undefined;
  /** Whose rows are followed; undefined while nobody looks. */
  #followed: OpenDesk | undefined;
  #lookedAt = 0;
  #share: WallView['inTime'];
  #askedAt: number | undefined;

  constructor(parts: WallParts) {
    this.#p = parts;
  }

  /** Throws SIGNED_OUT, NOT_ALLOWED: for leads and admins. */
  async view(): Promise<WallView> {
    const desk = this.#p.desk();
    if (desk === undefined) throw new CodedError('SIGNED_OUT');
    if (!this.#p.isLead()) throw new CodedError('NOT_ALLOWED');
    this.#lookedAt = this.#p.clock.steady();
    if (this.#followed !== desk) this.#follow(desk);
    await this.#askShare(desk);
    const now = this.#p.clock.now();
    const connection = desk.sync.connection();
    const online = connection.kind === 'online';
    const asOf = online ? now : Math.min(now, lastSeen(connection) ?? now);
    return wallView({
      board: figureBoard(this.#rows.values(), this.#agents.values(), this.#queues.values(), asOf, dayStart(asOf)),
      agents: this.#agents.values(),
      situations: this.#situations.values(),
      perPerson: this.#rules?.perPerson ?? false,
      asOf,
      online,
      inTime: this.#share !== undefined && this.#share.asOf >= dayStart(asOf) ? this.#share : undefined,
    });
  }

  heard(topic: IpcTopic, payload: IpcPush<IpcTopic>): void {
    if (topic !== 'rows' || this.#followed === undefined) return;
    if (this.#followed !== this.#p.desk() || this.#p.clock.steady() - this.#lookedAt > FORGET_AFTER_MS) return this.#forget();
    const { reset, rows } = payload as IpcPush<'rows'>;
    if (reset) this.#clear();
    for (const row of rows) this.#take(row);
  }

  #follow(desk: OpenDesk): void {
    this.#forget();
    this.#followed = desk;
    for (const row of desk.sync.rows()) this.#take(row);
  }

  #forget(): void {
    this.#clear();
    this.#followed = undefined;
    this.#share = undefined;
    this.#askedAt = undefined;
  }

  #clear(): void {
    for (const table of [this.#rows, this.#agents, this.#queues, this.#situations]) table.clear();
    this.#rules = undefined;
  }

  #take({ kind, id, value }: RowPatch): void {
    if (kind === 'workItem') put(this.#rows, id, value as QueueRow | null);
    if (kind === 'agent') put(this.#agents, id, value as AgentRow | null);
    if (kind === 'queue') put(this.#queues, id, value as Queue | null);
    if (kind === 'situation') put(this.#situations, id, value as SituationRow | null);
    if (kind === 'figureRules' && id === FIGURE_RULES_ID) this.#rules = (value as FigureRules | null) ?? undefined;
  }

  /** As the reports say it, withheld where they withhold it. */
  async #askShare(desk: OpenDesk): Promise<void> {
    const { clock } = this.#p;
    if (!desk.sync.online || (this.#askedAt !== undefined && clock.steady() - this.#askedAt < SHARE_EVERY_MS)) return;
    this.#askedAt = clock.steady();
    const now = clock.now();
    const from = dayStart(now);
    // What cannot be had now is asked for in a minute; meanwhile the figure before stands with its time.
    const report = await askServer(desk.sync, 'leadReport', { kind: 'service', of: 'center', clock: 'business', only: {}, from, to: Math.max(from + 1, now), compareFrom: from, compareTo: from }).catch(() => undefined);
    if (report?.kind !== 'service' || this.#followed !== desk) return;
    const { served } = report.now;
    this.#share = served === undefined || served.timed === 0 ? undefined : { of: served.timed, kept: served.inTime, asOf: report.asOf };
  }
}

function put<T>(table: Map<string, T>, id: string, value: T | null): void {
  if (value === null) table.delete(id);
  else table.set(id, value);
}

/** Until when what is here was the center's state. */
function lastSeen(connection: ConnectionView): number | undefined {
  if (connection.kind === 'offline') return connection.since;
  return connection.kind === 'connecting' ? connection.offlineSince : undefined;
}
