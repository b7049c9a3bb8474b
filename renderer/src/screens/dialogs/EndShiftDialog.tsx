import { useState, type ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { useDeskOf } from '../../hooks/desk-of.ts';
import { useDesk } from '../../store/desk.ts';
import { me } from '../../store/navigation.ts';
import { endShift } from '../../store/shift.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { HandoverLines, lineOf } from './HandoverLines.tsx';

/** R8: the end of one's shift: a line per open item, then off duty, then out: nothing stays on this machine. */
export function EndShiftDialog(): ReactNode {
  const { t } = useText();
  const rows = useDeskOf(me());
  const online = useDesk((state) => state.connection.kind === 'online');
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map());
  const missing = rows.filter((row) => lineOf(row, typed).trim() === '').length;
  const confirm = (): void => {
    const lines = rows.map((row) => ({ workItemId: row.item.id, before: row.item.handoverLine ?? '', line: lineOf(row, typed).trim() }));
    void endShift(lines);
  };
  return (
    <Dialog
      title={t('endShift.title')}
      width={rows.length === 0 ? 'narrow' : 'wide'}
      onClose={closeDialog}
      confirm={{ label: t('endShift.confirm'), onPress: confirm, isDisabled: !online }}
      testId="dialog-end-shift"
    >
      <p>{rows.length === 0 ? t('endShift.nothing') : t('endShift.hint', rows.length)}</p>
      <HandoverLines rows={rows} typed={typed} onType={(id, line) => setTyped((before) => new Map(before).set(id, line))} />
      {missing > 0 && <p className="muted">{t('endShift.missing', missing)}</p>}
      {!online && <p className="guard guard-amber">{t('endShift.offline')}</p>}
    </Dialog>
  );
}
