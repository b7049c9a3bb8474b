import type { ReactNode } from 'react';
import type { DryRun } from '../../../../shared/domain/explanation.ts';
import { Button } from '../../components/Button.tsx';
import { openConversation } from '../../store/navigation.ts';
import { items, useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { agentLong, contactLabel, queueName } from '../names.ts';
import { outcomeWords } from '../why-words.ts';
import { FlagTrialPart } from './FlagTrialPart.tsx';

const MOST_PEOPLE = 40;

/** Who would get what, under the rules in force and under the changed ones. */
export function DryRunPanel({ run, isOld }: { readonly run: DryRun; readonly isOld: boolean }): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const center = useCenter();
  const people = run.people
    .filter((one) => one.before !== one.after)
    .toSorted((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
  return (
    <section className="panel" aria-live="polite" data-testid="dry-run">
      <h2>{t('dryRun.title')}</h2>
      {isOld && <p className="guard guard-amber">{t('dryRun.old')}</p>}
      <p className="why-sentence">{t('dryRun.summary', run.waiting, run.changedCount, run.placed.before, run.placed.after)}</p>
      <p className="muted">{t('why.asOf', f.time(run.asOf), run.baseVersion)}</p>
      {people.length > 0 && (
        <>
          <h3>{t('dryRun.people')}</h3>
          <ul className="dry-people">
            {people.slice(0, MOST_PEOPLE).map((one) => (
              <li key={one.agentId}>
                {agentLong(center, one.agentId)} <strong>{t('dryRun.fromTo', one.before, one.after)}</strong>
              </li>
            ))}
          </ul>
        </>
      )}
      {run.changed.length > 0 && (
        <>
          <h3>{t('dryRun.items')}</h3>
          <table className="rule-table dry-items">
            <thead>
              <tr>
                <th scope="col">{t('dryRun.item')}</th>
                <th scope="col">{t('dryRun.before')}</th>
                <th scope="col">{t('dryRun.after')}</th>
              </tr>
            </thead>
            <tbody>
              {run.changed.map((one) => {
                const row = items.get(one.workItemId);
                return (
                  <tr key={one.workItemId}>
                    <th scope="row">
                      <Button isSmall look="quiet" onPress={() => void openConversation(one.conversationId)}>
                        {row === undefined ? queueName(center, texts, one.queueId) : contactLabel(row)}
                      </Button>{' '}
                      <span className="muted">{f.time(one.dueAt)}</span>
                    </th>
                    <td>{outcomeWords(one.before, center, texts)}</td>
                    <td>{outcomeWords(one.after, center, texts)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </>
      )}
      {run.tags.length > 0 && <TagLines run={run} />}
      {run.flags !== undefined && <FlagTrialPart trial={run.flags} />}
    </section>
  );
}

/** The same by tag. */
function TagLines({ run }: { readonly run: DryRun }): ReactNode {
  const { t, f } = useText();
  return (
    <>
      <h3>{t('dryRun.tags')}</h3>
      <div className="table-scroll" tabIndex={0} role="group" aria-label={t('dryRun.tags')} data-scrolls>
        <table className="rule-table" data-testid="dry-run-tags">
          <thead>
            <tr>
              <th scope="col">{t('dryRun.tag')}</th>
              <th scope="col">{t('dryRun.tagWaiting')}</th>
              <th scope="col">{t('dryRun.tagChanged')}</th>
              <th scope="col">{t('dryRun.tagPlaced')}</th>
            </tr>
          </thead>
          <tbody>
            {run.tags.map(({ tag, waiting, changed, placed }) => (
              <tr key={tag}>
                <th scope="row">{tag}</th>
                <td>{f.number(waiting)}</td>
                <td>{f.number(changed)}</td>
                <td>{t('dryRun.fromTo', placed.before, placed.after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
