import { describe, expect, test } from 'vitest';
import { LeaseBook } from '../../shared/sync/lease-book.ts';
import { afterSalvage, atStartUp, attemptEnded, attemptStarted, becameUnclear, lookAgain, looked, permitGranted, permitRefused, queuedNow, reportOf, serverSaid } from '../../shared/sync/outbox-results.ts';
import type { OutboxState, StateOf } from '../../shared/sync/outbox-state.ts';
import { MAX_LOOKS, MAX_TRIES, nextStep, type OutboxFacts } from '../../shared/sync/outbox-step.ts';

// The desk's side of SENDING: what is to be done with one reply, and what each event in the world makes of it. Pure.

const NOW = 1_000_000;
const well: OutboxFacts = { now: NOW, caughtUp: true, mayDrain: true, lease: 'valid', accountStopped: false, credential: 'present', earlierOpen: false, connector: true, safeToRepeat: true, parts: 1 };
const queued = queuedNow(NOW - 1);
const permitted = permitGranted(NOW - 1);
const attempting = attemptStarted(permitted, 'a1', NOW - 1);
const unknown = attemptEnded(attempting, { kind: 'unknown', detail: 'no answer' }, 1, NOW - 1, 1_000) as StateOf<'unknown'>;
const delivered = attemptEnded(attempting, { kind: 'delivered', remoteId: 'x', sentAt: NOW }, 1, NOW, 0);
const retryable = { code: 'PLATFORM_UNREACHABLE', detail: '', retryable: true };
const refused = { code: 'PLATFORM_REFUSED', detail: 'no', retryable: false };
const step = (state: OutboxState, more: Partial<OutboxFacts> = {}): unknown => nextStep(state, { ...well, ...more });

