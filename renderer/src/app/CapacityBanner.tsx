import type { ReactNode } from 'react';
import { Icon } from '../components/Icon.tsx';
import { useMinute } from '../hooks/ticker.ts';
import { agentLong } from '../screens/names.ts';
import { signedIn, useDesk } from '../store/desk.ts';
import { useCenter } from '../store/rows.ts';
import { useText } from '../text/index.tsx';

/** R2: what a lead has set for this person, by whom and why: nobody gets more or less work without knowing. */
export function CapacityBanner(): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const now = useMinute();
  const forced = center.agents.get(me)?.forcedCapacity;
  if (forced === undefined) return null;
  const until = forced.untilAt === undefined ? t('capacity.untilLifted') : t('capacity.untilMoment', f.moment(forced.untilAt, now));
  return (
    <div className="banner" role="status" data-testid="capacity-banner">
      <Icon name="clock" size={16} />
      <span>{t('capacity.yours', forced.capacity, t(`capacity.reason.${forced.reason}`), agentLong(center, forced.byAgentId), until)}</span>
    </div>
  );
}
