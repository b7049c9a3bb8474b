import { useEffect, useState, type ReactNode } from 'react';
import type { Candidate, Explanation } from '../../../../shared/domain/explanation.ts';
import { call } from '../../bridge/index.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { signedIn, useDesk } from '../../store/desk.ts';
import { explainError } from '../../store/errors.ts';
import { useCenter } from '../../store/rows.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { agentLong, queueName, skillName } from '../names.ts';
import { exclusionCount, exclusionWords, scoreWords, whySentence } from '../why-words.ts';

/** Why this item is where it is: first in one sentence, then with everybody who was looked at. */
export function WhyDialog({ workItemId }: { readonly workItemId: string }): ReactNode {
  const texts = useText();
  const { t } = texts;
  const [why, setWhy] = useState<Explanation>();
  const [failure, setFailure] = useState<{ readonly error: unknown }>();
  useEffect(() => {
    let current = true;
    call('workItem.why', { workItemId })
      .then((answer) => current && setWhy(answer))
      .catch((error: unknown) => current && setFailure({ error }));
    return () => {
      current = false;
    };
  }, [workItemId]);
  return (
    <Dialog title={t('why.title')} onClose={closeDialog} width="wide" isReading testId="dialog-why">
      {failure !== undefined && <p className="guard guard-red">{explainError(texts, failure.error)}</p>}
      {why === undefined && failure === undefined && <p className="muted">{t('why.asking')}</p>}
      {why !== undefined && <Answer why={why} />}
    </Dialog>
  );
}

function Answer({ why }: { readonly why: Explanation }): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const center = useCenter();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const need = (of: Explanation['needs']): string =>
    f.join(of.map(({ skillId, minLevel }) => t('facts.need', skillName(center, texts, skillId), minLevel)));
  return (
    <div className="why">
      <p className="why-sentence" data-testid="why-sentence">
        {whySentence(why, center, texts, me)}
      </p>
      <dl className="facts">
        <dt>{t('facts.queue')}</dt>
        <dd>
          {queueName(center, texts, why.queueId)} · {t(`workKind.${why.kind}`)} · {t('why.priority', why.priority)}
          {why.readAs !== undefined && ` · ${t('why.readAs', f.join(why.readAs.map((cause) => t(`readCause.${cause}`))))}`}
        </dd>
        {why.needs.length > 0 && (
          <>
            <dt>{t('facts.needs')}</dt>
            <dd>
              {need(why.needs)}
              {why.relaxedFrom !== undefined && ` (${t('why.relaxedFrom', need(why.relaxedFrom))})`}
            </dd>
          </>
        )}
        {why.rings !== undefined && (
          <>
            <dt>{t('why.rings')}</dt>
            <dd>
              {t('why.ringsOpen', why.rings.open, why.rings.of)}
              {why.rings.nextAt !== undefined && ` · ${t('why.ringNext', f.time(why.rings.nextAt))}`}
            </dd>
          </>
        )}
        <dt>{t('facts.due')}</dt>
        <dd>
          {f.time(why.dueAt)}
          {why.late && ` · ${t('why.late')}`}
        </dd>
        {why.resolutionDueAt !== undefined && (
          <>
            <dt>{t('facts.resolution')}</dt>
            <dd>
              {f.moment(why.resolutionDueAt, why.asOf)}
              {why.resolutionDueAt === why.dueAt && ` · ${t('why.resolutionFirst')}`}
            </dd>
          </>
        )}
        <dt>{t('facts.age')}</dt>
        <dd>{f.span(why.waitedMs)}</dd>
        {why.returns !== undefined && (
          <>
            <dt>{t('why.returns')}</dt>
            <dd>
              {f.time(why.returns.at)} · {t(`returnReason.${why.returns.reason}`)}
            </dd>
          </>
        )}
      </dl>
      <h3>{t('why.people', why.people)}</h3>
      <p>{t('why.able', why.able)}</p>
      {why.excluded.length > 0 && <p className="muted">{f.join(why.excluded.map((one) => exclusionCount(one, texts)))}</p>}
      {why.candidates.length > 0 && <Candidates candidates={why.candidates} asOf={why.asOf} />}
      <p className="muted">{t('why.asOf', f.time(why.asOf), why.strategyVersion)}</p>
    </div>
  );
}

const MOST_SHOWN = 100;

function Candidates({ candidates, asOf }: { readonly candidates: readonly Candidate[]; readonly asOf: number }): ReactNode {
  const texts = useText();
  const { t } = texts;
  const center = useCenter();
  return (
    <table className="why-people">
      <thead>
        <tr>
          <th scope="col">{t('why.who')}</th>
          <th scope="col">{t('why.verdict')}</th>
        </tr>
      </thead>
      <tbody>
        {candidates.slice(0, MOST_SHOWN).map((candidate) => (
          <tr key={candidate.agentId} className={candidate.excluded.length === 0 ? 'is-able' : ''}>
            <th scope="row">{agentLong(center, candidate.agentId)}</th>
            <td>
              {candidate.excluded.length === 0 ? (
                scoreWords(candidate, texts, asOf)
              ) : (
                <ul>
                  {candidate.excluded.map((one) => (
                    <li key={one.because}>
                      <span className="rule-id">{one.rule}</span> {exclusionWords(one, center, texts)}
                    </li>
                  ))}
                </ul>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