describe('what to do now', () => {
  test('DESK-1 an attempt without an outcome is unknown at start-up, never queued', () => {
    expect(atStartUp(attempting, NOW)).toMatchObject({ kind: 'unknown', looks: 0 });
    for (const state of [queued, permitted, unknown, delivered]) expect(atStartUp(state, NOW)).toBe(state);
  });

  test('DESK-2 an unknown reply is looked for first, even where a repeat is safe', () => {
    expect(step(unknown)).toEqual({ do: 'reconcile', part: 0 });
  });

  test('DESK-2 not found: repeated only with a key that makes it safe, a valid lease and no stop; else looked for again, then a person', () => {
    const once = looked(unknown, { kind: 'notFound' }, 1, NOW - 5_000, 0);
    expect(step(once)).toEqual({ do: 'startAttempt', part: 0 });
    expect(step(once, { safeToRepeat: false })).toEqual({ do: 'reconcile', part: 0 });
    expect(step(once, { accountStopped: true })).toEqual({ do: 'reconcile', part: 0 });
    expect(step(once, { lease: 'lost' })).toEqual({ do: 'reconcile', part: 0 });
    expect(step(once, { lease: 'expired' })).toEqual({ do: 'renewLease' });
    let state: OutboxState = unknown;
    for (let i = 0; i < MAX_LOOKS; i += 1) state = looked(state as StateOf<'unknown'>, { kind: 'notFound' }, 1, NOW - 100_000, 0);
    expect(step(state, { safeToRepeat: false })).toEqual({ do: 'unclear', reason: 'noAnswer' });
    expect(step({ ...(state as StateOf<'unknown'>), tries: MAX_TRIES })).toEqual({ do: 'unclear', reason: 'noAnswer' });
  });

  test('DESK-2 looks come later and later, and an unreachable platform is not a look', () => {
    const once = looked(unknown, { kind: 'notFound' }, 1, NOW, 0) as StateOf<'unknown'>;
    expect(step(once)).toEqual({ do: 'wait', reason: 'looking', until: NOW + 2_000 });
    expect(looked(once, { kind: 'unreachable', detail: 'x' }, 1, NOW, 9_000)).toMatchObject({ looks: 1, until: NOW + 9_000 });
    expect(looked(once, { kind: 'found', remoteId: 'x', sentAt: NOW }, 1, NOW, 0)).toMatchObject({ kind: 'delivered', by: 'reconcile' });
  });

  test('DESK-2 a refused repeat proves nothing about the attempt before it', () => {
    const again = attemptStarted({ ...unknown, looks: 1 }, 'a2', NOW);
    expect(attemptEnded(again, { kind: 'failed', failure: refused }, 1, NOW, 0)).toMatchObject({ kind: 'unknown', looks: 1 });
    expect(attemptEnded(attempting, { kind: 'failed', failure: refused }, 1, NOW, 0)).toMatchObject({ kind: 'failed' });
  });

  test('DESK-3 a lost lease makes a draft while nothing is out, and asks a person when a part is', () => {
    expect(step(permitted, { lease: 'lost' })).toEqual({ do: 'becomeDraft', code: 'LEASE_LOST' });
    const half: OutboxState = { ...permitted, sent: [{ remoteId: 'p1', sentAt: NOW }] };
    expect(step(half, { lease: 'lost', parts: 2 })).toEqual({ do: 'unclear', reason: 'partial' });
  });

  test('DESK-4 nothing new goes out before the desk has caught up and looked for its own unknowns', () => {
    expect(step(queued, { caughtUp: false })).toEqual({ do: 'wait', reason: 'offline' });
    expect(step(queued, { mayDrain: false })).toEqual({ do: 'wait', reason: 'offline' });
    expect(step(permitted, { mayDrain: false })).toEqual({ do: 'wait', reason: 'offline' });
    expect(step(queued)).toEqual({ do: 'requestPermit' });
    expect(step(queued, { earlierOpen: true })).toEqual({ do: 'wait', reason: 'previousReply' });
  });

  test('DESK-4 without a way to send no permit is asked for: it would lock the turn for nothing', () => {
    for (const more of [{ credential: 'missing' }, { credential: 'rejected' }, { connector: false }] as const) expect(step(queued, more)).toEqual({ do: 'wait', reason: 'credential' });
    expect(step(queued, { accountStopped: true })).toEqual({ do: 'wait', reason: 'stopped' });
  });

  test('DESK-4 within a valid lease a permitted reply goes although the link is down; without one it waits', () => {
    expect(step(permitted, { caughtUp: false })).toEqual({ do: 'startAttempt', part: 0 });
    expect(step(permitted, { caughtUp: false, lease: 'expired' })).toEqual({ do: 'wait', reason: 'offline' });
    expect(step(permitted, { lease: 'expired' })).toEqual({ do: 'renewLease' });
    expect(step(permitted, { accountStopped: true })).toEqual({ do: 'wait', reason: 'stopped' });
  });

  test('DESK-5 part two goes after part one is out, and a refusal after it is a matter for a person', () => {
    const half = attemptEnded(attempting, { kind: 'delivered', remoteId: 'p1', sentAt: NOW - 9 }, 2, NOW - 9, 0) as StateOf<'permitted'>;
    expect(half).toMatchObject({ kind: 'permitted', sent: [{ remoteId: 'p1' }], tries: 0 });
    expect(step(half, { parts: 2 })).toEqual({ do: 'startAttempt', part: 1 });
    const second = attemptStarted(half, 'a2', NOW);
    expect(attemptEnded(second, { kind: 'failed', failure: refused }, 2, NOW, 0)).toMatchObject({ kind: 'unclear', reason: 'partial' });
    expect(attemptEnded(second, { kind: 'delivered', remoteId: 'p2', sentAt: NOW }, 2, NOW, 0)).toMatchObject({ kind: 'delivered', sent: [{ remoteId: 'p1' }, { remoteId: 'p2' }] });
  });

  test('DESK-7 tries are counted: after the last one it fails, or asks a person when a part is out', () => {
    expect(step({ ...permitted, tries: MAX_TRIES })).toEqual({ do: 'fail', code: 'TRIES_EXHAUSTED' });
    expect(step({ ...permitted, tries: MAX_TRIES, sent: [{ remoteId: 'p1', sentAt: 1 }] }, { parts: 2 })).toEqual({ do: 'unclear', reason: 'partial' });
    expect(attemptEnded(attempting, { kind: 'failed', failure: retryable }, 1, NOW, 4_000)).toMatchObject({ kind: 'permitted', tries: 1, reason: 'backoff', until: NOW + 4_000 });
    expect(attemptEnded(attempting, { kind: 'failed', failure: retryable, retryAfterMs: 60_000 }, 1, NOW, 4_000)).toMatchObject({ reason: 'budget', until: NOW + 60_000 });
    expect(attemptEnded(attempting, { kind: 'failed', failure: refused, credentialRejected: true }, 1, NOW, 4_000)).toMatchObject({ kind: 'permitted', reason: 'credential' });
  });

  test('DESK-9 a clock that was set back does not stretch a wait', () => {
    const waiting: OutboxState = { ...queued, reason: 'budget', since: NOW, until: NOW + 60_000 };
    expect(step(waiting, { now: NOW + 1 })).toMatchObject({ do: 'wait', reason: 'budget' });
    expect(step(waiting, { now: NOW - 3_600_000 })).toEqual({ do: 'requestPermit' });
    expect(step({ kind: 'undoable', since: NOW, undoUntil: NOW + 8_000 }, { now: NOW + 1 })).toEqual({ do: 'wait', reason: 'undo', until: NOW + 8_000 });
    expect(step({ kind: 'undoable', since: NOW, undoUntil: NOW + 8_000 }, { now: NOW - 1 })).toEqual({ do: 'queue' });
  });
});

