import type { ReactNode } from 'react';
import { approvalOf, byApproval } from '../../store/approvals.ts';
import { useText } from '../../text/index.tsx';
import { WaitingPanel } from './WaitingPanel.tsx';

/** S2: answers that wait for somebody's look; own ones cannot be opened for it. */
export function ApprovalsPanel(): ReactNode {
  const { t } = useText();
  return (
    <WaitingPanel
      name="approval"
      title={t('approval.list')}
      hint={t('approval.listHint')}
      rank={byApproval}
      askedOf={approvalOf}
      column={t('approval.column.why')}
      cell={({ approval }) => (approval === undefined ? '' : t(`approval.why.${approval.why}`))}
    />
  );
}
