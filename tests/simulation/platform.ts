import type { FrozenReply } from '../../shared/domain/reply.ts';
import type { Dice } from './dice.ts';
import type { Scheduler } from './scheduler.ts';

/** How the platform treats the same answer twice. `oneShot`: one private reply per message, ever. */
export type Behaviour = 'key' | 'none' | 'oneShot';

export interface Post {
  readonly id: string;
  readonly channel: string;
  readonly threadId: string;
  readonly inReplyTo?: string | undefined;
  readonly author: string;
  readonly direction: 'in' | 'out';
  text: string;
  readonly visibility: 'public' | 'private';
  readonly sentAt: number;
  /** Reads before this do not show it. */
  readonly visibleAt: number;
  readonly clientKey?: string | undefined;
  deletedAt?: number | undefined;
}

/** One thing that customers can see because a desk asked for it. */
export interface Effect {
  readonly replyId: string;
  readonly part: number;
  readonly remoteId: string;
  readonly at: number;
}

export interface WriteRequest {
  readonly channel: string;
  readonly replyId: string;
  readonly part: number;
  readonly frozen: FrozenReply;
  readonly inReplyTo: string | undefined;
}

/** A definitive answer of the platform. */
export type Verdict = { readonly kind: 'made'; readonly post: Post } | { readonly kind: 'refused'; readonly code: string } | { readonly kind: 'slowDown'; readonly retryAfterMs: number };

/** The key is honoured this long; connectors promise less. */
export const KEY_KEPT_MS = 180_000;
export const KEY_TRUSTED_MS = 150_000;

/** The outside world: what is there is there, whatever the desks believe. */
export class Platform {
  readonly posts = new Map<string, Post>();
  readonly effects: Effect[] = [];
  readonly behaviours: ReadonlyMap<string, Behaviour>;
  /** Posts of the brand itself by their author's handle. */
  readonly handle: string;
  onEffect: (effect: Effect, request: WriteRequest) => void = () => undefined;
  onPost: (post: Post) => void = () => undefined;
  readonly #sched: Scheduler;
  readonly #dice: Dice;
  readonly #byKey = new Map<string, { readonly post: Post; readonly at: number }>();
  readonly #answeredOnce = new Set<string>();
  #count = 0;

  constructor(parts: { sched: Scheduler; dice: Dice; behaviours: ReadonlyMap<string, Behaviour>; handle: string }) {
    this.#sched = parts.sched;
    this.#dice = parts.dice;
    this.behaviours = parts.behaviours;
    this.handle = parts.handle;
  }

  customerPost(given: { channel: string; author: string; text: string; visibility: 'public' | 'private'; inReplyTo?: Post | undefined }): Post {
    return this.#make({ ...given, direction: 'in' });
  }

  /** The brand writes without any desk. */
  brandPost(given: { channel: string; text: string; visibility: 'public' | 'private'; inReplyTo: Post }): Post {
    return this.#make({ ...given, author: this.handle, direction: 'out' });
  }

  /** A write that has arrived. */
  write(request: WriteRequest): Verdict {
    const { channel, replyId, part, frozen } = request;
    const behaviour = this.behaviours.get(channel) ?? 'none';
    const key = `${replyId}.${part}`;
    if (behaviour === 'key') {
      const known = this.#byKey.get(key);
      if (known !== undefined && this.#sched.now - known.at < KEY_KEPT_MS) return { kind: 'made', post: known.post };
    }
    if (this.#dice.chance(0.01)) return { kind: 'slowDown', retryAfterMs: 500 + this.#dice.int(4_000) };
    if (this.#dice.chance(0.01)) return { kind: 'refused', code: 'TEXT_REFUSED' };
    const parent = request.inReplyTo === undefined ? undefined : this.posts.get(request.inReplyTo);
    if (behaviour === 'oneShot' && parent !== undefined && part === 0 && this.#answeredOnce.has(parent.id)) return { kind: 'refused', code: 'ALREADY_REPLIED' };
    const post = this.#make({ channel, author: this.handle, direction: 'out', text: frozen.parts[part] ?? '', visibility: frozen.visibility, inReplyTo: parent, ...(behaviour === 'key' ? { clientKey: key } : {}) });
    if (behaviour === 'key') this.#byKey.set(key, { post, at: this.#sched.now });
    if (parent !== undefined && part === 0) this.#answeredOnce.add(parent.id);
    const effect: Effect = { replyId, part, remoteId: post.id, at: this.#sched.now };
    this.effects.push(effect);
    this.onEffect(effect, request);
    return { kind: 'made', post };
  }

  /** Own posts as a read shows them now: lagging, without what was deleted. */
  ownPosts(channel: string): Post[] {
    const found: Post[] = [];
    for (const post of this.posts.values()) if (post.channel === channel && post.direction === 'out' && post.visibleAt <= this.#sched.now && post.deletedAt === undefined) found.push(post);
    return found;
  }

  #make(given: { channel: string; author: string; direction: 'in' | 'out'; text: string; visibility: 'public' | 'private'; inReplyTo?: Post | undefined; clientKey?: string | undefined }): Post {
    this.#count += 1;
    const id = `p${this.#count}`;
    const now = this.#sched.now;
    const post: Post = {
      id,
      channel: given.channel,
      threadId: given.inReplyTo?.threadId ?? id,
      inReplyTo: given.inReplyTo?.id,
      author: given.author,
      direction: given.direction,
      text: given.text,
      visibility: given.visibility,
      sentAt: Math.floor(now),
      visibleAt: now + (this.#dice.chance(0.3) ? this.#dice.stretch(3_000) : 0),
      clientKey: given.clientKey,
    };
    this.posts.set(id, post);
    this.onPost(post);
    return post;
  }
}
