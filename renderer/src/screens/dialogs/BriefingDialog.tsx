import { useState, type ReactNode } from 'react';
import { isFor } from '../../../../shared/domain/briefing.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { confirmRead, unreadNow } from '../../store/briefings.ts';
import { me } from '../../store/navigation.ts';
import { useCenter } from '../../store/rows.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { agentLong } from '../names.ts';

/** What leads tell before work begins: what is unread, or, with nothing unread, what holds today. */
export function BriefingDialog({ thenAvailable }: { readonly thenAvailable: boolean }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const [now] = useState(() => Date.now());
  // As it was when it opened: what comes meanwhile is shown by itself afterwards, never confirmed unseen.
  const [unread] = useState(unreadNow);
  const isUnread = unread.length > 0;
  const [shown] = useState(() => {
    const teams = center.agents.get(me())?.teamIds ?? [];
    return isUnread ? unread : [...center.briefings.values()].filter((one) => isFor(one, teams, now)).toSorted((a, b) => b.at - a.at);
  });
  const label = thenAvailable ? t('briefing.readAndStart') : t('briefing.read');
  return (
    <Dialog title={t('briefing.title')} onClose={closeDialog} confirm={isUnread ? { label, onPress: () => void confirmRead(unread, thenAvailable) } : undefined} isReading testId="dialog-briefing">
      {shown.length === 0 && <p className="muted">{t('briefing.none')}</p>}
      {shown.map((briefing) => (
        <article key={briefing.id} className="briefing" data-testid="briefing">
          <h3>{briefing.title}</h3>
          <p className="briefing-text">{briefing.text}</p>
          <p className="muted">{t('briefing.from', agentLong(center, briefing.byAgentId), f.moment(briefing.at, now), f.moment(briefing.untilAt, now))}</p>
        </article>
      ))}
    </Dialog>
  );
}
