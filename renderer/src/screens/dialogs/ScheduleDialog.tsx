import { useMemo, useState, type ReactNode } from 'react';
import type { Executor } from '../../../../shared/ipc/index.ts';
import { instantOf, localDay } from '../../../../shared/domain/zone-time.ts';
import { Button } from '../../components/Button.tsx';
import { Choices } from '../../components/Choices.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { Picker } from '../../components/Picker.tsx';
import { compositionOf } from '../../store/composer.ts';
import { sendReply } from '../../store/replies.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

const ZONE = 'Europe/Berlin';
const MINUTE = 60_000;
const DAYS_AHEAD = 90;

/** "9:05", "09.05" → minutes since midnight; undefined for anything else. */
function minuteOf(text: string): number | undefined {
  const [, hour = '', minute = ''] = /^\s*(\d{1,2})[:.](\d{2})\s*$/.exec(text) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  return hour === '' || Number(hour) > 23 || Number(minute) > 59 ? undefined : minutes;
}

/** An answer for later: when, in the center's time, and who sends it then. */
export function ScheduleDialog({ conversationId, followUp }: { readonly conversationId: string; readonly followUp: boolean }): ReactNode {
  const { t, f } = useText();
  const [opened] = useState(() => Date.now());
  const today = localDay(ZONE, opened);
  const [day, setDay] = useState(() => String(localDay(ZONE, opened + 60 * MINUTE)));
  const [time, setTime] = useState(() => f.time(opened + 60 * MINUTE));
  const [executor, setExecutor] = useState<Executor>('thisDesk');
  const days = useMemo(
    () =>
      Array.from({ length: DAYS_AHEAD }, (_, ahead) => ({
        id: String(today + ahead),
        label: f.day(instantOf(ZONE, today + ahead, 12 * 60, 'first'), opened),
      })),
    [today, opened, f],
  );
  const minute = minuteOf(time);
  const sendAt = minute === undefined ? undefined : instantOf(ZONE, Number(day), minute, 'first');
  const fits = sendAt !== undefined && sendAt > opened;
  const confirm = (): void => {
    const { mode } = compositionOf(conversationId);
    if (!fits || mode === 'note') return;
    closeDialog();
    void sendReply(conversationId, mode, followUp, { kind: 'wait' }, { sendAt, executor });
  };
  const set = (at: number): void => {
    setDay(String(localDay(ZONE, at)));
    setTime(f.time(at));
  };
  return (
    <Dialog
      title={t('schedule.title')}
      onClose={closeDialog}
      confirm={{ label: t('schedule.confirm'), onPress: confirm, isDisabled: !fits }}
      testId="dialog-schedule"
    >
      <div className="schedule-presets">
        <Button isSmall onPress={() => set(Date.now() + 60 * MINUTE)}>
          {t('schedule.inHour')}
        </Button>
        <Button isSmall onPress={() => set(instantOf(ZONE, localDay(ZONE, Date.now()) + 1, 9 * 60, 'first'))} testId="schedule-tomorrow">
          {t('schedule.tomorrow')}
        </Button>
      </div>
      <div className="schedule-when">
        <Picker label={t('schedule.day')} value={day} options={days} onChange={setDay} testId="schedule-day" />
        <Field
          label={t('schedule.which')}
          value={time}
          onChange={setTime}
          error={fits ? undefined : t('schedule.past')}
          maxLength={8}
          autoFocus
        />
      </div>
      <Choices<Executor>
        label={t('schedule.who')}
        value={executor}
        onChange={setExecutor}
        choices={[
          { id: 'thisDesk', label: t('schedule.byDesk'), hint: t('schedule.byDeskHint') },
          { id: 'headless', label: t('schedule.byHeadless'), hint: t('schedule.byHeadlessHint') },
        ]}
      />
    </Dialog>
  );
}
