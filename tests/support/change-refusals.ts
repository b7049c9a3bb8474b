import type { ChannelDescriptor } from '../../shared/channels/index.ts';
import type { Decision } from '../../shared/deciders/index.ts';
import type { RefusalKit } from './strategy-refusals.ts';

/** Every way in which putting right what we said is refused. */
export function changeRefusals({ refuses, center }: RefusalKit, withChannel: <T>(other: Partial<ChannelDescriptor>, run: () => T) => T): void {
  const deleteIt = { kind: 'delete' } as const;
  /** ann's answer is out; its message. */
  function out(): { conversationId: string; messageId: string } {
    const { conversationId } = center().given('ann');
    center().permit(conversationId, 'r1', { by: 'ann' });
    center().report('r1', { by: 'ann' });
    const message = [...center().state.all('message').values()].find((one) => one.replyId === 'r1');
    return { conversationId, messageId: message?.id ?? '' };
  }
  const putRight = ({ conversationId, messageId }: { conversationId: string; messageId: string }, by: string, more: { changeId?: string; to?: typeof deleteIt | { kind: 'correct'; text: string } } = {}): Decision =>
    center().run({ type: 'message.requestChange', data: { changeId: more.changeId ?? 'x1', messageId, conversationId, reason: 'mistake', to: more.to ?? deleteIt } }, { by });
  const reportChange = (messageId: string, by: string): Decision => center().run({ type: 'message.reportChange', data: { changeId: 'x1', messageId, outcome: { kind: 'done' } } }, { by });
  refuses('PUT-1', 'message.requestChange', 'NOT_FOUND', 'a customer said it', () => {
    const { conversationId, messageId } = center().given('ann');
    return putRight({ conversationId, messageId }, 'ann');
  });
  refuses('PUT-1', 'message.requestChange', 'NOT_ALLOWED', 'neither said by them nor theirs to answer', () => putRight(out(), 'ben'));
  refuses('PUT-2', 'message.requestChange', 'CHANNEL_CANNOT', 'the channel knows no deleting', () => {
    const sent = out();
    return withChannel({ canDelete: false }, () => putRight(sent, 'ann'));
  });
  refuses('PUT-1', 'message.requestChange', 'STATE_INVALID', 'it is deleted', () => {
    const sent = out();
    center().emit({ type: 'message.deleted', data: { messageId: sent.messageId, deletedAt: center().now } });
    return putRight(sent, 'ann');
  });
  refuses('PUT-3', 'message.requestChange', 'STATE_INVALID', 'a colleague is at it', () => {
    const sent = out();
    putRight(sent, 'lea');
    return putRight(sent, 'ann', { changeId: 'x2' });
  });
  refuses('PUT-2', 'message.requestChange', 'ACCOUNT_STOPPED', 'nothing new goes out on the account', () => {
    const sent = out();
    center().run({ type: 'account.stop', data: { accountId: 'open', reason: 'x' } }, { by: 'lea' });
    return putRight(sent, 'ann', { to: { kind: 'correct', text: 'Um 14 Uhr. ^AB' } });
  });
  refuses('PUT-3', 'message.reportChange', 'NOT_FOUND', 'nobody asked for it', () => reportChange(out().messageId, 'ann'));
  refuses('PUT-3', 'message.reportChange', 'NOT_ALLOWED', 'somebody else asked for it', () => {
    const sent = out();
    putRight(sent, 'ann');
    return reportChange(sent.messageId, 'ben');
  });
}
