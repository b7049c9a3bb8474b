import { useState, type ReactNode } from 'react';
import { FIGURE_RULES_ID } from '../../../../shared/domain/figure-rules.ts';
import { FEWEST_PEOPLE } from '../../../../shared/domain/service-report.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { askCommand } from '../../store/commands.ts';
import { loadReport } from '../../store/reports.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { agentLong } from '../names.ts';

const MOST_SHOWN = 5;

/** Whether figures of single people are shown, since when and by whom; admins switch it. */
export function FigureRulesPanel({ mayChange, online }: { readonly mayChange: boolean; readonly online: boolean }): ReactNode {
  const { t, f } = useText();
  const now = useMinute();
  const center = useCenter();
  const rules = center.figureRules.get(FIGURE_RULES_ID);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const perPerson = rules?.perPerson ?? false;
  const change = async (): Promise<void> => {
    setBusy(true);
    const { status } = await askCommand({ type: 'figures.switch', data: { perPerson: !perPerson, ...(note.trim() === '' ? {} : { note: note.trim() }) } });
    setBusy(false);
    if (status !== 'accepted') return;
    setNote('');
    await loadReport();
  };
  return (
    <section className="panel" aria-label={t('figureRules.title')} data-testid="figure-rules" data-on={perPerson}>
      <h2>{t('figureRules.title')}</h2>
      <p>{perPerson ? t('figureRules.on') : t('figureRules.off', FEWEST_PEOPLE)}</p>
      {mayChange ? (
        <>
          <Field label={t('figureRules.note')} value={note} onChange={setNote} hint={t('figureRules.noteHint')} />
          <Button onPress={() => void change()} isDisabled={!online || busy} testId="figure-rules-switch">
            {perPerson ? t('figureRules.hide') : t('figureRules.show')}
          </Button>
        </>
      ) : (
        <p className="muted">{t('figureRules.admins')}</p>
      )}
      {rules !== undefined && (
        <ol className="rule-history">
          {rules.history
            .toReversed()
            .slice(0, MOST_SHOWN)
            .map((one) => (
              <li key={one.at}>
                {f.moment(one.at, now)} · {agentLong(center, one.byAgentId)}: {one.perPerson ? t('figureRules.wasOn') : t('figureRules.wasOff')}
                {one.note !== undefined && ` · ${one.note}`}
              </li>
            ))}
        </ol>
      )}
    </section>
  );
}
