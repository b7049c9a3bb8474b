import { getChannel, type ChannelLimit } from '../../shared/channels/index.ts';
import type { Account } from '../../shared/domain/account.ts';
import type { BudgetAction, BudgetLine, BudgetView, PlatformReading } from '../../shared/domain/budget-view.ts';
import { FairQueue } from './fair-queue.ts';
import { SlidingWindow } from './sliding-window.ts';
import type { BudgetTable, Spender } from './port.ts';

/** A line that is waited in is kept this long after its turn came without anybody asking. */
const PATIENCE_MS = 5_000;

interface Bucket {
  tokens: number;
  at: number;
}

/** `keep`: what this action must leave of the window to what goes out. */
interface Counted {
  readonly window: SlidingWindow;
  readonly keep: number;
}

interface Book {
  /** The center's own pace for what goes out, shared by all such actions of the account; searching has none. */
  readonly bucket: Bucket | undefined;
  readonly windows: readonly Counted[];
  readonly queue: FairQueue;
  /** The platform's own word: so many until then, whatever we counted. */
  platform?: { remaining: number; limit: number | undefined; until: number; from: number } | undefined;
}

/**
 * One budget per account and action, shared by all its agents: the center's own pace (a token bucket), the channel's limits (sliding windows), and what the
 * platform said last; the narrowest counts. Who has to wait stands in a line in which people take turns, however many replies each of them has.
 * In memory: after a restart the channel's windows are empty again (the platform's own 429 still holds and is heard).
 */
export class Budgets implements BudgetTable {
  readonly #buckets = new Map<string, Bucket>();
  readonly #windows = new Map<string, Map<ChannelLimit, SlidingWindow>>();
  readonly #books = new Map<string, Map<BudgetAction, Book>>();
  readonly #changed = new Set<string>();
  #onChange: () => void = () => undefined;

  /** Called once after the first change since `takeChanged`. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  /** Takes one action for this person. `retryAfterMs`: when it is their turn. */
  spend(account: Account, now: number, spender: Spender = { agentId: '', key: '', action: 'post' }): { readonly ok: true } | { readonly ok: false; readonly retryAfterMs: number } {
    const book = this.#book(account, spender.action, now);
    this.#fill(account, book, now);
    const place = book.queue.placeOf(spender, now);
    const waitMs = this.#freeIn(account, book, place + 1, now);
    this.#note(account.id);
    if (waitMs > 0) {
      book.queue.wait(spender, now, now + waitMs + PATIENCE_MS);
      return { ok: false, retryAfterMs: waitMs };
    }
    book.queue.served(spender);
    if (book.bucket !== undefined) book.bucket.tokens -= 1;
    for (const { window } of book.windows) window.add(now);
    if (book.platform !== undefined) book.platform.remaining -= 1;
    return { ok: true };
  }

  /** What a platform's headers or its 429 said. Less than we think is believed at once; more only as a limit, for an answer of before may come late. */
  heard(account: Account, { action, remaining, limit, resetAt }: PlatformReading, now: number): void {
    const book = this.#book(account, action, now);
    const until = resetAt ?? now + 60_000;
    if (until <= now) return;
    const before = book.platform !== undefined && book.platform.until > now ? book.platform : undefined;
    const isLess = before === undefined || remaining < before.remaining || until > before.until + 1_000;
    if (isLess) book.platform = { remaining, limit: limit ?? before?.limit, until, from: now };
    this.#note(account.id);
  }

