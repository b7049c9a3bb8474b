import { createHash } from 'node:crypto';
import { COMMAND_DEFINITIONS, envelopeOf, type Command, type CommandEnvelope } from '../../../shared/commands/index.ts';
import { commandAnswerSchema, type CommandAnswer } from '../../../shared/protocol/down.ts';
import { commandHash, nextCommand, readRefusedAck, type QueuedCommand } from '../../../shared/sync/command-queue.ts';
import { isCodedError } from '../../../shared/util/errors.ts';
import type { ClockReading } from '../../../shared/sync/lease-book.ts';
import type { UpResult } from './link.ts';
import type { SyncBase } from './ports.ts';
import type { CommandRecord } from './storage-port.ts';

export interface PendingCommand extends QueuedCommand {
  readonly command: CommandEnvelope;
  readonly createdAt: number;
}

/** A disk that was full is looked at again after this long. */
const SALVAGE_AGAIN_MS = 5_000;

type Waiter = (answer: CommandAnswer | { readonly status: 'cut' }) => void;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Numbered commands up, one after the other, each kept until it is answered. A listener hears every answer in the transaction that
 * stores it, so what follows from it (a permit, a notice) is kept together with it.
 */
export class CommandLane {
  readonly #base: SyncBase;
  readonly #up: (name: 'command', payload: unknown) => Promise<UpResult<'command'>>;
  readonly #onAnswer: (command: PendingCommand, answer: CommandAnswer, waited: boolean) => void;
  readonly #afterAnswer: (command: PendingCommand, answer: CommandAnswer, left: ClockReading | undefined) => void;
  readonly #onReset: (code: string) => void;
  #pending: PendingCommand[];
  #inFlight: number | undefined;
  #ready = false;
  #notBefore = 0;
  #cancelWait: (() => void) | undefined;
  readonly #waiters = new Map<number, Waiter[]>();
  /** Commands made and sent once in this session, and when: a resent one gets an answer that may be old. */
  readonly #leftOnce = new Map<number, ClockReading>();
  readonly #madeHere = new Set<number>();

  constructor(parts: {
    base: SyncBase;
    up: (name: 'command', payload: unknown) => Promise<UpResult<'command'>>;
    /** Inside the transaction that stores the answer. `waited`: somebody at the screen hears it directly. */
    onAnswer: (command: PendingCommand, answer: CommandAnswer, waited: boolean) => void;
    /** After it. `left`: when the only request for it left; absent where it was sent more than once. */
    afterAnswer: (command: PendingCommand, answer: CommandAnswer, left: ClockReading | undefined) => void;
    /** The server does not go on with these numbers. */
    onReset: (code: string) => void;
  }) {
    this.#base = parts.base;
    this.#up = parts.up;
    this.#onAnswer = parts.onAnswer;
    this.#afterAnswer = parts.afterAnswer;
    this.#onReset = parts.onReset;
    this.#salvage();
    this.#pending = parts.base.stores.commands.pending().map(toPending);
  }

  get pending(): readonly PendingCommand[] {
    return this.#pending;
  }

  /** Keeps a command under the next number; may stand inside a transaction. Call `flush` once that has ended. */
  append(command: Command): number {
    const value = envelopeOf(command);
    const stored = this.#base.stores.commands.append(
      { commandId: this.#base.ids.next(), hash: commandHash(value, sha256), value },
      this.#base.clock.now(),
    );
    this.#pending.push(toPending(stored));
    this.#madeHere.add(stored.commandNo);
    return stored.commandNo;
  }

  /** A transaction around `append` was undone: what it added is not on disk. */
  forgetUnstored(): void {
    this.#pending = this.#base.stores.commands.pending().map(toPending);
  }

