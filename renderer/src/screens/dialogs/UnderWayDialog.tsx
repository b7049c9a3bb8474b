import type { ReactNode } from 'react';
import type { UnderWay } from '../../../../shared/domain/under-way.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { useItemsVersion } from '../../hooks/items.ts';
import { reassign } from '../../store/reassign.ts';
import { items, useCenter } from '../../store/rows.ts';
import { closeDialog, type ReassignOutcome } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { agentShort, contactLabel } from '../names.ts';

/** Whose answers may already be out after items were moved, or why they were not moved: with what is known, and as of when. */
export function UnderWayDialog({ outcome }: { readonly outcome: ReassignOutcome }): ReactNode {
  const { t } = useText();
  const { again } = outcome;
  return (
    <Dialog
      title={t('reassign.resultTitle')}
      onClose={closeDialog}
      confirm={
        again === undefined
          ? undefined
          : {
              label: t('reassign.again'),
              look: 'danger',
              onPress: () => {
                closeDialog();
                void reassign(again.workItemIds, again.how);
              },
            }
      }
      testId="dialog-under-way"
    >
      {outcome.refused.length > 0 && <p>{t('reassign.resultRefused', outcome.refused.length)}</p>}
      {outcome.refused.length > 0 && <UnderWayList of={outcome.refused} />}
      {outcome.forced.length > 0 && <p>{t('reassign.resultForced')}</p>}
      {outcome.forced.length > 0 && <UnderWayList of={outcome.forced} />}
      {again !== undefined && <p className="muted">{t('reassign.forceHint')}</p>}
    </Dialog>
  );
}

function UnderWayList({ of }: { readonly of: readonly UnderWay[] }): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  useItemsVersion();
  return (
    <ul className="under-way">
      {of.map((one) => {
        const row = items.get(one.workItemId);
        const facts = [
          one.asOfAt === undefined || one.waiting === undefined ? '' : t('reassign.asOf', f.time(one.asOfAt), one.waiting),
          one.unclear === undefined || one.unclear === 0 ? '' : t('connection.unclear', one.unclear),
          t('reassign.possibleUntil', f.time(one.sendingPossibleUntil)),
        ].filter(Boolean);
        return (
          <li key={one.workItemId} className="guard guard-amber" data-testid="under-way">
            {t('reassign.mayBeOut', agentShort(center, one.agentId), row === undefined ? t('message.someone') : contactLabel(row))}{' '}
            {f.join(facts)}
          </li>
        );
      })}
    </ul>
  );
}
