import { openEscalation, type Escalation } from '../../../shared/domain/escalation.ts';
import type { QueueRow } from '../../../shared/domain/rows.ts';
import { runCommand } from './commands.ts';
import { entityOf, useConversation } from './conversation.ts';
import { me } from './navigation.ts';
import { openDialog } from './ui.ts';

export const escalationOf = (row: QueueRow): QueueRow['escalation'] => row.escalation;
/** In the order in which they are due. */
export const byEscalation = (row: QueueRow): number | undefined => row.escalation?.dueAt;

/** What is asked in the conversation that is open. */
export function openedEscalation(): { readonly conversationId: string; readonly asked: Escalation } | undefined {
  const { current } = useConversation.getState();
  const asked = current === undefined ? undefined : openEscalation(entityOf(current, 'conversation', current.id)?.escalations);
  return current === undefined || asked === undefined ? undefined : { conversationId: current.id, asked };
}

/** Somebody else's: a lead may react to it. */
export const canHelp = (): boolean => (openedEscalation()?.asked.agentId ?? me()) !== me();
export const canWithdraw = (): boolean => openedEscalation()?.asked.agentId === me();

export function takeOver(): void {
  const opened = openedEscalation();
  if (opened !== undefined) void runCommand({ type: 'escalation.takeOver', data: { conversationId: opened.conversationId, id: opened.asked.id } });
}

export function giveBack(): void {
  const opened = openedEscalation();
  if (opened !== undefined) openDialog({ kind: 'escalationWord', conversationId: opened.conversationId, escalationId: opened.asked.id });
}

export function withdraw(): void {
  const opened = openedEscalation();
  if (opened !== undefined) void runCommand({ type: 'escalation.withdraw', data: { conversationId: opened.conversationId, id: opened.asked.id } });
}
