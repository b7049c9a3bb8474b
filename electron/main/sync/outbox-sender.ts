import {
  attemptEnded,
  attemptStarted,
  looked,
  reportOf,
  type AttemptResult,
  type LookResult,
} from '../../../shared/sync/outbox-results.ts';
import type { OutboxItem, OutboxState, StateOf } from '../../../shared/sync/outbox-state.ts';
import { filesOfPart } from '../../../shared/domain/reply-files.ts';
import { backOffMs, RESEND } from '../../../shared/sync/back-off.ts';
import type { AnswerFiles } from './answer-files.ts';
import type { CommandLane } from './command-lane.ts';
import type { CredentialBook } from './credential-book.ts';
import type { LimitReading, OutboundFile } from '../channels/ports.ts';
import type { OutboxBook } from './outbox-book.ts';
import type { Connectors, SyncBase } from './ports.ts';
import type { ReplicaView } from './replica-view.ts';

const SEND_TIMEOUT_MS = 45_000;
/** Longer for what is large, at 500 kB a second, but never so long that the lease would not outlast it. */
const sendTimeoutMs = (files: readonly OutboundFile[]): number => SEND_TIMEOUT_MS + Math.min(45_000, files.reduce((sum, { bytes }) => sum + bytes, 0) / 500);
const LOOK_TIMEOUT_MS = 20_000;
const REWRITE_MS = 2_000;

export interface SenderParts {
  readonly base: SyncBase;
  readonly book: OutboxBook;
  readonly lane: CommandLane;
  readonly connectors: Connectors;
  readonly credentials: CredentialBook;
  readonly view: ReplicaView;
  readonly files: Pick<AnswerFiles, 'load'>;
  /** What the platform said of the account's limits. */
  readonly onLimits?: ((accountId: string, readings: readonly LimitReading[]) => void) | undefined;
  /** Asked right before a byte leaves; false: not any more. */
  readonly stillMaySend: (item: OutboxItem) => boolean;
}

/** The one place from which a reply leaves the desk: journal row on disk first, outcome after. */
export class OutboxSender {
  readonly #p: SenderParts;
  readonly #abort = new AbortController();

  constructor(parts: SenderParts) {
    this.#p = parts;
  }

  stop(): void {
    this.#abort.abort();
  }

