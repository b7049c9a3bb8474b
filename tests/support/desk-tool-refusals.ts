import type { Decision } from '../../shared/deciders/index.ts';
import type { SavedView } from '../../shared/domain/desk-tools.ts';
import { MOST_VIEWS } from '../../shared/domain/desk-tools.ts';
import type { RefusalKit } from './strategy-refusals.ts';

export const LIST: SavedView['list'] = { tab: 'team', sort: 'due' };

/** Every way in which saved lists and notes that name somebody are refused. */
export function deskToolRefusals({ refuses, command, center, disable }: RefusalKit): void {
  const save = (id: string, isShared: boolean, by: string): Decision => command({ type: 'savedView.save', data: { id, name: 'Meine Liste', isShared, list: LIST } }, by);
  refuses('VIEW-2', 'savedView.save', 'NOT_ALLOWED', 'an agent shares a list', () => save('v', true, 'ann'));
  refuses('VIEW-2', 'savedView.save', 'NOT_ALLOWED', 'an agent changes a shared list', () => (save('v', true, 'lea'), save('v', false, 'ann')));
  refuses('VIEW-1', 'savedView.save', 'NOT_ALLOWED', 'it is somebody else’s own', () => (save('v', false, 'ann'), save('v', false, 'ben')));
  refuses('VIEW-1', 'savedView.save', 'NOT_ALLOWED', 'a lead shares what is somebody’s own', () => (save('v', false, 'ann'), save('v', true, 'lea')));
  refuses('VIEW-1', 'savedView.save', 'INPUT_INVALID', 'there are too many', () => {
    for (let i = 0; i < MOST_VIEWS; i += 1) save(`v${i}`, false, 'ann');
    return save('one-more', false, 'ann');
  });
  refuses('VIEW-1', 'savedView.remove', 'NOT_ALLOWED', 'it is somebody else’s own', () => (save('v', false, 'ann'), command({ type: 'savedView.remove', data: { id: 'v' } }, 'lea')));
  refuses('VIEW-2', 'savedView.remove', 'NOT_ALLOWED', 'an agent takes a shared list away', () => (save('v', true, 'lea'), command({ type: 'savedView.remove', data: { id: 'v' } }, 'ann')));

  refuses('BIND-1', 'deskSetup.change', 'INPUT_INVALID', 'there is nothing to change', () => command({ type: 'deskSetup.change', data: {} }, 'ann'));
  refuses('MENT-2', 'mention.see', 'NOT_FOUND', 'nobody was named there', () => command({ type: 'mention.see', data: { conversationId: center().given('ann').conversationId } }, 'ben'));
  const name = (agentId: string): Decision => command({ type: 'note.add', data: { id: 'n', conversationId: center().given('ann').conversationId, text: 'Schau bitte', mentions: [agentId] } }, 'ann');
  refuses('MENT-1', 'note.add', 'AGENT_UNKNOWN', 'nobody is called so', () => name('nobody'));
  refuses('MENT-1', 'note.add', 'AGENT_UNKNOWN', 'whom it names is disabled', () => (disable('ben'), name('ben')));
  refuses('MENT-1', 'note.add', 'MENTION_NOT_ALLOWED', 'whom it names may not read the account', () => {
    center().emit({ type: 'account.registered', data: { ...center().must('account', 'open'), rights: { read: [], answer: [], answerPeople: ['ann'] } } });
    return name('ben');
  });
}