  /** Resolves with the server's answer, or `cut` when the link breaks first; the command itself stays and goes up again. */
  answerOf(commandNo: number): Promise<CommandAnswer | { readonly status: 'cut' }> {
    const stored = this.#base.stores.commands.get(commandNo);
    const answer = stored?.answer === undefined ? undefined : commandAnswerSchema.safeParse(stored.answer);
    if (answer?.success === true) return Promise.resolve(answer.data);
    return new Promise((resolve) => this.#waiters.set(commandNo, [...(this.#waiters.get(commandNo) ?? []), resolve]));
  }

  /** Caught up: what is pending goes up, in order. */
  open(): void {
    this.#ready = true;
    this.flush();
  }

  /** The link is cut. */
  cut(): void {
    this.#ready = false;
    this.#inFlight = undefined;
    this.#cancelWait?.();
    const waiters = [...this.#waiters.values()].flat();
    this.#waiters.clear();
    for (const tell of waiters) tell({ status: 'cut' });
  }

  flush(): void {
    const now = this.#base.clock.steady();
    const step = nextCommand({ pending: this.#pending, ready: this.#ready, inFlight: this.#inFlight, notBefore: this.#notBefore, now });
    if (step.do === 'wait') {
      this.#cancelWait?.();
      this.#cancelWait = this.#base.timers.after(step.until - now, () => this.flush());
    }
    if (step.do === 'send') void this.#send(step.command as PendingCommand);
  }

  async #send(command: PendingCommand): Promise<void> {
    this.#inFlight = command.commandNo;
    if (this.#madeHere.delete(command.commandNo))
      this.#leftOnce.set(command.commandNo, { now: this.#base.clock.now(), steady: this.#base.clock.steady() });
    else this.#leftOnce.delete(command.commandNo);
    const result = await this.#up('command', { commandNo: command.commandNo, hash: command.hash, command: command.command });
    if (this.#inFlight !== command.commandNo) return;
    this.#inFlight = undefined;
    if (result.kind === 'cut') return;
    if (result.kind === 'ok' && isReset(result.value)) return this.#onReset(result.value.error.code);
    if (result.kind === 'ok') this.#settle(command, result.value);
    else {
      const reading = readRefusedAck(result.error);
      if (reading.kind === 'refused') this.#settle(command, { status: 'refused', error: result.error });
      else if (reading.kind === 'reset') return this.#onReset(result.error.code);
      else this.#notBefore = this.#base.clock.steady() + reading.retryAfterMs;
    }
    this.flush();
  }

  #settle(command: PendingCommand, answer: CommandAnswer): void {
    const waiters = this.#waiters.get(command.commandNo) ?? [];
    try {
      this.#base.stores.transaction(() => {
        this.#base.stores.commands.answer(command.commandNo, answer.status, answer);
        this.#onAnswer(command, answer, waiters.length > 0);
      });
    } catch (error) {
      // Not stored: it stays pending, goes up again, and the server gives the same answer.
      this.forgetUnstored();
      this.#notBefore = this.#base.clock.steady() + 5_000;
      this.#base.log.error(
        { commandNo: command.commandNo, error: error instanceof Error ? error.message : String(error) },
        'an answer could not be stored',
      );
      return;
    }
    this.#pending = this.#pending.filter((other) => other.commandNo !== command.commandNo);
    this.#waiters.delete(command.commandNo);
    for (const tell of waiters) tell(answer);
    const left = this.#leftOnce.get(command.commandNo);
    this.#leftOnce.delete(command.commandNo);
    this.#afterAnswer(command, answer, left);
  }

  /** On a full disk the desk still starts: they are taken in once there is room. */
  #salvage(): void {
    const { log, timers } = this.#base;
    try {
      this.#takeSalvaged();
    } catch (error) {
      if (!isCodedError(error) || error.code !== 'DISK_FULL') throw error;
      log.warn({ code: error.code }, 'commands of a damaged copy could not be taken in yet');
      timers.after(SALVAGE_AGAIN_MS, () => {
        this.#salvage();
        this.forgetUnstored();
        this.flush();
      });
    }
  }

  /** Commands out of a damaged copy go up again under new numbers, but for those the outbox makes anew by itself. All of them or none. */
  #takeSalvaged(): void {
    const { stores, clock } = this.#base;
    const { commands } = stores;
    const found = commands.salvaged();
    if (found.length === 0) return;
    stores.transaction(() => {
      for (const old of found) {
        const envelope = old.value as CommandEnvelope;
        if (envelope.type === 'reply.requestPermit' || envelope.type === 'reply.report' || !COMMAND_DEFINITIONS.has(envelope.type))
          commands.dropSalvaged(old.commandId);
        else commands.append({ commandId: old.commandId, hash: old.hash, value: envelope }, clock.now());
      }
    });
  }
}

function isReset(answer: CommandAnswer): answer is Extract<CommandAnswer, { status: 'refused' }> {
  return answer.status === 'refused' && readRefusedAck(answer.error).kind === 'reset';
}

function toPending(record: CommandRecord): PendingCommand {
  return { commandNo: record.commandNo, hash: record.hash, command: record.value as CommandEnvelope, createdAt: record.createdAt };
}
