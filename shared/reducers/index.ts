import type { Entity, EntityStore, Noun } from '../domain/entity.ts';
import type { CenterEvent } from '../events/index.ts';
import { assertNever } from '../util/assert.ts';
import { reduceAgent } from './agent.ts';
import { reduceAwayNotice } from './away-notice.ts';
import { reduceArticle, reduceArticleUse } from './article.ts';
import { reduceBriefing, reduceBriefingReads } from './briefing.ts';
import { reduceBulkAnswer, reduceBulkMember } from './bulk-answer.ts';
import { reduceAccount, reduceQueue, reduceSkill, reduceTeam } from './center.ts';
import { reduceCluster } from './cluster.ts';
import { reduceContact } from './contact.ts';
import { reduceConversation } from './conversation.ts';
import { reduceCalendar, reduceHouse, reduceHouseSetting, reduceRoster, reduceTag } from './house.ts';
import { reduceInvitation } from './invitation.ts';
import { reduceFigureRules } from './figures.ts';
import { reduceDeskSetup, reduceMention, reduceSavedView } from './desk-tools.ts';
import { reduceMessage } from './message.ts';
import { reduceDraft, reduceNote, reduceReply } from './reply.ts';
import { reduceSituation } from './situation.ts';
import { reduceSpike, reduceVolume } from './spike.ts';
import { reduceThread } from './thread.ts';
import { reduceSearchBook } from './search-terms.ts';
import { reduceStrategy } from './strategy.ts';
import { touches, type EntityRef } from './touches.ts';
import { reduceReservation, reduceWorkItem } from './work-item.ts';

export { touches, type EntityRef } from './touches.ts';

/** Raised by one when any reducer's meaning changes: state snapshots of another version are folded anew. */
export const REDUCERS_VERSION = 20;

/** One entity after one event. Pure. */
export function reduceEntity<N extends Noun>(noun: N, id: string, state: Entity<N> | undefined, event: CenterEvent): Entity<N> | undefined {
  // The switch narrows the noun, not the type parameter; each branch is checked against its own reducer.
  const current = state as never;
  return reduced(noun, id, current, event) as Entity<N> | undefined;
}

function reduced(noun: Noun, id: string, current: never, event: CenterEvent): unknown {
  switch (noun) {
    case 'account':
      return reduceAccount(current, event);
    case 'agent':
      return reduceAgent(current, event);
    case 'team':
      return reduceTeam(current, event);
    case 'skill':
      return reduceSkill(current, event);
    case 'queue':
      return reduceQueue(current, event);
    case 'awayNotice':
      return reduceAwayNotice(current, event);
    case 'calendar':
      return reduceCalendar(current, event);
    case 'house':
      return reduceHouse(current, event);
    case 'strategy':
      return reduceStrategy(current, event);
    case 'searchBook':
      return reduceSearchBook(current, event);
    case 'contact':
      return reduceContact(current, event);
    case 'thread':
      return reduceThread(current, event);
    case 'conversation':
      return reduceConversation(current, event);
    case 'message':
      return reduceMessage(current, event, id);
    case 'workItem':
      return reduceWorkItem(current, event);
    case 'reservation':
      return reduceReservation(current, event);
    case 'reply':
      return reduceReply(current, event);
    case 'note':
      return reduceNote(current, event);
    case 'draft':
      return reduceDraft(current, event);
    case 'cluster':
      return reduceCluster(current, event, id);
    case 'situation':
      return reduceSituation(current, event);
    case 'volume':
      return reduceVolume(current, event, id);
    case 'spike':
      return reduceSpike(current, event);
    case 'article':
      return reduceArticle(current, event);
    case 'articleUse':
      return reduceArticleUse(current, event, id);
    case 'figureRules':
      return reduceFigureRules(current, event);
    case 'tag':
      return reduceTag(current, event);
    case 'houseSetting':
      return reduceHouseSetting(current, event);
    case 'roster':
      return reduceRoster(current, event);
    case 'invitation':
      return reduceInvitation(current, event);
    case 'bulkAnswer':
      return reduceBulkAnswer(current, event);
    case 'bulkMember':
      return reduceBulkMember(current, event, id);
    case 'savedView':
      return reduceSavedView(current, event);
    case 'deskSetup':
      return reduceDeskSetup(current, event);
    case 'mention':
      return reduceMention(current, event, id);
    case 'briefing':
      return reduceBriefing(current, event);
    case 'briefingReads':
      return reduceBriefingReads(current, event);
    default:
      return assertNever(noun);
  }
}

/**
 * Folds one event into a store and says what it changed. `agentIds`: every agent the store holds, needed for `server.resumed` only.
 * The same function folds on the server, on the desk and in the simulation.
 */
export function applyEvent(store: EntityStore, event: CenterEvent, agentIds: Iterable<string> = []): readonly EntityRef[] {
  const refs = event.type === 'server.resumed' ? [...agentIds].map((id): EntityRef => ['agent', id]) : touches(event, store);
  let changed: EntityRef[] | undefined;
  for (const ref of refs) {
    const [noun, id] = ref;
    const before = store.get(noun, id);
    const after = reduceEntity(noun, id, before, event);
    if (after === before) continue;
    store.set(noun, id, after);
    if (changed === undefined) changed = [ref];
    else changed.push(ref);
  }
  return changed ?? NOTHING;
}

const NOTHING: readonly EntityRef[] = [];