  async attempt(replyId: string): Promise<void> {
    const { base, book } = this.#p;
    const before = book.get(replyId);
    const connector = before === undefined ? undefined : this.#p.connectors.get(before.reply.channel);
    if (before === undefined || connector === undefined) return;
    const credential = await this.#p.credentials.value(before.reply.credentialId);
    const next = 'sent' in before.state ? before.state.sent.length : 0;
    const loaded = filesOfPart(before.reply.frozen, next).length === 0 ? [] : await this.#p.files.load(before, next);
    const item = book.get(replyId);
    if (credential === undefined || item === undefined || this.#abort.signal.aborted) return;
    if ((item.state.kind !== 'permitted' && item.state.kind !== 'unknown') || !this.#p.stillMaySend(item)) return;
    const attemptId = base.ids.next();
    const started = attemptStarted(item.state, attemptId, base.clock.now());
    const part = started.sent.length;
    base.stores.attempts.start({ attemptId, replyId, part }, started.startedAt, () => book.write(replyId, started));
    const attempting: OutboxItem = { ...item, state: started };
    book.announce(attempting);
    // The disk may have been slow, or the machine slept: no byte has left, so this is certain.
    if (!this.#p.stillMaySend(attempting)) return this.#settle(attempting, started, NOT_SENT, item.state);
    if ('problem' in loaded) return this.#settle(attempting, started, { kind: 'failed', failure: { code: 'FILE_MISSING', detail: loaded.problem, retryable: loaded.retryable } });
    const result = await this.#withLimit(sendTimeoutMs(loaded), { kind: 'unknown', detail: 'no answer in time' } as AttemptResult, (signal) =>
      connector.send({
        accountHandle: item.reply.accountHandle,
        credential,
        ...settingsOf(this.#p.view, item.accountId),
        frozen: item.reply.frozen,
        part,
        platformKey: item.platformKey,
        signal,
        ...(loaded.length === 0 ? {} : { files: loaded }),
        ...(part === 0 ? {} : { previousRemoteId: started.sent.at(-1)?.remoteId }),
      }),
    );
    this.#tellLimits(item, result);
    if (result.kind === 'failed' && result.credentialRejected === true) this.#p.credentials.rejected(item.reply.credentialId, credential);
    return this.#settle(attempting, started, result);
  }

  async look(replyId: string): Promise<void> {
    const { base, book } = this.#p;
    const before = book.get(replyId);
    const connector = before === undefined ? undefined : this.#p.connectors.get(before.reply.channel);
    if (before === undefined || connector === undefined) return;
    const credential = await this.#p.credentials.value(before.reply.credentialId);
    const item = book.get(replyId);
    if (credential === undefined || item === undefined || item.state.kind !== 'unknown' || this.#abort.signal.aborted) return;
    const { sent, firstAttemptAt } = item.state;
    const result = await this.#withLimit(LOOK_TIMEOUT_MS, { kind: 'unreachable', detail: 'no answer in time' } as LookResult, (signal) =>
      connector.reconcile({
        accountHandle: item.reply.accountHandle,
        credential,
        ...settingsOf(this.#p.view, item.accountId),
        frozen: item.reply.frozen,
        part: sent.length,
        platformKey: item.platformKey,
        attemptStartedAt: firstAttemptAt,
        isTaken: (remoteId) => this.#isAnothers(item, remoteId),
        signal,
        ...(sent.length === 0 ? {} : { previousRemoteId: sent.at(-1)?.remoteId }),
      }),
    );
    if (result.kind === 'unreachable' && 'credentialRejected' in result && result.credentialRejected === true) this.#p.credentials.rejected(item.reply.credentialId, credential);
    const now = book.get(replyId);
    if (now?.state.kind !== 'unknown' || this.#abort.signal.aborted) return;
    const next = looked(now.state, result, item.reply.frozen.parts.length, base.clock.now(), backOffMs(RESEND, 3, base.rng));
    book.change(now, next, () => this.withReport(now, next));
    this.#p.lane.flush();
  }

  #isAnothers({ replyId, conversationId }: OutboxItem, remoteId: string): boolean {
    const { book, view } = this.#p;
    const sentElsewhere = book.all().some((other) => other.replyId !== replyId && 'sent' in other.state && other.state.sent.some((part) => part.remoteId === remoteId));
    const shown = (id: string): boolean => {
      const message = view.get('message', id);
      return message?.remoteId === remoteId && message.replyId !== undefined && message.replyId !== replyId;
    };
    return sentElsewhere || view.ofConversation(conversationId).some(({ noun, id }) => noun === 'message' && shown(id));
  }

  /** The state with the number of the command that tells the server; for use inside a transaction. */
  withReport(item: OutboxItem, state: OutboxState): OutboxState {
    const outcome = reportOf(state);
    if (outcome === undefined || !('reportNo' in state ? state.reportNo === undefined : true)) return state;
    const reportNo = this.#p.lane.append({ type: 'reply.report', data: { replyId: item.replyId, outcome } });
    return { ...state, reportNo } as OutboxState;
  }

  /** A 429 without figures still says that nothing is left, and until when. */
  #tellLimits({ accountId, reply }: OutboxItem, result: AttemptResult & { readonly limits?: readonly LimitReading[] | undefined }): void {
    const action = reply.frozen.visibility === 'private' ? 'privateMessage' : 'post';
    const isRefused = result.kind === 'failed' && result.failure.code === 'PLATFORM_RATE_LIMITED';
    const given = (result.limits ?? []).filter((reading) => reading.remaining > 0 || !isRefused || reading.action !== action);
    const refused = isRefused ? [{ action, remaining: 0, resetAt: this.#p.base.clock.now() + (result.retryAfterMs ?? 60_000) }] : [];
    if (given.length + refused.length > 0) this.#p.onLimits?.(accountId, [...given, ...refused]);
  }

  /** The outcome on disk; tried until the disk takes it, for until then a restart would have to ask the platform. */
  async #settle(item: OutboxItem, started: StateOf<'attempting'>, result: AttemptResult, instead?: OutboxState): Promise<void> {
    const { base, book, lane } = this.#p;
    const next =
      instead ??
      attemptEnded(started, result, item.reply.frozen.parts.length, base.clock.now(), backOffMs(RESEND, started.tries, base.rng));
    while (!this.#abort.signal.aborted) {
      try {
        const current = book.get(item.replyId);
        // The server may have heard the echo before the answer came: then its word stands and only the journal is closed.
        const overtaken = current?.state.kind !== 'attempting' || current.state.attemptId !== started.attemptId;
        let state = next;
        base.stores.transaction(() => {
          base.stores.attempts.finish(started.attemptId, { outcome: result.kind, value: result }, base.clock.now());
          if (overtaken) return;
          state = this.withReport(item, next);
          book.write(item.replyId, state);
        });
        if (!overtaken) book.announce({ ...item, state });
        lane.flush();
        return;
      } catch (error) {
        lane.forgetUnstored();
        base.log.error(
          { replyId: item.replyId, error: error instanceof Error ? error.message : String(error) },
          'the outcome of an attempt could not be stored',
        );
        await new Promise<void>((resolve) => base.timers.after(REWRITE_MS, resolve));
      }
    }
  }

  async #withLimit<T>(limitMs: number, late: T, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { base } = this.#p;
    const limit = new AbortController();
    const signal = AbortSignal.any([limit.signal, this.#abort.signal]);
    let cancel: (() => void) | undefined;
    const timeUp = new Promise<T>((resolve) => {
      this.#abort.signal.addEventListener('abort', () => resolve(late), { once: true, signal: limit.signal });
      cancel = base.timers.after(limitMs, () => {
        limit.abort();
        resolve(late);
      });
    });
    try {
      return await Promise.race([run(signal), timeUp]);
    } catch (error) {
      // A connector does not throw; if one does, nobody knows what happened.
      base.log.error({ error: error instanceof Error ? error.message : String(error) }, 'a connector threw');
      return late;
    } finally {
      cancel?.();
      limit.abort();
    }
  }
}

/** As they are now: an account that moved to another host is answered there. */
function settingsOf(view: ReplicaView, accountId: string): { settings?: Readonly<Record<string, unknown>> } {
  const settings = view.account(accountId)?.settings;
  return settings === undefined ? {} : { settings };
}

const NOT_SENT: AttemptResult = { kind: 'failed', failure: { code: 'LEASE_LOST', detail: 'nothing was sent', retryable: true } };
