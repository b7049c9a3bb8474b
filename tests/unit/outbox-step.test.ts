import { describe, expect, test } from 'vitest';
import { MAX_LOOKS, MAX_TRIES, nextStep, type OutboxFacts } from '../../shared/sync/outbox-step.ts';
import { outboxStateSchema, type OutboxKind, type OutboxState, type StateOf } from '../../shared/sync/outbox-state.ts';

const NOW = 1_000_000;
const due = { since: NOW - 1, until: NOW - 1 };
const later = { since: NOW - 1, until: NOW + 5_000 };
const READY: OutboxFacts = {
  now: NOW,
  caughtUp: true,
  mayDrain: true,
  lease: 'valid',
  accountStopped: false,
  credential: 'present',
  earlierOpen: false,
  connector: true,
  safeToRepeat: false,
  parts: 1,
};

const queued: StateOf<'queued'> = { kind: 'queued', reason: 'none', refusals: 0, ...due };
const permitted: StateOf<'permitted'> = { kind: 'permitted', sent: [], tries: 0, reason: 'none', ...due };
const unknown: StateOf<'unknown'> = { kind: 'unknown', sent: [], startedAt: 1, firstAttemptAt: 1, tries: 1, looks: 0, detail: '', ...due };
const EVERY: { readonly [K in OutboxKind]: StateOf<K> } = {
  scheduled: { kind: 'scheduled', since: NOW, sendAt: NOW + 3_600_000, executor: 'thisDesk' },
  undoable: { kind: 'undoable', since: NOW, undoUntil: NOW + 5_000 },
  queued,
  asking: { kind: 'asking', commandNo: 1, refusals: 0 },
  permitted,
  attempting: { kind: 'attempting', sent: [], attemptId: 'a', startedAt: 1, firstAttemptAt: 1, tries: 1, doubtful: false },
  unknown,
  unclear: { kind: 'unclear', sent: [], since: 1, firstAttemptAt: 1, startedAt: 1, reason: 'noAnswer', detail: '' },
  delivered: { kind: 'delivered', by: 'desk', sent: [{ remoteId: 'r', sentAt: 1 }], at: 1 },
  failed: { kind: 'failed', failure: { code: 'X', detail: '', retryable: false }, at: 1 },
  becameDraft: { kind: 'becameDraft', code: 'LEASE_LOST', detail: '', at: 1, permitted: true },
  discarded: { kind: 'discarded', at: 1, permitted: true },
};

/** Every combination of what the world may look like. */
function* worlds(): Generator<OutboxFacts> {
  for (const caughtUp of [true, false])
    for (const mayDrain of [true, false])
      for (const lease of ['valid', 'expired', 'lost'] as const)
        for (const accountStopped of [true, false])
          for (const credential of ['present', 'missing', 'rejected', 'checking'] as const)
            for (const earlierOpen of [true, false])
              for (const connector of [true, false])
                for (const safeToRepeat of [true, false])
                  for (const parts of [1, 2])
                    yield { now: NOW, caughtUp, mayDrain, lease, accountStopped, credential, earlierOpen, connector, safeToRepeat, parts };
}

function* states(): Generator<OutboxState> {
  yield* Object.values(EVERY);
  for (const wait of [due, later])
    for (const sent of [[], [{ remoteId: 'r', sentAt: 1 }]])
      for (const tries of [0, 1, MAX_TRIES]) {
        yield { ...permitted, ...wait, sent, tries };
        for (const looks of [0, 1, MAX_LOOKS]) yield { ...unknown, ...wait, sent, tries, looks };
      }
}

