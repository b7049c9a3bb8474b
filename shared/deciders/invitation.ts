import { INVITATION_VALID_MS, invitationState } from '../domain/invitation.ts';
import { accept, refuse, type Decider } from './context.ts';

export const decideMakeInvitation: Decider<'invitation.make'> = {
  type: 'invitation.make',
  facts: ['agent'],
  decide(facts, { agentId, digest, validForMs }, context) {
    const agent = facts.get('agent', agentId);
    if (agent === undefined || agent.disabled) return refuse('AGENT_UNKNOWN', { field: 'agentId' });
    const expiresAt = context.now + (validForMs ?? INVITATION_VALID_MS);
    return accept([{ type: 'invitation.made', data: { agentId: agent.id, digest, byAgentId: context.agentId, madeAt: context.now, expiresAt } }], { expiresAt });
  },
};

export const decideRevokeInvitation: Decider<'invitation.revoke'> = {
  type: 'invitation.revoke',
  facts: ['invitation'],
  decide(facts, { agentId }, context) {
    const invitation = facts.get('invitation', agentId);
    if (invitation === undefined) return refuse('NOT_FOUND', { field: 'agentId' });
    // Used, run out or taken back already: it opens nothing in any case.
    if (invitationState(invitation, context.now) !== 'open') return accept([]);
    return accept([{ type: 'invitation.revoked', data: { agentId, byAgentId: context.agentId, at: context.now } }]);
  },
};
