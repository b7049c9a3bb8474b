import type { ReactNode } from 'react';
import { instantOf, localDay } from '../../../../shared/domain/zone-time.ts';
import type { ArticleContent } from '../../../../shared/domain/article.ts';
import { changeDraft } from '../../store/article-draft.ts';
import { useText } from '../../text/index.tsx';

const ZONE = 'Europe/Berlin';
const DAY_MS = 86_400_000;

/** From which day, and up to and with which: whole days in the center's time. */
export function ValidityFields({ content }: { readonly content: ArticleContent }): ReactNode {
  const { t } = useText();
  const { validFrom, validUntil } = content;
  return (
    <div className="knowledge-validity">
      <label className="field">
        <span className="field-label">{t('knowledge.validFrom')}</span>
        <input className="field-input" type="date" name="article-from" value={validFrom === undefined ? '' : isoOf(validFrom)} onChange={(event) => changeDraft({ validFrom: startOf(event.currentTarget.value, 0) })} />
      </label>
      <label className="field">
        <span className="field-label">{t('knowledge.validUntil')}</span>
        <input className="field-input" type="date" name="article-until" value={validUntil === undefined ? '' : isoOf(validUntil - 1)} onChange={(event) => changeDraft({ validUntil: startOf(event.currentTarget.value, 1) })} />
      </label>
    </div>
  );
}

function isoOf(at: number): string {
  return new Date(localDay(ZONE, at) * DAY_MS).toISOString().slice(0, 10);
}

/** The beginning of this day, or of the one after; undefined for none. */
function startOf(iso: string, after: number): number | undefined {
  const day = Date.parse(`${iso}T00:00:00Z`) / DAY_MS;
  return Number.isFinite(day) ? instantOf(ZONE, day + after, 0, 'first') : undefined;
}
