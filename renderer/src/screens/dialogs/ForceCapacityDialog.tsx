import { useState, type ReactNode } from 'react';
import { capacityReasonSchema, type CapacityReason } from '../../../../shared/domain/agent.ts';
import { Choices } from '../../components/Choices.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { Picker } from '../../components/Picker.tsx';
import { runCommand } from '../../store/commands.ts';
import { useCenter } from '../../store/rows.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { useWhen, WhenFields } from './WhenFields.tsx';

/** R2: a lead sets how much somebody is given for now, with a reason, for a while or until it is lifted. */
export function ForceCapacityDialog({ agentId }: { readonly agentId: string }): ReactNode {
  const { t } = useText();
  const agent = useCenter((state) => state.agents.get(agentId));
  const [text, setText] = useState(() => String(agent?.forcedCapacity?.capacity ?? Math.round((agent?.capacity ?? 100) / 2)));
  const [reason, setReason] = useState<CapacityReason>(agent?.forcedCapacity?.reason ?? 'relief');
  const [ends, setEnds] = useState<'at' | 'lifted'>('at');
  const when = useWhen();
  const capacity = /^\d{1,4}$/.test(text.trim()) && Number(text) <= 1000 ? Number(text) : undefined;
  const isReady = capacity !== undefined && (ends === 'lifted' || when.at !== undefined);
  const confirm = (): void => {
    if (capacity === undefined || !isReady) return;
    closeDialog();
    void runCommand({ type: 'agent.forceCapacity', data: { agentId, capacity, reason, ...(ends === 'at' && when.at !== undefined ? { untilAt: when.at } : {}) } });
  };
  return (
    <Dialog title={t('capacity.title', agent?.name ?? agentId)} onClose={closeDialog} confirm={{ label: t('capacity.confirm'), onPress: confirm, isDisabled: !isReady }} testId="dialog-force-capacity">
      {agent !== undefined && <p className="muted">{t('capacity.own', agent.capacity)}</p>}
      <Field label={t('capacity.field')} hint={t('capacity.fieldHint')} value={text} onChange={setText} error={capacity === undefined ? t('house.capacityWrong') : undefined} maxLength={4} autoFocus name="capacity" />
      <Picker label={t('capacity.reason')} value={reason} options={capacityReasonSchema.options.map((id) => ({ id, label: t(`capacity.reason.${id}`) }))} onChange={setReason} testId="capacity-reason" />
      <Choices
        label={t('capacity.until')}
        value={ends}
        onChange={setEnds}
        choices={[
          { id: 'at', label: t('capacity.untilAt') },
          { id: 'lifted', label: t('capacity.untilLifted') },
        ]}
      />
      {ends === 'at' && <WhenFields when={when} isFirst={false} />}
      <p className="muted">{t('capacity.hint')}</p>
    </Dialog>
  );
}