describe('what the server says', () => {
  test('DESK-7 a held-back permit is asked for again, a lost right makes a draft, a text at fault fails', () => {
    const said = (code: string, retryAfterMs?: number): OutboxState => permitRefused(0, { code, message: 'm', retryAfterMs }, NOW);
    expect(said('BUDGET_EXHAUSTED', 7_000)).toMatchObject({ kind: 'queued', reason: 'budget', until: NOW + 7_000 });
    for (const code of ['ACCOUNT_STOPPED', 'TURN_LOCKED', 'SERVER_RECOVERING', 'RATE_EXCEEDED', 'INTERNAL']) expect(said(code).kind, code).toBe('queued');
    for (const code of ['LEASE_LOST', 'TURN_ANSWERED', 'MESSAGE_DELETED', 'MESSAGE_EDITED', 'TEXT_STALE', 'WINDOW_CLOSED', 'SOME_FUTURE_CODE']) expect(said(code), code).toMatchObject({ kind: 'becameDraft', code, permitted: false });
    for (const code of ['NOT_ALLOWED', 'INPUT_INVALID', 'CHANNEL_UNKNOWN']) expect(said(code).kind, code).toBe('failed');
    expect(said('REPLY_KNOWN')).toMatchObject({ kind: 'unknown' });
  });

  test('DESK-8 what another desk, an echo or a person found out settles it; delivered is never unsaid', () => {
    expect(serverSaid(unknown, 'delivered', NOW)).toMatchObject({ kind: 'delivered', by: 'server' });
    expect(serverSaid(delivered, 'discarded', NOW)).toBe(delivered);
    const unclear = becameUnclear(unknown, 'noAnswer', NOW);
    expect(serverSaid(unclear, 'discarded', NOW)).toMatchObject({ kind: 'discarded' });
    // The server gave the permit up while nothing had left this desk: the text becomes a draft.
    expect(serverSaid(permitted, 'unconfirmed', NOW)).toMatchObject({ kind: 'becameDraft', permitted: true });
    expect(serverSaid({ ...permitted, tries: 1 }, 'unconfirmed', NOW)).toMatchObject({ kind: 'permitted' });
  });

  test('DESK-8 a row out of a damaged copy is unknown until the server says it never gave leave', () => {
    for (const state of [queued, permitted, attempting, unknown]) {
      const salvaged = afterSalvage(state, NOW);
      expect(salvaged).toMatchObject({ kind: 'unknown', salvaged: true });
      expect(serverSaid(salvaged, 'unknown', NOW).kind).toBe('queued');
      expect(serverSaid(salvaged, 'permitted', NOW).kind).toBe('unknown');
      expect(step(looked(salvaged as StateOf<'unknown'>, { kind: 'notFound' }, 1, NOW - 9_000, 0))).toEqual({ do: 'reconcile', part: 0 });
    }
    expect(afterSalvage(delivered, NOW).kind).toBe('delivered');
  });

  test('DESK-8 a person’s wish to look again repeats nothing', () => {
    const again = lookAgain(becameUnclear(unknown, 'noAnswer', NOW), NOW - 9_000);
    expect(step(again)).toEqual({ do: 'reconcile', part: 0 });
    expect(step(looked(again, { kind: 'notFound' }, 1, NOW - 9_000, 0))).toEqual({ do: 'reconcile', part: 0 });
  });

  test('DESK-10 every certain end is reported once, in the form the server takes', () => {
    expect(reportOf(delivered)).toMatchObject({ kind: 'delivered', remoteIds: ['x'] });
    expect(reportOf({ kind: 'failed', failure: refused, at: NOW })).toEqual({ kind: 'failed', failure: refused });
    expect(reportOf({ kind: 'becameDraft', code: 'LEASE_LOST', detail: '', at: NOW, permitted: true })).toMatchObject({ kind: 'failed', failure: { code: 'LEASE_LOST' } });
    expect(reportOf({ kind: 'becameDraft', code: 'LEASE_LOST', detail: '', at: NOW, permitted: false })).toBeUndefined();
    expect(reportOf(becameUnclear(unknown, 'noAnswer', NOW))).toEqual({ kind: 'unconfirmed', reason: 'noResponse' });
    expect(step(delivered)).toEqual({ do: 'report' });
    expect(step({ ...(delivered as StateOf<'delivered'>), reportNo: 4 })).toEqual({ do: 'nothing' });
  });
});

