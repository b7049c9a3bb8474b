import { Tokens } from './auth.ts';
import { Effects } from './effects.ts';
import { SandboxError } from './errors.ts';
import { Faults } from './faults.ts';
import { Feed } from './feed.ts';
import { PostIds } from './id-source.ts';
import { IdempotencyKeys } from './idempotency.ts';
import type { Journal } from './journal.ts';
import { OAuth } from './oauth.ts';
import { Ledger } from './ledger.ts';
import type { Account, Post } from './model.ts';
import { RateLimit } from './rate-limit.ts';
import { Renderer } from './render.ts';
import type { AccountInput } from './schemas.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';
import { Store } from './store.ts';

export interface PlatformParts {
  readonly journal: Journal;
  readonly operatorToken: string;
  readonly now: () => number;
  readonly random: () => number;
  readonly baseUrl: () => string;
}

/** All state of the platform, without HTTP. */
export class Platform {
  readonly now: () => number;
  readonly random: () => number;
  readonly ledger: Ledger;
  readonly store: Store;
  readonly feed: Feed;
  readonly effects: Effects;
  readonly keys: IdempotencyKeys;
  readonly rateLimit: RateLimit;
  readonly faults: Faults;
  readonly tokens: Tokens;
  readonly oauth: OAuth;
  readonly render: Renderer;
  readonly requests = new Map<string, number>();
  readonly #ids = new PostIds();
  #settings = DEFAULT_SETTINGS;

  constructor(parts: PlatformParts) {
    this.now = parts.now;
    this.random = parts.random;
    this.ledger = new Ledger(parts.journal);
    const settings = (): Settings => this.#settings;
    // Order matters: whoever reads the store on a record must listen after the store.
    this.store = new Store(this.ledger);
    this.effects = new Effects(this.ledger, this.store);
    this.keys = new IdempotencyKeys(this.ledger, this.store, settings, parts.now);
    this.rateLimit = new RateLimit(this.ledger, settings, parts.now);
    this.faults = new Faults(this.ledger, parts.random);
    this.tokens = new Tokens(parts.operatorToken, this.ledger, settings, parts.now);
    this.oauth = new OAuth(this.ledger, settings, parts.now);
    this.tokens.alsoAsk((hash) => this.oauth.grant(hash));
    this.feed = new Feed(this.ledger, this.store);
    this.render = new Renderer(this.store, parts.baseUrl);
    this.ledger.on('settings', (record) => {
      this.#settings = { ...DEFAULT_SETTINGS, ...record.settings };
    });
    this.ledger.on('post', ({ post }) => this.#ids.seen(post.id));
  }

  settings(): Settings {
    return this.#settings;
  }

  /** An id no post has yet; imports may have taken any. */
  nextPostId(): string {
    for (;;) {
      const id = this.#ids.next(this.now());
      if (!this.store.posts.has(id)) return id;
    }
  }

  /** Makes or updates an account. The kind stays: threads and feeds were cut by it. */
  putAccount(input: AccountInput): { account: Account; made: boolean } {
    const held = this.store.account(input.handle);
    if (held !== undefined && held.kind !== input.kind) throw new SandboxError('KIND_FIXED', { field: 'kind' });
    if (input.handle.toLowerCase() === 'not_held_here') throw new SandboxError('INPUT_INVALID', { field: 'handle', detail: 'handle: this one is reserved' });
    const account: Account = { handle: held?.handle ?? input.handle, displayName: input.displayName, kind: input.kind, followers: input.followers ?? held?.followers ?? 0 };
    const same = held !== undefined && held.displayName === account.displayName && held.followers === account.followers;
    if (!same) this.ledger.write({ t: 'account', account });
    return { account, made: held === undefined };
  }

  /** The instant up to which lagging reads see. */
  readAsOfMs(): number {
    return this.#settings.readLagMs === 0 ? Infinity : this.now() - this.#settings.readLagMs;
  }

  /** Whether a lagging read already sees the post. */
  isReadable(post: Post): boolean {
    return post.storedAtMs <= this.readAsOfMs();
  }

  countRequest(route: string, status: number | string): void {
    const name = `${route} ${status}`;
    this.requests.set(name, (this.requests.get(name) ?? 0) + 1);
  }
}
