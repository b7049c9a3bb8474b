import type { StyleGuard } from '../../../../../shared/ipc/index.ts';
import { showHidden } from '../../../components/plain-text.ts';
import type { Composition } from '../../../store/composer.ts';
import { exposedBy, isDisclosed, type Guards } from '../../../store/draft-guards.ts';
import type { Texts } from '../../../text/index.tsx';
import type { GuardEntry } from './GuardList.tsx';

export interface WritingFacts {
  readonly composition: Composition;
  readonly guards: Guards;
  readonly isPublic: boolean;
  /** Other conversations that got these words lately. */
  readonly alike: number;
  /** The platform refuses a text it heard a moment ago. */
  readonly refusesSame: boolean;
  /** Undefined while that is not known: guards of style wait. */
  readonly closed: ReadonlySet<StyleGuard> | undefined;
}

export interface WritingActs {
  readonly put: (text: string) => void;
  readonly goPrivate: (() => void) | undefined;
  readonly checkIdentity: (() => void) | undefined;
  readonly disclose: (reason: string, texts: readonly string[]) => void;
  /** Absent where nobody is known to remember it for. */
  readonly close: ((guard: StyleGuard) => void) | undefined;
}

/** From so many others on it is a text for many, and not a coincidence. */
const MANY = 2;

/** What the words of a draft call for. */
export function writingEntries({ t, f }: Texts, facts: WritingFacts, acts: WritingActs): readonly GuardEntry[] {
  const { composition, guards, isPublic, closed } = facts;
  const { address, language, stock } = guards;
  const entries: GuardEntry[] = [];
  const exposed = exposedBy(guards);
  if (!isDisclosed(exposed, composition.disclosure)) {
    const kinds = f.list([...new Set(exposed.map(({ label }) => t(label)))]);
    const texts = exposed.map(({ text }) => text);
    entries.push({
      id: isPublic ? 'personal' : 'unchecked',
      weight: isPublic ? 90 : 80,
      tone: 'red',
      body: (
        <p>
          {t(isPublic ? 'guard.personal' : 'guard.unchecked', kinds)} <q>{showHidden(texts.join(' · '))}</q>
        </p>
      ),
      fixes: [
        ...(isPublic && acts.goPrivate !== undefined ? [{ id: 'private', label: t('guard.private'), run: acts.goPrivate }] : []),
        ...(!isPublic && acts.checkIdentity !== undefined ? [{ id: 'check', label: t('guard.check'), run: acts.checkIdentity }] : []),
      ],
      reason: { about: texts.join('\n'), label: t(isPublic ? 'guard.anyway' : 'guard.uncheckedAnyway'), question: t(isPublic ? 'guard.reason' : 'guard.uncheckedReason'), onGiven: (reason) => acts.disclose(reason, texts) },
    });
  }
  const keep = (guard: StyleGuard): GuardEntry['fixes'] => (acts.close === undefined ? [] : [{ id: guard === 'address' ? 'keep' : `keep-${guard}`, label: t('guard.keep'), run: () => acts.close?.(guard), isQuiet: true }]);
  const may = (guard: StyleGuard): boolean => closed !== undefined && !closed.has(guard);
  if (language !== undefined && may('language'))
    entries.push({ id: 'language', weight: 50, tone: 'amber', body: <p>{t(language.customer === 'de' ? 'guard.customerGerman' : 'guard.customerEnglish')}</p>, fixes: keep('language') });
  if (address !== undefined && may('address'))
    entries.push({
      id: address.kind,
      weight: 45,
      tone: 'amber',
      body: (
        <p>
          {address.kind === 'wrongAddress'
            ? t(address.wanted === 'du' ? 'guard.wantsDu' : 'guard.wantsSie', quoted(composition.text, address.places))
            : t('guard.mixed', quoted(composition.text, address.places))}
        </p>
      ),
      fixes: [{ id: 'rewrite', label: t(address.wanted === 'du' ? 'guard.toDu' : 'guard.toSie'), run: () => acts.put(address.rewritten) }, ...keep('address')],
    });
  if (facts.alike >= (facts.refusesSame ? 1 : MANY) && may('sameText'))
    entries.push({ id: 'sameText', weight: 30, tone: 'amber', body: <p>{facts.refusesSame ? t('guard.sameRefused') : t('guard.sameText', facts.alike)}</p>, fixes: keep('sameText') });
  if (stock !== undefined && may('stock'))
    entries.push({ id: 'stock', weight: 20, tone: 'amber', body: <p>{t(`guard.stock.${stock.missing}`, quoted(composition.text, stock.places))}</p>, fixes: keep('stock') });
  return entries;
}

const MOST_QUOTED = 3;

/** The words it is about, once each. */
function quoted(text: string, places: readonly { readonly start: number; readonly end: number }[]): string {
  const words = [...new Set(places.map(({ start, end }) => text.slice(start, end)))].filter((word) => word !== '');
  return words
    .slice(0, MOST_QUOTED)
    .map((word) => `„${word}“`)
    .join(', ');
}
