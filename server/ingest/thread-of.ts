import type { InboundPost } from '../../shared/domain/inbound.ts';
import type { Center } from '../center/center.ts';

export interface ThreadPlace {
  readonly id: string;
  readonly isNew: boolean;
  readonly remoteId: string;
}

/** How long a subject alone still joins a thread, ms. */
const SUBJECT_LIFE_MS = 30 * 86_400_000;
const ANSWER_PREFIX = /^\s*(re|aw|antw|antwort|sv|vs|fwd?|wg|tr)\s*(\[\d+\]|\(\d+\))?\s*:\s*/iu;

/**
 * Where a post hangs: the root the platform names; else its parent's thread; else that of the nearest of its references that is known; else, for an answer whose
 * ids say nothing, this same person's last thread under this subject. Else it opens a thread, named so that what refers to the same root joins it later.
 */
export function threadOf(center: Center, post: InboundPost, accountId: string, nextId: () => string, subjectKey: string | undefined): ThreadPlace {
  const { index, live } = center;
  const threadOfMessage = (remoteId: string): string | undefined => {
    const id = index.messageByRemote(accountId, remoteId);
    return id === undefined ? undefined : live.get('message', id)?.threadId;
  };
  const references = (post.references ?? []).filter((id) => id.length <= 256 && id !== post.remoteId);
  const near = post.threadRemoteId !== undefined ? [] : [...(post.inReplyToRemoteId === undefined ? [] : [post.inReplyToRemoteId]), ...references.toReversed()];
  const parentThread = post.inReplyToRemoteId === undefined ? undefined : threadOfMessage(post.inReplyToRemoteId);
  let joined = post.threadRemoteId === undefined ? parentThread : undefined;
  for (const id of near) joined ??= threadOfMessage(id) ?? index.threadByRemote(accountId, id);
  if (joined === undefined && post.threadRemoteId === undefined && subjectKey !== undefined && post.subject !== undefined && ANSWER_PREFIX.test(post.subject)) {
    const last = index.threadBySubject(subjectKey);
    if (last !== undefined && Math.abs(post.sentAt - last.sentAt) < SUBJECT_LIFE_MS) joined = last.threadId;
  }
  const joinedRemoteId = joined === undefined ? undefined : live.get('thread', joined)?.remoteId;
  const remoteId = post.threadRemoteId ?? (parentThread === undefined ? undefined : live.get('thread', parentThread)?.remoteId) ?? joinedRemoteId ?? references[0] ?? post.inReplyToRemoteId ?? post.remoteId;
  const found = index.threadByRemote(accountId, remoteId) ?? joined;
  return found === undefined ? { id: nextId(), isNew: true, remoteId } : { id: found, isNew: false, remoteId };
}

/** A subject without its `Re:`s, as one compares it; undefined where it says too little to join anything. */
export function comparableSubject(subject: string | undefined): string | undefined {
  let rest = subject ?? '';
  for (let n = 0; n < 20 && ANSWER_PREFIX.test(rest); n += 1) rest = rest.replace(ANSWER_PREFIX, '');
  const compared = rest.normalize('NFC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
  return compared.length < 4 ? undefined : compared;
}
