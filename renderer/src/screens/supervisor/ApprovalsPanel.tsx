import type { ReactNode } from 'react';
import { approvalOf, byApproval } from '../../store/approvals.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { flagLines } from '../flag-words.ts';
import { WaitingPanel } from './WaitingPanel.tsx';

/** S2: answers that wait for somebody's look; own ones cannot be opened for it. */
export function ApprovalsPanel(): ReactNode {
  const texts = useText();
  const { t } = texts;
  const center = useCenter();
  return (
    <WaitingPanel
      name="approval"
      title={t('approval.list')}
      hint={t('approval.listHint')}
      rank={byApproval}
      askedOf={approvalOf}
      column={t('approval.column.why')}
      cell={({ approval, approvalFlag }) => (approval === undefined ? '' : [t(`approval.why.${approval.why}`), ...(approval.why === 'flagged' ? flagLines(approvalFlag, texts, center) : [])].join(' · '))}
    />
  );
}
