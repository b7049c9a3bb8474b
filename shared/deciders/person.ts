import { contactsOfPerson, personOf } from '../domain/person.ts';
import { accept, type Decider, isDecision, isLead, refuse } from './context.ts';
import { dealtWith } from './dealt-with.ts';
import { mayTouch } from './rights.ts';

const MOST_PARTS = 50;

export const decideMergeContacts: Decider<'contact.merge'> = {
  type: 'contact.merge',
  facts: ['contact', 'conversation', 'agent', 'account'],
  decide(facts, data, context) {
    const conversation = dealtWith(facts, data.conversationId, context);
    if (isDecision(conversation)) return conversation;
    const other = facts.get('contact', data.otherContactId);
    if (other === undefined || other.erasedAt !== undefined) return refuse('NOT_FOUND', { field: 'otherContactId' });
    if (facts.get('contact', conversation.contactId)?.erasedAt !== undefined) return refuse('NOT_FOUND', { field: 'conversationId' });
    const accounts = context.accountsOfContact?.(other.id) ?? [];
    if (!isLead(context.role) && !accounts.some((id) => mayTouch(facts, id, context))) return refuse('NOT_ALLOWED', { field: 'otherContactId' });
    const into = personOf(facts, conversation.contactId);
    const from = personOf(facts, other.id);
    if (into === from) return accept([], { contactId: into });
    const people = [...contactsOfPerson(facts, into), ...contactsOfPerson(facts, from)];
    if (people.length > MOST_PARTS) return refuse('STATE_INVALID', { detail: 'These are too many for one person.' });
    const words = people.map((id) => facts.get('contact', id)?.joinConsent?.given);
    if (words.includes(false) || !words.includes(true)) return refuse('CONSENT_MISSING');
    // Who was known first stands for both: links to them keep their meaning.
    const [stays, joins] = (facts.get('contact', from)?.createdAt ?? 0) < (facts.get('contact', into)?.createdAt ?? 0) ? [from, into] : [into, from];
    return accept([{ type: 'contact.merged', data: { contactId: joins, intoContactId: stays, conversationId: data.conversationId, at: context.now, byAgentId: context.agentId } }], { contactId: stays });
  },
};

export const decideUnmergeContact: Decider<'contact.unmerge'> = {
  type: 'contact.unmerge',
  facts: ['contact', 'conversation', 'agent', 'account'],
  decide(facts, data, context) {
    const conversation = dealtWith(facts, data.conversationId, context);
    if (isDecision(conversation)) return conversation;
    const contact = facts.get('contact', data.contactId);
    if (contact === undefined || contact.erasedAt !== undefined) return refuse('NOT_FOUND', { field: 'contactId' });
    if (contact.mergedInto === undefined) return accept([]);
    if (!contactsOfPerson(facts, conversation.contactId).includes(contact.id)) return refuse('NOT_FOUND', { field: 'contactId' });
    return accept([{ type: 'contact.unmerged', data: { contactId: contact.id, fromContactId: contact.mergedInto.contactId, conversationId: data.conversationId, at: context.now, byAgentId: context.agentId } }]);
  },
};
