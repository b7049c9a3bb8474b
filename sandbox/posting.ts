import { SandboxError } from './errors.ts';
import { mayAct, maySee, needAccount } from './auth.ts';
import { sha256 } from './effects.ts';
import type { Claim } from './idempotency.ts';
import type { Account, Grant, Post } from './model.ts';
import type { Platform } from './platform.ts';
import { checkDuplicateText, checkLength, checkParent, checkPrivateReply } from './policies.ts';
import type { PostInput } from './schemas.ts';
import { key } from './store.ts';

/** A post that is checked as far as it can be without looking at other posts, with its idempotency claim. */
export interface Draft {
  readonly author: Account;
  readonly recipient: Account | null;
  readonly input: PostInput;
  readonly clientKey: string | undefined;
  readonly bodyHash: string;
  readonly claim: Claim;
}

/** First half: who, for whom, and the key. Nothing is changed but the claim; release it when `publish` does not follow. */
export function draftPost(platform: Platform, grant: Grant, input: PostInput, clientKey: string | undefined): Draft {
  const { store } = platform;
  const author = store.account(input.author);
  if (author === undefined) throw new SandboxError('ACCOUNT_UNKNOWN', { field: 'author' });
  needAccount(grant, author, 'author');
  const recipient = recipientOf(platform, author, input);
  const bodyHash = sha256(JSON.stringify([key(author.handle), input.text, input.inReplyTo ?? null, input.visibility, recipient?.handle ?? null, input.persona ?? null]));
  return { author, recipient, input, clientKey, bodyHash, claim: platform.keys.claim(author.handle, clientKey, bodyHash) };
}

/** Second half: policies, then the effect. A replayed key gives the post made first. */
export function publish(platform: Platform, grant: Grant, draft: Draft): { post: Post; replayed: boolean } {
  const { store } = platform;
  if (draft.claim.kind === 'replay') return { post: store.mustPost(draft.claim.postId), replayed: true };
  const { author, recipient, input } = draft;
  const settings = platform.settings();
  const nowMs = platform.now();
  const inReplyTo = input.inReplyTo ?? null;
  const held = inReplyTo === null ? undefined : store.posts.get(inReplyTo);
  if (held !== undefined && !maySee(grant, store, held)) throw new SandboxError('PARENT_UNKNOWN', { field: 'inReplyTo' });
  checkLength(input.text, input.visibility, settings);
  const parent = checkParent(store, settings, { inReplyTo, visibility: input.visibility, author, recipient });
  if (recipient !== null) checkPrivateReply(store, settings, author, recipient, parent);
  checkDuplicateText(store, settings, author, input.text, nowMs);
  platform.rateLimit.check(author.handle);
  const id = platform.nextPostId();
  platform.ledger.write({
    t: 'post',
    post: { id, author: author.handle, text: input.text, inReplyTo, visibility: input.visibility, recipient: recipient?.handle ?? null, persona: input.persona ?? null, createdAtMs: nowMs },
    storedAtMs: nowMs,
    announce: true,
    imported: false,
    key: draft.clientKey === undefined ? null : { value: draft.clientKey, bodyHash: draft.bodyHash, honoured: draft.claim.kind !== 'off' },
  });
  return { post: store.mustPost(id), replayed: false };
}

export function editPost(platform: Platform, grant: Grant, id: string, text: string): Post {
  const post = ownPost(platform, grant, id);
  if (post.deletedAtMs !== null) throw new SandboxError('POST_DELETED', { field: 'id' });
  checkLength(text, post.visibility, platform.settings());
  if (post.versions.at(-1)?.text !== text) platform.ledger.write({ t: 'edit', id, text, atMs: platform.now() });
  return post;
}

/** Deleting twice is the same as once. */
export function deletePost(platform: Platform, grant: Grant, id: string): Post {
  const post = ownPost(platform, grant, id);
  if (post.deletedAtMs === null) platform.ledger.write({ t: 'delete', id, atMs: platform.now() });
  return post;
}

function ownPost(platform: Platform, grant: Grant, id: string): Post {
  const post = platform.store.posts.get(id);
  if (post === undefined || post.placeholder || !maySee(grant, platform.store, post)) throw new SandboxError('POST_UNKNOWN', { field: 'id' });
  const author = platform.store.account(post.author);
  if (author === undefined || !mayAct(grant, author)) throw new SandboxError('NOT_YOURS', { field: 'id' });
  return post;
}

function recipientOf(platform: Platform, author: Account, input: PostInput): Account | null {
  if (input.visibility === 'public') {
    if (input.recipient !== undefined && input.recipient !== null) throw new SandboxError('INPUT_INVALID', { detail: 'recipient: only a private message has a recipient', field: 'recipient' });
    return null;
  }
  const parent = input.inReplyTo === undefined || input.inReplyTo === null ? undefined : platform.store.posts.get(input.inReplyTo);
  const handle = input.recipient ?? (parent === undefined || parent.placeholder ? undefined : key(parent.author) === key(author.handle) ? parent.recipient : parent.author);
  if (handle === undefined || handle === null) throw new SandboxError('INPUT_INVALID', { detail: 'recipient: a private message needs a recipient', field: 'recipient' });
  const recipient = platform.store.account(handle);
  if (recipient === undefined) throw new SandboxError('ACCOUNT_UNKNOWN', { field: 'recipient' });
  if (key(recipient.handle) === key(author.handle)) throw new SandboxError('INPUT_INVALID', { detail: 'recipient: nobody writes privately to themselves', field: 'recipient' });
  return recipient;
}
