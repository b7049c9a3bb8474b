import { useState, type ReactNode } from 'react';
import { callBackBodySchema } from '../../../../shared/domain/call-back.ts';
import { Choices } from '../../components/Choices.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { Tick } from '../../components/Tick.tsx';
import { runCommand } from '../../store/commands.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { useWhen, WhenFields } from './WhenFields.tsx';

const MINUTE = 60_000;
const SPANS = ['15', '30', '60', '120'] as const;
type Span = (typeof SPANS)[number];

/** C5: promises a call in a window; `again`: the call of this conversation reached nobody, another time is promised. */
export function CallBackDialog({ conversationId, again = false }: { readonly conversationId: string; readonly again?: boolean | undefined }): ReactNode {
  const { t } = useText();
  const [number, setNumber] = useState('');
  const [about, setAbout] = useState('');
  const [span, setSpan] = useState<Span>('30');
  const [own, setOwn] = useState(true);
  const when = useWhen();
  const isNumber = callBackBodySchema.shape.number.safeParse(number).success;
  const isReady = when.at !== undefined && (again || isNumber);
  const confirm = (): void => {
    if (when.at === undefined) return;
    const window = { fromAt: when.at, untilAt: when.at + Number(span) * MINUTE };
    closeDialog();
    void runCommand(again ? { type: 'callBack.report', data: { conversationId, outcome: 'notReached', next: window } } : { type: 'callBack.plan', data: { conversationId, number: number.trim(), about: about.trim(), window, own } });
  };
  return (
    <Dialog title={t(again ? 'callBack.again' : 'callBack.plan')} onClose={closeDialog} confirm={{ label: t('callBack.promise'), onPress: confirm, isDisabled: !isReady }} testId="dialog-call-back">
      {!again && (
        <>
          <Field label={t('callBack.number')} value={number} onChange={setNumber} maxLength={41} autoFocus error={number === '' || isNumber ? undefined : t('callBack.noNumber')} />
          <Field label={t('callBack.about')} value={about} onChange={setAbout} maxLength={500} />
        </>
      )}
      <p className="field-label">{t('callBack.from')}</p>
      <WhenFields when={when} isFirst={again} />
      <Choices<Span> label={t('callBack.within')} look="segments" value={span} onChange={setSpan} choices={SPANS.map((id) => ({ id, label: t('callBack.minutes', id) }))} />
      {!again && <Tick label={t('callBack.own')} isSelected={own} onChange={setOwn} />}
      <p className="muted">{t('callBack.hint')}</p>
    </Dialog>
  );
}
