import type { ReactNode } from 'react';
import type { FlagTrial } from '../../../../shared/domain/explanation.ts';
import { Button } from '../../components/Button.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { openConversation } from '../../store/navigation.ts';
import { useText } from '../../text/index.tsx';

/** FLAG-6: what the rules would have flagged in the last days, beside those in force: by rule, by tag, case by case. */
export function FlagTrialPart({ trial }: { readonly trial: FlagTrial }): ReactNode {
  const { t, f } = useText();
  const now = useMinute();
  if (trial.rules.length === 0) return null;
  const counts = (name: string, head: string, lines: readonly { readonly key: string; readonly name: string; readonly cases?: number; readonly before: number; readonly after: number }[]): ReactNode => (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={head} data-scrolls>
      <table className="rule-table" data-testid={name}>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {lines[0]?.cases !== undefined && <th scope="col">{t('dryRun.flagCases')}</th>}
            <th scope="col">{t('dryRun.flagged')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <th scope="row">{line.name}</th>
              {line.cases !== undefined && <td>{f.number(line.cases)}</td>}
              <td>{t('dryRun.fromTo', line.before, line.after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
  return (
    <div data-testid="flag-trial">
      <h3>{t('dryRun.flags')}</h3>
      <p className="why-sentence">{t('dryRun.flagsSummary', trial.conversations, f.moment(trial.fromAt, now), trial.flagged.before, trial.flagged.after)}</p>
      {trial.isCut && <p className="muted">{t('dryRun.flagsCut')}</p>}
      {counts('flag-trial-rules', t('dryRun.flagRule'), trial.rules.map(({ ruleId, ...rest }) => ({ key: ruleId, ...rest })))}
      {trial.tags.length > 0 && counts('flag-trial-tags', t('dryRun.tag'), trial.tags.map(({ tag, conversations, before, after }) => ({ key: tag, name: tag, cases: conversations, before, after })))}
      {trial.changed.length > 0 && (
        <>
          <h3>{t('dryRun.flagsChanged')}</h3>
          <ul>
            {trial.changed.map((one) => (
              <li key={one.conversationId}>
                <Button isSmall look="quiet" onPress={() => void openConversation(one.conversationId)}>
                  {f.moment(one.at, now)}
                </Button>{' '}
                {t(one.isFlagged ? 'dryRun.wouldFlag' : 'dryRun.wouldNotFlag', f.join(one.rules))}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
