import { mayAnswer } from '../domain/account-rights.ts';
import type { Agent } from '../domain/agent.ts';
import type { WorkItem } from '../domain/work-item.ts';
import { isLead, type DecideContext, type Facts } from './context.ts';

/** Rights per account: one without teams is open to all, leads may use every one. */
export function mayUseAccount(facts: Facts, agent: Agent | undefined, accountId: string): boolean {
  if (agent === undefined || agent.disabled) return false;
  const account = facts.get('account', accountId);
  return account === undefined || mayAnswer(account, { agentId: agent.id, role: agent.role, teamIds: agent.teamIds });
}

/** Why this person cannot hold the item, if so. Rights only: skills and capacity are the router's business, a person may decide otherwise and is warned on screen. */
export function whyNotHold(facts: Facts, agentId: string, item: WorkItem): 'AGENT_UNKNOWN' | 'NOT_ALLOWED' | undefined {
  const agent = facts.get('agent', agentId);
  if (agent === undefined || agent.disabled) return 'AGENT_UNKNOWN';
  return mayUseAccount(facts, agent, item.accountId) ? undefined : 'NOT_ALLOWED';
}

/** Whether who gives the command may touch this conversation at all. The role counts as signed in, which is newer than the folded one. */
export function mayTouch(facts: Facts, accountId: string, context: DecideContext): boolean {
  return isLead(context.role) || mayUseAccount(facts, facts.get('agent', context.agentId), accountId);
}
