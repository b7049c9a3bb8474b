import type { FeedView } from '../../shared/domain/feed-view.ts';
import type { InboundMessage } from '../../shared/domain/inbound.ts';
import type { Clock, Timers } from '../../shared/util/ports.ts';
import type { Center } from '../center/center.ts';
import { isLeadViewer, type Viewer } from '../center/visibility.ts';
import type { FeedHealth } from '../channels/ports.ts';

/** Changes are joined for so long. */
const JOIN_MS = 500;
const CHECK_MS = 15_000;
/** No answer of the platform for so long is unusual. */
const NO_ANSWER_MS = 10 * 60_000;
/** Nothing said is unusual after twice the longest pause of late, and never sooner than this. */
const QUIET_MS = 30 * 60_000;
const PAUSES_KEPT = 200;
/** With fewer pauses nobody knows what is usual. */
const PAUSES_NEEDED = 20;

export interface FeedListener {
  readonly id: string;
  readonly viewer: Pick<Viewer, 'agentId' | 'role' | 'teamIds'>;
  readonly send: (feeds: readonly FeedView[]) => void;
}

interface Watched {
  readonly channel: string;
  readonly account: string;
  health: FeedHealth;
  since: number;
  lastSuccessAt: number | undefined;
  lastMessageAt: number | undefined;
  lagMs: number | undefined;
  readonly pauses: number[];
  silentSince: number | undefined;
}

/** How each feed is doing, told to leads: state, last success, lag, and whether it is silent for unusually long. In memory: after a restart it learns anew. */
export class FeedWatch {
  readonly #center: Center;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #feeds = new Map<string, Watched>();
  readonly #leads = new Map<string, FeedListener>();
  readonly #changed = new Set<string>();
  #cancelJoin: (() => void) | undefined;
  #cancelCheck: (() => void) | undefined;
  #stopped = false;

  constructor({ center, clock, timers }: { readonly center: Center; readonly clock: Clock; readonly timers: Timers }) {
    this.#center = center;
    this.#clock = clock;
    this.#timers = timers;
  }

  /** Says how long is unusual from here on. */
  start(): void {
    this.#cancelCheck = this.#timers.after(CHECK_MS, () => {
      if (this.#stopped) return;
      this.check();
      this.start();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelJoin?.();
    this.#cancelCheck?.();
  }

  said(channel: string, account: string, health: FeedHealth): void {
    const feed = this.#of(channel, account);
    if (feed.health.state !== health.state) feed.since = this.#clock.now();
    feed.health = health;
    // Who switched it off, or has just switched it on, knows that it is silent.
    if (health.state === 'paused' || health.state === 'stopped') {
      feed.silentSince = undefined;
      feed.lastMessageAt = undefined;
      feed.lastSuccessAt = undefined;
    }
    this.#mark(channel, account);
  }

  answered(channel: string, account: string, messages: readonly InboundMessage[]): void {
    const now = this.#clock.now();
    const feed = this.#of(channel, account);
    feed.lastSuccessAt = now;
    const last = messages.findLast((one) => one.kind === 'post' && one.context !== true);
    if (last?.kind === 'post') {
      if (feed.lastMessageAt !== undefined) feed.pauses.push(now - feed.lastMessageAt);
      if (feed.pauses.length > PAUSES_KEPT) feed.pauses.shift();
      feed.lastMessageAt = now;
      feed.lagMs = Math.min(366 * 86_400_000, Math.max(0, now - last.sentAt));
    }
    if (feed.silentSince !== undefined && (messages.length > 0 || this.#silentSince(feed, now) === undefined)) feed.silentSince = undefined;
    else if (messages.length === 0) return;
    this.#mark(channel, account);
  }

  /** Looks which feeds are silent for unusually long. */
  check(): void {
    const now = this.#clock.now();
    for (const feed of this.#feeds.values()) {
      const silentSince = this.#silentSince(feed, now);
      if (silentSince === feed.silentSince) continue;
      feed.silentSince = silentSince;
      this.#mark(feed.channel, feed.account);
    }
  }

  #silentSince(feed: Watched, now: number): number | undefined {
    const { state } = feed.health;
    if (state === 'paused' || state === 'stopped') return undefined;
    const answeredAt = state === 'live' ? now : (feed.lastSuccessAt ?? feed.since);
    if (now - answeredAt > NO_ANSWER_MS) return answeredAt;
    if (feed.lastMessageAt === undefined || feed.pauses.length < PAUSES_NEEDED) return undefined;
    return now - feed.lastMessageAt > Math.max(QUIET_MS, 2 * Math.max(...feed.pauses)) ? feed.lastMessageAt : undefined;
  }

  views(): FeedView[] {
    return [...this.#feeds.keys()].map((key) => this.#view(key)).filter((view) => view !== undefined);
  }

  open(desk: FeedListener): void {
    if (!isLeadViewer(desk.viewer)) return;
    this.#leads.set(desk.id, desk);
    const views = this.views();
    if (views.length > 0) desk.send(views);
  }

  gone(id: string): void {
    this.#leads.delete(id);
  }

  #of(channel: string, account: string): Watched {
    const key = `${channel}\n${account}`;
    const feed = this.#feeds.get(key) ?? { channel, account, health: { state: 'starting' }, since: this.#clock.now(), lastSuccessAt: undefined, lastMessageAt: undefined, lagMs: undefined, pauses: [], silentSince: undefined };
    this.#feeds.set(key, feed);
    return feed;
  }

  #mark(channel: string, account: string): void {
    this.#changed.add(`${channel}\n${account}`);
    if (this.#stopped || this.#cancelJoin !== undefined) return;
    this.#cancelJoin = this.#timers.after(JOIN_MS, () => {
      this.#cancelJoin = undefined;
      const views = [...this.#changed].map((key) => this.#view(key)).filter((view) => view !== undefined);
      this.#changed.clear();
      if (views.length > 0) for (const lead of this.#leads.values()) lead.send(views);
    });
  }

  /** None for an account the center does not know (yet): it is said as the feed's trouble in the log. */
  #view(key: string): FeedView | undefined {
    const feed = this.#feeds.get(key);
    const accountId = feed === undefined ? undefined : this.#center.index.accountByHandle(feed.channel, feed.account);
    if (feed === undefined || accountId === undefined) return undefined;
    const { health, since, lastSuccessAt, lastMessageAt, lagMs, silentSince } = feed;
    const detail = 'detail' in health ? health.detail : undefined;
    return {
      accountId,
      state: health.state,
      since,
      ...(health.state === 'live' ? { lastSuccessAt: this.#clock.now() } : lastSuccessAt === undefined ? {} : { lastSuccessAt }),
      ...(lastMessageAt === undefined ? {} : { lastMessageAt }),
      ...(lagMs === undefined ? {} : { lagMs }),
      ...(health.state === 'waiting' ? { code: health.code, nextTryAt: health.nextTryAt } : {}),
      ...(detail === undefined ? {} : { detail: detail.slice(0, 300) }),
      ...(silentSince === undefined ? {} : { silentSince }),
    };
  }
}
