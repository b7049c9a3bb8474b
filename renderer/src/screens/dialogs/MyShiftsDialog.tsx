import type { ReactNode } from 'react';
import { plannedOf } from '../../../../shared/domain/roster.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

const MOST_SHOWN = 60;

/** SHIFT-12: when I work next, as far as it is planned. */
export function MyShiftsDialog(): ReactNode {
  const { t, f } = useText();
  const now = useMinute();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const rosters = useCenter((state) => state.rosters);
  const shift = useCenter((state) => state.agents.get(me)?.shift);
  const coming = plannedOf([...rosters.values()].filter(({ agentId }) => agentId === me))
    .map((one) => ({ ...one, endAt: one.startAt === shift?.startAt ? shift.endAt : one.endAt }))
    .filter(({ endAt }) => endAt > now)
    .slice(0, MOST_SHOWN);
  return (
    <Dialog title={t('myShifts.title')} onClose={closeDialog} isReading testId="dialog-my-shifts">
      {coming.length === 0 ? (
        <p className="muted">{t('myShifts.none')}</p>
      ) : (
        <ul className="my-shifts">
          {coming.map(({ startAt, endAt, breaks }) => (
            <li key={startAt}>
              <strong>{f.day(startAt, now)}</strong> {t('myShifts.span', f.time(startAt), f.time(endAt))}
              {breaks.length > 0 && <span className="muted"> · {t('myShifts.breaks', f.join(breaks.map((one) => t('myShifts.span', f.time(one.startAt), f.time(one.endAt)))))}</span>}
              {startAt <= now && <span className="muted"> · {t('myShifts.now')}</span>}
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
