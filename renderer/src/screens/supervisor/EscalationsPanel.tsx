import type { ReactNode } from 'react';
import { byEscalation, escalationOf } from '../../store/escalations.ts';
import { useText } from '../../text/index.tsx';
import { WaitingPanel } from './WaitingPanel.tsx';

/** S1: who asks for help, and since when. Before everything else on the lead's screen. */
export function EscalationsPanel(): ReactNode {
  const { t, f } = useText();
  return (
    <WaitingPanel
      name="escalation"
      title={t('escalation.list')}
      hint={t('escalation.listHint')}
      rank={byEscalation}
      askedOf={escalationOf}
      column={t('escalation.column.since')}
      cell={({ escalation }, now) => (escalation === undefined ? '' : f.span(Math.max(0, now - escalation.askedAt)))}
    />
  );
}
