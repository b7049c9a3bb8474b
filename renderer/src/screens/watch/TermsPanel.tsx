import type { ReactNode } from 'react';
import { termsDiff } from '../../../../shared/domain/search-terms.ts';
import { termsProblem } from '../../../../shared/deciders/search-terms.ts';
import { Button } from '../../components/Button.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { useCenter } from '../../store/rows.ts';
import { applyTerms, changeTerms, dropTerms, undoTerms, useWatch } from '../../store/watch.ts';
import { useText } from '../../text/index.tsx';
import { agentLong } from '../names.ts';
import { diffLine, problemPlace } from './diff-line.ts';
import { TermCounts } from './TermCounts.tsx';
import { TermGroup } from './TermGroup.tsx';

const MOST_SHOWN = 10;

/** One brand's terms: groups to change, what that changes, what they brought, who changed them before. */
export function TermsPanel({ brand, online }: { readonly brand: string; readonly online: boolean }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const now = useMinute();
  const book = center.searchBooks.get(brand);
  const draft = useWatch((state) => state.drafts.get(brand));
  const busy = useWatch((state) => state.busy);
  const terms = draft?.terms ?? book?.terms ?? [];
  const changes = draft === undefined ? [] : termsDiff(book?.terms ?? [], draft.terms);
  // Said where it is written, before anybody is asked.
  const problem = draft === undefined ? undefined : termsProblem(draft.terms, [...center.accounts.values()].filter((account) => account.brand === brand));
  const isStale = draft !== undefined && draft.baseVersion !== (book?.version ?? 0);
  const freshName = (): string => {
    let n = terms.length + 1;
    while (terms.some(({ id }) => id === t('terms.group', n))) n += 1;
    return t('terms.group', n);
  };
  return (
    <section className="panel" data-testid="terms" data-brand={brand} aria-label={t('terms.title', brand)}>
      <h2>{t('terms.title', brand)}</h2>
      <p className="muted">{book === undefined ? t('terms.fromConfig') : t('terms.version', book.version)}</p>
      {terms.map((group, place) => (
        <TermGroup
          // By place: a name that is being typed is not another group.
          key={place}
          group={group}
          onChange={(next) => changeTerms(brand, (all) => all.map((one, i) => (i === place ? next : one)))}
          onRemove={() => changeTerms(brand, (all) => all.filter((_, i) => i !== place))}
        />
      ))}
      <div className="account-actions">
        <Button
          onPress={() => changeTerms(brand, (all) => [...all, { id: freshName(), words: [], phrases: [], excludes: [], languages: [] }])}
          isDisabled={terms.length >= 20}
          testId="terms-add"
        >
          {t('terms.add')}
        </Button>
      </div>
      {changes.length > 0 && (
        <div className="terms-changes" data-testid="terms-changes">
          <h3>{t('rules.changes', changes.length)}</h3>
          <ul>
            {changes.map((one) => (
              <li key={`${one.group} ${one.kind} ${one.change} ${one.text}`}>{diffLine(one, t)}</li>
            ))}
          </ul>
          {problem !== undefined && (
            <p className="guard guard-red" role="status" data-testid="terms-problem">
              {t('terms.problem', problemPlace(problem.field, draft?.terms ?? [], t))}
            </p>
          )}
          {isStale && <p className="guard guard-amber">{t('rules.stale', book?.version ?? 0)}</p>}
          <div className="account-actions">
            <Button look="primary" onPress={() => void applyTerms(brand)} isDisabled={!online || busy || isStale || problem !== undefined} testId="terms-apply">
              {t('terms.apply')}
            </Button>
            <Button look="quiet" onPress={() => dropTerms(brand)} testId="terms-drop">
              {t('rules.drop')}
            </Button>
          </div>
          {!online && <p className="muted">{t('rules.offline')}</p>}
        </div>
      )}
      <TermCounts brand={brand} />
      {book !== undefined && (
        <details className="terms-history" data-testid="terms-history">
          <summary>{t('rules.history')}</summary>
          <ol className="rule-history">
            {book.history
              .toReversed()
              .slice(0, MOST_SHOWN)
              .map((change, place) => (
                <li key={change.version}>
                  <p>
                    <strong>{t('rules.version', change.version)}</strong> · {f.moment(change.at, now)} · {agentLong(center, change.byAgentId)}
                    {change.restores !== undefined && ` · ${t('rules.restores', change.restores)}`}
                  </p>
                  <ul>
                    {change.diff.map((one) => (
                      <li key={`${one.group} ${one.kind} ${one.change} ${one.text}`}>{diffLine(one, t)}</li>
                    ))}
                  </ul>
                  {place === 0 && (
                    <Button isSmall isDisabled={!online || busy} onPress={() => void undoTerms(brand, change.version)} testId="terms-undo">
                      {t('rules.undo')}
                    </Button>
                  )}
                </li>
              ))}
          </ol>
        </details>
      )}
    </section>
  );
}
