import type { ReplyFailure } from '../domain/reply.ts';
import { LOOK_AFTER_MS } from './outbox-step.ts';
import { isFinished, type OutboxState, type SentParts, type StateOf } from './outbox-state.ts';

// What an event in the world makes of a state. Each takes only the states it can happen in; anything else is a slip and throws.

const MAX_DETAIL = 500;
const cut = (text: string): string => text.slice(0, MAX_DETAIL);

export function queuedNow(now: number): StateOf<'queued'> {
  return { kind: 'queued', reason: 'none', since: now, until: now, refusals: 0 };
}

export function permitGranted(now: number): StateOf<'permitted'> {
  return { kind: 'permitted', sent: [], tries: 0, reason: 'none', since: now, until: now };
}

/** S2: the server keeps it and has asked somebody to look; asked again when that one has decided, at the latest then. */
export function waitsForApproval(now: number): StateOf<'queued'> {
  return { kind: 'queued', reason: 'approval', since: now, until: now + 5 * 60_000, refusals: 0 };
}

export interface PermitRefusal {
  readonly code: string;
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
}

/** Held back, not refused: asked again later under a new command number. `waitMs` where the server names none. */
const HELD_BACK: Readonly<Record<string, { reason: 'budget' | 'stopped' | 'locked' | 'backoff' | 'approval'; waitMs: number }>> = {
  BUDGET_EXHAUSTED: { reason: 'budget', waitMs: 15_000 },
  ACCOUNT_STOPPED: { reason: 'stopped', waitMs: 10_000 },
  TURN_LOCKED: { reason: 'locked', waitMs: 5_000 },
  APPROVAL_PENDING: { reason: 'approval', waitMs: 5 * 60_000 },
  FILE_NOT_KEPT: { reason: 'backoff', waitMs: 1_000 },
  TOO_EARLY: { reason: 'backoff', waitMs: 2_000 },
  INTERNAL: { reason: 'backoff', waitMs: 5_000 },
  SERVER_RECOVERING: { reason: 'backoff', waitMs: 2_000 },
  RATE_EXCEEDED: { reason: 'backoff', waitMs: 2_000 },
};
const MAX_WAIT_MS = 10 * 60_000;
/** The text is at fault or nobody here may send it: shown as failed, the text stays with it. */
const FAILS: ReadonlySet<string> = new Set([
  'NOT_ALLOWED',
  'INPUT_INVALID',
  'INPUT_TOO_LARGE',
  'VERSION_UNKNOWN',
  'ACCOUNT_UNKNOWN',
  'CHANNEL_UNKNOWN',
]);

/** A refusal this build does not know makes a draft: kept, visible, never sent by itself. */
export function permitRefused(
  refusals: number,
  refusal: PermitRefusal,
  now: number,
): StateOf<'scheduled' | 'queued' | 'failed' | 'becameDraft' | 'unknown'> {
  // Another desk of this person sends it; the server's word settles it here.
  if (refusal.code === 'NOT_EXECUTOR') return { kind: 'scheduled', sendAt: now, executor: 'headless', since: now };
  // Permitted to an earlier replica of this desk: it may have gone from there.
  if (refusal.code === 'REPLY_KNOWN') return takenOver([], now);
  const held = HELD_BACK[refusal.code];
  if (held !== undefined) {
    const waitMs = Math.min(MAX_WAIT_MS, Math.max(250, refusal.retryAfterMs ?? held.waitMs * Math.min(8, refusals + 1)));
    return { kind: 'queued', reason: held.reason, since: now, until: now + waitMs, refusals: refusals + 1 };
  }
  // Nothing was permitted, so the server needs no report.
  if (FAILS.has(refusal.code))
    return {
      kind: 'failed',
      failure: { code: refusal.code.slice(0, 64), detail: cut(refusal.message), retryable: false },
      at: now,
      reportNo: 0,
    };
  return { kind: 'becameDraft', code: refusal.code, detail: cut(refusal.message), at: now, permitted: false };
}

/** A scheduled reply is known to the server before leave is asked for: that it does not go must be said. */
export function knownThere(isScheduled: boolean, state: OutboxState): OutboxState {
  if (!isScheduled) return state;
  if (state.kind === 'becameDraft') return { ...state, permitted: true };
  if (state.kind === 'failed') return { kind: 'failed', failure: state.failure, at: state.at };
  return state;
}