  view(account: Account, now: number): BudgetView {
    const actions = new Set<BudgetAction>(['post', ...(getChannel(account.channel)?.limits ?? []).flatMap(({ action, per }) => (per === 'account' ? [action] : [])), ...(this.#books.get(account.id)?.keys() ?? [])]);
    return { accountId: account.id, lines: [...actions].filter((action) => action === 'post' || action === 'privateMessage' || action === 'search' || action === 'read').map((action) => this.#line(account, action, now)) };
  }

  /** Accounts of which something changed, once. */
  takeChanged(): string[] {
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }

  #line(account: Account, action: BudgetAction, now: number): BudgetLine {
    const book = this.#book(account, action, now);
    this.#fill(account, book, now);
    book.queue.drop(now);
    const platform = this.#platformOf(book, now);
    const pace = book.bucket === undefined ? [] : [{ left: Math.floor(book.bucket.tokens), max: account.budget.capacity, windowMs: Math.ceil((account.budget.capacity * 60_000) / account.budget.refillPerMinute) }];
    const lefts = [...pace, ...book.windows.map(({ window, keep }) => ({ left: Math.max(0, window.left(now) - keep), max: Math.max(1, window.count - keep), windowMs: window.windowMs }))];
    const platformLeft = platform === undefined ? 0 : Math.max(0, platform.remaining - keptBack(book));
    if (platform !== undefined) lefts.push({ left: platformLeft, max: Math.max(1, (platform.limit ?? platform.remaining) - keptBack(book)), windowMs: Math.max(1, platform.until - now) });
    if (lefts.length === 0) return { action, left: 1, max: 1, windowMs: 1, waiting: 0, people: 0, fromPlatform: false };
    const narrowest = lefts.reduce((least, one) => (one.left < least.left || (one.left === least.left && one.max < least.max) ? one : least));
    const left = Math.max(0, narrowest.left);
    const waitMs = left > 0 ? 0 : this.#freeIn(account, book, 1, now);
    return { action, left, max: narrowest.max, windowMs: Math.min(366 * 86_400_000, narrowest.windowMs), ...(waitMs > 0 ? { nextAt: now + waitMs } : {}), waiting: book.queue.waiting, people: book.queue.people, fromPlatform: platform !== undefined && left === platformLeft };
  }

  /** In how many ms the `nth` action from now is free, if nobody else takes one. */
  #freeIn(account: Account, book: Book, nth: number, now: number): number {
    const { refillPerMinute } = account.budget;
    const { bucket } = book;
    const bucketMs = bucket === undefined || bucket.tokens >= nth ? 0 : Math.ceil(((nth - bucket.tokens) * 60_000) / refillPerMinute);
    const windowMs = Math.max(0, ...book.windows.map(({ window, keep }) => window.freeIn(Math.min(window.count, keep) + nth, now)));
    const platform = this.#platformOf(book, now);
    const platformMs = platform === undefined || platform.remaining - keptBack(book) >= nth ? 0 : platform.until - now;
    return Math.max(bucketMs, windowMs, platformMs);
  }

  #platformOf(book: Book, now: number): Book['platform'] {
    if (book.platform !== undefined && book.platform.until <= now) book.platform = undefined;
    return book.platform;
  }

  #fill(account: Account, book: Book, now: number): void {
    const { capacity, refillPerMinute } = account.budget;
    if (book.bucket === undefined) return;
    book.bucket.tokens = Math.min(capacity, book.bucket.tokens + (Math.max(0, now - book.bucket.at) * refillPerMinute) / 60_000);
    book.bucket.at = now;
  }

  #book(account: Account, action: BudgetAction, now: number): Book {
    const books = this.#books.get(account.id) ?? new Map<BudgetAction, Book>();
    this.#books.set(account.id, books);
    let book = books.get(action);
    if (book === undefined) {
      const limits = (getChannel(account.channel)?.limits ?? []).filter((limit) => limit.per === 'account' && (limit.action === action || limit.also?.includes(action) === true));
      const isReading = action === 'read' || action === 'search';
      const bucket = this.#buckets.get(account.id) ?? { tokens: account.budget.capacity, at: now };
      this.#buckets.set(account.id, bucket);
      book = { bucket: action === 'post' || action === 'privateMessage' ? bucket : undefined, windows: limits.map((limit) => ({ window: this.#windowOf(account.id, limit), keep: isReading ? Math.min(limit.keep ?? 0, limit.count - 1) : 0 })), queue: new FairQueue() };
      books.set(action, book);
    }
    return book;
  }

  /** One window per limit of the account: actions that count together share it. */
  #windowOf(accountId: string, limit: ChannelLimit): SlidingWindow {
    const windows = this.#windows.get(accountId) ?? new Map<ChannelLimit, SlidingWindow>();
    this.#windows.set(accountId, windows);
    const window = windows.get(limit) ?? new SlidingWindow(limit.count, limit.windowMs);
    windows.set(limit, window);
    return window;
  }

  #note(accountId: string): void {
    const first = this.#changed.size === 0;
    this.#changed.add(accountId);
    if (first) this.#onChange();
  }
}

const keptBack = ({ windows }: Book): number => Math.max(0, ...windows.map(({ keep }) => keep));
