import type { SearchTerms, TermsDiff } from '../../../../shared/domain/search-terms.ts';
import type { Translate } from '../../text/index.tsx';

/** One change of a brand's terms in words. */
export function diffLine({ group, kind, change, text }: TermsDiff, t: Translate): string {
  if (kind === 'group') return t(change === 'added' ? 'terms.groupAdded' : 'terms.groupRemoved', group);
  return t(change === 'added' ? 'terms.added' : 'terms.removed', group, t(`terms.${kind}`), text);
}

/** Where a list of terms does not hold together (`terms.0.words.1`), as the page names it. */
export function problemPlace(field: string, terms: readonly SearchTerms[], t: Translate): string {
  const [, place, kind, at] = field.split('.');
  const group = terms[Number(place)];
  if (group === undefined || (kind !== 'words' && kind !== 'phrases' && kind !== 'excludes')) return group?.id ?? '';
  const text = at === undefined ? undefined : group[kind][Number(at)];
  return [group.id, t(`terms.${kind}`), ...(text === undefined ? [] : [`„${text}“`])].join(' · ');
}