export function attemptStarted(state: StateOf<'permitted' | 'unknown'>, attemptId: string, now: number): StateOf<'attempting'> {
  return {
    kind: 'attempting',
    sent: state.sent,
    attemptId,
    startedAt: now,
    firstAttemptAt: state.firstAttemptAt ?? now,
    tries: state.tries + 1,
    doubtful: state.kind === 'unknown',
  };
}

export type AttemptResult =
  | { readonly kind: 'delivered'; readonly remoteId: string; readonly sentAt: number }
  | {
      readonly kind: 'failed';
      readonly failure: ReplyFailure;
      readonly retryAfterMs?: number | undefined;
      readonly credentialRejected?: boolean | undefined;
    }
  | { readonly kind: 'unknown'; readonly detail: string };

export function attemptEnded(
  state: StateOf<'attempting'>,
  result: AttemptResult,
  parts: number,
  now: number,
  backOffMs: number,
): OutboxState {
  switch (result.kind) {
    case 'delivered':
      return partSent(state.sent, { remoteId: result.remoteId, sentAt: result.sentAt }, parts, 'desk', now);
    case 'unknown':
      return becameUnknown(state, result.detail, now);
    case 'failed': {
      // A refused repeat proves nothing about the attempt before it.
      if (state.doubtful) return stillUnknown(state, result.failure, now, result.retryAfterMs ?? backOffMs);
      const again = result.credentialRejected === true || result.failure.retryable;
      if (!again) return failedFor(state, result.failure, now);
      const waitMs = Math.min(MAX_WAIT_MS, result.retryAfterMs ?? backOffMs);
      const reason = result.credentialRejected === true ? 'credential' : result.retryAfterMs === undefined ? 'backoff' : 'budget';
      return {
        kind: 'permitted',
        sent: state.sent,
        tries: state.tries,
        reason,
        since: now,
        until: now + waitMs,
        firstAttemptAt: state.firstAttemptAt,
      };
    }
  }
}

/** An attempt whose end nobody saw: the answer was lost, or the desk died. */
export function becameUnknown(state: StateOf<'attempting'>, detail: string, now: number): StateOf<'unknown'> {
  return {
    kind: 'unknown',
    sent: state.sent,
    startedAt: state.startedAt,
    firstAttemptAt: state.firstAttemptAt,
    tries: state.tries,
    looks: 0,
    since: now,
    until: now,
    detail: cut(detail),
  };
}

export type LookResult =
  | { readonly kind: 'found'; readonly remoteId: string; readonly sentAt: number }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'unreachable'; readonly detail: string };

export function looked(state: StateOf<'unknown'>, result: LookResult, parts: number, now: number, backOffMs: number): OutboxState {
  switch (result.kind) {
    case 'found': {
      const next = partSent(state.sent, { remoteId: result.remoteId, sentAt: result.sentAt }, parts, 'reconcile', now);
      // Out of a damaged copy: the attempt at the next part may be what is missing there, so it is looked for, too, and never simply sent.
      if (next.kind === 'permitted' && state.firstAttemptAt === 0) return { ...takenOver(next.sent, now), ...(state.salvaged === true ? { salvaged: true } : {}) };
      return next;
    }
    case 'notFound': {
      const looks = state.looks + 1;
      return { ...state, looks, since: now, until: now + (LOOK_AFTER_MS[looks] ?? 0), lastLookAt: now };
    }
    case 'unreachable':
      return { ...state, since: now, until: now + backOffMs, detail: cut(result.detail) };
  }
}

/** Another look at the wish of a person, or after the platform was asked again. */
export function lookAgain(state: StateOf<'unclear' | 'unknown'>, now: number): StateOf<'unknown'> {
  const { startedAt, firstAttemptAt, sent, detail } = state;
  // `tries` at its top: a person asked for a look, not for a repeat.
  return { kind: 'unknown', sent, startedAt, firstAttemptAt, tries: Number.MAX_SAFE_INTEGER, looks: 0, since: now, until: now, detail };
}

