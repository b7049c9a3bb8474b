import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeEvent, readEvent, type CenterEvent, type NewEvent } from '../../shared/events/index.ts';
import { EntityMaps } from '../../shared/reducers/entity-maps.ts';
import { applyEvent } from '../../shared/reducers/index.ts';
import { CONVERSATIONS, DEEDS, ModelWalk, WALKERS, type WalkStep } from '../support/model-walk.ts';
import { START } from '../support/shared-center.ts';
import { storedEvents } from '../support/stored-events.ts';

// LEITSTAND_SEED repeats a run, LEITSTAND_RUNS makes it longer.
const SEED = Number(process.env['LEITSTAND_SEED'] ?? Math.floor(Math.random() * 1e9));
const RUNS = Number(process.env['LEITSTAND_RUNS'] ?? 300);

/** Outcomes that the histories of a run must have met. */
const TO_REACH: readonly string[] = ['permit ok', 'permit TURN_LOCKED', 'permit TURN_ANSWERED', 'permit MESSAGE_DELETED', 'permit LEASE_LOST', 'deliver ok', 'fail ok', 'discard ok', 'take ALREADY_TAKEN', 'close NEWER_MESSAGE', 'reopen ok', 'reassign REPLY_UNDER_WAY', 'schedule ok', 'schedule EXECUTOR_MISSING', 'executor ok', 'executor REPLY_NOT_OPEN', 'permit NOT_EXECUTOR', 'permit ACCOUNT_STOPPED', 'permit MESSAGE_EDITED'];

const action: fc.Arbitrary<WalkStep> = fc.record({
  do: fc.constantFrom(...DEEDS),
  conversation: fc.nat(CONVERSATIONS - 1),
  agent: fc.constantFrom(...WALKERS),
  other: fc.constantFrom(...WALKERS),
  stale: fc.nat(9),
  flag: fc.boolean(),
  secondDesk: fc.nat(7),
});

test(`OWN-1 OWN-2 OWN-3 OWN-8 SEND-3 SEND-4 SEND-5 SEND-10 SEND-12 SEND-20 SEND-21 ${RUNS} random histories agree with the reference model step by step (seed ${SEED})`, () => {
  const outcomes = new Map<string, number>();
  const history = fc.property(fc.array(action, { minLength: 1, maxLength: 80, size: 'max' }), (actions) => {
    const run = new ModelWalk();
    for (const a of actions) {
      run.step(a);
      run.check();
    }
    for (const [what, n] of run.outcomes) outcomes.set(what, (outcomes.get(what) ?? 0) + n);
  });
  // Histories that never get anywhere would prove nothing; what is rare may need a few more of them.
  const missing = (): string[] => TO_REACH.filter((what) => !outcomes.has(what));
  for (let more = 0; more === 0 || (missing().length > 0 && more < 8); more += 1) fc.assert(history, { seed: SEED + more, numRuns: RUNS });
  expect(missing(), 'never reached').toEqual([]);
}, 120_000);

test(`EVT-8 a log folded twice, and read back from its stored form, gives the same state (seed ${SEED})`, () => {
  fc.assert(
    fc.property(fc.array(action, { minLength: 1, maxLength: 60, size: 'max' }), (actions) => {
      const run = new ModelWalk();
      for (const a of actions) run.step(a);
      const live = JSON.stringify(run.center.state.dump());
      expect(fold(run.center.log)).toBe(live);
      const stored = JSON.parse(JSON.stringify(run.center.log)) as CenterEvent[];
      expect(fold(stored.map((raw) => must(readEvent(raw))))).toBe(live);
      // A copy taken in between and folded on stands where the whole fold does.
      const half = Math.floor(stored.length / 2);
      const store = new EntityMaps();
      for (const event of stored.slice(0, half)) applyEvent(store, event, store.all('agent').keys());
      const copy = new EntityMaps();
      copy.load(JSON.parse(JSON.stringify(store.dump())) as ReturnType<EntityMaps['dump']>);
      for (const event of stored.slice(half)) applyEvent(copy, event, copy.all('agent').keys());
      expect(JSON.stringify(copy.dump())).toBe(live);
    }),
    { seed: SEED, numRuns: Math.ceil(RUNS / 4) },
  );
}, 120_000);

test(`EVT-8 OWN-2 even events in no sensible order fold without a throw, alike each time, and no epoch falls (seed ${SEED})`, () => {
  const kinds = storedEvents().map((s) => s.event);
  const swap = fc.record({ which: fc.nat(kinds.length - 1), epoch: fc.integer({ min: 1, max: 6 }), suffix: fc.nat(1) });
  fc.assert(
    fc.property(fc.array(swap, { minLength: 1, maxLength: 150, size: 'max' }), (picks) => {
      const events = picks.map(({ which, epoch, suffix }, i) => {
        const of = kinds[which] as CenterEvent;
        const data = JSON.parse(JSON.stringify(of.data).replaceAll('-1"', `-${suffix}"`)) as Record<string, unknown>;
        return placeEvent({ type: of.type, data: 'epoch' in data ? { ...data, epoch } : data } as NewEvent, { seq: i + 1, at: START + i, actor: 'x' });
      });
      const store = new EntityMaps();
      const epochs = new Map<string, number>();
      for (const event of events) {
        const frozen = deepFreeze(store);
        applyEvent(store, event, store.all('agent').keys());
        for (const [id, conversation] of frozen.all('conversation')) {
          expect(conversation.epoch).toBeGreaterThanOrEqual(epochs.get(id) ?? 0);
          epochs.set(id, conversation.epoch);
        }
      }
      expect(fold(events)).toBe(JSON.stringify(store.dump()));
    }),
    { seed: SEED, numRuns: RUNS },
  );
}, 120_000);

function fold(events: readonly CenterEvent[]): string {
  const store = new EntityMaps();
  for (const event of events) applyEvent(store, event, store.all('agent').keys());
  return JSON.stringify(store.dump());
}

function must(read: ReturnType<typeof readEvent>): CenterEvent {
  if (read.kind !== 'event') throw new Error(read.kind);
  return read.event;
}

/** A reducer that changes its input in place now throws. */
function deepFreeze(store: EntityMaps): EntityMaps {
  const freeze = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  };
  for (const pairs of Object.values(store.dump())) for (const [, value] of pairs) freeze(value);
  return store;
}
