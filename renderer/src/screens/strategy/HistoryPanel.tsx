import type { ReactNode } from 'react';
import type { Strategy } from '../../../../shared/domain/strategy.ts';
import { Button } from '../../components/Button.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { useCenter } from '../../store/rows.ts';
import { undoRules, useStrategy } from '../../store/strategy.ts';
import { useText } from '../../text/index.tsx';
import { agentLong } from '../names.ts';
import { diffWords } from './diff-words.ts';

const MOST_SHOWN = 20;

/** Who changed which rule when, the newest first; the last change can be taken back. */
export function HistoryPanel({ strategy, online }: { readonly strategy: Strategy | undefined; readonly online: boolean }): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const center = useCenter();
  const now = useMinute();
  const busy = useStrategy((state) => state.busy);
  const changes = (strategy?.history ?? []).toReversed().slice(0, MOST_SHOWN);
  return (
    <section className="panel" data-testid="strategy-history">
      <h2>{t('rules.history')}</h2>
      {changes.length === 0 && <p className="muted">{t('rules.noHistory')}</p>}
      <ol className="rule-history">
        {changes.map((change, place) => (
          <li key={change.version}>
            <p>
              <strong>{t('rules.version', change.version)}</strong> · {f.moment(change.at, now)} · {agentLong(center, change.byAgentId)}
              {change.restores !== undefined && ` · ${t('rules.restores', change.restores)}`}
              {change.note !== undefined && ` · „${change.note}“`}
            </p>
            <ul>
              {change.diff.map((one) => (
                <li key={one.path}>{diffWords(one, texts, center)}</li>
              ))}
            </ul>
            {place === 0 && (
              <Button isSmall isDisabled={!online || busy} onPress={() => void undoRules(change.version)} testId="strategy-undo">
                {t('rules.undo')}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