export function becameUnclear(state: StateOf<'unknown' | 'permitted'>, reason: 'noAnswer' | 'partial', now: number): StateOf<'unclear'> {
  const startedAt = state.kind === 'unknown' ? state.startedAt : (state.firstAttemptAt ?? now);
  const seen = state.kind === 'unknown' && state.lastLookAt !== undefined ? { lastLookAt: state.lastLookAt } : {};
  return {
    kind: 'unclear',
    sent: state.sent,
    since: now,
    startedAt,
    firstAttemptAt: state.firstAttemptAt ?? startedAt,
    reason: state.sent.length > 0 ? 'partial' : reason,
    detail: state.kind === 'unknown' ? state.detail : '',
    ...seen,
  };
}

export type ServerWord = 'unknown' | 'scheduled' | 'permitted' | 'delivered' | 'failed' | 'unconfirmed' | 'discarded';

/** What the server knows of the reply (an echo, another desk, a person) may settle it. Gives the same state where it does not. `sendAt` where it waits for its time. */
export function serverSaid(state: OutboxState, word: ServerWord, now: number, sendAt?: number): OutboxState {
  if (state.kind === 'delivered') return state;
  if (word === 'delivered') return { kind: 'delivered', by: 'server', sent: 'sent' in state ? state.sent : [], at: now };
  if (word === 'discarded' && (state.kind === 'unclear' || state.kind === 'unknown'))
    return { kind: 'discarded', at: now, permitted: false };
  if (state.kind === 'unknown' && state.salvaged === true && word === 'unknown') return queuedNow(now);
  if (state.kind === 'scheduled') return scheduledElsewhere(state, word, now);
  // The server's `failed` is somebody's certainty that nothing went. A copy that lost its notes has nothing to set against it, and there may be no person to ask.
  if (word === 'failed' && isTakenOver(state))
    return { kind: 'becameDraft', code: 'REPLICA_DAMAGED', detail: 'it was not sent; the copy that knew so was damaged', at: now, permitted: false };
  // Nobody has had leave yet, so nothing can have gone: it waits for its time again. Who sends it is the server's word.
  if (word === 'scheduled' && isTakenOver(state)) return { kind: 'scheduled', sendAt: sendAt ?? now, executor: 'headless', since: now };
  const neverLeft = state.kind === 'permitted' && state.sent.length === 0 && state.tries === 0;
  // The server has given this permit up. Nothing has left the desk, so it can say so and keep the text.
  if (neverLeft && word !== 'permitted')
    return { kind: 'becameDraft', code: 'LEASE_LOST', detail: `permit ${word}`, at: now, permitted: true };
  return state;
}

/** Out of a damaged copy, without a note of any attempt. */
function isTakenOver(state: OutboxState): boolean {
  return (state.kind === 'unknown' || state.kind === 'unclear') && state.firstAttemptAt === 0 && state.sent.length === 0;
}

/** A reply another desk sends, or one that was called off: this desk has sent nothing of it. */
function scheduledElsewhere(state: StateOf<'scheduled'>, word: ServerWord, now: number): OutboxState {
  if (word === 'discarded') return { kind: 'discarded', at: now, permitted: false };
  if (word === 'failed') return { kind: 'becameDraft', code: 'LEASE_LOST', detail: 'the desk that was to send it could not', at: now, permitted: false };
  if (word === 'unconfirmed' && state.executor === 'headless')
    return { kind: 'unclear', sent: [], since: now, startedAt: state.sendAt, firstAttemptAt: state.sendAt, reason: 'noAnswer', detail: 'sent by another desk', reportNo: 0 };
  return state;
}

