import { mentionIdOf, MOST_VIEWS, type DeskSetup } from '../domain/desk-tools.ts';
import { accept, isLead, refuse, type Decider } from './context.ts';

export const decideSaveView: Decider<'savedView.save'> = {
  type: 'savedView.save',
  facts: ['savedView'],
  decide(facts, data, context) {
    const known = facts.get('savedView', data.id);
    const lead = isLead(context.role);
    // What everybody sees is leads' business, before and after the change; what is somebody's own is theirs alone.
    if ((data.isShared || known?.isShared === true) && !lead) return refuse('NOT_ALLOWED', { field: 'isShared' });
    if (known !== undefined && !known.isShared && known.ownerAgentId !== context.agentId) return refuse('NOT_ALLOWED', { field: 'id' });
    if (known === undefined && context.all !== undefined) {
      let own = 0;
      for (const view of context.all('savedView')) if (view.ownerAgentId === context.agentId) own += 1;
      if (own >= MOST_VIEWS) return refuse('INPUT_INVALID', { field: 'id', detail: `at most ${MOST_VIEWS} lists` });
    }
    return accept([{ type: 'savedView.saved', data: { ...data, ownerAgentId: known?.ownerAgentId ?? context.agentId, at: context.now } }]);
  },
};

export const decideRemoveView: Decider<'savedView.remove'> = {
  type: 'savedView.remove',
  facts: ['savedView'],
  decide(facts, data, context) {
    const known = facts.get('savedView', data.id);
    if (known === undefined) return accept([]);
    if (known.isShared ? !isLead(context.role) : known.ownerAgentId !== context.agentId) return refuse('NOT_ALLOWED', { field: 'id' });
    return accept([{ type: 'savedView.removed', data: { id: data.id, byAgentId: context.agentId, at: context.now } }]);
  },
};

export const decideChangeDeskSetup: Decider<'deskSetup.change'> = {
  type: 'deskSetup.change',
  facts: ['deskSetup'],
  decide(facts, data, context) {
    if (data.bindings === undefined && data.welcomed !== true) return refuse('INPUT_INVALID', { field: 'bindings', detail: 'nothing to change' });
    const known: DeskSetup = facts.get('deskSetup', context.agentId) ?? { id: context.agentId, bindings: {} };
    const bindings = data.bindings ?? known.bindings;
    const welcomedAt = known.welcomedAt ?? (data.welcomed === true ? context.now : undefined);
    return accept([{ type: 'deskSetup.changed', data: { id: context.agentId, bindings, ...(welcomedAt === undefined ? {} : { welcomedAt }) } }]);
  },
};

export const decideSeeMention: Decider<'mention.see'> = {
  type: 'mention.see',
  facts: ['mention'],
  decide(facts, data, context) {
    const mention = facts.get('mention', mentionIdOf(data.conversationId, context.agentId));
    if (mention === undefined) return refuse('NOT_FOUND', { field: 'conversationId' });
    if (mention.seenAt !== undefined) return accept([]);
    return accept([{ type: 'mention.seen', data: { conversationId: data.conversationId, agentId: context.agentId, at: context.now } }]);
  },
};