describe('in every state and every world', () => {
  const cases = [...states()].flatMap((state) => [...worlds()].map((facts) => ({ state, facts, action: nextStep(state, facts) })));
  type Case = (typeof cases)[number];
  /** The cases that break a rule: one comparison, as there are tens of thousands of them. */
  const breaking = (concerned: (c: Case) => boolean, holds: (c: Case) => boolean): Case[] => {
    const found = cases.filter(concerned);
    expect(found.length).toBeGreaterThan(0);
    return found.filter((c) => !holds(c)).slice(0, 3);
  };

  test('there is a step, and every state is one the disk can hold', () => {
    expect(cases.length).toBeGreaterThan(10_000);
    for (const state of states()) expect(outboxStateSchema.parse(state)).toEqual(state);
    expect(
      breaking(
        () => true,
        ({ action }) => typeof action.do === 'string',
      ),
    ).toEqual([]);
  });

  test('O3 nothing leaves without a valid lease, a running account, a credential and a connector', () => {
    const ready = ({ facts }: Case): boolean =>
      facts.lease === 'valid' && !facts.accountStopped && facts.credential === 'present' && facts.connector;
    expect(
      breaking(
        ({ action }) => action.do === 'startAttempt',
        (c) => ready(c) && (c.state.kind === 'permitted' || c.state.kind === 'unknown'),
      ),
    ).toEqual([]);
  });

  test('O4 a doubtful attempt is repeated only where the platform makes it safe, and only after a look', () => {
    expect(
      breaking(
        ({ state, action }) => state.kind === 'unknown' && action.do === 'startAttempt',
        ({ state, facts }) => facts.safeToRepeat && state.kind === 'unknown' && state.looks > 0,
      ),
    ).toEqual([]);
  });

  test('O5 leave to send is asked for only once caught up, the unknown looked for, and in order', () => {
    expect(
      breaking(
        ({ action }) => action.do === 'requestPermit',
        ({ facts }) => facts.caughtUp && facts.mayDrain && !facts.earlierOpen && !facts.accountStopped,
      ),
    ).toEqual([]);
  });

  test('a reconnect looks for the unknown before anything new goes', () => {
    expect(
      breaking(
        ({ state, facts }) => state.kind === 'permitted' && facts.caughtUp && !facts.mayDrain,
        ({ action }) => action.do !== 'startAttempt',
      ),
    ).toEqual([]);
  });

  test('O6 what has begun never becomes a draft, and what is partly out is never called failed', () => {
    const back = new Set(['becomeDraft', 'fail', 'queue', 'requestPermit']);
    expect(
      breaking(
        ({ state }) => state.kind === 'unknown' || state.kind === 'attempting' || state.kind === 'unclear',
        ({ action }) => !back.has(action.do),
      ),
    ).toEqual([]);
    expect(
      breaking(
        ({ state }) => 'sent' in state && state.sent.length > 0,
        ({ action }) => !back.has(action.do),
      ),
    ).toEqual([]);
  });

  test('an end is an end: only the report is left', () => {
    expect(
      breaking(
        ({ state }) => ['delivered', 'failed', 'becameDraft', 'discarded'].includes(state.kind),
        ({ action }) => action.do === 'report' || action.do === 'nothing',
      ),
    ).toEqual([]);
  });
});

describe('step by step', () => {
  test('undo first, then queue', () => {
    expect(nextStep(EVERY.undoable, READY)).toEqual({ do: 'wait', reason: 'undo', until: NOW + 5_000 });
    expect(nextStep(EVERY.undoable, { ...READY, now: NOW + 5_000 })).toEqual({ do: 'queue' });
  });

  test('O10 a clock set back does not stretch a wait', () => {
    expect(nextStep({ ...queued, ...later }, { ...READY, now: NOW - 3_600_000 })).toEqual({ do: 'requestPermit' });
    expect(nextStep(EVERY.undoable, { ...READY, now: NOW - 3_600_000 })).toEqual({ do: 'queue' });
  });

  test('within a valid lease it goes although the link is down; without one it waits for the link', () => {
    const cut = { ...READY, caughtUp: false, mayDrain: false };
    expect(nextStep(permitted, cut)).toEqual({ do: 'startAttempt', part: 0 });
    expect(nextStep(permitted, { ...cut, lease: 'expired' })).toEqual({ do: 'wait', reason: 'offline' });
    expect(nextStep(permitted, { ...READY, lease: 'expired' })).toEqual({ do: 'renewLease' });
  });

  test('the lease is lost: a draft before the first part, unclear after it', () => {
    expect(nextStep(permitted, { ...READY, lease: 'lost' })).toEqual({ do: 'becomeDraft', code: 'LEASE_LOST' });
    expect(nextStep({ ...permitted, sent: [{ remoteId: 'r', sentAt: 1 }] }, { ...READY, parts: 2, lease: 'lost' })).toEqual({
      do: 'unclear',
      reason: 'partial',
    });
  });

  test('looked for often enough and never found: a person decides, not found is no proof', () => {
    expect(nextStep({ ...unknown, looks: MAX_LOOKS }, READY)).toEqual({ do: 'unclear', reason: 'noAnswer' });
    expect(nextStep({ ...unknown, looks: MAX_LOOKS - 1 }, READY)).toEqual({ do: 'reconcile', part: 0 });
  });

  test('the second part follows the first', () => {
    expect(nextStep({ ...permitted, sent: [{ remoteId: 'r', sentAt: 1 }] }, { ...READY, parts: 2 })).toEqual({
      do: 'startAttempt',
      part: 1,
    });
  });
});
