import { useEffect, type ReactNode } from 'react';
import { getChannel } from '../../../../shared/channels/index.ts';
import { Choices } from '../../components/Choices.tsx';
import { useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { loadWatch, useWatch } from '../../store/watch.ts';
import { useText } from '../../text/index.tsx';
import { FeedsPanel } from './FeedsPanel.tsx';
import { RatingsPanel } from './RatingsPanel.tsx';
import { TermsPanel } from './TermsPanel.tsx';

const SPANS = ['1', '7', '30', '365'] as const;

/** What is looked for on behalf of each brand and what it brings, how the feeds do, what visitors of the chat say. */
export function WatchScreen(): ReactNode {
  const { t, f } = useText();
  const accounts = useCenter((state) => state.accounts);
  const days = useWatch((state) => state.days);
  const online = useDesk((state) => state.connection.kind === 'online');
  useEffect(() => {
    if (online) void loadWatch();
  }, [online]);
  const brands = [...new Set([...accounts.values()].filter(({ channel, person }) => getChannel(channel)?.search !== undefined && person === undefined).map(({ brand }) => brand))].toSorted(f.compare);
  return (
    <main className="page watch-page" data-testid="screen-watch">
      <h1>{t('screen.watch')}</h1>
      <p className="muted">{t('watch.hint')}</p>
      <Choices
        label={t('watch.span')}
        look="segments"
        value={String(days) as (typeof SPANS)[number]}
        onChange={(next) => void loadWatch(Number(next))}
        choices={SPANS.map((id) => ({ id, label: t('watch.days', Number(id)) }))}
      />
      {brands.length === 0 && <p className="panel muted">{t('terms.noBrand')}</p>}
      {brands.map((brand) => (
        <TermsPanel key={brand} brand={brand} online={online} />
      ))}
      <FeedsPanel online={online} />
      <RatingsPanel />
    </main>
  );
}
