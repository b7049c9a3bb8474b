import type { ReactNode } from 'react';
import type { FeedView } from '../../../../shared/domain/feed-view.ts';
import { Button } from '../../components/Button.tsx';
import { ChannelBadge } from '../../components/ChannelBadge.tsx';
import { Tag, type TagTone } from '../../components/Tag.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { runCommand } from '../../store/commands.ts';
import { useCenter } from '../../store/rows.ts';
import { useWatch } from '../../store/watch.ts';
import { errorText } from '../../text/errors.ts';
import { useText } from '../../text/index.tsx';
import { agentShort } from '../names.ts';

const TONES: Record<FeedView['state'], TagTone> = { starting: 'plain', live: 'green', polling: 'green', waiting: 'amber', paused: 'plain', stopped: 'plain' };

/** How the server's feeds are doing, account by account; off and on. */
export function FeedsPanel({ online }: { readonly online: boolean }): ReactNode {
  const { t, f } = useText();
  const accounts = useCenter((state) => state.accounts);
  const feeds = useWatch((state) => state.feeds);
  const lines = [...feeds.values()].flatMap((feed) => {
    const account = accounts.get(feed.accountId);
    return account === undefined ? [] : [{ feed, account }];
  });
  lines.sort((a, b) => f.compare(a.account.name, b.account.name));
  return (
    <section className="panel" data-testid="feeds" aria-label={t('feeds.title')}>
      <h2>{t('feeds.title')}</h2>
      {lines.length === 0 && <p className="muted">{t('feeds.none')}</p>}
      <ul className="feed-list">
        {lines.map(({ feed, account }) => (
          <li key={account.id} data-testid="feed" data-account={account.id} data-state={feed.state}>
            <ChannelBadge channel={account.channel} />
            <div>
              <strong>{account.name}</strong> <Tag tone={feed.silentSince === undefined ? TONES[feed.state] : 'red'}>{feed.silentSince === undefined ? t(`feed.${feed.state}`) : t('feed.isSilent')}</Tag>
              <FeedFacts feed={feed} />
              {account.feedPaused !== undefined && <PausedBy by={account.feedPaused.by} at={account.feedPaused.at} />}
            </div>
            <Button
              isSmall
              isDisabled={!online}
              label={t(account.feedPaused === undefined ? 'feed.pauseOf' : 'feed.resumeOf', account.name)}
              onPress={() => void runCommand({ type: 'account.switchFeed', data: { accountId: account.id, paused: account.feedPaused === undefined } })}
              testId="feed-switch"
            >
              {t(account.feedPaused === undefined ? 'feed.pause' : 'feed.resume')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function PausedBy({ by, at }: { readonly by: string; readonly at: number }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const now = useMinute();
  return <p className="muted">{t('feed.pausedBy', agentShort(center, by), f.moment(at, now))}</p>;
}

function FeedFacts({ feed }: { readonly feed: FeedView }): ReactNode {
  const { t, f, language } = useText();
  const now = useMinute();
  const { lastSuccessAt, lastMessageAt, lagMs, silentSince, code, detail, nextTryAt } = feed;
  const facts = [
    ...(lastSuccessAt === undefined ? [] : [t('feed.answered', f.moment(lastSuccessAt, now))]),
    ...(lastMessageAt === undefined ? [] : [t('feed.message', f.moment(lastMessageAt, now))]),
    ...(lagMs === undefined ? [] : [t('feed.lag', f.span(lagMs))]),
    ...(silentSince === undefined ? [] : [t('feed.silentFor', f.span(Math.max(0, now - silentSince)))]),
  ];
  return (
    <>
      <p className="muted">{f.join(facts)}</p>
      {code !== undefined && (
        <p className="guard guard-amber" data-testid="feed-trouble">
          {errorText(language, code)} <code>{code}</code>
          {nextTryAt !== undefined && ` · ${t('feed.nextTry', f.moment(nextTryAt, now))}`}
        </p>
      )}
      {detail !== undefined && <p className="muted">{detail}</p>}
    </>
  );
}
