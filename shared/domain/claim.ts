import type { Draft } from './reply.ts';
import type { WorkItem } from './work-item.ts';

/** So long after somebody came to a conversation, or last wrote in it, it is theirs alone, ms. */
export const CLAIM_MS = 5 * 60_000;

/** D8: until when whoever has it may not be relieved of it without a lead: ms; 0: nobody has it. Every letter moves it on, as their draft is kept. */
export function claimUntil({ ownerAgentId, assignedAt }: Pick<WorkItem, 'ownerAgentId' | 'assignedAt'>, draft: Pick<Draft, 'agentId' | 'savedAt'> | undefined): number {
  if (ownerAgentId === undefined) return 0;
  return Math.max(assignedAt ?? 0, draft?.agentId === ownerAgentId ? draft.savedAt : 0) + CLAIM_MS;
}
