import { createHash } from 'node:crypto';
import type { Effect, Post } from './model.ts';
import type { Ledger } from './ledger.ts';
import { key, type Store } from './store.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

export interface Doubled {
  readonly author: string;
  readonly inReplyTo: string | null;
  readonly reason: 'sameKey' | 'sameText';
  readonly postIds: string[];
}

/**
 * What was really done here, append-only: proofs count on it. A repeated request that the platform recognised makes no
 * effect; imported posts are none either. A deletion does not take an effect back.
 */
export class Effects {
  readonly #list: Effect[] = [];

  constructor(ledger: Ledger, store: Store) {
    const add = (kind: Effect['kind'], post: Post, text: string | null, clientKey: string | null, atMs: number): void => {
      this.#list.push({
        effectNo: this.#list.length + 1,
        kind,
        postId: post.id,
        threadId: post.threadId,
        author: post.author,
        authorKind: store.account(post.author)?.kind ?? 'person',
        inReplyTo: post.inReplyTo,
        recipient: post.recipient,
        visibility: post.visibility,
        textHash: text === null ? null : sha256(text),
        clientKey,
        at: new Date(atMs).toISOString(),
      });
    };
    ledger.on('post', ({ post, storedAtMs, imported, key: clientKey }) => {
      if (!imported) add('created', store.mustPost(post.id), post.text, clientKey?.value ?? null, storedAtMs);
    });
    ledger.on('edit', ({ id, text, atMs }) => add('edited', store.mustPost(id), text, null, atMs));
    ledger.on('delete', ({ id, atMs }) => add('deleted', store.mustPost(id), null, null, atMs));
  }

  after(after: number, limit: number): Effect[] {
    return this.#list.slice(after, after + limit);
  }

  get lastNo(): number {
    return this.#list.length;
  }

  /** Brand posts made twice: under the same client key, or with the same text to the same parent (and recipient). */
  doubled(): Doubled[] {
    const groups = new Map<string, Effect[]>();
    const group = (name: string, effect: Effect): void => {
      const list = groups.get(name) ?? [];
      list.push(effect);
      groups.set(name, list);
    };
    for (const effect of this.#list) {
      if (effect.kind !== 'created' || effect.authorKind !== 'brand') continue;
      if (effect.clientKey !== null) group(JSON.stringify(['sameKey', key(effect.author), effect.clientKey]), effect);
      if (effect.inReplyTo !== null) {
        group(JSON.stringify(['sameText', key(effect.author), effect.inReplyTo, effect.visibility, effect.recipient, effect.textHash]), effect);
      }
    }
    const found: Doubled[] = [];
    const reported = new Set<string>();
    for (const [name, effects] of groups) {
      const first = effects[0];
      const postIds = effects.map((effect) => effect.postId);
      if (effects.length < 2 || first === undefined || reported.has(postIds.join())) continue;
      reported.add(postIds.join());
      found.push({ author: first.author, inReplyTo: first.inReplyTo, reason: name.startsWith('["sameKey"') ? 'sameKey' : 'sameText', postIds });
    }
    return found;
  }

  /** Counts over everything made here, and the parents that one brand replied to more than once with whatever text. */
  counts(): { created: Record<'brand' | 'person', number>; edited: number; deleted: number; brandReplies: number; severalReplies: number } {
    const created = { brand: 0, person: 0 };
    let edited = 0;
    let deleted = 0;
    let brandReplies = 0;
    const perParent = new Map<string, number>();
    for (const effect of this.#list) {
      if (effect.kind === 'edited') edited += 1;
      else if (effect.kind === 'deleted') deleted += 1;
      else {
        created[effect.authorKind] += 1;
        if (effect.authorKind === 'brand' && effect.inReplyTo !== null) {
          brandReplies += 1;
          const name = `${key(effect.author)} ${effect.inReplyTo}`;
          perParent.set(name, (perParent.get(name) ?? 0) + 1);
        }
      }
    }
    return { created, edited, deleted, brandReplies, severalReplies: [...perParent.values()].filter((count) => count > 1).length };
  }
}
