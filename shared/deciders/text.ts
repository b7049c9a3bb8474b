import { DEFAULT_HOUSE_SETTING } from '../domain/house-setting.ts';
import { foldedTag, tagNow, tagsByName } from '../domain/tag.ts';
import { accept, type DecideContext, type Decider, type Decision, type Facts, isDecision, isLead, refuse } from './context.ts';
import { mayReadAccount } from '../domain/account-rights.ts';
import { must } from '../util/assert.ts';
import { mayTouch } from './rights.ts';
import type { Conversation } from '../domain/conversation.ts';

/** Who may write on a conversation: its owner and leads; anybody entitled to the account on what nobody holds. */
function mayWrite(conversation: Conversation, context: DecideContext): boolean {
  return isLead(context.role) || conversation.ownerAgentId === undefined || conversation.ownerAgentId === context.agentId;
}

function find(facts: Facts, conversationId: string, context: DecideContext): Conversation | Decision {
  const conversation = facts.get('conversation', conversationId);
  if (conversation === undefined) return refuse('NOT_FOUND', { field: 'conversationId' });
  return mayTouch(facts, conversation.accountId, context) ? conversation : refuse('NOT_ALLOWED', { field: 'conversationId' });
}

export const decideAddNote: Decider<'note.add'> = {
  type: 'note.add',
  facts: ['note', 'conversation', 'agent', 'account'],
  decide(facts, data, context) {
    if (facts.get('note', data.id) !== undefined) return accept([]);
    const conversation = find(facts, data.conversationId, context);
    if (isDecision(conversation)) return conversation;
    const mentions = [...new Set(data.mentions ?? [])].filter((id) => id !== context.agentId);
    const account = facts.get('account', conversation.accountId);
    for (const id of mentions) {
      const named = facts.get('agent', id);
      if (named === undefined || named.disabled) return refuse('AGENT_UNKNOWN', { field: 'mentions' });
      // Naming somebody shows them the conversation, so it must be one of an account they may read.
      if (account !== undefined && !mayReadAccount(account, { agentId: named.id, role: named.role, teamIds: named.teamIds })) return refuse('MENTION_NOT_ALLOWED', { field: 'mentions', detail: named.name });
    }
    return accept([{ type: 'note.added', data: { id: data.id, conversationId: data.conversationId, agentId: context.agentId, bodyRef: must(context.bodyRefs[0], 'sealed note'), at: context.now, ...(mentions.length === 0 ? {} : { mentions }) } }]);
  },
};

export const decideSaveDraft: Decider<'draft.save'> = {
  type: 'draft.save',
  facts: ['conversation', 'draft', 'agent', 'account'],
  decide(facts, data, context) {
    const conversation = find(facts, data.conversationId, context);
    if (isDecision(conversation)) return conversation;
    const existing = facts.get('draft', data.conversationId);
    // A reply that lost its lease becomes a draft whoever owns the conversation now; a colleague's text it never overwrites.
    const rescues = data.fromReplyId !== undefined;
    // So does what somebody wrote while nobody could tell them that the item had moved: it reaches the new owner where they have begun nothing.
    const leaves = data.draft !== null && (existing === undefined || existing.agentId === context.agentId);
    if (!rescues && !leaves && !mayWrite(conversation, context)) return refuse('NOT_OWNER');
    if (rescues && conversation.ownerAgentId !== context.agentId && existing !== undefined && existing.agentId !== context.agentId) return refuse('NOT_OWNER');
    // A text rescued from a reply goes only with who has that very text before them.
    if (existing?.fromReplyId !== undefined && data.fromReplyId !== existing.fromReplyId) return refuse('NOT_OWNER');
    if (data.draft === null) return existing === undefined ? accept([]) : accept([{ type: 'draft.cleared', data: { conversationId: data.conversationId } }]);
    return accept([{ type: 'draft.saved', data: { conversationId: data.conversationId, agentId: context.agentId, bodyRef: must(context.bodyRefs[0], 'sealed draft'), savedAt: context.now, ...(data.fromReplyId === undefined ? {} : { fromReplyId: data.fromReplyId }) } }]);
  },
};

export const decideTagConversation: Decider<'conversation.tag'> = {
  type: 'conversation.tag',
  facts: ['conversation', 'agent', 'account', 'tag', 'houseSetting'],
  decide(facts, data, context) {
    const conversation = find(facts, data.conversationId, context);
    if (isDecision(conversation)) return conversation;
    if (!mayWrite(conversation, context)) return refuse('NOT_OWNER');
    // A desk that does not have the list leaves it to the server.
    const byName = tagsByName(context.all?.('tag') ?? []);
    const { openTags } = [...(context.all?.('houseSetting') ?? [])][0] ?? DEFAULT_HOUSE_SETTING;
    const had = new Set((conversation.tags ?? []).map(foldedTag));
    for (const given of data.tags) {
      const known = byName.get(foldedTag(given));
      // What it has already may stay, whatever has become of the word.
      if (had.has(foldedTag(given)) || (known === undefined ? openTags : !known.archived)) continue;
      return refuse('TAG_UNKNOWN', { field: 'tags', detail: given });
    }
    const tags = data.tags.map((given) => (had.has(foldedTag(given)) ? given : tagNow(byName, given)));
    return accept([{ type: 'conversation.tagged', data: { conversationId: data.conversationId, tags: [...new Set(tags)] } }]);
  },
};
