import type { Command, CommandType } from '../../shared/commands/index.ts';
import type { Decision } from '../../shared/deciders/index.ts';
import { readingOf } from '../../shared/text/reading.ts';
import type { SharedCenter } from './shared-center.ts';

interface Parts {
  refuses(rule: string, type: CommandType, code: string, when: string, run: () => Decision): void;
  command(input: Command, by: string): Decision;
  center(): SharedCenter;
}
type Given = ReturnType<SharedCenter['given']>;

/** READ-4, READ-7: every way a correction and the end of a spam wave can be refused. */
export function readingRefusals({ refuses, command, center }: Parts): void {
  const read = (given: Given, waveId?: string): Given => {
    const { contactId, threadId, visibility } = center().must('conversation', given.conversationId);
    center().emit({ type: 'message.read', data: { messageId: given.messageId, conversationId: given.conversationId, contactId, threadId, visibility, reading: readingOf('Kein Internet', {}, waveId === undefined ? {} : { wave: { id: waveId, size: 9 } }), modelsVersion: 'm', at: center().now } });
    return given;
  };
  const correct = ({ messageId, conversationId }: Given, by: string, label = 'praise'): Decision => command({ type: 'message.correctReading', data: { messageId, conversationId, task: 'caseType', label } }, by);
  refuses('READ-4', 'message.correctReading', 'NOT_FOUND', 'it is a message of another conversation', () => correct({ ...read(center().given('ann', { who: 'kim' })), conversationId: center().given('ann', { who: 'lou' }).conversationId }, 'ann'));
  refuses('READ-4', 'message.correctReading', 'NOT_ALLOWED', 'the account belongs to another team', () => correct(read(center().given(undefined, { account: 'north' })), 'sue'));
  refuses('READ-4', 'message.correctReading', 'INPUT_INVALID', 'there is no such label', () => correct(read(center().given('ann')), 'ann', 'sunshine'));
  refuses('READ-4', 'message.correctReading', 'STATE_INVALID', 'nothing was read of it', () => correct(center().given('ann'), 'ann'));

  const close = (by: string, ...given: readonly Given[]): Decision => command({ type: 'wave.close', data: { waveId: 'w1', workItemIds: given.map((one) => one.itemId), block: true, reason: 'Werbung' } }, by);
  refuses('READ-7', 'wave.close', 'NOT_FOUND', 'nobody knows the item', () => close('ann', { ...center().given(), itemId: 'none' }));
  refuses('READ-7', 'wave.close', 'STATE_INVALID', 'it is none of this wave', () => close('ann', read(center().given(), 'w2')));
  refuses('READ-7', 'wave.close', 'ALREADY_TAKEN', 'a colleague has it', () => close('ann', read(center().given('ben'), 'w1')));
  refuses('READ-7', 'wave.close', 'NOT_ALLOWED', 'the account belongs to another team', () => close('sue', read(center().given(undefined, { account: 'north' }), 'w1')));
  refuses('READ-7', 'wave.close', 'ITEM_CLOSED', 'it was ended already', () => {
    const given = read(center().given('ann'), 'w1');
    command({ type: 'workItem.close', data: { workItemId: given.itemId, disposition: { kind: 'resolved' } } }, 'ann');
    return close('ann', given);
  });
  refuses('READ-7', 'wave.close', 'DANGER_ALONE', 'somebody may be in danger', () => {
    const given = read(center().given('ann'), 'w1');
    command({ type: 'alert.raise', data: { workItemId: given.itemId } }, 'ann');
    return close('ann', given);
  });
  refuses('READ-7', 'contact.unblock', 'NOT_FOUND', 'nobody knows the person', () => command({ type: 'contact.unblock', data: { contactId: 'none' } }, 'lea'));
}
