import type { Decision } from '../../shared/deciders/index.ts';
import { MINUTE } from './shared-center.ts';
import type { RefusalKit } from './strategy-refusals.ts';

/** Every way in which what leads do with people and accounts, and an escalation, are refused. ann asks, lea and ada are leads. */
export function leadRefusals({ refuses, command, center, disable }: RefusalKit): void {
  const lead = 'a role below the one it needs';
  const force = (by = 'lea', more: object = {}): Decision => command({ type: 'agent.forceCapacity', data: { agentId: 'ann', capacity: 40, reason: 'relief', ...more } }, by);
  refuses('CMD-2', 'agent.forceCapacity', 'NOT_ALLOWED', lead, () => force('ben'));
  refuses('CAP-1', 'agent.forceCapacity', 'AGENT_UNKNOWN', 'the person is disabled', () => (disable('ann'), force()));
  refuses('CAP-1', 'agent.forceCapacity', 'INPUT_INVALID', 'it is over at once', () => force('lea', { untilAt: center().now }));
  refuses('CMD-2', 'agent.liftCapacity', 'NOT_ALLOWED', lead, () => command({ type: 'agent.liftCapacity', data: { agentId: 'ann' } }, 'ann'));
  refuses('CAP-3', 'agent.liftCapacity', 'AGENT_UNKNOWN', 'nobody has this id', () => command({ type: 'agent.liftCapacity', data: { agentId: 'nobody' } }, 'lea'));

  const raise = (by = 'ann', more: object = {}, conversationId = center().given('ann').conversationId): Decision => command({ type: 'escalation.raise', data: { id: 'e1', conversationId, reason: 'Droht mit Anwalt', ...more } }, by);
  const asked = (owner = 'ann'): { conversationId: string; id: string } => {
    const { conversationId } = center().given(owner);
    raise(owner, {}, conversationId);
    return { conversationId, id: 'e1' };
  };
  const end = (type: 'escalation.takeOver' | 'escalation.withdraw', data: { conversationId: string; id: string }, by: string): Decision => command({ type, data }, by);
  const back = (data: { conversationId: string; id: string }, by = 'lea'): Decision => command({ type: 'escalation.giveBack', data: { ...data, word: 'Ruf kurz an' } }, by);
  refuses('ESC-1', 'escalation.raise', 'NOT_FOUND', 'there is no such conversation', () => raise('ann', {}, 'none'));
  refuses('ESC-1', 'escalation.raise', 'NOT_OWNER', 'somebody else holds it', () => raise('ben'));
  refuses('ESC-1', 'escalation.raise', 'STATE_INVALID', 'a lead has been asked already', () => raise('ann', { id: 'e2' }, asked().conversationId));
  refuses('ESC-1', 'escalation.raise', 'AGENT_UNKNOWN', 'the named one is no lead', () => raise('ann', { approverId: 'ben' }));
  refuses('CMD-2', 'escalation.takeOver', 'NOT_ALLOWED', lead, () => end('escalation.takeOver', asked(), 'ben'));
  refuses('ESC-3', 'escalation.takeOver', 'NOT_FOUND', 'nobody asked', () => end('escalation.takeOver', { conversationId: center().given('ann').conversationId, id: 'e1' }, 'lea'));
  refuses('ESC-3', 'escalation.takeOver', 'NOT_ALLOWED', 'it is one’s own', () => end('escalation.takeOver', asked('lea'), 'lea'));
  refuses('ESC-3', 'escalation.takeOver', 'ESCALATION_OVER', 'another lead was faster', () => {
    const ref = asked();
    end('escalation.takeOver', ref, 'ada');
    return end('escalation.takeOver', ref, 'lea');
  });
  refuses('ESC-3', 'escalation.takeOver', 'REPLY_UNDER_WAY', 'an answer may be on its way', () => {
    const ref = asked();
    center().permit(ref.conversationId, 'r1', { by: 'ann' });
    center().sendingUntil.set(ref.conversationId, center().now + MINUTE);
    return end('escalation.takeOver', ref, 'lea');
  });
  refuses('CMD-2', 'escalation.giveBack', 'NOT_ALLOWED', lead, () => back(asked(), 'ben'));
  refuses('ESC-3', 'escalation.giveBack', 'NOT_FOUND', 'nobody asked', () => back({ conversationId: center().given('ann').conversationId, id: 'e1' }));
  refuses('ESC-3', 'escalation.giveBack', 'NOT_ALLOWED', 'it is one’s own', () => back(asked('lea')));
  refuses('ESC-3', 'escalation.giveBack', 'ESCALATION_OVER', 'it was taken back', () => {
    const ref = asked();
    end('escalation.withdraw', ref, 'ann');
    return back(ref);
  });
  refuses('ESC-4', 'escalation.withdraw', 'NOT_ALLOWED', 'it is somebody else’s', () => end('escalation.withdraw', asked(), 'ben'));

  refuses('CMD-2', 'agent.forceState', 'NOT_ALLOWED', lead, () => command({ type: 'agent.forceState', data: { agentId: 'ben', state: 'offDuty' } }, 'ann'));
  refuses('CMD-2', 'account.stop', 'NOT_ALLOWED', lead, () => command({ type: 'account.stop', data: { accountId: 'open', reason: 'x' } }, 'ann'));
  refuses('CMD-2', 'account.resume', 'NOT_ALLOWED', lead, () => command({ type: 'account.resume', data: { accountId: 'open' } }, 'ann'));
  refuses('AGT-1', 'agent.setState', 'AGENT_UNKNOWN', 'the person is disabled', () => (disable('ann'), command({ type: 'agent.setState', data: { state: 'available' } }, 'ann')));
  refuses('AGT-1', 'agent.forceState', 'AGENT_UNKNOWN', 'nobody has this id', () => command({ type: 'agent.forceState', data: { agentId: 'nobody', state: 'offDuty' } }, 'lea'));
  refuses('AGT-3', 'agent.register', 'DUPLICATE_INITIALS', 'somebody else signs with them', () => command({ type: 'agent.register', data: { ...center().must('agent', 'ben'), initials: 'AB' } }, 'ada'));
  refuses('CHAN-1', 'account.register', 'CHANNEL_UNKNOWN', 'no descriptor has this name', () => command({ type: 'account.register', data: { ...center().must('account', 'open'), channel: 'telex' } }, 'ada'));
  refuses('SEND-8', 'account.stop', 'NOT_FOUND', 'no such account', () => command({ type: 'account.stop', data: { accountId: 'none', reason: 'x' } }, 'lea'));
  refuses('SEND-8', 'account.resume', 'NOT_FOUND', 'no such account', () => command({ type: 'account.resume', data: { accountId: 'none' } }, 'lea'));
}
