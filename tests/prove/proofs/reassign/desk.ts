import { createHash } from 'node:crypto';
import { envelopeOf, type Command } from '../../../../shared/commands/index.ts';
import { canonicalJson } from '../../../../shared/sync/canonical-json.ts';
import { LeaseBook, type ClockReading } from '../../../../shared/sync/lease-book.ts';
import { attemptEnded, attemptStarted, becameUnclear, looked, permitGranted, permitRefused, queuedNow, reportOf, serverSaid, type ServerWord } from '../../../../shared/sync/outbox-results.ts';
import { isFinished, type OutboxState } from '../../../../shared/sync/outbox-state.ts';
import { nextStep, type OutboxAction } from '../../../../shared/sync/outbox-step.ts';
import type { CommandAnswer } from '../../../../shared/protocol/down.ts';

export interface UpCall {
  readonly name: 'command' | 'renewLeases' | 'replyStatus';
  readonly payload: unknown;
  readonly left: ClockReading;
}

export interface RaceReply {
  readonly replyId: string;
  readonly epoch: number;
  readonly covers: string | undefined;
  readonly createdAt: number;
  state: OutboxState;
}

export interface DeskWorld {
  readonly conversationId: string;
  clock(): ClockReading;
  /** Puts it on the wire. */
  up(desk: RaceDesk, call: UpCall): void;
  /** One request to the platform, under the reply's key. */
  post(desk: RaceDesk, reply: RaceReply): void;
  /** Whether the platform shows it now. */
  shows(replyId: string): boolean;
  readonly repeatsAreSafe: boolean;
}

const BACK_OFF_MS = 1_000;

/** A desk reduced to the engine that decides what leaves it (`shared/sync`), one step at a time, each when the schedule says so. */
export class RaceDesk {
  readonly agentId: string;
  readonly replicaId: string;
  readonly leases = new LeaseBook({ marginMs: 15_000 });
  readonly replies: RaceReply[] = [];
  connected = true;
  /** Of the catch-up after a connect: the server has been asked, the unknown have been looked for. */
  mayDrain = true;
  #asked = true;
  readonly #world: DeskWorld;
  readonly #pending: { no: number; command: Command }[] = [];
  #nextNo = 1;
  #inFlight: number | undefined;
  #renewing = false;
  #asking = false;

  constructor(world: DeskWorld, agentId: string) {
    this.#world = world;
    this.agentId = agentId;
    this.replicaId = `replica-${agentId}`;
  }

  accept(reply: Omit<RaceReply, 'state' | 'createdAt'>): void {
    const { now } = this.#world.clock();
    this.replies.push({ ...reply, createdAt: now, state: queuedNow(now) });
  }

