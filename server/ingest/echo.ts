import type { Conversation } from '../../shared/domain/conversation.ts';
import type { InboundPost } from '../../shared/domain/inbound.ts';
import type { Reply } from '../../shared/domain/reply.ts';
import { partMessage } from '../../shared/deciders/reply-outcome.ts';
import type { Facts } from '../../shared/deciders/index.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import type { IdSource } from '../../shared/util/ports.ts';
import type { Center } from '../center/center.ts';

export interface Echo {
  readonly reply: Reply;
  readonly part: number;
}

/** Separates the platform key of a reply from the number of its part. */
export const PART_MARK = '.';

/**
 * An own reply coming back from the platform: by the key it was made with, else (platforms without one) by the same words in the same conversation
 * while its outcome is open. Whoever hears of it first, desk or echo, settles it.
 */
export async function findEcho(center: Center, post: InboundPost, accountId: string, conversation: Conversation, readTexts: (refs: readonly string[]) => Promise<ReadonlyMap<string, string>>): Promise<Echo | undefined> {
  if (post.clientKey !== undefined) {
    const mark = post.clientKey.lastIndexOf(PART_MARK);
    for (const [key, part] of [[post.clientKey, 0] as const, ...(mark < 0 ? [] : [[post.clientKey.slice(0, mark), Number(post.clientKey.slice(mark + 1))] as const])]) {
      const replyId = center.index.replyByPlatformKey(key);
      const reply = replyId === undefined ? undefined : center.live.get('reply', replyId);
      if (reply !== undefined && (reply.accountId === accountId || reply.conversationId === conversation.id) && Number.isInteger(part) && part >= 0 && part < reply.parts) return { reply, part };
    }
  }
  const open = conversation.lockedByReplyId === undefined ? undefined : center.live.get('reply', conversation.lockedByReplyId);
  if (open === undefined || post.clientKey !== undefined) return undefined;
  const texts = await readTexts(open.partBodyRefs);
  const part = open.partBodyRefs.findIndex((ref) => saysTheSame(textOf(texts.get(ref)), post.text));
  return part < 0 ? undefined : { reply: open, part };
}

/** `seen`: parts the thread shows already. With the last one the reply counts as delivered. */
export function echoEvents(facts: Facts, reply: Reply, part: number, post: InboundPost, ids: IdSource, now: number, seen: ReadonlyMap<number, string>): NewEvent[] {
  const current = facts.get('reply', reply.id) ?? reply;
  const conversation = facts.get('conversation', reply.conversationId);
  const bodyRef = reply.partBodyRefs[part];
  if (conversation === undefined || bodyRef === undefined) return [];
  const message = partMessage(reply, conversation, { id: ids.next(), part, remoteId: post.remoteId, bodyRef, sentAt: post.sentAt, receivedAt: now, inReplyTo: post.inReplyToRemoteId });
  const remoteIds = Array.from({ length: reply.parts }, (_, p) => (p === part ? post.remoteId : seen.get(p)));
  const isWhole = remoteIds.every((id): id is string => id !== undefined);
  if (!isWhole || current.state === 'delivered') return [{ type: 'message.received', data: message }];
  return [{ type: 'reply.delivered', data: { replyId: reply.id, conversationId: reply.conversationId, at: now, by: 'echo', remoteIds, messages: [message], ...(reply.answersThroughMessageId === undefined ? {} : { answersThroughMessageId: reply.answersThroughMessageId }) } }];
}

/** Platforms put names in front of what answers somebody, and tidy spaces. Without words nothing is the same: a file that somebody else sent is not ours. */
export function saysTheSame(sent: string | undefined, shown: string): boolean {
  const plain = (text: string): string => text.normalize('NFC').replace(/^(?:@[\w.]+\s+)+/u, '').replace(/\s+/gu, ' ').trim();
  return sent !== undefined && plain(sent) !== '' && plain(sent) === plain(shown);
}

export function textOf(body: string | undefined): string | undefined {
  if (body === undefined) return undefined;
  const parsed: unknown = JSON.parse(body);
  return typeof parsed === 'object' && parsed !== null && 'text' in parsed && typeof parsed.text === 'string' ? parsed.text : undefined;
}
