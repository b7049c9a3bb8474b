import type { NewEvent } from '../events/index.ts';
import { LONGEST_CHECK_MS } from '../domain/identity-check.ts';
import { accept, isLead, refuse, type DecideContext, type Decider, type Decision, type Facts } from './context.ts';
import { mayTouch } from './rights.ts';

/** Who deals with the person may vouch for them: who has the conversation, a lead, or anybody entitled to the account where nobody has it. */
function whyNot(facts: Facts, data: { readonly contactId: string; readonly conversationId: string }, context: DecideContext): Decision | undefined {
  const conversation = facts.get('conversation', data.conversationId);
  const contact = facts.get('contact', data.contactId);
  if (contact === undefined || contact.erasedAt !== undefined) return refuse('NOT_FOUND', { field: 'contactId' });
  if (conversation === undefined || conversation.contactId !== contact.id) return refuse('NOT_FOUND', { field: 'conversationId' });
  if (!mayTouch(facts, conversation.accountId, context)) return refuse('NOT_ALLOWED', { field: 'conversationId' });
  return isLead(context.role) || conversation.ownerAgentId === undefined || conversation.ownerAgentId === context.agentId ? undefined : refuse('NOT_OWNER');
}

export const decideCheckIdentity: Decider<'contact.checkIdentity'> = {
  type: 'contact.checkIdentity',
  facts: ['contact', 'conversation', 'agent', 'account'],
  decide(facts, data, context) {
    const no = whyNot(facts, data, context);
    if (no !== undefined) return no;
    if (data.untilAt > context.now + LONGEST_CHECK_MS) return refuse('INPUT_INVALID', { field: 'untilAt' });
    // Written down offline, and run out on the way; or said twice.
    if (data.untilAt <= context.now || facts.get('contact', data.contactId)?.identityCheck?.id === data.checkId) return accept([]);
    const check = { id: data.checkId, by: data.by, agentId: context.agentId, at: context.now, untilAt: data.untilAt, inConversationId: data.conversationId };
    return accept([{ type: 'contact.identityChecked', data: { contactId: data.contactId, check } }]);
  },
};

export const decideWithdrawCheck: Decider<'contact.withdrawCheck'> = {
  type: 'contact.withdrawCheck',
  facts: ['contact', 'conversation', 'agent', 'account'],
  decide(facts, data, context) {
    const no = whyNot(facts, data, context);
    if (no !== undefined) return no;
    const check = facts.get('contact', data.contactId)?.identityCheck;
    // Another check has taken its place, or it was withdrawn before.
    if (check?.id !== data.checkId || check.withdrawn !== undefined) return accept([]);
    return accept([{ type: 'contact.identityCheckWithdrawn', data: { contactId: data.contactId, checkId: data.checkId, agentId: context.agentId, at: context.now, reason: data.reason } }]);
  },
};

/** Who takes the yes back is known as one with nobody any more. */
function apart(facts: Facts, { contactId, conversationId }: { readonly contactId: string; readonly conversationId: string }, context: DecideContext): NewEvent[] {
  const contact = facts.get('contact', contactId);
  const into = contact?.mergedInto?.contactId;
  const pairs = [...(into === undefined ? [] : [{ contactId, fromContactId: into }]), ...(contact?.parts ?? []).map((part) => ({ contactId: part, fromContactId: contactId }))];
  return pairs.map((pair) => ({ type: 'contact.unmerged', data: { ...pair, conversationId, at: context.now, byAgentId: context.agentId } }));
}

export const decideNoteConsent: Decider<'contact.noteConsent'> = {
  type: 'contact.noteConsent',
  facts: ['contact', 'conversation', 'agent', 'account'],
  decide(facts, data, context) {
    const no = whyNot(facts, data, context);
    if (no !== undefined) return no;
    const consent = { given: data.given, how: data.how, agentId: context.agentId, at: context.now, inConversationId: data.conversationId };
    return accept([{ type: 'contact.consentNoted', data: { contactId: data.contactId, consent } }, ...(data.given ? [] : apart(facts, data, context))]);
  },
};

/** How somebody is addressed is said by whoever deals with them, as their identity is. */
export const decideSetAddressForm: Decider<'contact.setAddressForm'> = {
  type: 'contact.setAddressForm',
  facts: ['contact', 'conversation', 'agent', 'account'],
  decide(facts, data, context) {
    const no = whyNot(facts, data, context);
    return no ?? accept([{ type: 'contact.addressFormSet', data: { contactId: data.contactId, addressForm: data.addressForm } }]);
  },
};