  /** The next thing this desk would do by itself; undefined: it waits. */
  next(): (() => void) | undefined {
    if (this.connected && !this.#asked) return this.#asking ? undefined : () => this.#askServer();
    const first = this.#pending[0];
    if (this.connected && this.mayDrain && first !== undefined && this.#inFlight === undefined) return () => this.#send(first);
    for (const reply of this.replies) {
      const action = this.#action(reply);
      if (action.do === 'wait' || action.do === 'nothing' || (action.do === 'renewLease' && this.#renewing)) continue;
      return () => this.#do(reply, action);
    }
    if (this.connected && !this.mayDrain && this.#asked) return () => void (this.mayDrain = true);
    return undefined;
  }

  cut(): void {
    this.connected = false;
    this.mayDrain = false;
    this.#asked = false;
    this.#inFlight = undefined;
    this.#renewing = false;
    this.#asking = false;
  }

  reconnect(): void {
    this.connected = true;
  }

  /** An answer of the server has arrived; undefined: the link broke before. */
  answered(call: UpCall, value: unknown): void {
    const { now } = this.#world.clock();
    if (call.name === 'renewLeases') {
      this.#renewing = false;
      const { renewed, lost, validForMs } = value as { renewed: string[]; lost: string[]; validForMs: number };
      const { leases } = call.payload as { leases: { conversationId: string; epoch: number }[] };
      for (const { conversationId, epoch } of leases) {
        if (renewed.includes(conversationId)) this.leases.renewed(conversationId, epoch, call.left, validForMs);
        if (lost.includes(conversationId)) this.leases.lost(conversationId, epoch);
      }
    } else if (call.name === 'replyStatus') {
      for (const { replyId, state } of (value as { replies: { replyId: string; state: ServerWord }[] }).replies) this.heard(replyId, state);
      this.#asked = true;
      this.#asking = false;
    } else {
      const { commandNo } = call.payload as { commandNo: number };
      const answer = value as CommandAnswer;
      const at = this.#pending.findIndex(({ no }) => no === commandNo);
      if (at >= 0) this.#pending.splice(at, 1);
      if (this.#inFlight === commandNo) this.#inFlight = undefined;
      const reply = this.replies.find(({ state }) => state.kind === 'asking' && state.commandNo === commandNo);
      if (reply?.state.kind !== 'asking') return;
      if (answer.status === 'refused') this.#to(reply, permitRefused(reply.state.refusals, answer.error, now));
      else {
        const word = answer.result?.['state'];
        const granted = permitGranted(now);
        this.#to(reply, typeof word === 'string' && word !== 'permitted' ? serverSaid(granted, word as ServerWord, now) : granted);
        this.leases.renewed(this.#world.conversationId, reply.epoch, call.left, 120_000);
      }
    }
  }

  /** The platform's answer; `lost`: it never came. */
  posted(replyId: string, lost: boolean): void {
    const reply = this.#must(replyId);
    if (reply.state.kind !== 'attempting') return;
    const { now } = this.#world.clock();
    this.#to(reply, attemptEnded(reply.state, lost ? { kind: 'unknown', detail: 'no answer in time' } : { kind: 'delivered', remoteId: `out-${replyId}`, sentAt: now }, 1, now, BACK_OFF_MS));
  }

  /** An event of the server's about an own reply. */
  heard(replyId: string, word: ServerWord): void {
    const reply = this.replies.find((one) => one.replyId === replyId);
    if (reply === undefined) return;
    const next = serverSaid(reply.state, word, this.#world.clock().now);
    if (next !== reply.state) this.#to(reply, next);
  }

  #action(reply: RaceReply): OutboxAction {
    const clock = this.#world.clock();
    return nextStep(reply.state, {
      now: clock.now,
      caughtUp: this.connected && this.#asked,
      mayDrain: this.mayDrain,
      lease: this.leases.state(this.#world.conversationId, reply.epoch, clock),
      accountStopped: false,
      credential: 'present',
      earlierOpen: this.replies.some((other) => other.replyId < reply.replyId && !isFinished(other.state)),
      connector: true,
      safeToRepeat: this.#world.repeatsAreSafe,
      parts: 1,
    });
  }

  #do(reply: RaceReply, action: Exclude<OutboxAction, { do: 'wait' } | { do: 'nothing' }>): void {
    const { now } = this.#world.clock();
    const { state } = reply;
    switch (action.do) {
      case 'queue':
        return this.#to(reply, queuedNow(now));
      case 'requestPermit': {
        const commandNo = this.#append({
          type: 'reply.requestPermit',
          data: { replyId: reply.replyId, conversationId: this.#world.conversationId, epoch: reply.epoch, frozen: { parts: [`Antwort ${reply.replyId}`], visibility: 'public' }, followUp: false, platformKey: reply.replyId, frozenAt: reply.createdAt, ...(reply.covers === undefined ? {} : { answersThroughMessageId: reply.covers }) },
        } as Command);
        return this.#to(reply, { kind: 'asking', commandNo, refusals: state.kind === 'queued' ? state.refusals : 0 });
      }
      case 'renewLease':
        this.#renewing = true;
        return this.#world.up(this, { name: 'renewLeases', payload: { leases: [{ conversationId: this.#world.conversationId, epoch: reply.epoch }], outbox: { waiting: 1, unclear: 0 } }, left: this.#world.clock() });
      case 'startAttempt':
        if (state.kind !== 'permitted' && state.kind !== 'unknown') return;
        this.#to(reply, attemptStarted(state, `attempt-${reply.replyId}-${now}`, now));
        return this.#world.post(this, reply);
      case 'reconcile':
        if (state.kind === 'unknown') this.#to(reply, looked(state, this.#world.shows(reply.replyId) ? { kind: 'found', remoteId: `out-${reply.replyId}`, sentAt: now } : { kind: 'notFound' }, 1, now, BACK_OFF_MS));
        return;
      case 'unclear':
        if (state.kind === 'unknown' || state.kind === 'permitted') this.#to(reply, becameUnclear(state, action.reason, now));
        return;
      case 'becomeDraft':
        return this.#to(reply, { kind: 'becameDraft', code: action.code, detail: '', at: now, permitted: true });
      case 'fail':
        return this.#to(reply, { kind: 'failed', failure: { code: action.code, detail: '', retryable: true }, at: now });
      case 'deliver':
        if (state.kind === 'permitted') this.#to(reply, { kind: 'delivered', by: 'reconcile', sent: state.sent, at: now });
        return;
      case 'report':
        return this.#to(reply, state);
    }
  }

  /** With the report that belongs to it, as the desk stores both in one transaction. */
  #to(reply: RaceReply, state: OutboxState): void {
    const outcome = reportOf(state);
    const untold = outcome !== undefined && (!('reportNo' in state) || state.reportNo === undefined);
    const reportNo = untold ? this.#append({ type: 'reply.report', data: { replyId: reply.replyId, outcome } } as Command) : 0;
    reply.state = untold ? ({ ...state, reportNo } as OutboxState) : isFinished(state) && outcome === undefined ? ({ ...state, reportNo: 0 } as OutboxState) : state;
  }

  #append(command: Command): number {
    const no = this.#nextNo;
    this.#nextNo += 1;
    this.#pending.push({ no, command });
    return no;
  }

  #send({ no, command }: { no: number; command: Command }): void {
    this.#inFlight = no;
    const envelope = envelopeOf(command);
    this.#world.up(this, { name: 'command', payload: { commandNo: no, hash: createHash('sha256').update(canonicalJson(envelope)).digest('hex'), command: envelope }, left: this.#world.clock() });
  }

  #askServer(): void {
    const ids = this.replies.filter(({ state }) => !isFinished(state)).map(({ replyId }) => replyId);
    if (ids.length === 0) {
      this.#asked = true;
      return;
    }
    this.#asking = true;
    this.#world.up(this, { name: 'replyStatus', payload: { replyIds: ids }, left: this.#world.clock() });
  }

  #must(replyId: string): RaceReply {
    const reply = this.replies.find((one) => one.replyId === replyId);
    if (reply === undefined) throw new Error(`no reply ${replyId}`);
    return reply;
  }
}
