import type { SendRequest } from '../../electron/main/channels/ports.ts';
import type { ServerCore } from '../../server/assemble.ts';
import type { MemoryLogDisk } from '../../server/log/memory-event-log.ts';
import type { Connection } from '../../server/transport/socket-server.ts';
import type { IngestResult } from '../../shared/domain/inbound.ts';
import type { CenterEvent } from '../../shared/events/index.ts';
import type { Batch } from '../../shared/protocol/down.ts';
import { isCodedError } from '../../shared/util/errors.ts';
import type { DeskHost } from './desk-host.ts';
import { ApprovalRules } from './approvals.ts';
import { Ledger, type Permit, type Talk } from './ledger.ts';
import type { Effect, Platform, WriteRequest } from './platform.ts';
import { Crashed } from './scheduler.ts';

export interface Violation {
  readonly rule: string;
  readonly detail: string;
  readonly step: number;
  readonly atMs: number;
}

/** A reply that a desk has accepted: from then on somebody answers for it. */
export interface Accepted {
  readonly replyId: string;
  readonly desk: DeskHost;
  readonly conversationId: string;
  readonly text: string;
  /** A person took it back or decided about it. */
  settledBy?: 'undo' | 'found' | 'discard' | 'sendAgain' | undefined;
}

export interface RefereeParts {
  readonly disk: MemoryLogDisk;
  readonly platform: Platform;
  readonly now: () => number;
  readonly steps: () => number;
  readonly note: (text: () => string) => void;
}

/** Watches everything that is said and done, and compares it with the rules of docs/simulation.md. Believes nobody. */
export class Referee {
  readonly violations: Violation[] = [];
  readonly accepted = new Map<string, Accepted>();
  readonly ledger: Ledger;
  readonly approvals = new ApprovalRules((rule, detail) => this.complain(rule, detail));
  /** (replica, number) → how often it was decided and written. */
  readonly #decided = new Map<string, string>();
  readonly #answers = new Map<string, string>();
  readonly #effects = new Map<string, number>();
  readonly #effectsOf = new Map<string, number>();
  /** Closing commands on their way: item → what the desk had read when the person closed. */
  readonly #closing = new Map<string, Map<string, number>>();
  readonly #touches = new Map<string, number>();
  readonly #touchesThen = new Map<string, number>();
  readonly #lastAttemptAt = new Map<string, number>();
  readonly #takenMessages = new Map<string, Record<string, unknown>>();
  readonly #p: RefereeParts;
  /** The highest place anybody was told of. */
  #toldUpTo = 0;
  attempts = 0;
  onPermitted: (agentId: string) => void = () => undefined;

