import { useState, type ReactNode } from 'react';
import type { Executor } from '../../../../shared/ipc/index.ts';
import { instantOf, localDay, zoneOffset } from '../../../../shared/domain/zone-time.ts';
import { Button } from '../../components/Button.tsx';
import { Choices } from '../../components/Choices.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { compositionOf } from '../../store/composer.ts';
import { sendReply } from '../../store/replies.ts';
import { closeDialog } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';

const ZONE = 'Europe/Berlin';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const FURTHEST_MS = 90 * DAY;

/** What the field shows, in the center's time: 2026-11-22T09:00. */
function toField(at: number): string {
  return new Date(at + zoneOffset(ZONE, at)).toISOString().slice(0, 16);
}

function fromField(text: string): number | undefined {
  const [, date = '', hour = '', minute = ''] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(text) ?? [];
  const day = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(day) ? undefined : instantOf(ZONE, day / DAY, Number(hour) * 60 + Number(minute), 'first');
}

/** An answer for later: when, and who sends it then. */
export function ScheduleDialog({ conversationId, followUp }: { readonly conversationId: string; readonly followUp: boolean }): ReactNode {
  const { t } = useText();
  const [opened] = useState(() => Date.now());
  const [at, setAt] = useState(() => toField(opened + 60 * MINUTE));
  const [executor, setExecutor] = useState<Executor>('thisDesk');
  const sendAt = fromField(at);
  const fits = sendAt !== undefined && sendAt > opened && sendAt <= opened + FURTHEST_MS;
  const confirm = (): void => {
    const { mode } = compositionOf(conversationId);
    if (!fits || sendAt === undefined || mode === 'note') return;
    closeDialog();
    void sendReply(conversationId, mode, followUp, { kind: 'wait' }, { sendAt, executor });
  };
  return (
    <Dialog
      title={t('schedule.title')}
      onClose={closeDialog}
      confirm={{ label: t('schedule.confirm'), onPress: confirm, isDisabled: !fits }}
      testId="dialog-schedule"
    >
      <div className="schedule-presets">
        <Button isSmall onPress={() => setAt(toField(Date.now() + 60 * MINUTE))}>
          {t('schedule.inHour')}
        </Button>
        <Button
          isSmall
          onPress={() => setAt(toField(instantOf(ZONE, localDay(ZONE, Date.now()) + 1, 9 * 60, 'first')))}
          testId="schedule-tomorrow"
        >
          {t('schedule.tomorrow')}
        </Button>
      </div>
      <Field
        label={t('schedule.which')}
        type="datetime-local"
        value={at}
        onChange={setAt}
        error={fits ? undefined : t('schedule.past')}
        autoFocus
      />
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
