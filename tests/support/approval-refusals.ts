import type { Command } from '../../shared/commands/index.ts';
import type { Decision } from '../../shared/deciders/index.ts';
import { leadRefusals } from './lead-refusals.ts';
import type { RefusalKit } from './strategy-refusals.ts';

/** Every way in which approvals, and answers that wait for one, are refused. ann is the trainee, lea looks. */
export function approvalRefusals(kit: RefusalKit): void {
  const { refuses, command, center, disable } = kit;
  leadRefusals(kit);
  const lead = 'a role below the one it needs';
  const trainee = (agentId = 'ann', names: { approverId?: string; standInId?: string } = {}): Decision => command({ type: 'agent.setTrainee', data: { agentId, trainee: names } }, 'lea');
  const ask = (parts = ['Guten Tag ^AB']): { conversationId: string; decision: Decision } => {
    trainee();
    const { conversationId } = center().given('ann');
    return { conversationId, decision: center().permit(conversationId, 'r1', { by: 'ann' }, { parts }) };
  };
  const give = (conversationId: string, by = 'lea', words?: string[]): Decision =>
    command({ type: 'approval.give', data: { conversationId, replyId: 'r1', ...(words === undefined ? {} : { words: { parts: words, visibility: 'public' as const } }) } }, by);
  const back = (conversationId: string, by = 'lea'): Decision => command({ type: 'approval.sendBack', data: { conversationId, replyId: 'r1', word: 'Bitte mit Gruß' } }, by);
  const flag = (conversationId: string, by = 'lea'): Command & { type: 'approval.flag' } => ({ type: 'approval.flag', data: { conversationId, wanted: by !== '' } });

  refuses('CMD-2', 'agent.setTrainee', 'NOT_ALLOWED', lead, () => command({ type: 'agent.setTrainee', data: { agentId: 'ann', trainee: null } }, 'ben'));
  refuses('CMD-2', 'approval.give', 'NOT_ALLOWED', lead, () => give(ask().conversationId, 'ben'));
  refuses('CMD-2', 'approval.sendBack', 'NOT_ALLOWED', lead, () => back(ask().conversationId, 'ben'));
  refuses('CMD-2', 'approval.flag', 'NOT_ALLOWED', lead, () => command(flag(center().given('ann').conversationId), 'ann'));

  refuses('APPR-1', 'agent.setTrainee', 'AGENT_UNKNOWN', 'the person is disabled', () => (disable('ann'), trainee()));
  refuses('APPR-5', 'agent.setTrainee', 'AGENT_UNKNOWN', 'the approver is no lead', () => trainee('ann', { approverId: 'ben' }));
  refuses('APPR-5', 'agent.setTrainee', 'AGENT_UNKNOWN', 'the stand-in is the trainee', () => trainee('lea', { standInId: 'lea' }));
  refuses('APPR-2', 'reply.requestPermit', 'APPROVAL_PENDING', 'nobody has looked at it yet', () => center().permit(ask().conversationId, 'r1', { by: 'ann' }));
  refuses('APPR-4', 'reply.requestPermit', 'APPROVAL_SENT_BACK', 'it came back', () => {
    const { conversationId } = ask();
    back(conversationId);
    return center().permit(conversationId, 'r1', { by: 'ann' });
  });
  refuses('APPR-2', 'reply.requestPermit', 'APPROVAL_OTHER_WORDS', 'other words than the approved ones are to go', () => {
    const { conversationId } = ask();
    give(conversationId);
    return center().permit(conversationId, 'r1', { by: 'ann' }, { parts: ['Ganz was anderes ^AB'] });
  });
  refuses('APPR-3', 'reply.requestPermit', 'APPROVAL_OTHER_WORDS', 'the approver changed them and the written ones are to go', () => {
    const { conversationId } = ask();
    give(conversationId, 'lea', ['Guten Tag, gern ^AB']);
    return center().permit(conversationId, 'r1', { by: 'ann' });
  });
  refuses('APPR-3', 'approval.give', 'NOT_FOUND', 'nobody asked', () => give(center().given('ann').conversationId));
  refuses('APPR-3', 'approval.give', 'APPROVAL_OVER', 'its author took it back', () => {
    const { conversationId } = ask();
    command({ type: 'approval.withdraw', data: { conversationId, replyId: 'r1' } }, 'ann');
    return give(conversationId);
  });
  const own = (decide: (conversationId: string) => Decision): Decision => {
    command({ type: 'agent.setTrainee', data: { agentId: 'lea', trainee: {} } }, 'ada');
    const { conversationId } = center().given('lea');
    center().permit(conversationId, 'r1', { by: 'lea' });
    return decide(conversationId);
  };
  refuses('APPR-3', 'approval.give', 'NOT_ALLOWED', 'it is one’s own', () => own((id) => give(id)));
  refuses('APPR-4', 'approval.sendBack', 'NOT_FOUND', 'nobody asked', () => back(center().given('ann').conversationId));
  refuses('APPR-4', 'approval.sendBack', 'APPROVAL_OVER', 'it was approved', () => {
    const { conversationId } = ask();
    give(conversationId);
    return back(conversationId);
  });
  refuses('APPR-4', 'approval.sendBack', 'NOT_ALLOWED', 'it is one’s own', () => own((id) => back(id)));
  refuses('APPR-6', 'approval.withdraw', 'NOT_ALLOWED', 'it is somebody else’s', () => command({ type: 'approval.withdraw', data: { conversationId: ask().conversationId, replyId: 'r1' } }, 'ben'));
  refuses('APPR-7', 'message.requestChange', 'APPROVAL_NEEDED', 'answers of theirs are looked at first', () => {
    const { conversationId } = ask();
    give(conversationId);
    center().permit(conversationId, 'r1', { by: 'ann' });
    center().report('r1', { by: 'ann' });
    const messageId = [...center().state.all('message').values()].find((one) => one.replyId === 'r1')?.id ?? '';
    return center().run({ type: 'message.requestChange', data: { changeId: 'x1', messageId, conversationId, reason: 'mistake', to: { kind: 'correct', text: 'Um 14 Uhr. ^AB' } } }, { by: 'ann' });
  });
  const whisper = (conversationId: string, by = 'lea'): Decision => command({ type: 'whisper.send', data: { id: 'w1', conversationId, text: 'Frag nach der Kundennummer' } }, by);
  const seen = (by: string, whisperId = 'w1'): Decision => {
    const { conversationId } = center().given('ann');
    whisper(conversationId);
    return command({ type: 'whisper.markSeen', data: { conversationId, whisperId } }, by);
  };
  refuses('CMD-2', 'whisper.send', 'NOT_ALLOWED', lead, () => whisper(center().given('ann').conversationId, 'ben'));
  refuses('WHIS-1', 'whisper.send', 'NOT_FOUND', 'there is no such conversation', () => whisper('none'));
  refuses('WHIS-1', 'whisper.send', 'STATE_INVALID', 'nobody holds it', () => whisper(center().given().conversationId));
  refuses('WHIS-1', 'whisper.send', 'STATE_INVALID', 'it is one’s own', () => whisper(center().given('lea').conversationId));
  refuses('WHIS-2', 'whisper.markSeen', 'NOT_FOUND', 'nobody said it', () => seen('ann', 'w9'));
  refuses('WHIS-2', 'whisper.markSeen', 'NOT_ALLOWED', 'it was said to somebody else', () => seen('ben'));
  refuses('APPR-1', 'approval.flag', 'NOT_FOUND', 'there is no such conversation', () => command(flag('none'), 'lea'));
}