describe('leases on the desk', () => {
  const at = (now: number, steady = now): { now: number; steady: number } => ({ now, steady });
  const book = (): LeaseBook => {
    const b = new LeaseBook({ marginMs: 15_000 });
    b.renewed('c', 3, at(0), 120_000);
    return b;
  };

  test('DESK-6 a lease counts from the moment the request left, less the margin', () => {
    const b = book();
    expect(b.state('c', 3, at(104_999))).toBe('valid');
    expect(b.state('c', 3, at(105_000))).toBe('expired');
    expect(b.state('other', 1, at(105_000))).toBe('expired');
  });

  test('DESK-6 the clock that says more has passed is the one that counts', () => {
    const asked = (now: number, steady: number): string => {
      const b = new LeaseBook({ marginMs: 0 });
      b.renewed('c', 1, at(0), 10_000);
      return b.state('c', 1, at(now, steady));
    };
    expect(asked(9_999, 9_999)).toBe('valid');
    expect(asked(6_000, 10_000), 'the wall clock was set back').toBe('expired');
    expect(asked(10_000, 6_000), 'the steady clock stood still while the machine slept').toBe('expired');
  });

  test('DESK-6 after sleep or a set clock every lease is void until renewed', () => {
    const b = book();
    b.notice(at(1_000));
    expect(b.notice(at(30_000, 2_000))).toBe(true);
    expect(b.state('c', 3, at(30_001, 2_001))).toBe('expired');
    b.renewed('c', 3, at(30_002, 2_002), 120_000);
    expect(b.state('c', 3, at(30_003, 2_003))).toBe('valid');
  });

  test('DESK-6 another epoch, or the server’s word, loses it for good', () => {
    const b = book();
    expect(b.state('c', 2, at(1))).toBe('lost');
    expect(b.state('c', 4, at(1))).toBe('expired');
    b.lost('c', 3);
    expect(b.state('c', 3, at(1))).toBe('lost');
    b.renewed('c', 4, at(1), 120_000);
    expect(b.state('c', 4, at(2))).toBe('valid');
    expect(b.state('c', 3, at(2))).toBe('lost');
  });
});
