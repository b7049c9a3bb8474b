import type { ChannelDescriptor } from '../../shared/channels/index.ts';
import type { Decision } from '../../shared/deciders/index.ts';
import type { RefusalKit } from './strategy-refusals.ts';

/** Every way in which the commands of an answer for many are refused. */
export function bulkRefusals({ refuses, command, center }: Pick<RefusalKit, 'refuses' | 'command' | 'center'>, withChannel: <T>(other: Partial<ChannelDescriptor>, run: () => T) => T): void {
  const waits = (who: string, more: { account?: string } = {}): { itemId: string; conversationId: string; messageId: string } => center().given(undefined, { who, ...more });
  const start = (ids: string[], by = 'ann'): Decision => command({ type: 'bulkAnswer.start', data: { workItemIds: ids } }, by);
  const idOf = (decision: Decision): string => (decision.kind === 'accepted' ? String(decision.result?.['bulkId']) : 'none');
  function started(by = 'ann'): { bulkId: string; kim: ReturnType<typeof waits>; tom: ReturnType<typeof waits> } {
    const kim = waits('kim');
    const tom = waits('tom');
    return { bulkId: idOf(start([kim.itemId, tom.itemId], by)), kim, tom };
  }
  const letter = (itemId: string): void => center().state.set('workItem', itemId, { ...center().item(itemId), special: { kind: 'press', messageId: 'm', sentAt: 1, receivedAt: 1, dueAt: 2, digest: 'a'.repeat(64) } });
  const lead = (itemId: string): void => center().state.set('workItem', itemId, { ...center().item(itemId), unsummoned: 'siteOnly' });
  function closed(): string {
    const { itemId } = center().given('ann', { who: 'kim' });
    command({ type: 'workItem.close', data: { workItemId: itemId, disposition: { kind: 'resolved' } } }, 'ann');
    return itemId;
  }
  const refusedItems: readonly (readonly [rule: string, code: string, when: string, itemId: () => string, by?: string])[] = [
    ['BULK-1', 'NOT_FOUND', 'nobody knows the item', () => 'none'],
    ['BULK-1', 'ITEM_CLOSED', 'it is closed', closed],
    ['BULK-1', 'ALREADY_TAKEN', 'a colleague holds it', () => center().given('ben', { who: 'kim' }).itemId],
    ['BULK-1', 'NOT_ALLOWED', 'it is of an account of another team', () => waits('kim', { account: 'north' }).itemId, 'sue'],
    ['BULK-2', 'DANGER_ALONE', 'somebody may be in danger', () => {
      const { itemId } = waits('kim');
      command({ type: 'alert.raise', data: { workItemId: itemId } }, 'ann');
      return itemId;
    }],
    ['BULK-2', 'SPECIAL_ALONE', 'it is a letter with a legal clock', () => {
      const { itemId } = waits('kim');
      letter(itemId);
      return itemId;
    }],
    ['R14', 'SITE_ONLY', 'its author did not address us', () => {
      const { itemId } = waits('kim');
      lead(itemId);
      return itemId;
    }],
  ];
  for (const [rule, code, when, itemId, by = 'ann'] of refusedItems) {
    refuses(rule, 'bulkAnswer.start', code, when, () => start([itemId()], by));
    refuses(rule, 'bulkAnswer.join', code, when, () => {
      const other = center().given(undefined, { who: 'zoe' });
      const bulkId = idOf(start([other.itemId], by));
      return command({ type: 'bulkAnswer.join', data: { bulkId, workItemIds: [itemId()] } }, by);
    });
  }
  for (const [code, one] of [['SPECIAL_ALONE', letter], ['SITE_ONLY', lead]] as const)
    refuses('BULK-2', 'workItem.claimBulk', code, 'each of them is answered alone', () => {
      const ids = [waits('kim').itemId, waits('tom').itemId];
      ids.forEach(one);
      return command({ type: 'workItem.claimBulk', data: { workItemIds: ids } }, 'ann');
    });

  const core = { core: { wording: 'x', addressForm: 'du', unknownAs: 'look', greeting: true }, then: 'wait' } as const;
  const on = (bulkId: string, by: string): readonly (readonly [string, () => Decision])[] => [
    ['bulkAnswer.join', () => command({ type: 'bulkAnswer.join', data: { bulkId, workItemIds: ['x'] } }, by)],
    ['bulkAnswer.write', () => command({ type: 'bulkAnswer.write', data: { bulkId, ...core } }, by)],
    ['bulkAnswer.confirm', () => command({ type: 'bulkAnswer.confirm', data: { bulkId, members: [{ conversationId: 'c', throughMessageId: 'm' }] } }, by)],
    ['bulkAnswer.skip', () => command({ type: 'bulkAnswer.skip', data: { bulkId, conversationIds: ['c'] } }, by)],
    ['bulkAnswer.handOut', () => command({ type: 'bulkAnswer.handOut', data: { bulkId, conversationIds: ['c'] } }, by)],
    ['bulkAnswer.report', () => command({ type: 'bulkAnswer.report', data: { bulkId, conversationId: 'c', code: 'X' } }, by)],
    ['bulkAnswer.pause', () => command({ type: 'bulkAnswer.pause', data: { bulkId } }, by)],
    ['bulkAnswer.resume', () => command({ type: 'bulkAnswer.resume', data: { bulkId } }, by)],
    ['bulkAnswer.stop', () => command({ type: 'bulkAnswer.stop', data: { bulkId } }, by)],
    ['bulkAnswer.statusPosted', () => command({ type: 'bulkAnswer.statusPosted', data: { bulkId } }, by)],
  ];
  for (const [type] of on('', '')) {
    refuses('BULK-3', type as never, 'NOT_FOUND', 'there is no such answer', () => on('none', 'ann').find(([one]) => one === type)?.[1]() as Decision);
    refuses('BULK-3', type as never, 'NOT_ALLOWED', 'it is a colleague’s', () => on(started().bulkId, 'ben').find(([one]) => one === type)?.[1]() as Decision);
  }
  refuses('BULK-3', 'bulkAnswer.join', 'INPUT_INVALID', 'it would have more than 5,000 members', () => {
    const { bulkId } = started();
    center().state.set('bulkAnswer', bulkId, { ...center().must('bulkAnswer', bulkId), conversationIds: Array.from({ length: 5_000 }, (_, i) => `c${i}`) });
    return command({ type: 'bulkAnswer.join', data: { bulkId, workItemIds: ['x'] } }, 'ann');
  });
  refuses('BULK-3', 'bulkAnswer.statusPosted', 'NOT_ALLOWED', 'who answers lost the accounts meanwhile', () => {
    const kim = waits('kim', { account: 'north' });
    const bulkId = idOf(start([kim.itemId]));
    center().emit({ type: 'agent.registered', data: { ...center().must('agent', 'ann'), teamIds: ['south'] } });
    return command({ type: 'bulkAnswer.statusPosted', data: { bulkId } }, 'ann');
  });

  const confirm = (bulkId: string, conversationId: string, throughMessageId: string): Decision => command({ type: 'bulkAnswer.confirm', data: { bulkId, members: [{ conversationId, throughMessageId }] } }, 'ann');
  refuses('BULK-4', 'bulkAnswer.confirm', 'NOT_FOUND', 'this one is not part of it', () => confirm(started().bulkId, waits('zoe').conversationId, 'm'));
  refuses('BULK-4', 'bulkAnswer.confirm', 'NEWER_MESSAGE', 'they wrote again since it was read', () => {
    const { bulkId, kim } = started();
    center().customerWrites('kim');
    return confirm(bulkId, kim.conversationId, kim.messageId);
  });
  refuses('BULK-4', 'bulkAnswer.confirm', 'STATE_INVALID', 'it is left out', () => {
    const { bulkId, kim } = started();
    command({ type: 'bulkAnswer.skip', data: { bulkId, conversationIds: [kim.conversationId] } }, 'ann');
    return confirm(bulkId, kim.conversationId, kim.messageId);
  });
  refuses('BULK-4', 'bulkAnswer.confirm', 'STATE_INVALID', 'the whole was stopped', () => {
    const { bulkId, kim } = started();
    command({ type: 'bulkAnswer.stop', data: { bulkId } }, 'lea');
    return confirm(bulkId, kim.conversationId, kim.messageId);
  });
  refuses('BULK-4', 'bulkAnswer.confirm', 'NOT_OWNER', 'it is with nobody any more', () => {
    const { bulkId, kim } = started();
    center().state.set('conversation', kim.conversationId, { ...center().conversation(kim.conversationId), ownerAgentId: 'ben' });
    return confirm(bulkId, kim.conversationId, kim.messageId);
  });
  refuses('BULK-2', 'bulkAnswer.confirm', 'DANGER_ALONE', 'danger was seen in it since', () => {
    const { bulkId, kim } = started();
    center().state.set('workItem', kim.itemId, { ...center().item(kim.itemId), alert: { raisedAt: 1, reminders: 0, remindedAt: 1 } });
    return confirm(bulkId, kim.conversationId, kim.messageId);
  });
  refuses('BULK-5', 'bulkAnswer.confirm', 'BULK_FORBIDDEN', 'the platform forbids answering many at once', () => {
    const { bulkId, kim } = started();
    return withChannel({ bulk: 'forbidden' }, () => confirm(bulkId, kim.conversationId, kim.messageId));
  });
  refuses('BULK-4', 'bulkAnswer.skip', 'STATE_INVALID', 'none of them waits any more', () => command({ type: 'bulkAnswer.skip', data: { bulkId: started().bulkId, conversationIds: ['c'] } }, 'ann'));
  refuses('BULK-5', 'bulkAnswer.handOut', 'STATE_INVALID', 'nobody wrote a draft for it', () => {
    const { bulkId, kim } = started();
    return command({ type: 'bulkAnswer.handOut', data: { bulkId, conversationIds: [kim.conversationId] } }, 'ann');
  });
  refuses('BULK-7', 'bulkAnswer.resume', 'STATE_INVALID', 'it was stopped', () => {
    const { bulkId } = started();
    command({ type: 'bulkAnswer.stop', data: { bulkId } }, 'ann');
    return command({ type: 'bulkAnswer.resume', data: { bulkId } }, 'ann');
  });
}
