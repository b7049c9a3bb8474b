// What the platform refuses although the input is well formed. Each throws its own code and changes nothing.
import { SandboxError } from './errors.ts';
import type { Account, Post, Visibility } from './model.ts';
import type { Settings } from './settings.ts';
import { key, privateThreadId, type Store } from './store.ts';

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const ADDRESS = /https?:\/\/\S+/giu;
const ADDRESS_LENGTH = 'x'.repeat(23);

/** Characters as a reader counts them; a web address counts 23 however long it is. */
export function textLength(text: string): number {
  let length = 0;
  for (const _ of graphemes.segment(text.normalize('NFC').replace(ADDRESS, ADDRESS_LENGTH))) length += 1;
  return length;
}

export function checkLength(text: string, visibility: Visibility, settings: Settings): void {
  const length = textLength(text);
  const most = visibility === 'public' ? settings.maxLength : settings.privateMaxLength;
  if (length > most) throw new SandboxError('TEXT_TOO_LONG', { detail: `The text has ${length} characters, ${most} are allowed.`, field: 'text' });
}

/** The parent a post answers, where it is held and may be answered like this. `undefined`: none, or not held here. */
export function checkParent(store: Store, settings: Settings, post: { inReplyTo: string | null; visibility: string; author: Account; recipient: Account | null }): Post | undefined {
  if (post.inReplyTo === null) return undefined;
  const parent = store.posts.get(post.inReplyTo);
  if (parent === undefined) {
    if (settings.unknownParents === 'refuse' || post.visibility === 'private') throw new SandboxError('PARENT_UNKNOWN', { field: 'inReplyTo' });
    return undefined;
  }
  if (parent.visibility === 'private') {
    const sameTwo = post.recipient !== null && parent.threadId === privateThreadId(post.author.handle, post.recipient.handle);
    if (post.visibility === 'public' || !sameTwo) throw new SandboxError('VISIBILITY_MISMATCH', { field: 'inReplyTo' });
  }
  if (parent.deletedAtMs !== null && settings.deletedParents === 'refuse') throw new SandboxError('PARENT_DELETED', { field: 'inReplyTo' });
  return parent;
}

/**
 * `oneShot`: a brand may write privately to a person once per public post of theirs, until they answer.
 * A private message by the person opens the conversation for good.
 */
export function checkPrivateReply(store: Store, settings: Settings, author: Account, recipient: Account, parent: Post | undefined): void {
  if (settings.privateReply === 'open' || author.kind !== 'brand' || recipient.kind !== 'person') return;
  const threadId = privateThreadId(author.handle, recipient.handle);
  const said = (store.threads.get(threadId)?.postIds ?? []).map((id) => store.mustPost(id));
  if (said.some((post) => key(post.author) === key(recipient.handle))) return;
  if (parent === undefined || parent.visibility !== 'public' || key(parent.author) !== key(recipient.handle)) {
    throw new SandboxError(said.length > 0 ? 'PRIVATE_REPLY_USED' : 'PRIVATE_NOT_OPEN', { field: 'inReplyTo' });
  }
  // A deleted private reply stays used: the person has read it.
  if (said.some((post) => post.inReplyTo === parent.id)) throw new SandboxError('PRIVATE_REPLY_USED', { field: 'inReplyTo' });
}

export function checkDuplicateText(store: Store, settings: Settings, author: Account, text: string, nowMs: number): void {
  if (settings.duplicateText === 'allow') return;
  for (const post of store.postsBy(author.handle)) {
    if (nowMs - post.storedAtMs < settings.duplicateWindowMs && post.versions.at(-1)?.text === text) throw new SandboxError('DUPLICATE_TEXT', { field: 'text' });
  }
}
