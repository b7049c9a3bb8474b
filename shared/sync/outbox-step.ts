import { assertNever } from '../util/assert.ts';
import type { LeaseState } from './lease-book.ts';
import { isFinished, type HoldReason, type OutboxState } from './outbox-state.ts';

/** What the world looks like to one reply at one moment. */
export interface OutboxFacts {
  /** Wall clock, ms. */
  readonly now: number;
  /** Caught up with the server since the last connect: held list, purges, snapshots and tail are through. */
  readonly caughtUp: boolean;
  /** Own unknown replies have been looked for since the last connect: only then does anything new go out. */
  readonly mayDrain: boolean;
  readonly lease: LeaseState;
  readonly accountStopped: boolean;
  /** `checking`: the keychain has not answered yet. */
  readonly credential: 'present' | 'missing' | 'rejected' | 'checking';
  /** An earlier reply of the same conversation whose outcome is open: order is kept. */
  readonly earlierOpen: boolean;
  readonly connector: boolean;
  /** A repeat with the same platform key is known to have one effect, as of now. */
  readonly safeToRepeat: boolean;
  readonly parts: number;
  /** S2: whoever looks at it has decided; the server only has to be asked. */
  readonly approvalDecided?: boolean | undefined;
}

export type WaitReason = 'offline' | 'permit' | 'budget' | 'stopped' | 'backoff' | 'credential' | 'previousReply' | 'looking' | 'undo' | 'scheduled' | 'approval';

export type OutboxAction =
  | { readonly do: 'nothing' }
  /** `until` absent: until something changes. */
  | { readonly do: 'wait'; readonly reason: WaitReason; readonly until?: number | undefined }
  | { readonly do: 'queue' }
  | { readonly do: 'requestPermit' }
  | { readonly do: 'renewLease' }
  | { readonly do: 'startAttempt'; readonly part: number }
  | { readonly do: 'reconcile'; readonly part: number }
  /** Looked often enough, not found: not found is no proof, so a person decides. */
  | { readonly do: 'unclear'; readonly reason: 'noAnswer' | 'partial' }
  | { readonly do: 'becomeDraft'; readonly code: 'LEASE_LOST' }
  | { readonly do: 'fail'; readonly code: 'TRIES_EXHAUSTED' }
  | { readonly do: 'deliver' }
  | { readonly do: 'report' };

export const MAX_TRIES = 8;
/** What this desk takes for decided and the server does not is not asked about without end. */
const DECIDED_REST_MS = 2_000;
/** Looks before a person is asked: reads lag, so the last ones come late. */
export const MAX_LOOKS = 5;
export const LOOK_AFTER_MS: readonly number[] = [0, 2_000, 5_000, 15_000, 45_000];

/** What is to be done with a reply now. Pure; every state has its answer. */
export function nextStep(state: OutboxState, facts: OutboxFacts): OutboxAction {
  if (isFinished(state)) return finished(state, facts);
  switch (state.kind) {
    case 'undoable':
      return due(state.since, state.undoUntil, facts.now) ? { do: 'queue' } : { do: 'wait', reason: 'undo', until: state.undoUntil };
    case 'scheduled':
      if (state.executor === 'headless') return { do: 'wait', reason: 'scheduled' };
      // Never before its time: a clock that was set back only makes it later.
      return facts.now >= state.sendAt ? { do: 'queue' } : { do: 'wait', reason: 'scheduled', until: state.sendAt };
    case 'queued':
      if (facts.earlierOpen) return { do: 'wait', reason: 'previousReply' };
      if (!facts.caughtUp || !facts.mayDrain) return { do: 'wait', reason: 'offline' };
      if (facts.accountStopped) return { do: 'wait', reason: 'stopped' };
      // Without a way to send, a permit would lock the turn for nothing.
      if (!facts.connector || facts.credential !== 'present')
        return { do: 'wait', reason: facts.credential === 'checking' && facts.connector ? 'permit' : 'credential' };
      if (state.reason === 'approval' && facts.approvalDecided === true && (state.refusals === 0 || facts.now >= state.since + DECIDED_REST_MS)) return { do: 'requestPermit' };
      if (!due(state.since, state.until, facts.now)) return { do: 'wait', reason: reasonOf(state.reason), until: state.until };
      return { do: 'requestPermit' };
    case 'asking':
      return { do: 'wait', reason: facts.caughtUp ? 'permit' : 'offline' };
    case 'permitted':
      return permitted(state, facts);
    case 'attempting':
      return { do: 'nothing' };
    case 'unknown':
      return unknown(state, facts);
    case 'unclear':
      return state.reportNo === undefined ? { do: 'report' } : { do: 'nothing' };
    case 'delivered':
    case 'failed':
    case 'becameDraft':
    case 'discarded':
      return { do: 'nothing' };
    default:
      return assertNever(state);
  }
}

