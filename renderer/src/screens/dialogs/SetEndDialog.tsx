import { useState, type ReactNode } from 'react';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { runCommand } from '../../store/commands.ts';
import { signedIn, useDesk } from '../../store/desk.ts';
import { useCenter } from '../../store/rows.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { useWhen, WhenTime } from './WhenFields.tsx';

const HOUR = 3_600_000;

/** SHIFT-8: when I go home. Later than planned it is put off, and wants a reason. */
export function SetEndDialog(): ReactNode {
  const { t, f } = useText();
  const me = useDesk((state) => signedIn(state)?.agentId ?? '');
  const shift = useCenter((state) => state.agents.get(me)?.shift);
  const [now] = useState(() => Date.now());
  const current = shift !== undefined && shift.startAt <= now && now < shift.endAt ? shift : undefined;
  const when = useWhen(current === undefined ? now + 8 * HOUR : shift?.ranOutFor === current.endAt ? current.endAt + HOUR / 2 : current.endAt);
  const [reason, setReason] = useState('');
  const isLater = current !== undefined && when.at !== undefined && when.at > current.endAt;
  const isSpent = isLater && current.putOff !== undefined;
  const confirm = (): void => {
    closeDialog();
    if (when.at !== undefined) void runCommand({ type: 'agent.setEnd', data: { endAt: when.at, ...(isLater ? { reason: reason.trim() } : {}) } });
  };
  return (
    <Dialog title={t('setEnd.title')} onClose={closeDialog} confirm={{ label: t('action.save'), onPress: confirm, isDisabled: when.at === undefined || isSpent || (isLater && reason.trim() === '') }} testId="dialog-set-end">
      <p className="muted">{current === undefined ? t('setEnd.none') : t('setEnd.planned', f.moment(current.endAt, now))}</p>
      <WhenTime when={when} />
      {isLater && !isSpent && <Field label={t('setEnd.reason')} value={reason} onChange={setReason} hint={t('setEnd.once')} maxLength={200} />}
      {isSpent && (
        <p className="guard guard-amber" role="status">
          {t('setEnd.spent')}
        </p>
      )}
    </Dialog>
  );
}
