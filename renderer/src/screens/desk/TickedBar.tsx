import { useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { Progress } from '../../components/Progress.tsx';
import { useKeyHint } from '../../hooks/key-hint.ts';
import { startBulk } from '../../store/bulk.ts';
import { clearTicked, useTicked } from '../../store/ticked.ts';
import { stopTickedRun, useTickedRun, type TickedAct } from '../../store/ticked-acts.ts';
import { items } from '../../store/rows.ts';
import { openDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

const ACTS: readonly TickedAct[] = ['done', 'tags', 'transfer', 'snooze'];

/** Rows ticked by space: answered together, or the same done to all of them. */
export function TickedBar(): ReactNode {
  const { t, f } = useText();
  const hint = useKeyHint();
  const ticked = useTicked((state) => state.ids);
  const run = useTickedRun((state) => state.run);
  useEffect(() => clearTicked, []);
  const still = useSyncExternalStore(items.subscribe, () => [...ticked].filter((id) => items.get(id)?.item.state !== 'closed' && items.get(id) !== undefined).join(' '));
  const chosen = still === '' ? [] : still.split(' ');
  if (run !== undefined && run.act !== 'reassign')
    return (
      <div className="ticked-bar" role="status" data-testid="ticked-run">
        <Progress label={t(`ticked.act.${run.act}`)} text={t('ticked.progress', t(`ticked.act.${run.act}`), f.number(run.done), f.number(run.total))} done={run.done} total={run.total} />
        <Button isSmall onPress={stopTickedRun} testId="ticked-stop">
          {t('ticked.stop')}
        </Button>
      </div>
    );
  if (chosen.length === 0) return null;
  return (
    <div className="ticked-bar" role="status" data-testid="ticked-bar">
      <Button isSmall look="primary" onPress={() => void startBulk(chosen)} testId="queue-many">
        {t('many.startTicked', chosen.length)}
      </Button>
      {ACTS.map((act) => (
        <Button key={act} isSmall keys={hint(`ticked-${act}`)} onPress={() => openDialog({ kind: 'ticked', act, workItemIds: chosen })} testId={`ticked-${act}`}>
          {t(`ticked.act.${act}`)}
        </Button>
      ))}
      <Button isSmall onPress={clearTicked}>
        {t('items.untick')}
      </Button>
    </div>
  );
}
