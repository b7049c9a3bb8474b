import { accept, refuse, isLead, type DecideContext, type Decider, type Facts } from './context.ts';
import { must } from '../util/assert.ts';

/** Who may write on a conversation: its owner, whoever it is offered to, and leads; a colleague may note on what nobody holds. */
function mayWrite(facts: Facts, conversationId: string, context: DecideContext): boolean {
  const conversation = facts.get('conversation', conversationId);
  if (conversation === undefined) return false;
  return isLead(context.role) || conversation.ownerAgentId === undefined || conversation.ownerAgentId === context.agentId;
}

export const decideAddNote: Decider<'note.add'> = {
  type: 'note.add',
  facts: ['conversation'],
  decide(facts, data, context) {
    if (facts.get('note', data.id) !== undefined) return accept([]);
    if (facts.get('conversation', data.conversationId) === undefined) return refuse('NOT_FOUND', { field: 'conversationId' });
    return accept([{ type: 'note.added', data: { id: data.id, conversationId: data.conversationId, agentId: context.agentId, bodyRef: must(context.bodyRefs[0], 'sealed note'), at: context.now } }]);
  },
};

export const decideSaveDraft: Decider<'draft.save'> = {
  type: 'draft.save',
  facts: ['conversation', 'draft'],
  decide(facts, data, context) {
    if (facts.get('conversation', data.conversationId) === undefined) return refuse('NOT_FOUND', { field: 'conversationId' });
    // A reply that lost its lease becomes a draft whoever owns the conversation now; it never overwrites the owner's own.
    const existing = facts.get('draft', data.conversationId);
    if (!mayWrite(facts, data.conversationId, context) && (data.fromReplyId === undefined || (existing !== undefined && existing.agentId !== context.agentId))) return refuse('NOT_OWNER');
    if (data.draft === null) return existing === undefined ? accept([]) : accept([{ type: 'draft.cleared', data: { conversationId: data.conversationId } }]);
    return accept([{ type: 'draft.saved', data: { conversationId: data.conversationId, agentId: context.agentId, bodyRef: must(context.bodyRefs[0], 'sealed draft'), savedAt: context.now, ...(data.fromReplyId === undefined ? {} : { fromReplyId: data.fromReplyId }) } }]);
  },
};

export const decideTagConversation: Decider<'conversation.tag'> = {
  type: 'conversation.tag',
  facts: ['conversation'],
  decide(facts, data, context) {
    if (facts.get('conversation', data.conversationId) === undefined) return refuse('NOT_FOUND', { field: 'conversationId' });
    if (!mayWrite(facts, data.conversationId, context)) return refuse('NOT_OWNER');
    return accept([{ type: 'conversation.tagged', data: { conversationId: data.conversationId, tags: [...new Set(data.tags)] } }]);
  },
};

export const decideSetAddressForm: Decider<'contact.setAddressForm'> = {
  type: 'contact.setAddressForm',
  facts: ['contact'],
  decide(facts, data) {
    if (facts.get('contact', data.contactId) === undefined) return refuse('NOT_FOUND', { field: 'contactId' });
    return accept([{ type: 'contact.addressFormSet', data }]);
  },
};
