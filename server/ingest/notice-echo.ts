import { noticeSent } from '../../shared/deciders/away-notice.ts';
import type { Facts } from '../../shared/deciders/index.ts';
import type { AwayNoticeRecord } from '../../shared/domain/away-notice.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { InboundPost } from '../../shared/domain/inbound.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import type { Center } from '../center/center.ts';
import { PART_MARK, saysTheSame, textOf } from './echo.ts';

/** AWAY-4: an away notice coming back from the platform: by the key it went out under, else by the same words in the same conversation while its outcome is open. */
export async function findNotice(center: Center, post: InboundPost, conversation: Conversation, readTexts: (refs: readonly string[]) => Promise<ReadonlyMap<string, string>>): Promise<AwayNoticeRecord | undefined> {
  if (post.clientKey !== undefined) {
    const mark = post.clientKey.lastIndexOf(PART_MARK);
    return center.live.get('awayNotice', post.clientKey) ?? (mark < 0 ? undefined : center.live.get('awayNotice', post.clientKey.slice(0, mark)));
  }
  for (const notice of center.live.all('awayNotice').values()) {
    if (notice.conversationId !== conversation.id || notice.bodyRef === undefined || (notice.state !== 'permitted' && notice.state !== 'unclear')) continue;
    if (saysTheSame(textOf((await readTexts([notice.bodyRef])).get(notice.bodyRef)), post.text)) return notice;
  }
  return undefined;
}

export function noticeEcho(facts: Facts, found: AwayNoticeRecord, remoteId: string, sentAt: number, messageId: string, now: number): NewEvent[] {
  const notice = facts.get('awayNotice', found.id) ?? found;
  // Reported before it came back, under another name of the same word: it stands in the thread already.
  return notice.state === 'sent' ? [] : noticeSent(facts, notice, remoteId, sentAt, messageId, now);
}
