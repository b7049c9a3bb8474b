import { useState, type ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { Tick } from '../../components/Tick.tsx';
import { runCommand } from '../../store/commands.ts';
import { entityOf, useConversation } from '../../store/conversation.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { useWhen, WhenFields } from './WhenFields.tsx';

/** D15: what somebody outside the desk owes this case: under which number, who, by when. It comes back when they are late. */
export function TicketDialog({ conversationId, ticketId }: { readonly conversationId: string; readonly ticketId?: string | undefined }): ReactNode {
  const { t } = useText();
  const known = useConversation((state) => (state.current?.id === conversationId ? entityOf(state.current, 'conversation', conversationId)?.tickets?.find((one) => one.id === ticketId) : undefined));
  const [number, setNumber] = useState(known?.number ?? '');
  const [owner, setOwner] = useState(known?.owner ?? '');
  const [rest, setRest] = useState(true);
  const when = useWhen(known?.dueAt);
  const isReady = number.trim() !== '' && owner.trim() !== '' && when.at !== undefined;
  const confirm = (): void => {
    if (when.at === undefined) return;
    const ticket = { conversationId, number: number.trim(), owner: owner.trim(), dueAt: when.at };
    closeDialog();
    void runCommand(ticketId === undefined ? { type: 'ticket.open', data: { ...ticket, rest } } : { type: 'ticket.change', data: { ...ticket, ticketId } });
  };
  return (
    <Dialog title={t(ticketId === undefined ? 'ticket.new' : 'ticket.change')} onClose={closeDialog} confirm={{ label: t('action.save'), onPress: confirm, isDisabled: !isReady }} testId="dialog-ticket">
      <Field label={t('ticket.number')} value={number} onChange={setNumber} maxLength={60} autoFocus />
      <Field label={t('ticket.owner')} value={owner} onChange={setOwner} maxLength={120} hint={t('ticket.ownerHint')} />
      <p className="field-label">{t('ticket.due')}</p>
      <WhenFields when={when} isFirst={false} />
      {ticketId === undefined && <Tick label={t('ticket.rest')} isSelected={rest} onChange={setRest} />}
      <p className="muted">{t('ticket.hint')}</p>
    </Dialog>
  );
}