function permitted(state: Extract<OutboxState, { kind: 'permitted' }>, facts: OutboxFacts): OutboxAction {
  const part = state.sent.length;
  if (part >= facts.parts) return { do: 'deliver' };
  if (facts.lease === 'lost') return part > 0 ? { do: 'unclear', reason: 'partial' } : { do: 'becomeDraft', code: 'LEASE_LOST' };
  if (state.tries >= MAX_TRIES) return part > 0 ? { do: 'unclear', reason: 'partial' } : { do: 'fail', code: 'TRIES_EXHAUSTED' };
  if (facts.accountStopped) return { do: 'wait', reason: 'stopped' };
  if (!facts.connector || facts.credential !== 'present')
    return { do: 'wait', reason: facts.credential === 'checking' && facts.connector ? 'permit' : 'credential' };
  if (!due(state.since, state.until, facts.now)) return { do: 'wait', reason: reasonOf(state.reason), until: state.until };
  // Within a valid lease it may go although the link to the server is down: that is what a lease is for.
  if (facts.lease === 'valid') return facts.caughtUp && !facts.mayDrain ? { do: 'wait', reason: 'offline' } : { do: 'startAttempt', part };
  return facts.caughtUp ? { do: 'renewLease' } : { do: 'wait', reason: 'offline' };
}

function unknown(state: Extract<OutboxState, { kind: 'unknown' }>, facts: OutboxFacts): OutboxAction {
  const part = state.sent.length;
  if (!due(state.since, state.until, facts.now)) return { do: 'wait', reason: 'looking', until: state.until };
  if (!facts.connector || facts.credential !== 'present')
    return state.looks >= MAX_LOOKS ? { do: 'unclear', reason: 'noAnswer' } : { do: 'wait', reason: 'credential' };
  // Out of a damaged copy: until its thread is here again, another answer in the same words would be taken for it.
  if (state.salvaged === true && !facts.caughtUp) return { do: 'wait', reason: 'offline' };
  // Always look first: what is found need not be repeated.
  if (state.looks === 0) return { do: 'reconcile', part };
  const mayRepeat = facts.safeToRepeat && facts.lease === 'valid' && !facts.accountStopped && state.tries < MAX_TRIES;
  if (mayRepeat) return { do: 'startAttempt', part };
  if (facts.safeToRepeat && facts.lease === 'expired' && facts.caughtUp && state.looks < MAX_LOOKS) return { do: 'renewLease' };
  return state.looks >= MAX_LOOKS ? { do: 'unclear', reason: 'noAnswer' } : { do: 'reconcile', part };
}

function finished(state: OutboxState, facts: OutboxFacts): OutboxAction {
  void facts;
  switch (state.kind) {
    case 'delivered':
      return state.reportNo === undefined && (state.by === 'desk' || state.by === 'reconcile') ? { do: 'report' } : { do: 'nothing' };
    case 'failed':
      return state.reportNo === undefined ? { do: 'report' } : { do: 'nothing' };
    case 'becameDraft':
    case 'discarded':
      return state.permitted && state.reportNo === undefined ? { do: 'report' } : { do: 'nothing' };
    default:
      return { do: 'nothing' };
  }
}

/** A clock that was set back must not stretch a wait: before `since` counts as over. */
function due(since: number, until: number, now: number): boolean {
  return now >= until || now < since;
}

function reasonOf(reason: HoldReason): WaitReason {
  if (reason === 'none' || reason === 'backoff') return 'backoff';
  return reason === 'locked' ? 'previousReply' : reason;
}
