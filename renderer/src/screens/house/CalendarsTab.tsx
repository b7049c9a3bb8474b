import { useState, type ReactNode } from 'react';
import { STANDARD_AWAY, type Calendar } from '../../../../shared/domain/calendar.ts';
import { germanHolidays, germanStateSchema, regionalHolidaysOf, type GermanState } from '../../../../shared/domain/holidays.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Picker } from '../../components/Picker.tsx';
import { Tick } from '../../components/Tick.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { putRecord, shownRecords, useHouse } from '../../store/house.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { freshId } from './fresh-id.ts';
import { germanDate, readIntervals, readSpecial, todayOf, writeIntervals, writeSpecial } from './hours-text.ts';
import { TypedField } from './TypedField.tsx';

const DAYS = [1, 2, 3, 4, 5, 6, 0] as const;
const OFFICE = Array.from({ length: 7 }, (_, day) => (day === 0 || day === 6 ? [] : [{ fromMinute: 8 * 60, toMinute: 18 * 60 }]));

/** HOUR-3: hours with a name, their holidays, and what customers are told outside of them. */
export function CalendarsTab(): ReactNode {
  const { t } = useText();
  const center = useCenter();
  const edits = useHouse((state) => state.edits);
  const calendars = shownRecords(center, edits, 'calendar');
  const [chosen, setChosen] = useState<string>();
  const open = calendars.find(({ id }) => id === chosen) ?? calendars[0];
  const add = (): void => {
    const id = freshId('calendar', t('house.newCalendar'));
    putRecord('calendar', id, { id, name: t('house.newCalendar'), hours: { timeZone: 'Europe/Berlin', week: OFFICE, holidays: [] } });
    setChosen(id);
  };
  return (
    <>
      <div className="house-list">
        {calendars.length > 0 && <Picker<string> label={t('house.calendar')} value={open?.id ?? ''} options={calendars.map(({ id, name }) => ({ id: id ?? '', label: name }))} onChange={setChosen} testId="house-calendar" />}
        <Button isSmall onPress={add} testId="house-add-calendar">
          {t('house.addCalendar')}
        </Button>
      </div>
      {open === undefined ? <p className="muted">{t('house.noCalendar')}</p> : <CalendarForm key={open.id} calendar={open} />}
    </>
  );
}

function CalendarForm({ calendar }: { readonly calendar: Calendar }): ReactNode {
  const { t } = useText();
  const center = useCenter();
  const edits = useHouse((state) => state.edits);
  const today = todayOf(useMinute());
  const { hours } = calendar;
  const queues = shownRecords(center, edits, 'queue');
  const put = (change: Partial<Calendar>): void => putRecord('calendar', calendar.id ?? '', { ...calendar, ...change });
  const putHours = (change: Partial<Calendar['hours']>): void => put({ hours: { ...hours, ...change } });
  const withState = (state: GermanState | 'none'): void => {
    const { state: _state, regional: _regional, ...rest } = hours;
    put({ hours: state === 'none' ? rest : { ...rest, state } });
  };
  const regional = hours.regional ?? [];
  const year = Number(today.slice(0, 4));
  const next = hours.state === undefined ? [] : [year, year + 1].flatMap((one) => germanHolidays(one, hours.state as GermanState, regional)).filter(({ date }) => date >= today).slice(0, 6);
  return (
    <section className="panel" data-testid="house-calendar-form">
      <Field label={t('house.name')} value={calendar.name} onChange={(name) => put({ name })} name="calendar-name" maxLength={80} />
      <h3>{t('house.week')}</h3>
      <div className="rule-numbers">
        {DAYS.map((day) => (
          <TypedField
            key={day}
            label={t(`weekday.${day}`)}
            value={hours.week[day] ?? []}
            write={writeIntervals}
            read={readIntervals}
            onChange={(open) => putHours({ week: hours.week.map((one, i) => (i === day ? open : one)) })}
            name={`hours-${day}`}
            hint={(hours.week[day] ?? []).length === 0 ? t('house.closed') : t('house.openHint')}
            problem={t('house.hoursWrong')}
          />
        ))}
      </div>
      <h3>{t('house.holidays')}</h3>
      <div className="house-list">
        <Picker<GermanState | 'none'>
          label={t('house.state')}
          value={hours.state ?? 'none'}
          options={[{ id: 'none', label: t('house.noState') }, ...germanStateSchema.options.map((id) => ({ id, label: t(`state.${id}`) }))]}
          onChange={withState}
          testId="house-state"
        />
        {hours.state !== undefined &&
          regionalHolidaysOf(hours.state).map((name) => <Tick key={name} label={t(`holiday.${name}`)} isSelected={regional.includes(name)} onChange={(on) => putHours({ regional: on ? [...regional, name] : regional.filter((one) => one !== name) })} />)}
      </div>
      {next.length > 0 && <p className="muted" data-testid="house-next-holidays">{t('house.next', next.map(({ date, name }) => `${t(`holiday.${name}`)} ${germanDate(date)}`).join(', '))}</p>}
      <TypedField label={t('house.special')} value={hours.special ?? []} write={(days) => writeSpecial(days, t('house.closedWord'))} read={readSpecial} onChange={(special) => putHours({ special })} name="hours-special" lines={3} hint={t('house.specialHint')} problem={t('house.specialWrong')} maxLength={8_000} />
      <h3>{t('house.away')}</h3>
      <AwayForm calendar={calendar} put={put} />
      <h3>{t('house.queuesOf')}</h3>
      <div className="house-list" data-testid="house-calendar-queues">
        {queues.map((queue) => (
          <Tick
            key={queue.id}
            label={queue.name.de}
            isSelected={queue.calendarId === calendar.id}
            onChange={(on) => {
              const { calendarId: _before, ...own } = queue;
              putRecord('queue', queue.id ?? '', on ? { ...queue, calendarId: calendar.id, hours: calendar.hours } : own);
            }}
          />
        ))}
      </div>
      {queues.every((queue) => queue.calendarId !== calendar.id) && (
        <Button isSmall look="quiet" onPress={() => putRecord('calendar', calendar.id ?? '', null)}>
          {t('house.removeCalendar')}
        </Button>
      )}
    </section>
  );
}

const NO_WORDS = { enabled: false, de: { du: '', sie: '' }, en: '' } as const;

function AwayForm({ calendar, put }: { readonly calendar: Calendar; readonly put: (change: Partial<Calendar>) => void }): ReactNode {
  const { t } = useText();
  const away = calendar.away ?? NO_WORDS;
  const words = (change: Partial<NonNullable<Calendar['away']>>): void => put({ away: { ...away, ...change } });
  return (
    <>
      <Tick label={t('house.awayOn')} isSelected={away.enabled} onChange={(enabled) => put({ away: enabled && calendar.away === undefined ? STANDARD_AWAY : { ...away, enabled } })} />
      <p className="muted">{t('house.awayHint')}</p>
      {away.enabled && (
        <>
          <Field label={t('house.wordsDu')} value={away.de.du} onChange={(du) => words({ de: { ...away.de, du } })} name="away-du" lines={2} maxLength={1_000} />
          <Field label={t('house.wordsSie')} value={away.de.sie} onChange={(sie) => words({ de: { ...away.de, sie } })} name="away-sie" lines={2} maxLength={1_000} />
          <Field label={t('house.wordsEn')} value={away.en} onChange={(en) => words({ en })} name="away-en" lines={2} maxLength={1_000} />
        </>
      )}
    </>
  );
}
