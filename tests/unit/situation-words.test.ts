import { describe, expect, test } from 'vitest';
import { lastWords, promisedOtherwise } from '../../shared/domain/situation-words.ts';
import { situationSchema, type Situation, type SituationPromise } from '../../shared/domain/situation.ts';
import type { EntityReader } from '../../shared/domain/entity.ts';

const MINUTE = 60_000;
const OLD = 1_800_000_000_000;
const LATER = OLD + 60 * MINUTE;

type Promised = { dueAt: number; byAgentId: string; at: number };
const by = (dueAt: number, at = 100): Promised => ({ dueAt, byAgentId: 'ann', at });
const answer = (conversationId: string, version: number, untilAt: number | undefined, at: number): object => ({ conversationId, replyId: `r-${conversationId}-${at}`, version, at, ...(untilAt === undefined ? {} : { untilAt }) });

/** A situation that named these times one after the other, and what was promised where. */
function given(times: readonly (number | undefined)[], promised: Record<string, Promised[]>, more: { promises?: object[]; clusters?: Record<string, object>; erased?: string[] } = {}): { situation: Situation; state: EntityReader } {
  const history = times.map((untilAt, i) => ({ version: i + 1, status: 'fixing', byAgentId: 'lea', at: i, ...(untilAt === undefined ? {} : { untilAt }) }));
  const untilAt = times.at(-1);
  const situation = situationSchema.parse({ id: 's', title: 'Netz', region: 'Kiel', status: 'fixing', du: 'x', sie: 'x', version: times.length, state: 'open', clusterId: 'q', openedAt: 0, changedAt: 0, byAgentId: 'lea', promises: more.promises ?? [], history, ...(untilAt === undefined ? {} : { untilAt }) });
  const clusters = more.clusters ?? { q: { conversationIds: ['in'], offeredIds: ['offered'] } };
  const get = (noun: string, id: string): unknown => (noun === 'cluster' ? clusters[id] : noun === 'conversation' ? { id, promised: promised[id], ...(more.erased?.includes(id) === true ? { erasedAt: 1 } : {}) } : undefined);
  return { situation, state: { get } as EntityReader };
}
const owed = (of: ReturnType<typeof given>): string[] => promisedOtherwise(of.situation, of.state).map((one) => one.conversationId);

describe('who was promised what', () => {
  test('SITU-5 a member, an offer and whoever was answered with it before count; others do not, nor who was erased', () => {
    const promised = { in: [by(OLD)], offered: [by(OLD)], told: [by(OLD)], elsewhere: [by(OLD)] };
    // "told" heard of it when no time was known yet.
    const promises = [answer('told', 1, undefined, 50)];
    expect(owed(given([OLD, LATER], promised, { promises })).toSorted()).toEqual(['in', 'offered', 'told']);
    expect(owed(given([OLD], promised, { promises })), 'while the time holds, nobody').toEqual([]);
    expect(owed(given([OLD, LATER], promised, { promises, erased: ['in'] })).toSorted()).toEqual(['offered', 'told']);
    const into = { q: { conversationIds: [], offeredIds: [], mergedIntoId: 'q2' }, q2: { conversationIds: ['elsewhere'], offeredIds: [] } };
    expect(owed(given([OLD, LATER], promised, { clusters: into })), 'the cluster it went into').toEqual(['elsewhere']);
  });

  test('SITU-5 fewer than fifteen minutes apart is the same time, and the nearest of those it named', () => {
    const listed = (dueAt: number, ...times: number[]): boolean => owed(given(times, { in: [by(dueAt)] })).length === 1;
    expect([0, 14, -14, 15, -15].map((minutes) => listed(OLD + minutes * MINUTE, OLD, LATER))).toEqual([true, true, true, false, false]);
    expect([1, 9].map((minutes) => listed(OLD + minutes * MINUTE, OLD, OLD + 10 * MINUTE))).toEqual([true, false]);
    expect(listed(OLD, OLD, LATER, OLD), 'back to what was promised').toBe(false);
    expect(listed(OLD, OLD, LATER, LATER + 60 * MINUTE), 'a time it named before the last').toBe(true);
  });

  test('SITU-5 SITU-3 the last word counts, by hand or by an answer', () => {
    const words = (promised: Promised[], promises: object[] = []): readonly SituationPromise[] => {
      const { situation, state } = given([OLD, LATER], { in: promised }, { promises });
      return lastWords(situation, state);
    };
    expect(words([by(OLD, 100), by(LATER, 200)])).toMatchObject([{ version: 2, untilAt: LATER, at: 200, byHand: { dueAt: LATER } }]);
    expect(words([by(LATER, 100), by(OLD + MINUTE, 200)])).toMatchObject([{ version: 1, untilAt: OLD, byHand: { dueAt: OLD + MINUTE, byAgentId: 'ann' } }]);
    expect(words([by(OLD, 100)], [answer('in', 2, LATER, 200)])[0]).toMatchObject({ untilAt: LATER, replyId: 'r-in-200' });
    expect(words([by(OLD, 300)], [answer('in', 2, LATER, 200)])[0]).toMatchObject({ untilAt: OLD, byHand: { dueAt: OLD } });
    expect(words([by(OLD, 100), by(OLD + 5 * 24 * 60 * MINUTE, 200)]), 'a promise of something else changes nothing').toHaveLength(1);
  });
});
