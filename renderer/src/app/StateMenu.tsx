import type { ReactNode } from 'react';
import { breakReasonSchema } from '../../../shared/domain/agent.ts';
import type { SessionView } from '../../../shared/ipc/index.ts';
import { Countdown } from '../components/DueRing.tsx';
import { MenuButton } from '../components/MenuButton.tsx';
import { Dot } from '../components/Tag.tsx';
import { useClock } from '../hooks/ticker.ts';
import { stateText, stateTone } from '../screens/names.ts';
import { BREAK_MINUTES, setBreak, setState } from '../store/agent-state.ts';
import { useDesk } from '../store/desk.ts';
import { useCenter } from '../store/rows.ts';
import { lockNow } from '../store/lock.ts';
import { openDialog } from '../store/ui.ts';
import { useText } from '../text/index.tsx';

const BREAK = 'break:';

/** What I am doing, and the ways to change it. */
export function StateMenu({ session }: { readonly session: Extract<SessionView, { kind: 'signedIn' }> }): ReactNode {
  const texts = useText();
  const { t } = texts;
  const agent = useCenter((state) => state.agents.get(session.agentId));
  const online = useDesk((state) => state.connection.kind === 'online');
  const state = agent?.state ?? 'offDuty';
  const label = agent === undefined ? t('agentState.unknown') : stateText(texts, agent);
  const breakUntil = agent?.state === 'onBreak' ? agent.breakUntil : undefined;
  const overdue = useClock((now) => breakUntil !== undefined && breakUntil < now);
  const choose = (id: string): void => {
    if (id === 'lock') void lockNow();
    else if (id === 'setEnd') openDialog({ kind: 'setEnd' });
    else if (id === 'myShifts') openDialog({ kind: 'myShifts' });
    else if (id === 'endShift') openDialog({ kind: 'endShift' });
    else if (id === 'signOut') openDialog({ kind: 'signOut' });
    else if (id.startsWith(BREAK)) void setBreak(breakReasonSchema.parse(id.slice(BREAK.length)));
    else void setState(id as 'available' | 'runOut' | 'offDuty');
  };
  return (
    <MenuButton
      className={`pill pill-button state-menu${overdue ? ' pill-red' : ''}`}
      label={t('stateMenu.label')}
      testId="state-menu"
      content={
        <>
          <Dot tone={agent === undefined ? 'gray' : stateTone({ state: agent.state, connected: true })} />
          <strong>{session.initials}</strong> <span className="state-label">{label}</span>
          {breakUntil !== undefined && (
            <span aria-hidden="true">{overdue ? t('stateMenu.overdue') : <Countdown until={breakUntil} />}</span>
          )}
        </>
      }
      groups={[
        {
          title: t('stateMenu.work'),
          entries: [
            { id: 'available', label: t('agentState.available'), isCurrent: state === 'available', isDisabled: !online },
            { id: 'runOut', label: t('stateMenu.runOut'), isCurrent: state === 'runOut', isDisabled: !online },
          ],
        },
        {
          title: t('stateMenu.break'),
          entries: breakReasonSchema.options.map((reason) => ({
            id: `${BREAK}${reason}`,
            label: t('stateMenu.breakFor', t(`breakReason.${reason}`), BREAK_MINUTES[reason]),
            isCurrent: state === 'onBreak' && agent?.breakReason === reason,
            isDisabled: !online,
          })),
        },
        {
          title: t('stateMenu.end'),
          entries: [
            { id: 'offDuty', label: t('agentState.offDuty'), isCurrent: state === 'offDuty', isDisabled: !online },
            { id: 'lock', label: t('lock.action') },
            { id: 'myShifts', label: t('myShifts.title') },
            { id: 'setEnd', label: t('setEnd.title'), isDisabled: !online },
            { id: 'endShift', label: t('endShift.title') },
            { id: 'signOut', label: t('signOut.title') },
          ],
        },
      ]}
      onChoose={choose}
    />
  );
}
