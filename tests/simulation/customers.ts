import type { Dice } from './dice.ts';
import type { Hooks } from './hooks.ts';
import type { Platform, Post } from './platform.ts';
import type { Scheduler } from './scheduler.ts';

export interface CustomersParts {
  readonly sched: Scheduler;
  readonly dice: Dice;
  readonly platform: Platform;
  readonly hooks: Hooks;
  /** Open items: a center that drowns shows nothing new. */
  readonly backlog: () => number;
  readonly meanMs: number;
  readonly note: (text: () => string) => void;
}

const WORDS = ['Kein Netz', 'Rechnung falsch', 'TV Sender weg', 'Wo ist mein Paket', 'Router blinkt', 'Danke schon mal', 'Immer noch nichts', 'Vertrag verlängern'];

/** Customers, and the brand's other tools: they know the platform only. */
export class Customers {
  readonly #p: CustomersParts;
  readonly #roots: Post[] = [];
  readonly #own: Post[] = [];
  #authors = 0;
  #texts = 0;
  active = true;

  constructor(parts: CustomersParts) {
    this.#p = parts;
    parts.platform.onPost = (post) => parts.hooks.send(toInbound(post, parts.platform.handle, parts.platform));
    this.#plan();
  }

  #plan(): void {
    const { sched, dice, meanMs } = this.#p;
    sched.after(dice.stretch(meanMs), undefined, 'customer', () => {
      if (!this.active) return;
      this.#act();
      this.#plan();
    });
  }

  #act(): void {
    const { dice, platform, hooks, backlog } = this.#p;
    const luck = dice.next();
    const root = this.#roots.length === 0 ? undefined : this.#roots[this.#roots.length - 1 - dice.int(Math.min(8, this.#roots.length))];
    const own = this.#own.length === 0 ? undefined : this.#own[this.#own.length - 1 - dice.int(Math.min(12, this.#own.length))];
    if (root === undefined || own === undefined || (luck < 0.4 && backlog() < 14)) return this.#newThread();
    if (luck < 0.5 && root.visibility === 'public' && backlog() < 14) return this.#say({ channel: root.channel, author: this.#newAuthor(), visibility: 'public', inReplyTo: root });
    if (luck < 0.74) return this.#say({ channel: own.channel, author: own.author, visibility: own.visibility, inReplyTo: own });
    if (luck < 0.8 && own.deletedAt === undefined) {
      own.text = this.#text();
      hooks.sendAfter(own.id, { v: 1, kind: 'edit', channel: own.channel, account: platform.handle, remoteId: own.id, text: own.text, editedAt: Math.floor(this.#p.sched.now) });
    } else if (luck < 0.87 && own.deletedAt === undefined) {
      own.deletedAt = Math.floor(this.#p.sched.now);
      this.#p.note(() => `customer deletes ${own.id}`);
      hooks.sendAfter(own.id, { v: 1, kind: 'deletion', channel: own.channel, account: platform.handle, remoteId: own.id, deletedAt: own.deletedAt });
    } else if (luck < 0.91) {
      this.#p.note(() => `brand answers ${own.id} from outside`);
      platform.brandPost({ channel: own.channel, text: `Von außen ${(this.#texts += 1)}`, visibility: own.visibility, inReplyTo: own });
    } else hooks.replay();
  }

  #newThread(): void {
    const { dice } = this.#p;
    const luck = dice.next();
    this.#say({ channel: luck < 0.75 ? 'sandbox' : 'sandbox-chat', author: this.#newAuthor(), visibility: luck < 0.62 ? 'public' : 'private' });
  }

  #say(given: { channel: string; author: string; visibility: 'public' | 'private'; inReplyTo?: Post }): void {
    const post = this.#p.platform.customerPost({ ...given, text: this.#text() });
    if (post.inReplyTo === undefined) this.#roots.push(post);
    this.#own.push(post);
    this.#p.note(() => `customer ${post.author} posts ${post.id} in ${post.threadId} on ${post.channel}`);
  }

  /** Mostly new people, sometimes known ones. */
  #newAuthor(): string {
    const { dice } = this.#p;
    if (this.#authors > 3 && dice.chance(0.3)) return `c${1 + dice.int(this.#authors)}`;
    this.#authors += 1;
    return `c${this.#authors}`;
  }

  #text(): string {
    this.#texts += 1;
    return `${this.#p.dice.pick(WORDS)} ${this.#texts}`;
  }
}

/** A post as the platform's webhook tells it. */
export function toInbound(post: Post, account: string, platform: Platform): Record<string, unknown> {
  const parent = post.inReplyTo === undefined ? undefined : platform.posts.get(post.inReplyTo);
  return {
    v: 1,
    kind: 'post',
    channel: post.channel,
    account,
    remoteId: post.id,
    direction: post.direction,
    author: { remoteId: `id-${post.author}`, handle: post.author },
    text: post.text,
    visibility: post.visibility,
    sentAt: post.sentAt,
    threadRemoteId: post.threadId,
    ...(post.inReplyTo === undefined ? {} : { inReplyToRemoteId: post.inReplyTo }),
    ...(post.direction === 'out' && parent !== undefined && parent.author !== account ? { recipientRemoteId: `id-${parent.author}` } : {}),
    ...(post.direction === 'out' && post.clientKey !== undefined ? { clientKey: post.clientKey } : {}),
  };
}
