import type { AwayItem, AwaySummary } from '../../../shared/ipc/index.ts';
import type { Texts } from '../text/index.tsx';

/** "2 neue Vorgänge", "1 Antwort rausgegangen" …: what there is of it, what needs a person first. */
export function awayCounts({ t }: Texts, { counts }: AwaySummary): string[] {
  const words = [
    [counts.repliesUnclear, t('away.repliesUnclear', counts.repliesUnclear)],
    [counts.repliesBecameDraft, t('away.repliesBecameDraft', counts.repliesBecameDraft)],
    [counts.takenAway, t('away.takenAway', counts.takenAway)],
    [counts.newItems, t('away.newItems', counts.newItems)],
    [counts.newMessages, t('away.newMessages', counts.newMessages)],
    [counts.answeredByOthers, t('away.answeredByOthers', counts.answeredByOthers)],
    [counts.deleted, t('away.deleted', counts.deleted)],
    [counts.repliesSent, t('away.repliesSent', counts.repliesSent)],
  ] as const;
  return words.flatMap(([count, text]) => (count > 0 ? [text] : []));
}

export function awayTitle({ t, f }: Texts, { since, until, absences }: AwaySummary, now: number): string {
  const from = f.moment(since, now);
  const to = f.moment(until, now);
  return absences > 1 ? t('away.titleMany', absences, from, to) : t('away.title', from, to);
}

export function awayItemText({ t }: Texts, item: AwayItem): string {
  return item.kind === 'newMessage' ? t('away.item.newMessage', item.count) : t(`away.item.${item.kind}`);
}
