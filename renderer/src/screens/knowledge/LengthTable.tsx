import type { ReactNode } from 'react';
import { CHANNELS } from '../../../../shared/channels/index.ts';
import type { Visibility } from '../../../../shared/domain/channel.ts';
import type { ArticleContent } from '../../../../shared/domain/article.ts';
import { bodyFor } from '../../../../shared/text/article-body.ts';
import { splitParts } from '../../../../shared/text/signature.ts';
import { measure } from '../../../../shared/text/weighted-length.ts';
import { Tag } from '../../components/Tag.tsx';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';

/** How long it is where it may go, signature counted: the longer of its two forms. */
export function LengthTable({ content }: { readonly content: ArticleContent }): ReactNode {
  const { t, language } = useText();
  const accounts = useCenter((state) => state.accounts);
  const used = new Set([...accounts.values()].map(({ channel }) => channel));
  const channels = [...CHANNELS.values()].filter(({ name }) => used.has(name) && (content.channels.length === 0 || content.channels.includes(name)));
  const texts = content.bodies.flatMap((body) => (['du', 'sie'] as const).map((form) => bodyFor({ bodies: [body] }, { form, language: body.language }).text)).filter((text) => text !== '');
  if (texts.length === 0 || channels.length === 0) return null;
  return (
    <table className="knowledge-lengths" data-testid="article-lengths">
      <caption className="visually-hidden">{t('knowledge.lengths')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('knowledge.channel')}</th>
          <th scope="col">{t('knowledge.length')}</th>
          <th scope="col">{t('knowledge.fits')}</th>
        </tr>
      </thead>
      <tbody>
        {channels.flatMap((channel) =>
          channel.visibilities.map((visibility: Visibility) => {
            const rule = channel.length[visibility];
            const initials = channel.signature && visibility === 'public' ? 'AB' : undefined;
            const longest = texts.map((text) => ({ text, measured: measure(initials === undefined ? text : `${text} ^${initials}`, rule) })).toSorted((a, b) => b.measured.length - a.measured.length)[0];
            const parts = longest === undefined || longest.measured.fits ? 1 : partsOf(longest.text, rule, initials);
            return (
              <tr key={`${channel.name} ${visibility}`}>
                <td>
                  {channel.label[language]} · {t(`composer.mode.${visibility}`)}
                </td>
                <td>
                  {longest?.measured.length ?? 0} / {rule.max}
                </td>
                <td>{parts === 1 ? <Tag tone="green">{t('knowledge.one')}</Tag> : parts === undefined ? <Tag tone="red">{t('knowledge.tooLong')}</Tag> : <Tag tone="amber">{t('knowledge.parts', parts)}</Tag>}</td>
              </tr>
            );
          }),
        )}
      </tbody>
    </table>
  );
}

function partsOf(text: string, rule: Parameters<typeof measure>[1], initials: string | undefined): number | undefined {
  try {
    return splitParts(text, rule, initials).length;
  } catch {
    return undefined;
  }
}
