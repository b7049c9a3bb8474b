import type { Cluster } from './cluster.ts';
import type { EntityReader } from './entity.ts';
import type { Situation, SituationPromise } from './situation.ts';

// SITU-3, SITU-5: who was promised what. Answers that name the situation stand in its promises; what somebody promised in words of their own (D7) stands on the conversation.

/** Between writing and sending some minutes may pass, and "in zwei Stunden" moves with them: promises so near each other name the same time. */
export const SAME_TIME_MS = 15 * 60_000;
/** Clusters that went into another one, one after the other. */
const MERGED_MOST = 20;

type Told = Pick<Situation, 'clusterId' | 'promises' | 'history'>;

/** The last word each conversation was given of this situation, oldest first. Pure: it follows from what stands in the log. */
export function lastWords(situation: Told, state: EntityReader): readonly SituationPromise[] {
  const last = new Map<string, SituationPromise>();
  const note = (promise: SituationPromise): void => {
    const before = last.get(promise.conversationId);
    if (before === undefined || before.at <= promise.at) last.set(promise.conversationId, promise);
  };
  for (const promise of situation.promises) note(promise);
  if (situation.history.every((one) => one.untilAt === undefined)) return [...last.values()];
  for (const conversationId of new Set([...last.keys(), ...askedOf(situation, state)])) for (const promise of byHand(situation, conversationId, state)) note(promise);
  return [...last.values()].toSorted((a, b) => a.at - b.at);
}

/** Those whose last word of it named another time than the one that holds now. */
export function promisedOtherwise(situation: Told & Pick<Situation, 'untilAt'>, state: EntityReader): readonly SituationPromise[] {
  return lastWords(situation, state).filter((promise) => promise.untilAt !== undefined && promise.untilAt !== situation.untilAt);
}

/** Whether this conversation is one of those whose words count: it was told, or asks in the cluster of it. */
export function isConcerned(situation: Told, conversationId: string, state: EntityReader): boolean {
  return situation.promises.some((promise) => promise.conversationId === conversationId) || askedOf(situation, state).includes(conversationId);
}

/** The cluster it was opened from, or the one that went into. */
export function clusterOfSituation({ clusterId }: Pick<Situation, 'clusterId'>, state: EntityReader): Cluster | undefined {
  let cluster = clusterId === undefined ? undefined : state.get('cluster', clusterId);
  for (let hops = 0; cluster?.mergedIntoId !== undefined && hops < MERGED_MOST; hops += 1) cluster = state.get('cluster', cluster.mergedIntoId);
  return cluster;
}

/** Its members and offers. */
function askedOf(situation: Told, state: EntityReader): readonly string[] {
  const cluster = clusterOfSituation(situation, state);
  return cluster === undefined ? [] : [...cluster.conversationIds, ...cluster.offeredIds];
}

/** What was promised by hand there, as far as it is a time this situation has named. Of times near each other the nearest is meant, of equals the newest. */
function byHand({ history }: Told, conversationId: string, state: EntityReader): readonly SituationPromise[] {
  const conversation = state.get('conversation', conversationId);
  if (conversation === undefined || conversation.erasedAt !== undefined) return [];
  return (conversation.promised ?? []).flatMap(({ dueAt, byAgentId, at }) => {
    let named: { readonly version: number; readonly untilAt: number } | undefined;
    for (const { version, untilAt } of history) {
      if (untilAt === undefined || Math.abs(untilAt - dueAt) >= SAME_TIME_MS) continue;
      if (named === undefined || Math.abs(untilAt - dueAt) <= Math.abs(named.untilAt - dueAt)) named = { version, untilAt };
    }
    return named === undefined ? [] : { conversationId, ...named, at, byHand: { dueAt, byAgentId } };
  });
}
