import type { EventType, Post, PostEvent } from './model.ts';
import type { Ledger } from './ledger.ts';
import type { Store } from './store.ts';

/** Everything that happened to posts, numbered from 1, and per brand account what concerns it. */
export class Feed {
  readonly #store: Store;
  readonly #events: PostEvent[] = [];
  readonly #byBrand = new Map<string, PostEvent[]>();
  readonly #listeners = new Set<(event: PostEvent) => void>();

  constructor(ledger: Ledger, store: Store) {
    this.#store = store;
    ledger.on('post', ({ post, storedAtMs, announce }) => {
      if (announce) this.#add('post.created', store.mustPost(post.id), storedAtMs);
    });
    ledger.on('edit', ({ id, atMs }) => this.#add('post.edited', store.mustPost(id), atMs));
    ledger.on('delete', ({ id, atMs }) => this.#add('post.deleted', store.mustPost(id), atMs));
  }

  get lastNo(): number {
    return this.#events.length;
  }

  /** Calls back for each new event, after it is in the journal. Returns the way to stop. */
  listen(listener: (event: PostEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Events after `after`, oldest first, at most `limit`; `brand` (lower case) narrows to what concerns it. */
  after(after: number, limit: number, brand?: string): PostEvent[] {
    const list = brand === undefined ? this.#events : (this.#byBrand.get(brand) ?? []);
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((list[middle] as PostEvent).eventNo <= after) low = middle + 1;
      else high = middle;
    }
    return list.slice(low, low + limit);
  }

  #add(type: EventType, post: Post, atMs: number): void {
    const concerns = [...this.#store.mustThread(post.threadId).brands];
    const event: PostEvent = { eventNo: this.#events.length + 1, type, atMs, postId: post.id, version: Math.max(0, post.versions.length - 1), concerns };
    this.#events.push(event);
    for (const brand of concerns) {
      const list = this.#byBrand.get(brand) ?? [];
      list.push(event);
      this.#byBrand.set(brand, list);
    }
    for (const listener of this.#listeners) listener(event);
  }
}
