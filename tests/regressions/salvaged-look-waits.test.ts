// Found by the simulation (seed 600066, 5,000 steps): a copy built anew looked for a reply before its threads were here again, and took the same words of the person's other desk for it.
import { expect, test } from 'vitest';
import { afterSalvage, becameUnclear, serverSaid } from '../../shared/sync/outbox-results.ts';
import type { OutboxState } from '../../shared/sync/outbox-state.ts';
import { nextStep, type OutboxFacts } from '../../shared/sync/outbox-step.ts';

const facts = (caughtUp: boolean): OutboxFacts => ({ now: 100, caughtUp, mayDrain: false, lease: 'lost', accountStopped: false, credential: 'present', earlierOpen: false, connector: true, safeToRepeat: false, parts: 1 });

test('a reply out of a damaged copy is looked for when the desk has caught up, not before', () => {
  const salvaged = afterSalvage({ kind: 'asking', commandNo: 1, refusals: 0 } as OutboxState, 50);
  expect(nextStep(salvaged, facts(false))).toEqual({ do: 'wait', reason: 'offline' });
  expect(nextStep(salvaged, facts(true))).toEqual({ do: 'reconcile', part: 0 });
  // The server never gave leave: it goes as if it were new.
  expect(serverSaid(salvaged, 'unknown', 60)).toMatchObject({ kind: 'queued' });
  // An attempt of this very copy has its threads, and is looked for at once.
  const { salvaged: _flag, ...own } = salvaged as Extract<OutboxState, { kind: 'unknown' }>;
  expect(nextStep(own, facts(false))).toEqual({ do: 'reconcile', part: 0 });
});

// Seed 700121: taken back before the damage, then in nobody's hands on a desk without a screen, and in the way of every later answer.
test('a reply the server knows to have failed does not stay unclear in a copy that lost its notes; one this copy tried does', () => {
  const taken = afterSalvage({ kind: 'permitted', sent: [], tries: 1, reason: 'none', since: 1, until: 1, firstAttemptAt: 1 }, 10);
  if (taken.kind !== 'unknown') throw new Error(taken.kind);
  const unclear = becameUnclear(taken, 'noAnswer', 20);
  for (const state of [taken, unclear]) expect(serverSaid(state, 'failed', 30)).toMatchObject({ kind: 'becameDraft', code: 'REPLICA_DAMAGED', permitted: false });
  const tried = { ...unclear, firstAttemptAt: 5, startedAt: 5 };
  expect(serverSaid(tried, 'failed', 30)).toBe(tried);
  const partly = { ...unclear, sent: [{ remoteId: 'p1', sentAt: 6 }] };
  expect(serverSaid(partly, 'failed', 30)).toBe(partly);
});
