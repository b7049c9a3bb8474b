import type { Account, AccountKind, Post, PostEvent, Visibility, EventType } from './model.ts';
import { parseMentions } from './mentions.ts';
import type { Store } from './store.ts';

export interface PostView {
  id: string;
  threadId: string;
  inReplyTo: string | null;
  /** Handle of who wrote the post replied to, where it is held. */
  inReplyToAuthor: string | null;
  author: Account;
  recipient: string | null;
  mentions: string[];
  text: string;
  visibility: Visibility;
  persona: string | null;
  createdAt: string;
  editedAt: string | null;
  deletedAt: string | null;
  clientKey: string | null;
  placeholder: boolean;
  url: string;
}

export interface EventView {
  eventNo: number;
  id: string;
  type: EventType;
  at: string;
  /** The brand accounts it concerns (of those the reader listens for). */
  accounts: string[];
  post: PostView;
}

const NOT_HELD: Account = { handle: 'not_held_here', displayName: 'Not held here', kind: 'person' satisfies AccountKind, followers: 0 };
const iso = (ms: number): string => new Date(ms).toISOString();

/** Turns what is held into what is shown. `baseUrl` is asked each time: a restart may bring another port. */
export class Renderer {
  readonly #store: Store;
  readonly #baseUrl: () => string;

  constructor(store: Store, baseUrl: () => string) {
    this.#store = store;
    this.#baseUrl = baseUrl;
  }

  /**
   * A post as it was at `asOfMs` (a lagging read), or at `version` (an event). A deleted post shows no text
   * at any version: its text is gone.
   */
  post(post: Post, at: { asOfMs?: number | undefined; version?: number | undefined } = {}): PostView {
    const asOf = at.asOfMs ?? Infinity;
    const past = post.versions.filter((version, index) => version.atMs <= asOf && index <= (at.version ?? Infinity));
    const shown = past.at(-1) ?? post.versions[0];
    const deletedAtMs = post.deletedAtMs !== null && (post.deletedAtMs <= asOf || post.versions.length === 0) ? post.deletedAtMs : null;
    const editedAtMs = deletedAtMs !== null ? post.editedAtMs : past.length > 1 ? (shown?.atMs ?? null) : null;
    const text = shown?.text ?? '';
    return {
      id: post.id,
      threadId: post.threadId,
      inReplyTo: post.inReplyTo,
      inReplyToAuthor: this.#authorOf(post.inReplyTo),
      author: post.placeholder ? NOT_HELD : (this.#store.account(post.author) ?? NOT_HELD),
      recipient: post.recipient,
      mentions: parseMentions(text),
      text,
      visibility: post.visibility,
      persona: post.persona,
      createdAt: iso(post.createdAtMs),
      editedAt: editedAtMs === null ? null : iso(editedAtMs),
      deletedAt: deletedAtMs === null ? null : iso(deletedAtMs),
      clientKey: post.clientKey,
      placeholder: post.placeholder,
      url: `${this.#baseUrl()}/p/${post.id}`,
    };
  }

  /** `only`: lower-case handles of the brand accounts the reader listens for; null for all. */
  event(event: PostEvent, only: readonly string[] | null = null): EventView {
    const post = this.#store.mustPost(event.postId);
    const accounts = event.concerns.filter((handle) => only === null || only.includes(handle)).map((handle) => this.#store.account(handle)?.handle ?? handle);
    return { eventNo: event.eventNo, id: `e${event.eventNo}`, type: event.type, at: iso(event.atMs), accounts, post: this.post(post, { version: event.version }) };
  }

  #authorOf(id: string | null): string | null {
    const post = id === null ? undefined : this.#store.posts.get(id);
    return post === undefined || post.placeholder ? null : post.author;
  }
}
