import {
  becameUnclear,
  knownThere,
  permitGranted,
  permitRefused,
  queuedNow,
  serverSaid,
  waitsForApproval,
  type ServerWord,
} from '../../../shared/sync/outbox-results.ts';
import { nextStep, type OutboxAction } from '../../../shared/sync/outbox-step.ts';
import { isFinished, isUntouched, type OutboxItem, type OutboxState } from '../../../shared/sync/outbox-state.ts';
import type { CommandAnswer } from '../../../shared/protocol/down.ts';
import { assertNever } from '../../../shared/util/assert.ts';
import type { AnswerFiles } from './answer-files.ts';
import type { CommandLane, PendingCommand } from './command-lane.ts';
import type { LimitReading } from '../channels/ports.ts';
import { approvedWords, withdrawApproval } from './approved-words.ts';
import type { CredentialBook } from './credential-book.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import type { UpResult } from './link.ts';
import type { OutboxBook } from './outbox-book.ts';
import { frozenRequest } from './frozen-request.ts';
import { askServer, letGoAgain, lookForUnknown } from './outbox-catch-up.ts';
import { FactFinder } from './outbox-facts.ts';
import { OutboxSender } from './outbox-sender.ts';
import { Resting } from './resting.ts';
import { watchOutbox } from './outbox-watchdog.ts';
import type { Connectors, SyncBase } from './ports.ts';
import { withLeave } from './with-leave.ts';
import type { ReplicaView } from './replica-view.ts';

export interface PumpParts {
  readonly base: SyncBase;
  readonly book: OutboxBook;
  readonly lane: CommandLane;
  readonly leases: LeaseKeeper;
  readonly credentials: CredentialBook;
  readonly connectors: Connectors;
  readonly view: ReplicaView;
  readonly files: Pick<AnswerFiles, 'load' | 'mustBring' | 'bring' | 'notKept'>;
  readonly onLimits?: ((accountId: string, readings: readonly LimitReading[]) => void) | undefined;
  readonly isLettingGo: (replyId: string) => boolean;
  readonly replyStatus: (replyIds: string[]) => Promise<UpResult<'replyStatus'>>;
  /** Inside the transaction in which a reply becomes a draft. */
  readonly onDraft: (item: OutboxItem, code: string) => void;
  /** After each step of a reply, for the screen. */
  readonly onStep: (item: OutboxItem) => void;
  /** A reply that was in doubt waits for its time again: which desk sends it is to be read from the server's word. */
  readonly onScheduledAgain: () => void;
  readonly onTakenUp: (replyIds: readonly string[]) => void;
  readonly onNotice: (kind: 'replySent' | 'replyBecameDraft' | 'replyUnclear', item: OutboxItem, code?: string) => void;
}

/** At once on their way, over all accounts. */
const AT_ONCE = 8;
const LONGEST_SLEEP_MS = 30_000;
const REST_MS = 2_000;
const HEARD_AGAIN_MS = 5_000;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Drives every reply of this desk along `nextStep`. Order of a reconnect: ask what the server knows, look for the unknown, then drain. */
export class OutboxPump {
  readonly #p: PumpParts;
  readonly #sender: OutboxSender;
  readonly #facts: FactFinder;
  readonly #resting: Resting;
  readonly #busy = new Map<string, Promise<void>>();
  readonly #renewalAskedAt = new Map<string, number>();
  #caughtUp = false;
  #mayDrain = false;
  #round = 0;
  #scheduled = false;
  #stopped = false;
  #cancelTimer: (() => void) | undefined;
  #cancelWatchdog: (() => void) | undefined;
  /** States to be told once the transaction around an answer has ended. */
  #untold: OutboxItem[] = [];

  constructor(parts: PumpParts) {
    this.#p = parts;
    this.#resting = new Resting(parts.base.clock);
    this.#facts = new FactFinder(parts);
    this.#sender = new OutboxSender({ ...parts, stillMaySend: (item) => this.#facts.mayLeave(item) });
  }

