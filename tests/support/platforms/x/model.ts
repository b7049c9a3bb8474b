// What the X peer knows: people, posts, direct messages, tokens; and how v2 shows them.
import { weightedLength } from '../../../../shared/text/weighted-length.ts';
import { findUrls } from '../../../../shared/text/urls.ts';

export interface XUser {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly followers: number;
}
export interface XPost {
  readonly id: string;
  readonly authorId: string;
  /** As X keeps it: links shortened, people who are answered named in front. */
  text: string;
  /** As it was written. */
  readonly written: string;
  readonly conversationId: string;
  readonly inReplyTo: string | undefined;
  readonly quoted: string | undefined;
  readonly urls: readonly { readonly url: string; readonly expanded: string }[];
  /** All versions, the first one first; an edit has an id of its own. */
  readonly history: string[];
  readonly media: readonly string[];
  readonly createdAt: number;
  deleted: boolean;
}
export interface XMessage {
  readonly id: string;
  readonly senderId: string;
  readonly recipientId: string;
  readonly text: string;
  readonly createdAt: number;
  deleted: boolean;
}
export interface XToken {
  readonly token: string;
  /** Absent: app-only. */
  readonly userId: string | undefined;
  readonly scopes: readonly string[];
  expired: boolean;
}

export class XModel {
  readonly users = new Map<string, XUser>();
  readonly posts = new Map<string, XPost>();
  readonly messages = new Map<string, XMessage>();
  readonly tokens = new Map<string, XToken>();
  #last = 0n;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A snowflake: the time in the upper bits. */
  id(): string {
    const made = BigInt(this.#now() - 1_288_834_974_657) << 22n;
    this.#last = made > this.#last ? made : this.#last + 1n;
    return String(this.#last);
  }

  addUser(username: string, name: string, followers = 0): XUser {
    const user = { id: String(2_000_000 + this.users.size * 17), username, name, followers };
    this.users.set(user.id, user);
    return user;
  }

  userNamed(username: string): XUser | undefined {
    return [...this.users.values()].find((user) => user.username.toLowerCase() === username.toLowerCase());
  }

  mentionsIn(text: string): { user: XUser; start: number; end: number }[] {
    return [...text.matchAll(/(?<![\p{L}\d_@])@([A-Za-z0-9_]{1,15})/gu)].flatMap((found) => {
      const user = this.userNamed(found[1] ?? '');
      return user === undefined ? [] : [{ user, start: found.index, end: found.index + found[0].length }];
    });
  }

  write(author: XUser, written: string, more: { inReplyTo?: string | undefined; quoted?: string | undefined; media?: readonly string[] | undefined } = {}): XPost {
    const id = this.id();
    const parent = more.inReplyTo === undefined ? undefined : this.posts.get(more.inReplyTo);
    // An answer names whom it answers, whether its author wrote it or not.
    const answered = parent === undefined || parent.authorId === author.id ? undefined : this.users.get(parent.authorId);
    const named = answered !== undefined && !this.mentionsIn(written).some((one) => one.user.id === answered.id) ? `@${answered.username} ${written}` : written;
    const urls = findUrls(named).map((found, n) => ({ url: `https://t.co/${id.slice(-6)}${n}`, expanded: named.slice(found.start, found.end) }));
    let text = named;
    for (const { url, expanded } of urls) text = text.replace(expanded, url);
    const post: XPost = { id, authorId: author.id, text: escapeHtml(text), written, conversationId: parent?.conversationId ?? id, inReplyTo: parent?.id, quoted: more.quoted, urls, history: [id], media: more.media ?? [], createdAt: this.#now(), deleted: false };
    this.posts.set(id, post);
    return post;
  }

  /** A new version: its own id, the same history. */
  edit(postId: string, written: string): XPost {
    const before = this.posts.get(postId);
    if (before === undefined) throw new Error(`no post ${postId}`);
    const id = this.id();
    before.history.push(id);
    const post: XPost = { ...before, id, text: escapeHtml(written), written, history: before.history, createdAt: this.#now() };
    this.posts.set(id, post);
    return post;
  }

  message(sender: XUser, recipient: XUser, text: string): XMessage {
    const message = { id: this.id(), senderId: sender.id, recipientId: recipient.id, text, createdAt: this.#now(), deleted: false };
    this.messages.set(message.id, message);
    return message;
  }

  /** Whether an app may answer this post by API: its author named or quoted the account. */
  summons(post: XPost, account: XUser): boolean {
    const quoted = post.quoted === undefined ? undefined : this.posts.get(post.quoted);
    return post.authorId === account.id || this.mentionsIn(post.text).some((one) => one.user.id === account.id) || quoted?.authorId === account.id;
  }

  /** Posts of `GET`s, the newest first; old versions are not listed. */
  list(fits: (post: XPost) => boolean): XPost[] {
    return [...this.posts.values()].filter((post) => !post.deleted && post.history.at(-1) === post.id && fits(post)).sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1));
  }

  /** With all fields a client may ask for: asking for fewer is not modelled. */
  view(post: XPost): Record<string, unknown> {
    const parent = post.inReplyTo === undefined ? undefined : this.posts.get(post.inReplyTo);
    const referenced = [...(post.inReplyTo === undefined ? [] : [{ type: 'replied_to', id: post.inReplyTo }]), ...(post.quoted === undefined ? [] : [{ type: 'quoted', id: post.quoted }])];
    return {
      id: post.id,
      text: post.text,
      author_id: post.authorId,
      conversation_id: post.conversationId,
      created_at: new Date(post.createdAt).toISOString(),
      edit_history_tweet_ids: post.history,
      lang: 'de',
      ...(parent === undefined ? {} : { in_reply_to_user_id: parent.authorId }),
      ...(referenced.length === 0 ? {} : { referenced_tweets: referenced }),
      ...(post.media.length === 0 ? {} : { attachments: { media_keys: post.media.map((_, n) => `3_${post.id}${n}`) } }),
      entities: {
        mentions: this.mentionsIn(post.text).map(({ user, start, end }) => ({ start, end, username: user.username, id: user.id })),
        urls: post.urls.map(({ url, expanded }) => ({ start: post.text.indexOf(url), end: post.text.indexOf(url) + url.length, url, expanded_url: expanded, display_url: expanded })),
      },
    };
  }

  includes(posts: readonly XPost[]): Record<string, unknown> {
    const authors = new Set(posts.map((post) => post.authorId));
    const others = posts.flatMap((post) => [post.inReplyTo, post.quoted].flatMap((id) => (id === undefined ? [] : (this.posts.get(id) ?? []))));
    for (const other of others) authors.add(other.authorId);
    const media = posts.flatMap((post) => post.media.map((url, n) => ({ media_key: `3_${post.id}${n}`, type: 'photo', url })));
    return {
      users: [...authors].flatMap((id) => this.users.get(id) ?? []).map((user) => ({ id: user.id, name: user.name, username: user.username, public_metrics: { followers_count: user.followers } })),
      ...(others.length === 0 ? {} : { tweets: others.filter((post) => !post.deleted).map((post) => this.view(post)) }),
      ...(media.length === 0 ? {} : { media }),
    };
  }
}

export function tooLong(text: string): boolean {
  return weightedLength(text) > 280;
}

export const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
