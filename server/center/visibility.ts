import { isInScope } from '../../shared/domain/article.ts';
import { isNamedAlone, mayReadAccount, teamsWithSelf } from '../../shared/domain/account-rights.ts';
import type { Role } from '../../shared/domain/agent.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import { mentionIdOf } from '../../shared/domain/desk-tools.ts';
import type { EntityMaps } from '../../shared/reducers/entity-maps.ts';
import type { WorkItem } from '../../shared/domain/work-item.ts';

// Who sees what, as a function of state: the code of docs/visibility.md.

export interface Viewer {
  readonly agentId: string;
  readonly role: Role;
  readonly teamIds: readonly string[];
}

/** Closed items stay in the lists of who closed them, and of leads, for this long. */
export const CLOSED_SHOWN_MS = 12 * 3_600_000;

/** Who sees, as of now. `role`: as signed in. */
export function viewerOf(state: EntityMaps, agent: { readonly id: string; readonly teamIds: readonly string[] }, role: Role): Viewer {
  return { agentId: agent.id, role, teamIds: teamsWithSelf(agent, state.all('account').values()) };
}

export function isLeadViewer(viewer: Viewer): boolean {
  return viewer.role !== 'agent';
}

/** The line in the queue: own items, what waits in a queue of one's team, what the team holds; leads see all. */
export function seesRow(state: EntityMaps, viewer: Viewer, item: WorkItem, now: number): boolean {
  if (item.state === 'closed') {
    if (item.closedAt === undefined || now - item.closedAt > CLOSED_SHOWN_MS || item.lastAgentId === undefined) return false;
    return item.lastAgentId === viewer.agentId || isLeadViewer(viewer);
  }
  if (isLeadViewer(viewer) || item.ownerAgentId === viewer.agentId) return true;
  const reservation = item.reservationId === undefined ? undefined : state.get('reservation', item.reservationId);
  if (reservation?.state === 'pending' && reservation.agentId === viewer.agentId) return true;
  const account = state.get('account', item.accountId);
  if (account !== undefined && !mayReadAccount(account, viewer)) return false;
  if (account !== undefined && isNamedAlone(account, viewer)) return true;
  const queue = state.get('queue', item.queueId);
  return queue === undefined || queue.teamIds.length === 0 || queue.teamIds.some((t) => viewer.teamIds.includes(t));
}

/** L1: an article of all brands, or of one whose accounts one may read; leads see all. */
export function seesArticle(state: EntityMaps, viewer: Viewer, articleId: string): boolean {
  const article = state.get('article', articleId);
  if (article === undefined) return false;
  const { content } = article;
  if (isLeadViewer(viewer) || content.brands.length + content.accountIds.length === 0) return true;
  for (const account of state.all('account').values()) if (isInScope(content, { accountId: account.id, brand: account.brand }) && mayReadAccount(account, viewer)) return true;
  return false;
}

/** The conversation whole, kept on the desk: who holds it, whom it is offered to, who closed it last. */
export function holds(state: EntityMaps, viewer: Viewer, conversationId: string): boolean {
  const conversation = state.get('conversation', conversationId);
  if (conversation === undefined) return false;
  if (conversation.ownerAgentId === viewer.agentId) return true;
  const item = conversation.workItemId === undefined ? undefined : state.get('workItem', conversation.workItemId);
  if (item === undefined) return false;
  const reservation = item.reservationId === undefined ? undefined : state.get('reservation', item.reservationId);
  if (reservation?.state === 'pending' && reservation.agentId === viewer.agentId) return true;
  return item.state === 'closed' && item.lastAgentId === viewer.agentId;
}

/** A note in it names this person (MENT-2): whatever team's queue it is in, as long as they may read the account. */
function isNamedIn(state: EntityMaps, viewer: Viewer, conversation: Conversation): boolean {
  if (state.get('mention', mentionIdOf(conversation.id, viewer.agentId)) === undefined) return false;
  const account = state.get('account', conversation.accountId);
  return account === undefined || mayReadAccount(account, viewer);
}

/** May open it on request: what the queue shows, and the history of a contact one is dealing with. Leads: everything, on record. */
export function mayRead(state: EntityMaps, viewer: Viewer, conversationId: string, conversationsOfContact: ReadonlySet<string>, now: number): boolean {
  if (isLeadViewer(viewer) || holds(state, viewer, conversationId)) return true;
  const conversation = state.get('conversation', conversationId);
  if (conversation !== undefined && isNamedIn(state, viewer, conversation)) return true;
  const item = conversation?.workItemId === undefined ? undefined : state.get('workItem', conversation.workItemId);
  if (item !== undefined && seesRow(state, viewer, item, now)) return true;
  return [...conversationsOfContact].some((id) => holds(state, viewer, id));
}