  start(): void {
    this.#cancelWatchdog = watchOutbox({
      base: this.#p.base,
      book: this.#p.book,
      isPending: (commandNo) => this.#p.lane.pending.some((command) => command.commandNo === commandNo),
      isBusy: (replyId) => this.#busy.has(replyId),
      isFull: () => this.#busy.size >= AT_ONCE,
      action: (item) => this.action(item),
      to: (item, state) => this.#to(item, state),
      kick: () => this.kick(),
      ask: () => (this.#caughtUp ? this.#ask() : undefined),
      onTakenUp: this.#p.onTakenUp,
    });
    this.kick();
  }

  /** What is under way gets no further; its journal row tells the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer?.();
    this.#cancelWatchdog?.();
    this.#sender.stop();
    await Promise.allSettled(this.#busy.values());
  }

  /** Purges, snapshots and tail are through. */
  async caughtUp(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    this.#caughtUp = true;
    this.#mayDrain = false;
    await askServer(this.#p.book, this.#p.replyStatus, (words) => this.serverKnows(words));
    if (round !== this.#round || this.#stopped) return;
    await lookForUnknown({ base: this.#p.base, book: this.#p.book, hurry: (item) => void this.hurry(item), run: () => this.#run(), busy: (id) => this.#busy.get(id) });
    if (round !== this.#round || this.#stopped) return;
    this.#mayDrain = true;
    this.kick();
  }

  cut(): void {
    this.#round += 1;
    this.#caughtUp = false;
    this.#mayDrain = false;
    this.kick();
  }

  /** Something changed: look at every open reply, soon. */
  kick(): void {
    if (this.#scheduled || this.#stopped) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      if (!this.#stopped) this.#run();
    });
  }

  action(item: OutboxItem): OutboxAction {
    return nextStep(item.state, this.#facts.of(item, { caughtUp: this.#caughtUp, mayDrain: this.#mayDrain }));
  }

  busy(replyId: string): boolean {
    return this.#busy.has(replyId);
  }

  /** What the server's own events say of own replies. */
  serverKnows(words: readonly { readonly replyId: string; readonly word: ServerWord }[]): void {
    let isScheduledAgain = false;
    for (const { replyId, word } of words) {
      const item = this.#p.book.get(replyId);
      if (item === undefined) continue;
      // A person let it go here while the server still waited for the copy before this one: now it can be told.
      if (word === 'unconfirmed' && item.state.kind === 'discarded' && !item.state.permitted) letGoAgain(this.#p, replyId);
      // Of several parts the last one must be out before the whole counts.
      const parts = item.reply.frozen.parts.length;
      const isUnderWay = item.state.kind === 'attempting' || item.state.kind === 'permitted';
      if (word === 'delivered' && parts > 1 && isUnderWay && (this.#p.view.get('reply', replyId)?.remoteIds?.length ?? 0) < parts) continue;
      const next = serverSaid(item.state, word, this.#p.base.clock.now(), item.reply.sendAt);
      if (next === item.state) continue;
      this.#heard(item, next, word);
      if (next.kind === 'scheduled') isScheduledAgain = true;
    }
    if (isScheduledAgain) this.#p.onScheduledAgain();
  }

  /** A full disk must not cost what comes after it (the rest of the answer, the draining): the word is taken in again a little later. */
  #heard(item: OutboxItem, next: OutboxState, word: ServerWord): void {
    try {
      this.#to(item, next);
    } catch (error) {
      this.#p.base.log.warn({ replyId: item.replyId, word, error: messageOf(error) }, 'what the server knows of a reply could not be stored');
      this.#p.base.timers.after(HEARD_AGAIN_MS, () => {
        if (!this.#stopped) this.serverKnows([{ replyId: item.replyId, word }]);
      });
    }
  }

  /** In the transaction that stores the answer to a permit request. */
  onAnswer(command: PendingCommand, answer: CommandAnswer): void {
    const { base, book, lane } = this.#p;
    const item = book.all().find(({ state }) => state.kind === 'asking' && state.commandNo === command.commandNo);
    if (item === undefined || item.state.kind !== 'asking') return;
    const now = base.clock.now();
    let state: OutboxState;
    if (answer.status === 'refused' && answer.error.code === 'FILE_NOT_KEPT') this.#p.files.notKept(item.replyId);
    if (answer.status === 'refused') state = knownThere(item.reply.sendAt !== undefined, permitRefused(item.state.refusals, answer.error, now));
    else if (answer.result?.['state'] === 'inApproval') state = waitsForApproval(now);
    else {
      const word = answer.result?.['state'];
      // Known from before: what became of it since counts.
      state = typeof word === 'string' && word !== 'permitted' ? serverSaid(permitGranted(now), word as ServerWord, now) : permitGranted(now);
      if (state.kind === 'permitted') withLeave(item, lane);
    }
    // The server's own word is nobody's draft; refused here it is another desk's, until the server names this one anew.
    if (item.reply.notice === true && answer.status === 'refused' && state.kind !== 'queued') state = { kind: 'discarded', at: now, permitted: false };
    if (state.kind === 'becameDraft') this.#p.onDraft(item, state.code);
    if (isFinished(state)) withdrawApproval(this.#p, item);
    state = this.#sender.withReport(item, state);
    book.write(item.replyId, state);
    this.#untold.push({ ...item, state });
  }

  /** Inside the transaction that stores an answer: what it makes of a reply. */
  decided(next: { readonly item: OutboxItem; readonly state: OutboxState } | undefined): void {
    if (next === undefined) return;
    if (next.state.kind === 'becameDraft') this.#p.onDraft(next.item, next.state.code);
    this.#p.book.write(next.item.replyId, next.state);
    this.#untold.push({ ...next.item, state: next.state });
  }

  afterAnswer(): void {
    const told = this.#untold;
    this.#untold = [];
    for (const item of told) {
      this.#p.book.announce(item);
      this.#tell(item);
    }
    if (told.length > 0) this.#p.lane.flush();
    // Another desk was named to send it; what became of it there may have been told before this desk knew.
    // And one that the server knows from another copy may have ended there.
    if (told.some(({ state }) => state.kind === 'scheduled' || state.kind === 'unknown')) this.#ask();
    this.kick();
  }

  #ask(): void {
    void askServer(this.#p.book, this.#p.replyStatus, (words) => (this.#stopped ? undefined : this.serverKnows(words)));
  }

  /** Takes a reply back before its first attempt. False where it is too late. */
  takeBack(replyId: string, also?: (item: OutboxItem) => void): boolean {
    const item = this.#p.book.get(replyId);
    if (item === undefined || this.#busy.has(replyId)) return false;
    const { state } = item;
    if (!isUntouched(state)) return false;
    this.#to(item, { kind: 'discarded', at: this.#p.base.clock.now(), permitted: state.kind === 'permitted' || item.reply.sendAt !== undefined, ...(state.kind === 'scheduled' ? { calledOff: true } : {}) }, () => (withdrawApproval(this.#p, item), also?.(item)));
    return true;
  }

  /** A person's decision, with what belongs to it in the same transaction. */
  settle(item: OutboxItem, state: OutboxState, also?: () => void): void {
    this.#to(item, state, also);
  }

  /** Waits and back-offs end now. */
  hurry(item: OutboxItem): OutboxItem {
    const { state } = item;
    if (state.kind !== 'queued' && state.kind !== 'permitted' && state.kind !== 'unknown') return item;
    const now = this.#p.base.clock.now();
    const next = this.#p.book.change(item, { ...state, since: now, until: now });
    this.kick();
    return next;
  }

  #run(): void {
    const { base, book } = this.#p;
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const item of book.unsettled()) {
      if (this.#busy.has(item.replyId)) continue;
      const restMs = this.#resting.remainingMs(item.replyId);
      if (restMs > 0) wakeAt = Math.min(wakeAt, base.clock.now() + restMs);
      if (restMs > 0) continue;
      const action = this.action(item);
      if (action.do === 'nothing') continue;
      if (action.do === 'wait') {
        if (action.until !== undefined) wakeAt = Math.min(wakeAt, action.until);
        continue;
      }
      try {
        this.#do(item, action);
      } catch (error) {
        // Most likely the disk: nothing has changed, so it is tried again.
        base.log.error({ replyId: item.replyId, action: action.do, error: messageOf(error) }, 'a step of a reply failed');
        wakeAt = Math.min(wakeAt, base.clock.now() + 5_000);
      }
    }
    this.#cancelTimer?.();
    const sleepMs = Math.max(0, Math.min(LONGEST_SLEEP_MS, wakeAt - base.clock.now()));
    this.#cancelTimer = base.timers.after(sleepMs, () => this.kick());
  }

  #do(item: OutboxItem, action: Exclude<OutboxAction, { do: 'wait' } | { do: 'nothing' }>): void {
    const now = this.#p.base.clock.now();
    switch (action.do) {
      case 'queue':
        return this.#to(item, queuedNow(now));
      case 'requestPermit':
        return this.#requestPermit(item);
      case 'renewLease':
        return this.#renewLease(item);
      case 'startAttempt':
        return this.#work(item, () => this.#sender.attempt(item.replyId));
      case 'reconcile':
        return this.#work(item, () => this.#sender.look(item.replyId));
      case 'unclear':
        if (item.state.kind === 'unknown' || item.state.kind === 'permitted') this.#to(item, becameUnclear(item.state, action.reason, now));
        return;
      case 'becomeDraft':
        return this.#to(item, { kind: 'becameDraft', code: action.code, detail: '', at: now, permitted: true });
      case 'fail':
        return this.#to(item, { kind: 'failed', failure: { code: action.code, detail: 'the platform refused it too often', retryable: true }, at: now });
      case 'deliver':
        if (item.state.kind === 'permitted') this.#to(item, { kind: 'delivered', by: 'reconcile', sent: item.state.sent, at: now });
        return;
      case 'report':
        return this.#report(item);
      default:
        return assertNever(action);
    }
  }

  /** What it names must be with the server first. */
  async #bring(item: OutboxItem): Promise<void> {
    const brought = await this.#p.files.bring(item);
    const now = this.#p.book.get(item.replyId);
    if (now === undefined || now.state !== item.state || this.#stopped || brought.kind === 'later') return;
    if (brought.kind === 'refused') return this.#to(now, knownThere(now.reply.sendAt !== undefined, { kind: 'becameDraft', code: brought.code, detail: '', at: this.#p.base.clock.now(), permitted: false }));
    if (this.action(now).do === 'requestPermit') this.#requestPermit(now);
  }

  #requestPermit(queued: OutboxItem): void {
    if (queued.reply.frozen.files !== undefined && this.#p.files.mustBring(queued)) return this.#work(queued, () => this.#bring(queued));
    const { lane, book } = this.#p;
    const item = { ...queued, reply: approvedWords(this.#p, queued), epoch: this.#facts.epochToAskUnder(queued) };
    const refusals = item.state.kind === 'queued' ? item.state.refusals : 0;
    book.change(item, item.state, () => {
      if (item.reply !== queued.reply) book.rewrite(item);
      const commandNo = lane.append({ type: 'reply.requestPermit', data: frozenRequest(item) });
      return { kind: 'asking', commandNo, refusals };
    });
    this.#told(item);
    lane.flush();
  }

  #renewLease(item: OutboxItem): void {
    const { base, leases } = this.#p;
    const last = this.#renewalAskedAt.get(item.replyId);
    // A server that does not answer is not asked at every turn.
    if (last !== undefined && base.clock.steady() - last < 2_000) {
      base.timers.after(2_000, () => this.kick());
      return;
    }
    this.#renewalAskedAt.set(item.replyId, base.clock.steady());
    void leases.renew().then(() => this.kick());
  }

  #report(item: OutboxItem): void {
    const { book, lane } = this.#p;
    book.change(item, item.state, () => {
      const state = this.#sender.withReport(item, item.state);
      // Nothing to tell (settled by the server or a person): noted, so that it is not asked again.
      return state === item.state ? ({ ...state, reportNo: 0 } as OutboxState) : state;
    });
    lane.flush();
  }

  #work(item: OutboxItem, run: () => Promise<void>): void {
    if (this.#busy.size >= AT_ONCE) return;
    const done = run()
      .catch((error: unknown) => this.#p.base.log.error({ replyId: item.replyId, error: messageOf(error) }, 'sending failed unexpectedly'))
      .finally(() => {
        this.#busy.delete(item.replyId);
        if (this.#p.book.get(item.replyId)?.state === item.state) this.#resting.rest(item.replyId, REST_MS);
        this.#told(item);
        this.kick();
      });
    this.#busy.set(item.replyId, done);
    this.#told(item);
  }

  /** One step that ends in a state: with its report, its draft and its notice. */
  #to(item: OutboxItem, state: OutboxState, also?: () => void): void {
    const next = this.#p.book.change(item, state, () => {
      also?.();
      if (state.kind === 'becameDraft') this.#p.onDraft(item, state.code);
      return this.#sender.withReport(item, state);
    });
    this.#tell(next);
    this.#p.lane.flush();
    this.kick();
  }

  #told(item: OutboxItem): void {
    const now = this.#p.book.get(item.replyId);
    if (now !== undefined) this.#tell(now, item.state.kind);
  }

  #tell(item: OutboxItem, before?: OutboxState['kind']): void {
    this.#p.onStep(item);
    if (before === item.state.kind) return;
    if (item.state.kind === 'delivered') this.#p.onNotice('replySent', item);
    if (item.state.kind === 'becameDraft') this.#p.onNotice('replyBecameDraft', item, item.state.code);
    if (item.state.kind === 'unclear') this.#p.onNotice('replyUnclear', item, item.state.reason);
  }
}
