import { describe, expect, test } from 'vitest';
import {
  afterSalvage,
  atStartUp,
  attemptEnded,
  attemptStarted,
  becameUnclear,
  lookAgain,
  looked,
  permitGranted,
  permitRefused,
  reportOf,
  serverSaid,
} from '../../shared/sync/outbox-results.ts';
import { outboxStateSchema, type OutboxState, type StateOf } from '../../shared/sync/outbox-state.ts';
import { ERROR_CATALOGUE } from '../../shared/util/error-catalogue.ts';

const NOW = 5_000_000;
const attempting = (more: Partial<StateOf<'attempting'>> = {}): StateOf<'attempting'> => ({
  ...attemptStarted(permitGranted(NOW), 'a1', NOW),
  ...more,
});
const refusedForGood = { kind: 'failed' as const, failure: { code: 'PLATFORM_REFUSED', detail: 'no', retryable: false } };
const unknownOf = (state = attempting()): StateOf<'unknown'> =>
  attemptEnded(state, { kind: 'unknown', detail: 'cut' }, 1, NOW, 1_000) as StateOf<'unknown'>;

describe('O7 permit refusals', () => {
  test.each(['LEASE_LOST', 'TURN_ANSWERED', 'MESSAGE_DELETED', 'MESSAGE_EDITED', 'TEXT_STALE', 'WINDOW_CLOSED'])(
    '%s makes a draft and is in the catalogue',
    (code) => {
      expect(permitRefused(0, { code, message: 'm' }, NOW)).toMatchObject({ kind: 'becameDraft', code, permitted: false });
      expect(ERROR_CATALOGUE).toHaveProperty(code);
    },
  );
  test('a code this build does not know makes a draft too: kept, never sent by itself', () => {
    expect(permitRefused(0, { code: 'FROM_THE_FUTURE', message: 'm' }, NOW).kind).toBe('becameDraft');
  });
  test.each([
    ['BUDGET_EXHAUSTED', 'budget'],
    ['ACCOUNT_STOPPED', 'stopped'],
    ['TURN_LOCKED', 'locked'],
  ])('%s holds it back for the time the server names', (code, reason) => {
    expect(permitRefused(1, { code, message: 'm', retryAfterMs: 700 }, NOW)).toEqual({
      kind: 'queued',
      reason,
      since: NOW,
      until: NOW + 700,
      refusals: 2,
    });
  });
  test('NOT_ALLOWED fails', () => expect(permitRefused(0, { code: 'NOT_ALLOWED', message: 'm' }, NOW)).toMatchObject({ kind: 'failed' }));
  test('permitted to an earlier copy of this desk: it may have gone from there, so it is looked for', () => {
    expect(permitRefused(0, { code: 'REPLY_KNOWN', message: 'm' }, NOW)).toMatchObject({ kind: 'unknown', firstAttemptAt: 0 });
  });
});

describe('attempts', () => {
  test('delivered', () =>
    expect(attemptEnded(attempting(), { kind: 'delivered', remoteId: 'r', sentAt: 1 }, 1, NOW, 0)).toMatchObject({
      kind: 'delivered',
      by: 'desk',
      sent: [{ remoteId: 'r' }],
    }));
  test('the first of two parts leaves leave for the second', () =>
    expect(attemptEnded(attempting(), { kind: 'delivered', remoteId: 'r', sentAt: 1 }, 2, NOW, 0)).toMatchObject({
      kind: 'permitted',
      sent: [{ remoteId: 'r' }],
      tries: 0,
    }));
  test('refused for good', () => expect(attemptEnded(attempting(), refusedForGood, 1, NOW, 0)).toMatchObject({ kind: 'failed' }));
  test('refused for good after a part is out: unclear, never failed', () =>
    expect(attemptEnded(attempting({ sent: [{ remoteId: 'r', sentAt: 1 }] }), refusedForGood, 2, NOW, 0)).toMatchObject({
      kind: 'unclear',
      reason: 'partial',
    }));
  test('certain and worth another try: waits as the platform says', () =>
    expect(
      attemptEnded(attempting(), { kind: 'failed', failure: { code: 'R', detail: '', retryable: true }, retryAfterMs: 900 }, 1, NOW, 1),
    ).toMatchObject({ kind: 'permitted', reason: 'budget', until: NOW + 900, tries: 1 }));
  test('a repeat refused for good proves nothing about the attempt before it', () => {
    const repeat = attemptStarted(unknownOf(), 'a2', NOW);
    expect(repeat.doubtful).toBe(true);
    expect(attemptEnded(repeat, refusedForGood, 1, NOW, 0)).toMatchObject({ kind: 'unknown', firstAttemptAt: NOW });
    expect(attemptEnded(repeat, { kind: 'failed', failure: { code: '429', detail: '', retryable: true } }, 1, NOW, 50)).toMatchObject({
      kind: 'unknown',
    });
  });
  test('a repeat keeps the time of the first attempt: the key lives from there', () => {
    expect(attemptStarted(unknownOf(), 'a2', NOW + 60_000).firstAttemptAt).toBe(NOW);
  });
});

