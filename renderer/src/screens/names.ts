import type { AgentRow, QueueRow } from '../../../shared/domain/rows.ts';
import { showHidden } from '../components/plain-text.ts';
import { atHandle } from '../text/handle.ts';
import type { Texts } from '../text/index.tsx';
import type { CenterState } from '../store/rows.ts';

/** How a colleague is named: initials as on every post, or the id where the desk does not know the person. */
export function agentShort(center: Pick<CenterState, 'agents'>, agentId: string | undefined): string {
  if (agentId === undefined) return '';
  const agent = center.agents.get(agentId);
  return agent === undefined ? agentId : `^${agent.initials}`;
}

export function agentLong(center: Pick<CenterState, 'agents'>, agentId: string | undefined): string {
  if (agentId === undefined) return '';
  const agent = center.agents.get(agentId);
  return agent === undefined ? agentId : `${agent.name} ^${agent.initials}`;
}

export function queueName(center: Pick<CenterState, 'queues'>, { language }: Texts, queueId: string): string {
  return center.queues.get(queueId)?.name[language] ?? queueId;
}

export function skillName(center: CenterState, { language }: Texts, skillId: string): string {
  return center.skills.get(skillId)?.name[language] ?? skillId;
}

export function accountHandle(center: Pick<CenterState, 'accounts'>, accountId: string): string {
  return atHandle(center.accounts.get(accountId)?.handle ?? accountId);
}

export function contactLabel(row: QueueRow): string {
  return showHidden(row.contactName || row.contactHandle);
}

/** State of a colleague in words, with the reason of a break. */
export function stateText({ t }: Texts, agent: Pick<AgentRow, 'state' | 'breakReason'>): string {
  return agent.state === 'onBreak' && agent.breakReason !== undefined
    ? t(`breakReason.${agent.breakReason}`)
    : t(`agentState.${agent.state}`);
}

export function stateTone(agent: Pick<AgentRow, 'state' | 'connected'>): 'green' | 'amber' | 'red' | 'gray' {
  if (agent.state === 'offDuty' || !agent.connected) return 'gray';
  if (agent.state === 'available') return 'green';
  return agent.state === 'runOut' ? 'amber' : 'red';
}
