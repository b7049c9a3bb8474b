// Found by the simulation (seed 4195, 4,000 steps): a damaged copy knew of the first part only; the desk found it on the platform and sent the second at once, which might have been out.
import { expect, test } from 'vitest';
import { afterSalvage, looked } from '../../shared/sync/outbox-results.ts';
import type { StateOf } from '../../shared/sync/outbox-state.ts';
import { nextStep, type OutboxFacts } from '../../shared/sync/outbox-step.ts';

const FACTS: OutboxFacts = { now: 1_000_000, caughtUp: true, mayDrain: true, lease: 'valid', accountStopped: false, credential: 'present', earlierOpen: false, connector: true, safeToRepeat: false, parts: 2 };

test('after a salvage the second part is looked for before anything is sent', () => {
  const salvaged = afterSalvage({ kind: 'attempting', sent: [], attemptId: 'a', startedAt: 500, firstAttemptAt: 500, tries: 1, doubtful: false }, 1_000);
  if (salvaged.kind !== 'unknown') throw new Error(salvaged.kind);
  const first = looked(salvaged, { kind: 'found', remoteId: 'p1', sentAt: 600 }, 2, 2_000, 0);
  expect(first).toMatchObject({ kind: 'unknown', sent: [{ remoteId: 'p1' }] });
  expect(nextStep(first, FACTS)).toEqual({ do: 'reconcile', part: 1 });
  if (first.kind !== 'unknown') return;
  let state = looked(first, { kind: 'notFound' }, 2, 3_000, 0);
  for (let look = 0; look < 20 && nextStep(state, { ...FACTS, now: 10_000_000 }).do === 'reconcile'; look += 1) {
    if (state.kind === 'unknown') state = looked(state, { kind: 'notFound' }, 2, 3_000, 0);
  }
  // Not found is no proof: a person decides.
  expect(nextStep(state, { ...FACTS, now: 10_000_000 })).toEqual({ do: 'unclear', reason: 'noAnswer' });
  expect(looked(first, { kind: 'found', remoteId: 'p2', sentAt: 700 }, 2, 2_000, 0)).toMatchObject({ kind: 'delivered', by: 'reconcile', sent: [{ remoteId: 'p1' }, { remoteId: 'p2' }] });
});

test('without a salvage the part after the one that was found goes at once', () => {
  const unknown: StateOf<'unknown'> = { kind: 'unknown', sent: [], startedAt: 500, firstAttemptAt: 500, tries: 1, looks: 0, since: 900, until: 900, detail: '' };
  const next = looked(unknown, { kind: 'found', remoteId: 'p1', sentAt: 600 }, 2, 2_000, 0);
  expect(nextStep(next, FACTS)).toEqual({ do: 'startAttempt', part: 1 });
});
