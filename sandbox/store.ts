import type { Account, NewPost, Post } from './model.ts';
import type { Ledger } from './ledger.ts';
import { parseMentions } from './mentions.ts';

export interface Thread {
  readonly id: string;
  readonly postIds: string[];
  /** Lower-case handles of the brand accounts that take part or are named. */
  readonly brands: Set<string>;
  lastAtMs: number;
}

export const key = (handle: string): string => handle.toLowerCase();

/** The private thread of two accounts is one, whoever starts. Handles hold no dash, so the id is unambiguous. */
export function privateThreadId(one: string, other: string): string {
  return `dm-${[key(one), key(other)].toSorted().join('-')}`;
}

/** Accounts, posts and threads as the ledger tells them. Changed only by ledger records. */
export class Store {
  readonly accounts = new Map<string, Account>();
  readonly posts = new Map<string, Post>();
  readonly threads = new Map<string, Thread>();
  readonly #byAuthor = new Map<string, string[]>();
  readonly #order: string[] = [];

  constructor(ledger: Ledger) {
    ledger.on('account', ({ account }) => this.accounts.set(key(account.handle), account));
    ledger.on('post', ({ post, storedAtMs, key: clientKey }) => this.#addPost(post, storedAtMs, clientKey?.honoured === true ? clientKey.value : null));
    ledger.on('edit', ({ id, text, atMs }) => {
      const post = this.mustPost(id);
      post.versions.push({ text, atMs });
      post.editedAtMs = atMs;
      this.#nameBrands(this.mustThread(post.threadId), post, text);
    });
    ledger.on('delete', ({ id, atMs }) => {
      const post = this.mustPost(id);
      post.versions.length = 0;
      post.deletedAtMs = atMs;
    });
  }

  account(handle: string): Account | undefined {
    return this.accounts.get(key(handle));
  }

  mustPost(id: string): Post {
    const post = this.posts.get(id);
    if (post === undefined) throw new Error(`post ${id} is missing`);
    return post;
  }

  mustThread(id: string): Thread {
    const thread = this.threads.get(id);
    if (thread === undefined) throw new Error(`thread ${id} is missing`);
    return thread;
  }

  /** Posts of an account in order of arrival. */
  *postsBy(handle: string): Generator<Post> {
    for (const id of this.#byAuthor.get(key(handle)) ?? []) yield this.mustPost(id);
  }

  /** A thread's posts, oldest first by their own date. */
  threadPosts(thread: Thread): Post[] {
    return thread.postIds.map((id) => this.mustPost(id)).toSorted((a, b) => a.createdAtMs - b.createdAtMs || a.ordinal - b.ordinal);
  }

  /** Whether `id` is found when walking up from `from` to the root. */
  isAbove(id: string, from: string): boolean {
    for (let at: string | null = from; at !== null; at = this.posts.get(at)?.inReplyTo ?? null) if (at === id) return true;
    return false;
  }

  #addPost(input: NewPost, storedAtMs: number, clientKey: string | null): void {
    const held = this.posts.get(input.id);
    if (held !== undefined && !held.placeholder) throw new Error(`post ${input.id} exists already`);
    const author = this.account(input.author);
    if (author === undefined) throw new Error(`account ${input.author} is missing`);
    const threadId = this.#threadFor(input, storedAtMs);
    const post: Post = {
      id: input.id,
      ordinal: this.#order.length,
      threadId,
      inReplyTo: input.inReplyTo,
      author: author.handle,
      recipient: input.recipient,
      visibility: input.visibility,
      persona: input.persona,
      versions: [{ text: input.text, atMs: storedAtMs }],
      createdAtMs: input.createdAtMs,
      storedAtMs,
      editedAtMs: null,
      deletedAtMs: null,
      clientKey,
      placeholder: false,
    };
    const mine = this.#byAuthor.get(key(author.handle)) ?? [];
    mine.push(post.id);
    this.#byAuthor.set(key(author.handle), mine);
    if (held !== undefined && held.threadId !== threadId) this.#mergeThread(held.threadId, threadId);
    this.#place(post, held === undefined);
    this.#nameBrands(this.mustThread(threadId), post, input.text);
  }

  #threadFor(input: NewPost, storedAtMs: number): string {
    if (input.visibility === 'private') return privateThreadId(input.author, input.recipient ?? '');
    if (input.inReplyTo === null) return input.id;
    const parent = this.posts.get(input.inReplyTo) ?? this.#addPlaceholder(input.inReplyTo, input.createdAtMs, storedAtMs);
    return parent.threadId;
  }

  #addPlaceholder(id: string, createdAtMs: number, storedAtMs: number): Post {
    const post: Post = {
      id,
      ordinal: this.#order.length,
      threadId: id,
      inReplyTo: null,
      author: '',
      recipient: null,
      visibility: 'public',
      persona: null,
      versions: [],
      createdAtMs,
      storedAtMs,
      editedAtMs: null,
      deletedAtMs: null,
      clientKey: null,
      placeholder: true,
    };
    this.#place(post, true);
    return post;
  }

  #place(post: Post, isNew: boolean): void {
    this.posts.set(post.id, post);
    this.#order.push(post.id);
    const thread = this.threads.get(post.threadId) ?? { id: post.threadId, postIds: [], brands: new Set<string>(), lastAtMs: 0 };
    this.threads.set(post.threadId, thread);
    if (isNew) thread.postIds.push(post.id);
    thread.lastAtMs = Math.max(thread.lastAtMs, post.createdAtMs);
  }

  /** A placeholder turned out to be a reply itself: what hung below it moves to the thread it belongs to. */
  #mergeThread(fromId: string, toId: string): void {
    const from = this.mustThread(fromId);
    const to = this.threads.get(toId) ?? { id: toId, postIds: [], brands: new Set<string>(), lastAtMs: 0 };
    this.threads.set(toId, to);
    for (const id of from.postIds) {
      this.mustPost(id).threadId = toId;
      to.postIds.push(id);
    }
    for (const brand of from.brands) to.brands.add(brand);
    to.lastAtMs = Math.max(to.lastAtMs, from.lastAtMs);
    this.threads.delete(fromId);
  }

  #nameBrands(thread: Thread, post: Post, text: string): void {
    const named = [post.author, ...(post.recipient === null ? [] : [post.recipient]), ...(post.visibility === 'public' ? parseMentions(text) : [])];
    for (const handle of named) if (this.account(handle)?.kind === 'brand') thread.brands.add(key(handle));
  }
}