  constructor(parts: RefereeParts) {
    this.#p = parts;
    this.ledger = new Ledger((rule, detail) => this.complain(rule, detail));
    this.ledger.seenWhenClosing = (itemId, agentId) => Math.max(...(this.#closing.get(`${itemId} ${agentId}`)?.values() ?? [Number.MAX_SAFE_INTEGER]));
    parts.platform.onEffect = (effect, request) => this.#effect(effect, request);
  }

  complain(rule: string, detail: string): void {
    this.violations.push({ rule, detail, step: this.#p.steps(), atMs: Math.floor(this.#p.now()) });
  }

  /** After each step: reads what has reached the log's disk. */
  afterStep(): void {
    const { events } = this.#p.disk;
    if (events.length === this.ledger.seq) return;
    for (let i = this.ledger.seq; i < events.length; i += 1) {
      const event = JSON.parse(events[i] as string) as CenterEvent;
      this.ledger.fold(event);
      this.approvals.fold(event);
      if (event.type === 'reply.permitted') this.onPermitted(event.data.agentId);
      this.#p.note(() => `log ${event.seq} ${event.type} ${brief(event.data)}`);
    }
    for (const talk of this.ledger.touched) this.#mustBeVisible(talk);
    this.ledger.touched.clear();
  }

  /** Customer's words are answered, dismissed, being answered, or wait where somebody sees them. */
  #mustBeVisible(talk: Talk): void {
    if (talk.unanswered.length === 0 || talk.lock !== undefined || talk.planned.size > 0) return;
    const item = talk.itemId === undefined ? undefined : this.ledger.items.get(talk.itemId);
    if (item !== undefined && item.state !== 'closed' && item.waitingFor === 'us') return;
    this.complain('SIM-3', `${talk.id}: ${talk.unanswered.map((said) => `${said.id}@${said.seq}`).join(', ')} is neither answered nor dismissed, and the item ${item === undefined ? 'is missing' : item.state === 'closed' ? 'is closed' : 'waits for the customer'}`);
  }

  // What leaves the server.

  sent(connection: Connection, name: string, payload: unknown): void {
    if (name !== 'batch') return;
    const batch = payload as Batch;
    const head = this.#p.disk.events.length;
    const highest = Math.max(batch.toSeq < batch.fromSeq ? 0 : batch.toSeq, ...batch.events.map((event) => event.seq), ...batch.snapshots.map((snapshot) => snapshot.asOfSeq), ...batch.rows.map((row) => row.seq));
    if (highest > head) this.complain('SIM-11', `${connection.id} was pushed ${highest} while the disk has ${head}`);
    this.#toldUpTo = Math.max(this.#toldUpTo, highest);
  }

  answered(connection: Connection, payload: { commandNo: number }, ack: unknown): void {
    const answer = ack as { ok: boolean; value?: { status: string; seq?: number } };
    if (!answer.ok || answer.value === undefined) return;
    const key = `${connection.handshake.replicaId} ${payload.commandNo}`;
    const text = JSON.stringify(answer.value);
    const before = this.#answers.get(key);
    if (before !== undefined && before !== text) this.complain('SIM-12', `${key} was answered ${before} and then ${text}`);
    this.#answers.set(key, text);
    if (answer.value.status !== 'accepted') return;
    const head = this.#p.disk.events.length;
    if ((answer.value.seq ?? 0) > head) this.complain('SIM-11', `${key} was accepted at ${answer.value.seq} while the disk has ${head}`);
    this.#toldUpTo = Math.max(this.#toldUpTo, answer.value.seq ?? 0);
  }

  taken(message: Record<string, unknown>, result: IngestResult): void {
    if (result.status === 'rejected') return;
    const at = `${String(message['channel'])} ${String(message['remoteId'])}`;
    const author = message['author'] as { remoteId: string } | undefined;
    if (message['kind'] === 'post') {
      this.afterStep();
      if (message['direction'] === 'in' && this.ledger.isForgotten(String(message['channel']), author?.remoteId ?? '', Number(message['sentAt']))) return;
      this.#takenMessages.set(at, message);
      if (!this.#isInLog(message)) this.complain('SIM-1', `${at} was taken (${result.status}) and is not on the disk`);
    }
  }

  #isInLog(message: Record<string, unknown>): boolean {
    this.afterStep();
    return this.ledger.byRemote.has(`${String(message['channel'])} ${String(message['remoteId'])}`);
  }

  /** A new core: its decisions are counted. */
  watch(core: ServerCore): void {
    const run = core.commands.run.bind(core.commands);
    core.commands.run = async (commander, command, keep) => {
      const answer = await run(commander, command, keep);
      if (keep !== undefined && answer.status === 'accepted') {
        const key = `${commander.replicaId} ${keep.commandNo}`;
        if (this.#decided.has(key)) this.complain('SIM-12', `${key} (${command.type}) was decided and carried out twice`);
        this.#decided.set(key, command.type);
      }
      return answer;
    };
  }

  /** After a crash: everything anybody was told of must still be there. */
  crashed(): void {
    this.afterStep();
    const head = this.#p.disk.events.length;
    if (head < this.#toldUpTo) this.complain('SIM-11', `the disk has ${head} after a crash, but ${this.#toldUpTo} was told`);
    if (head < this.ledger.seq) this.complain('SIM-11', `the disk had ${this.ledger.seq} and has ${head} after a crash`);
  }

  problem(error: unknown, where: string, isExpected: boolean): void {
    if (error instanceof Crashed || (isCodedError(error) && (error.code.startsWith('LOG_') || isExpected))) return;
    this.complain('SIM-23', `${where}: ${error instanceof Error ? framesOf(error) : String(error)}`);
  }

  // What desks and the platform do.

  accept(accepted: Accepted): void {
    this.#touchesThen.set(accepted.replyId, this.#touches.get(accepted.conversationId) ?? 0);
    this.accepted.set(accepted.replyId, accepted);
  }

  /** A person writes on this conversation: what lay there as a draft is theirs to change. */
  draftTouched(conversationId: string): void {
    this.#touches.set(conversationId, (this.#touches.get(conversationId) ?? 0) + 1);
  }

  wasDraftTouchedSince({ replyId, conversationId }: Accepted): boolean {
    return (this.#touches.get(conversationId) ?? 0) > (this.#touchesThen.get(replyId) ?? 0);
  }

  /** Of a person with two desks nobody can tell which one's word came through: the better-read one is believed. */
  closes(itemId: string, desk: DeskHost, cursor: number): void {
    const key = `${itemId} ${desk.person.id}`;
    this.#closing.set(key, (this.#closing.get(key) ?? new Map<string, number>()).set(desk.name, cursor));
  }

  /** How long nothing has left a desk for this reply, ms. */
  sinceAttemptMs(replyId: string): number {
    return this.#p.now() - (this.#lastAttemptAt.get(replyId) ?? Number.NEGATIVE_INFINITY);
  }

  /** Nobody knows what became of the answer under way: until a person decides, no other may go. */
  waitsForPerson(conversationId: string): boolean {
    return this.ledger.permits.get(this.ledger.talks.get(conversationId)?.lock ?? '')?.state === 'unconfirmed';
  }

  /** A byte is about to leave a desk. */
  attempt(desk: DeskHost, request: SendRequest): void {
    this.attempts += 1;
    this.#lastAttemptAt.set(request.platformKey, this.#p.now());
    const permit = this.#permitOf(request.platformKey);
    if (permit === undefined) return this.complain('SIM-7', `${desk.name} sends ${request.platformKey} without leave`);
    const replicaId = desk.disk.meta.get('replicaId') ?? '';
    if (permit.replicaId !== replicaId) this.complain('SIM-7', `${desk.name} (${replicaId}) sends ${permit.replyId}, but leave was given to ${permit.replicaId}`);
    const talk = this.ledger.talks.get(permit.talkId);
    if (talk === undefined || talk.epoch <= permit.epoch || talk.forcedAtEpoch > permit.epoch || talk.closedAt > permit.seq) return;
    // An echo settled it, and a repeat that cannot double leaves before the desk has heard so.
    if (permit.deliveredSeq !== undefined && Number(desk.disk.meta.get('cursor') ?? 0) < permit.deliveredSeq) return;
    this.complain('SIM-8', `${desk.name} begins to send ${permit.replyId} of epoch ${permit.epoch} although ${talk.id} is at ${talk.epoch} (${talk.owner ?? 'nobody'}), and nobody forced it`);
  }

  #permitOf(replyId: string): Permit | undefined {
    this.afterStep();
    return this.ledger.permits.get(replyId);
  }

  #effect(effect: Effect, request: WriteRequest): void {
    this.#p.note(() => `EFFECT ${effect.replyId}.${effect.part} on ${request.channel} as ${effect.remoteId}`);
    if (this.#permitOf(effect.replyId) === undefined) this.complain('SIM-7', `${effect.replyId} took effect without leave`);
    const key = `${effect.replyId}.${effect.part}`;
    const count = (this.#effects.get(key) ?? 0) + 1;
    this.#effects.set(key, count);
    if (count > 1) this.complain('SIM-6', `${key} took effect ${count} times`);
    this.#effectsOf.set(effect.replyId, (this.#effectsOf.get(effect.replyId) ?? 0) + 1);
    this.approvals.effect(effect.replyId, effect.part, request.frozen);
    this.ledger.effect(effect);
  }

  effectsOf(replyId: string): number {
    return this.#effectsOf.get(replyId) ?? 0;
  }

  committed(desk: DeskHost): void {
    const cursor = Number(desk.disk.meta.get('cursor') ?? 0);
    if (cursor > this.#p.disk.events.length) this.complain('SIM-13', `${desk.name} has read up to ${cursor} of ${this.#p.disk.events.length}`);
  }

  get takenMessages(): ReadonlyMap<string, Record<string, unknown>> {
    return this.#takenMessages;
  }
}

/** The message and where in the product it happened. */
function framesOf(error: Error): string {
  const [first = '', ...frames] = (error.stack ?? error.message).split('\n');
  return [first.slice(0, 200), ...frames.filter((frame) => !frame.includes('tests/simulation') && !frame.includes('node:')).slice(0, 4)].map((line) => line.trim()).join(' | ');
}

export function brief(data: unknown): string {
  const text = JSON.stringify(data);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
