import { useMemo, useState, type ReactNode } from 'react';
import { instantOf, localDay } from '../../../../shared/domain/zone-time.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Picker } from '../../components/Picker.tsx';
import { useText } from '../../text/index.tsx';

const ZONE = 'Europe/Berlin';
const MINUTE = 60_000;
const DAYS_AHEAD = 90;

/** "9:05", "09.05" → minutes since midnight; undefined for anything else. */
export function minuteOf(text: string): number | undefined {
  const [, hour = '', minute = ''] = /^\s*(\d{1,2})[:.](\d{2})\s*$/.exec(text) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  return hour === '' || Number(hour) > 23 || Number(minute) > 59 ? undefined : minutes;
}

export interface When {
  /** The instant chosen; undefined while it is none, or past. */
  readonly at: number | undefined;
  readonly opened: number;
  readonly day: string;
  readonly time: string;
  readonly setDay: (day: string) => void;
  readonly setTime: (time: string) => void;
}

/** A moment to come, in the center's time; at first in an hour, or `first` (ms) where that is to come. */
export function useWhen(first?: number): When {
  const { f } = useText();
  const [opened] = useState(() => Date.now());
  const [start] = useState(() => (first !== undefined && first > opened ? first : opened + 60 * MINUTE));
  const [day, setDay] = useState(() => String(localDay(ZONE, start)));
  const [time, setTime] = useState(() => f.time(start));
  const minute = minuteOf(time);
  const at = minute === undefined ? undefined : instantOf(ZONE, Number(day), minute, 'first');
  return { at: at !== undefined && at > opened ? at : undefined, opened, day, time, setDay, setTime };
}

export function WhenFields({ when, isFirst = true }: { readonly when: When; /** Takes the focus. */ readonly isFirst?: boolean }): ReactNode {
  const { t, f } = useText();
  const { setDay, setTime } = when;
  const set = (to: number): void => {
    setDay(String(localDay(ZONE, to)));
    setTime(f.time(to));
  };
  return (
    <>
      <div className="schedule-presets">
        <Button isSmall onPress={() => set(Date.now() + 60 * MINUTE)}>
          {t('schedule.inHour')}
        </Button>
        <Button isSmall onPress={() => set(instantOf(ZONE, localDay(ZONE, Date.now()) + 1, 9 * 60, 'first'))} testId="schedule-tomorrow">
          {t('schedule.tomorrow')}
        </Button>
      </div>
      <WhenTime when={when} isFirst={isFirst} />
    </>
  );
}

/** Day and time alone. */
export function WhenTime({ when, isFirst = true }: { readonly when: When; readonly isFirst?: boolean }): ReactNode {
  const { t, f } = useText();
  const { opened, at, day, time, setDay, setTime } = when;
  const days = useMemo(() => {
    const today = localDay(ZONE, opened);
    return Array.from({ length: DAYS_AHEAD }, (_, ahead) => ({
      id: String(today + ahead),
      label: f.day(instantOf(ZONE, today + ahead, 12 * 60, 'first'), opened),
    }));
  }, [opened, f]);
  return (
    <div className="schedule-when">
      <Picker label={t('schedule.day')} value={day} options={days} onChange={setDay} testId="schedule-day" />
      <Field
        label={t('schedule.which')}
        value={time}
        onChange={setTime}
        error={at === undefined ? t('schedule.past') : undefined}
        maxLength={8}
        autoFocus={isFirst}
      />
    </div>
  );
}