describe('O4 looks', () => {
  test('found', () =>
    expect(looked(unknownOf(), { kind: 'found', remoteId: 'r', sentAt: 1 }, 1, NOW, 0)).toMatchObject({
      kind: 'delivered',
      by: 'reconcile',
    }));
  test('not found counts as one look and waits longer each time', () => {
    let state: OutboxState = unknownOf();
    const waits: number[] = [];
    for (let look = 0; look < 4; look += 1) {
      state = looked(state as StateOf<'unknown'>, { kind: 'notFound' }, 1, NOW, 0);
      waits.push((state as StateOf<'unknown'>).until - NOW);
    }
    expect(waits).toEqual([2_000, 5_000, 15_000, 45_000]);
  });
  test('unreachable is no look', () =>
    expect(looked(unknownOf(), { kind: 'unreachable', detail: 'x' }, 1, NOW, 800)).toMatchObject({ looks: 0, until: NOW + 800 }));
  test('another look at the wish of a person never repeats the send', () =>
    expect(lookAgain(becameUnclear(unknownOf(), 'noAnswer', NOW), NOW).tries).toBeGreaterThan(1_000));
});

describe('O8 what the server knows', () => {
  test.each(['unknown', 'unclear', 'permitted', 'attempting', 'queued'] as const)('delivered overrules %s', (kind) => {
    const state = {
      unknown: unknownOf(),
      unclear: becameUnclear(unknownOf(), 'noAnswer', NOW),
      permitted: permitGranted(NOW),
      attempting: attempting(),
      queued: { kind: 'queued', reason: 'none', since: 1, until: 1, refusals: 0 },
    }[kind] as OutboxState;
    expect(serverSaid(state, 'delivered', NOW).kind).toBe('delivered');
  });
  test('a permit the server gave up before anything left: a draft, and the server hears that it did not go', () => {
    const next = serverSaid(permitGranted(NOW), 'unconfirmed', NOW);
    expect(next).toMatchObject({ kind: 'becameDraft', permitted: true });
    expect(reportOf(next)).toMatchObject({ kind: 'failed' });
  });
  test('an attempt under way is not stopped by a rumour', () => expect(serverSaid(attempting(), 'unconfirmed', NOW)).toEqual(attempting()));
});

describe('O9 start-up and salvage', () => {
  test('an attempt without an end is unknown, never queued', () =>
    expect(atStartUp(attempting(), NOW)).toMatchObject({ kind: 'unknown', looks: 0 }));
  test.each(['queued', 'permitted', 'attempting'] as const)(
    '%s out of a damaged copy may be older than the truth: unknown, and never repeated by itself',
    (kind) => {
      const state = {
        queued: { kind: 'queued', reason: 'none', since: 1, until: 1, refusals: 0 },
        permitted: permitGranted(1),
        attempting: attempting(),
      }[kind] as OutboxState;
      const taken = afterSalvage(state, NOW);
      expect(taken).toMatchObject({ kind: 'unknown', salvaged: true, firstAttemptAt: 0 });
      // The server never gave leave: then nothing can have gone.
      expect(serverSaid(taken, 'unknown', NOW).kind).toBe('queued');
      expect(serverSaid(taken, 'permitted', NOW)).toBe(taken);
    },
  );
  test('reports are made anew under the new numbers', () =>
    expect(
      afterSalvage({ kind: 'delivered', by: 'desk', sent: [{ remoteId: 'r', sentAt: 1 }], at: 1, reportNo: 7 }, NOW),
    ).not.toHaveProperty('reportNo'));
});

test('every state that comes out can lie on disk', () => {
  const all: OutboxState[] = [
    permitGranted(NOW),
    attempting(),
    unknownOf(),
    becameUnclear(unknownOf(), 'noAnswer', NOW),
    afterSalvage(attempting(), NOW),
    lookAgain(unknownOf(), NOW),
    permitRefused(0, { code: 'X', message: 'x'.repeat(3_000) }, NOW),
  ];
  for (const state of all) expect(outboxStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
});