/** What the server is to be told of a state, or undefined where nothing is. The form of `reply.report`. */
export function reportOf(state: OutboxState): ReportedOutcome | undefined {
  switch (state.kind) {
    case 'delivered':
      if (state.by === 'server' || state.by === 'person' || state.sent.length === 0) return undefined;
      return {
        kind: 'delivered',
        by: state.by,
        remoteIds: state.sent.map((part) => part.remoteId),
        sentAt: state.sent.at(-1)?.sentAt ?? state.at,
      };
    case 'failed':
      return { kind: 'failed', failure: state.failure };
    case 'becameDraft':
      return state.permitted
        ? { kind: 'failed', failure: { code: state.code.slice(0, 64), detail: state.detail, retryable: false } }
        : undefined;
    case 'discarded':
      return state.permitted
        ? { kind: 'failed', failure: { code: state.calledOff === true ? 'CALLED_OFF' : 'TAKEN_BACK', detail: 'taken back before anything was sent', retryable: false } }
        : undefined;
    case 'unclear':
      return {
        kind: 'unconfirmed',
        reason: state.sent.length > 0 ? 'partial' : 'noResponse',
        ...(state.sent.length > 0 ? { remoteIds: state.sent.map((part) => part.remoteId) } : {}),
      };
    default:
      return undefined;
  }
}

/** Called off too late: another desk has leave, and the server's word settles it here. */
export function calledOffTooLate(sendAt: number, now: number): StateOf<'scheduled'> {
  return { kind: 'scheduled', sendAt, executor: 'headless', since: now };
}

export type ReportedOutcome =
  | { readonly kind: 'delivered'; readonly by: 'desk' | 'reconcile'; readonly remoteIds: string[]; readonly sentAt: number }
  | { readonly kind: 'failed'; readonly failure: ReplyFailure }
  | { readonly kind: 'unconfirmed'; readonly reason: 'noResponse' | 'partial'; readonly remoteIds?: string[] };

/** How a stored state is taken up when the desk starts: an attempt without an end is unknown, never queued. */
export function atStartUp(state: OutboxState, now: number): OutboxState {
  return state.kind === 'attempting' ? becameUnknown(state, 'the desk ended before the answer', now) : state;
}

/**
 * A state out of a damaged copy may be older than the truth, and an attempt may be missing: whatever is not final is unknown until the
 * server says that it never gave leave (then nothing can have gone) or the platform shows it. Reports are made anew.
 */
export function afterSalvage(state: OutboxState, now: number): OutboxState {
  if (isFinished(state) || state.kind === 'unclear') {
    const { reportNo, ...rest } = state as StateOf<'failed'>;
    return reportNo === 0 ? state : rest;
  }
  // Not due when this was written and not due now: nothing can have asked for leave. Should it have all the same, the server knows the reply.
  if (state.kind === 'scheduled' && state.sendAt > now) return state;
  return { ...takenOver('sent' in state ? state.sent : [], now), salvaged: true };
}

function takenOver(sent: SentParts, now: number): StateOf<'unknown'> {
  return {
    kind: 'unknown',
    sent,
    startedAt: 0,
    firstAttemptAt: 0,
    tries: Number.MAX_SAFE_INTEGER,
    looks: 0,
    since: now,
    until: now,
    detail: 'taken over from a damaged copy',
  };
}

function partSent(
  sent: SentParts,
  part: SentParts[number],
  parts: number,
  by: 'desk' | 'reconcile',
  now: number,
): StateOf<'delivered' | 'permitted'> {
  const all = [...sent, part];
  if (all.length >= parts) return { kind: 'delivered', by, sent: all, at: now };
  return { kind: 'permitted', sent: all, tries: 0, reason: 'none', since: now, until: now };
}

function failedFor(state: StateOf<'attempting'>, failure: ReplyFailure, now: number): StateOf<'failed' | 'unclear'> {
  // Some of it is out: not a failure that could simply be sent again.
  if (state.sent.length > 0)
    return {
      kind: 'unclear',
      sent: state.sent,
      since: now,
      startedAt: state.startedAt,
      firstAttemptAt: state.firstAttemptAt,
      reason: 'partial',
      detail: cut(`${failure.code}: ${failure.detail}`),
    };
  return { kind: 'failed', failure, at: now };
}

function stillUnknown(state: StateOf<'attempting'>, failure: ReplyFailure, now: number, waitMs: number): StateOf<'unknown'> {
  const unknown = becameUnknown(state, `${failure.code}: ${failure.detail}`, now);
  return {
    ...unknown,
    looks: 1,
    until: now + Math.min(MAX_WAIT_MS, waitMs),
    tries: failure.retryable ? state.tries : Number.MAX_SAFE_INTEGER,
  };
}
