import type { ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { stopBulk, tallyOf, useBulk } from '../../store/bulk.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

/** Ends an answer for many: said before, in numbers. */
export function StopBulkDialog({ bulkId }: { readonly bulkId: string }): ReactNode {
  const { t } = useText();
  const bulk = useBulk((state) => state.bulks.get(bulkId));
  const members = useBulk((state) => state.members);
  const tally = tallyOf({ members }, bulkId);
  if (bulk === undefined) return null;
  const confirm = (): void => {
    closeDialog();
    void stopBulk(bulk);
  };
  return (
    <Dialog title={t('many.stopTitle')} onClose={closeDialog} confirm={{ label: t('many.stop'), onPress: confirm, look: 'danger' }} testId="dialog-stop-bulk">
      <p>{t('many.stopWhat', tally.proposed + tally.confirmed)}</p>
    </Dialog>
  );
}
