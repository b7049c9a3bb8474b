import type { ReactNode } from 'react';
import { CHANNELS } from '../../../../shared/channels/index.ts';
import type { ArticleContent } from '../../../../shared/domain/article.ts';
import { Tick } from '../../components/Tick.tsx';
import { changeDraft } from '../../store/article-draft.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { accountHandle } from '../names.ts';

const toggled = (list: readonly string[], one: string, on: boolean): string[] => (on ? [...list, one] : list.filter((other) => other !== one));

/** Which channels, brands and accounts it is for; nothing ticked is all. */
export function ArticleScope({ content }: { readonly content: ArticleContent }): ReactNode {
  const { t, language } = useText();
  const center = useCenter();
  const accounts = [...center.accounts.values()];
  const channels = [...new Set([...accounts.map(({ channel }) => channel), ...content.channels])];
  const brands = [...new Set([...accounts.map(({ brand }) => brand), ...content.brands])].toSorted();
  return (
    <fieldset className="knowledge-scope">
      <legend>{t('knowledge.where')}</legend>
      <p className="muted">{t('knowledge.whereHint')}</p>
      <div className="knowledge-ticks" role="group" aria-label={t('knowledge.channels')}>
        {channels.map((name) => (
          <Tick key={name} label={CHANNELS.get(name)?.label[language] ?? name} isSelected={content.channels.includes(name)} onChange={(on) => changeDraft({ channels: toggled(content.channels, name, on) })} />
        ))}
      </div>
      <div className="knowledge-ticks" role="group" aria-label={t('knowledge.brands')}>
        {brands.map((brand) => (
          <Tick key={brand} label={brand} isSelected={content.brands.includes(brand)} onChange={(on) => changeDraft({ brands: toggled(content.brands, brand, on) })} />
        ))}
      </div>
      <div className="knowledge-ticks" role="group" aria-label={t('knowledge.accounts')}>
        {accounts.map(({ id }) => (
          <Tick key={id} label={accountHandle(center, id)} isSelected={content.accountIds.includes(id)} onChange={(on) => changeDraft({ accountIds: toggled(content.accountIds, id, on) })} />
        ))}
      </div>
    </fieldset>
  );
}
