import { CodedError } from '../shared/util/errors.ts';
import type { Clock, Rng, Timers } from '../shared/util/ports.ts';
import { readSecrets } from './config/secret-source.ts';
import type { Config } from './config/settings.ts';
import { mustComeAgain } from './ingest/come-again.ts';
import type { Center } from './center/center.ts';
import type { Account } from '../shared/domain/account.ts';
import type { Ingest } from './ingest/ingest.ts';
import type { Health } from './observability/health.ts';
import type { Logger } from './observability/logger.ts';
import type { Metrics } from './observability/metrics.ts';
import type { FeedCursors } from './feeds/ports.ts';
import { FeedWatch } from './feeds/feed-watch.ts';
import type { Budgets } from './permits/budget.ts';
import { Feeds, type RunningFeed } from './feeds/feeds.ts';
import type { Feed, InboundChannel } from './channels/ports.ts';

export interface StartFeedsParts {
  readonly config: Config;
  readonly channels: ReadonlyMap<string, InboundChannel>;
  readonly ingest: Ingest;
  readonly center: Center;
  /** What a feed asks of a platform counts like anything else. */
  readonly budgets: Budgets;
  readonly cursors: FeedCursors;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Spreads retries. */
  readonly rng: Rng;
  readonly logger: Logger;
  readonly problem: (error: unknown, where?: string) => void;
}

/** Starts what `feeds` of the configuration names. Throws CONFIG_INVALID before the first one listens. */
export function startFeeds(parts: StartFeedsParts): { list(): readonly RunningFeed[]; readonly watch: FeedWatch; stop(): Promise<void> } {
  const { config, cursors, ingest, metrics, logger, center, budgets, clock } = parts;
  const watch = new FeedWatch({ center, clock, timers: parts.timers });
  const accountOf = (channel: string, handle: string): Account | undefined => {
    const id = center.index.accountByHandle(channel, handle);
    return id === undefined ? undefined : center.live.get('account', id);
  };
  const opened = config.feeds.map((setting) => ({ setting, feed: open(parts, setting) }));
  const feeds = new Feeds({
    cursors,
    clock: parts.clock,
    timers: parts.timers,
    rng: parts.rng,
    take: (messages, source) => ingest.take(messages, source),
    mustComeAgain,
    keepOf: (feed) => cursors.keepOf?.(feed),
    onResult: (channel, outcome, count) => metrics.inbound.inc({ channel, outcome }, count),
    onState: ({ channel, account }, state) => {
      logger[state.state === 'waiting' ? 'warn' : 'info']({ channel, account, ...state }, 'feed');
      watch.said(channel, account, state);
    },
    onSuccess: (channel, account, messages) => watch.answered(channel, account, messages),
    termsOf: (channel, handle) => {
      const account = accountOf(channel, handle);
      return account === undefined ? undefined : center.committed.get('searchBook', account.brand)?.terms;
    },
    budget: {
      spend: (channel, handle, action) => {
        const account = accountOf(channel, handle);
        return account === undefined ? { ok: true } : budgets.spend(account, center.now(), { agentId: '', key: `feed:${action}`, action });
      },
      heard: (channel, handle, reading) => {
        const account = accountOf(channel, handle);
        if (account !== undefined) budgets.heard(account, reading, center.now());
      },
    },
    onProblem: parts.problem,
  });
  const follow = ({ channel, handle, feedPaused }: Account): void => feeds.pause(channel, handle, feedPaused !== undefined);
  for (const account of center.committed.all('account').values()) follow(account);
  center.onCommitted(({ events }) => {
    for (const event of events) {
      if (event.type !== 'account.feedSwitched') continue;
      const account = center.committed.get('account', event.data.accountId);
      if (account !== undefined) follow(account);
    }
  });
  watch.start();
  for (const { setting, feed } of opened) feeds.add(setting.channel, setting.account, feed);
  // Names of accounts stay out of what anybody may ask for; leads see them at the desk.
  if (opened.length > 0)
    parts.health.add('feeds', () => {
      const waiting = feeds.list().filter(({ health }) => health.state === 'waiting');
      const said = waiting.map(({ channel, health }) => `${channel}: ${'code' in health ? health.code : ''}`);
      // A mailbox that cannot be reached does not make the server unfit: what is seen here is not a reason to stop it.
      return { ok: true, detail: waiting.length === 0 ? `${opened.length} listening` : said.join(', ').slice(0, 300) };
    });
  return {
    list: () => feeds.list(),
    watch,
    stop: async () => {
      watch.stop();
      await feeds.stop();
      cursors.close();
    },
  };
}

function open({ channels }: StartFeedsParts, setting: Config['feeds'][number]): Feed {
  const channel = channels.get(setting.channel);
  if (channel?.openFeed === undefined) throw new CodedError('CONFIG_INVALID', { field: 'feeds.channel', detail: `${setting.channel} has no feed.` });
  return channel.openFeed({ account: setting.account, settings: setting.settings, secrets: readSecrets(setting) });
}
