import { useState, type ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { Picker } from '../../components/Picker.tsx';
import { runCommand } from '../../store/commands.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

const ANY = 'any';

/** S1: whoever holds a conversation asks a lead for help with it. */
export function EscalateDialog({ conversationId }: { readonly conversationId: string }): ReactNode {
  const { t, f } = useText();
  const agents = useCenter((state) => state.agents);
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const [reason, setReason] = useState('');
  const [to, setTo] = useState<string>(agents.get(me)?.trainee?.approverId ?? ANY);
  const [id] = useState(() => crypto.randomUUID());
  const leads = [...agents.values()].filter((agent) => agent.role !== 'agent' && !agent.disabled && agent.id !== me).toSorted((a, b) => f.compare(a.name, b.name));
  const confirm = (): void => {
    if (reason.trim() === '') return;
    closeDialog();
    void runCommand({ type: 'escalation.raise', data: { id, conversationId, reason, ...(to === ANY ? {} : { approverId: to }) } });
  };
  return (
    <Dialog title={t('escalation.title')} onClose={closeDialog} confirm={{ label: t('escalation.confirm'), onPress: confirm, isDisabled: reason.trim() === '' }} testId="dialog-escalate">
      <Field label={t('escalation.reason')} value={reason} onChange={setReason} lines={3} maxLength={1_000} autoFocus name="escalation" />
      <Picker label={t('escalation.to')} value={to} options={[{ id: ANY, label: t('escalation.toAny') }, ...leads.map((agent) => ({ id: agent.id as string, label: `${agent.name} ^${agent.initials}` }))]} onChange={setTo} testId="escalation-to" />
      <p className="muted">{t('escalation.hint')}</p>
    </Dialog>
  );
}
