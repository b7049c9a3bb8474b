import { useState, type ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { showHidden } from '../../components/plain-text.ts';
import { Tick } from '../../components/Tick.tsx';
import { askCommand } from '../../store/commands.ts';
import { items } from '../../store/rows.ts';
import { announce, closeDialog, showToast } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

const AT_ONCE = 500;

/** T11: ends what this desk sees of a spam wave at once; nobody is kept out unless it is said. */
export function WaveDialog({ waveId }: { readonly waveId: string }): ReactNode {
  const { t } = useText();
  const [block, setBlock] = useState(true);
  const [reason, setReason] = useState('Spam');
  const [members] = useState(() => [...items.all().values()].filter((row) => row.reading?.waveId === waveId && row.item.state !== 'closed'));
  const confirm = async (): Promise<void> => {
    closeDialog();
    const answer = await askCommand({ type: 'wave.close', data: { waveId, workItemIds: members.slice(0, AT_ONCE).map((row) => row.item.id), block, reason: reason.trim() } });
    if (answer.status !== 'accepted') return;
    const closed = (answer.result?.['closed'] as readonly string[] | undefined)?.length ?? 0;
    const left = (answer.result?.['refused'] as readonly unknown[] | undefined)?.length ?? 0;
    const text = left === 0 ? t('wave.closed', closed) : `${t('wave.closed', closed)} ${t('wave.left', left)}`;
    showToast({ tone: 'info', text });
    announce(text);
  };
  return (
    <Dialog title={t('wave.title')} onClose={closeDialog} confirm={{ label: t('wave.close'), onPress: () => void confirm(), isDisabled: members.length === 0 || reason.trim() === '' }} testId="dialog-wave">
      <p>{t('wave.members', members.length)}</p>
      <ul className="wave-members">
        {members.slice(0, 20).map((row) => (
          <li key={row.item.id}>{showHidden(row.firstLine)}</li>
        ))}
      </ul>
      <Field label={t('wave.reason')} value={reason} onChange={setReason} maxLength={200} isRequired />
      <Tick label={t('wave.block')} isSelected={block} onChange={setBlock} />
    </Dialog>
  );
}
