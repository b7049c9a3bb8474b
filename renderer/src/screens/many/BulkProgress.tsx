import type { ReactNode } from 'react';
import type { BulkAnswer } from '../../../../shared/domain/bulk-answer.ts';
import { Button } from '../../components/Button.tsx';
import { Progress } from '../../components/Progress.tsx';
import { Tag } from '../../components/Tag.tsx';
import { confirmLines, resumeBulk, tallyOf, useBulk } from '../../store/bulk.ts';
import { isCalm, type BulkLine } from '../../store/bulk-lines.ts';
import { runCommand } from '../../store/commands.ts';
import { useCenter } from '../../store/rows.ts';
import { openDialog } from '../../store/ui.ts';
import { useKeyHint } from '../../hooks/key-hint.ts';
import { useText } from '../../text/index.tsx';
import { agentLong } from '../names.ts';
import { stateWords } from './bulk-words.ts';

const COUNTED = ['proposed', 'confirmed', 'unclear', 'failed', 'handedOut', 'taken', 'skipped'] as const;
const TONES = { failed: 'red', unclear: 'amber', taken: 'amber' } as const;

/** How far it is, by the replies' true states, and what can be done about the whole. */
export function BulkProgress({ bulk, lines, isMine }: { readonly bulk: BulkAnswer; readonly lines: readonly BulkLine[]; readonly isMine: boolean }): ReactNode {
  const { t, f } = useText();
  const hint = useKeyHint();
  const center = useCenter();
  const members = useBulk((state) => state.members);
  const busy = useBulk((state) => state.busy);
  const tally = tallyOf({ members }, bulk.id);
  const total = tally.confirmed + tally.sending + tally.sent + tally.failed + tally.unclear;
  const sendsHere = useBulk((state) => state.sendsHere);
  const isElsewhere = isMine && bulk.state === 'running' && tally.confirmed > 0 && !sendsHere;
  const calm = lines.filter((line) => isCalm(line) && !line.byHand);
  const isOver = bulk.state === 'stopped' || tally.proposed + tally.confirmed + tally.sending === 0;
  return (
    <section className="many-progress" aria-label={t('many.progress')}>
      <Tag tone={bulk.state === 'running' ? 'green' : bulk.state === 'paused' ? 'amber' : 'plain'}>
        <span data-testid="many-state">{stateWords(t, bulk, tally)}</span>
      </Tag>
      {bulk.byAgentId !== undefined && <span className="muted">{t('many.by', agentLong(center, bulk.byAgentId))}</span>}
      {total > 0 && <Progress label={t('many.progress')} text={t('many.progressText', f.number(tally.sent), f.number(total))} done={tally.sent} total={total} />}
      {COUNTED.map((state) => tally[state] > 0 && <Tag key={state} tone={state in TONES ? TONES[state as keyof typeof TONES] : 'plain'}>{t(`many.count.${state}`, tally[state])}</Tag>)}
      {bulk.state === 'running' && tally.confirmed > 0 && <span className="muted">{t(isElsewhere ? 'many.otherDesk' : 'many.pace')}</span>}
      <span className="many-acts">
        {isMine && bulk.state !== 'stopped' && calm.length > 0 && (
          <Button look="primary" keys={hint('manyConfirmAll')} isDisabled={busy} onPress={() => void confirmLines(bulk.id, calm)} testId="many-confirm-calm">
            {t('many.confirmCalm', calm.length)}
          </Button>
        )}
        {(bulk.state === 'running' || bulk.state === 'open') && !isOver && (
          <Button keys={hint('manyPause')} onPress={() => void runCommand({ type: 'bulkAnswer.pause', data: { bulkId: bulk.id } })} testId="many-pause">
            {t('many.pause')}
          </Button>
        )}
        {isElsewhere && <Button onPress={() => void resumeBulk(bulk.id)}>{t('many.resumeHere')}</Button>}
        {isMine && bulk.state === 'paused' && (
          <Button look="primary" keys={hint('manyPause')} onPress={() => void resumeBulk(bulk.id)} testId="many-resume">
            {t('many.resume')}
          </Button>
        )}
        {!isOver && (
          <Button look="danger" onPress={() => openDialog({ kind: 'stopBulk', bulkId: bulk.id })} testId="many-stop">
            {t('many.stop')}
          </Button>
        )}
      </span>
    </section>
  );
}
