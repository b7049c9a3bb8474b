import { useEffect, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { startBulk } from '../../store/bulk.ts';
import { clearTicked, useTicked } from '../../store/ticked.ts';
import { items } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';

/** Rows ticked by space: answered together. */
export function TickedBar(): ReactNode {
  const { t } = useText();
  const ticked = useTicked((state) => state.ids);
  useEffect(() => clearTicked, []);
  const chosen = [...ticked].filter((id) => items.get(id)?.item.state !== 'closed' && items.get(id) !== undefined);
  if (chosen.length === 0) return null;
  return (
    <div className="ticked-bar" role="status" data-testid="ticked-bar">
      <Button isSmall look="primary" onPress={() => void startBulk(chosen)} testId="queue-many">
        {t('many.startTicked', chosen.length)}
      </Button>
      <Button isSmall onPress={clearTicked}>
        {t('items.untick')}
      </Button>
    </div>
  );
}
