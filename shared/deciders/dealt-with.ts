import type { Conversation } from '../domain/conversation.ts';
import { isLead, refuse, type DecideContext, type Decision, type Facts } from './context.ts';
import { mayTouch } from './rights.ts';

/** Who deals with the person in this conversation: who has it, a lead, or anybody entitled to the account where nobody has it. Gives the refusal otherwise. */
export function dealtWith(facts: Facts, conversationId: string, context: DecideContext, field = 'conversationId'): Conversation | Decision {
  const conversation = facts.get('conversation', conversationId);
  if (conversation === undefined || conversation.erasedAt !== undefined) return refuse('NOT_FOUND', { field });
  if (!mayTouch(facts, conversation.accountId, context)) return refuse('NOT_ALLOWED', { field });
  return isLead(context.role) || conversation.ownerAgentId === undefined || conversation.ownerAgentId === context.agentId ? conversation : refuse('NOT_OWNER', { field });
}
