import { useState, type ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { useItemsVersion } from '../../hooks/items.ts';
import { reassign } from '../../store/reassign.ts';
import { items, useCenter } from '../../store/rows.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { mayStillSend } from '../supervisor/may-still-send.ts';
import { TargetList, type Target } from './TargetList.tsx';

const QUEUE = 'own';

/** Moves one item or many, whoever holds them; says first whose answers may already be on their way. */
export function ReassignDialog({ workItemIds }: { readonly workItemIds: readonly string[] }): ReactNode {
  const texts = useText();
  const { t } = texts;
  const center = useCenter();
  const [target, setTarget] = useState<Target | undefined>({ kind: 'queue', id: QUEUE });
  const [force, setForce] = useState(false);
  const [note, setNote] = useState('');
  useItemsVersion();
  const rows = workItemIds.flatMap((id) => items.get(id) ?? []);
  const warnings = mayStillSend(rows, center, texts);
  const needs = [...new Map(rows.flatMap((row) => row.item.needs).map((need) => [need.skillId, need])).values()];
  const confirm = (): void => {
    if (target === undefined) return;
    closeDialog();
    const to = target.kind === 'agent' ? { kind: 'agent' as const, agentId: target.id } : { kind: 'queue' as const };
    void reassign(workItemIds, { to, force, ...(note.trim() === '' ? {} : { note: note.trim() }) });
  };
  return (
    <Dialog
      title={t('reassign.title', workItemIds.length)}
      onClose={closeDialog}
      confirm={{
        label: t('reassign.confirm'),
        onPress: confirm,
        look: force ? 'danger' : 'primary',
        isDisabled: target === undefined || workItemIds.length === 0,
      }}
      testId="dialog-reassign"
    >
      <TargetList needs={needs} queues={[{ id: QUEUE, label: t('reassign.toQueue') }]} target={target} onChoose={setTarget} withMe />
      {warnings.map((warning) => (
        <p key={warning} className="guard guard-red" data-testid="reassign-warning">
          {warning}
        </p>
      ))}
      <Checkbox className="checkbox" isSelected={force} onChange={setForce} data-testid="reassign-force">
        <span className="checkbox-box" aria-hidden="true">
          {force && <Icon name="check" size={14} />}
        </span>
        {t('reassign.force')}
      </Checkbox>
      <p className="muted">{force ? t('reassign.forceHint') : t('reassign.gentleHint')}</p>
      <Field label={t('dialog.note')} value={note} onChange={setNote} />
    </Dialog>
  );
}
