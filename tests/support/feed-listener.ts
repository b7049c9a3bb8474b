import type { Feed, FeedHealth } from '../../server/channels/ports.ts';
import { Feeds } from '../../server/feeds/feeds.ts';
import { MemoryFeedCursors } from '../../server/feeds/feed-cursors.ts';
import { systemClock, systemRng, systemTimers } from '../../server/system-ports.ts';
import type { SearchTerms } from '../../shared/domain/search-terms.ts';
import type { InboundMessage } from '../../shared/domain/inbound.ts';

export interface FeedListener {
  /** Everything delivered so far, in order, repeats included. */
  readonly heard: InboundMessage[];
  readonly health: () => FeedHealth;
  readonly cursors: MemoryFeedCursors;
  stop(): Promise<void>;
}

/** Runs a feed as the server does and keeps what it delivers. `cursors`: those of an earlier listener, to go on from there. */
export function listenTo(feed: Feed, options: { cursors?: MemoryFeedCursors | undefined; refuse?: () => boolean; terms?: () => readonly SearchTerms[] | undefined } = {}): FeedListener {
  const heard: InboundMessage[] = [];
  const cursors = options.cursors ?? new MemoryFeedCursors();
  const feeds = new Feeds({
    cursors,
    clock: systemClock,
    timers: systemTimers,
    rng: systemRng,
    take: (messages) => {
      if (options.refuse?.() === true) return Promise.resolve(messages.map((m) => ({ status: 'rejected' as const, remoteId: m.remoteId, code: 'LOG_APPEND_FAILED', message: 'refused by the test' })));
      heard.push(...messages);
      return Promise.resolve(messages.map((m) => ({ status: 'ingested' as const, remoteId: m.remoteId, seq: heard.length, newThread: false, newConversation: false })));
    },
    mustComeAgain: (results) => results.some((r) => r.status === 'rejected' && r.code === 'LOG_APPEND_FAILED'),
    onResult: () => undefined,
    onState: () => undefined,
    onProblem: () => undefined,
    ...(options.terms === undefined ? {} : { termsOf: options.terms }),
  });
  feeds.add('listener', 'listener', feed);
  return { heard, health: () => feeds.list()[0]?.health ?? { state: 'stopped' }, cursors, stop: () => feeds.stop() };
}
