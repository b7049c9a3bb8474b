import type { ReactNode } from 'react';
import { Button } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { useClock } from '../hooks/ticker.ts';
import { setState } from '../store/agent-state.ts';
import { signedIn, useDesk } from '../store/desk.ts';
import { useCenter } from '../store/rows.ts';
import { openDialog } from '../store/ui.ts';
import { useText } from '../text/index.tsx';

/** Set by the center, not by the person, so it must be seen: no more work comes until they are back. */
export function StateBanner(): ReactNode {
  const { t, f } = useText();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const online = useDesk((state) => state.connection.kind === 'online');
  const state = useCenter((center) => center.agents.get(me)?.state);
  const shift = useCenter((center) => center.agents.get(me)?.shift);
  const ends = useClock((now) => (state === 'runOut' && shift !== undefined && shift.ranOutFor === shift.endAt && now < shift.endAt ? shift.endAt : 0));
  // SHIFT-7: said by the center, so it is told; what is open stays.
  if (ends > 0)
    return (
      <div className="banner banner-amber state-banner" role="status" data-testid="shift-ends-banner">
        <Icon name="warn" size={16} />
        <span>{t('stateBanner.shiftEnds', f.time(ends))}</span>
        {shift?.putOff === undefined && (
          <Button isSmall isDisabled={!online} onPress={() => openDialog({ kind: 'setEnd' })} testId="put-end-off">
            {t('stateBanner.putOff')}
          </Button>
        )}
      </div>
    );
  if (state !== 'notResponding') return null;
  return (
    <div className="banner banner-amber state-banner" role="alert" data-testid="state-banner">
      <Icon name="warn" size={16} />
      <span>{t('stateBanner.notResponding')}</span>
      <Button look="primary" isSmall isDisabled={!online} onPress={() => void setState('available')} testId="available-again">
        {t('stateBanner.available')}
      </Button>
    </div>
  );
}
