import { useDeferredValue, useState, type ReactNode } from 'react';
import { dateOf, dayOfDate } from '../../../../shared/domain/holidays.ts';
import { mondayOf, ROSTER_DAYS, ROSTER_WEEKS, weeksFrom, type RosterDay } from '../../../../shared/domain/roster.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Picker } from '../../components/Picker.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { shownRecords, useHouse } from '../../store/house.ts';
import { copyDayBefore, copyWeekBefore, houseZone, isEmptyWeek, shownWeek, type Copied } from '../../store/roster.ts';
import { useCenter } from '../../store/rows.ts';
import { announce } from '../../store/ui.ts';
import { useText } from '../../text/index.tsx';
import { germanDate } from './hours-text.ts';
import { RosterCoverage } from './RosterCoverage.tsx';
import { RosterLine } from './RosterLine.tsx';

/** People below one another; more are found by their name. */
const MOST_SHOWN = 200;
const ALL = '';

/** SHIFT-9: who works when, a week of a team at a time; one of the house's changes, with trial, book and undo. */
export function RosterTab(): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const center = useCenter();
  const edits = useHouse((state) => state.edits);
  const zone = houseZone(center.calendars);
  const thisWeek = mondayOf(zone, useMinute());
  const [weeks, setWeeks] = useState(0);
  const [teamId, setTeamId] = useState(ALL);
  const [name, setName] = useState('');
  const [said, setSaid] = useState('');
  const wanted = useDeferredValue(name).trim().toLocaleLowerCase('de');
  const monday = weeksFrom(thisWeek, weeks);
  const teams = [...center.teams.values()].toSorted((a, b) => f.compare(a.name, b.name));
  const people = shownRecords(center, edits, 'agent')
    .filter((one) => (teamId === ALL || one.teamIds.includes(teamId)) && (!one.disabled || !isEmptyWeek(shownWeek(center, edits, one.id, monday))))
    .filter((one) => wanted === '' || one.name.toLocaleLowerCase('de').includes(wanted))
    .toSorted((a, b) => f.compare(a.name, b.name));
  const shown = people.slice(0, MOST_SHOWN);
  const able = shown.filter(({ disabled }) => !disabled).map(({ id }) => id as string);
  const tell = ({ copied, left }: Copied): void => {
    const words = copied === 0 ? t('roster.copiedNone') : `${t('roster.copied', copied)}${left > 0 ? ` ${t('roster.copiedLeft', left)}` : ''}`;
    setSaid(words);
    announce(words);
  };
  const dayName = (day: RosterDay): string => t(`weekday.${((ROSTER_DAYS.indexOf(day) + 1) % 7) as 0}`);
  const date = (i: number): string => germanDate(dateOf(dayOfDate(monday) + i));
  return (
    <section className="panel roster" data-testid="house-roster">
      <h2>{t('roster.week', date(0), date(6))}</h2>
      <p className="muted">
        {t('roster.hint')} {t('roster.zone', zone)}
      </p>
      <div className="house-list">
        <Button isSmall onPress={() => setWeeks(weeks - 1)} isDisabled={weeks <= -ROSTER_WEEKS.back} testId="roster-before">
          {t('roster.before')}
        </Button>
        <Button isSmall onPress={() => setWeeks(0)} isDisabled={weeks === 0}>
          {t('roster.thisWeek')}
        </Button>
        <Button isSmall onPress={() => setWeeks(weeks + 1)} isDisabled={weeks >= ROSTER_WEEKS.ahead - 1} testId="roster-after">
          {t('roster.after')}
        </Button>
        <Picker label={t('roster.team')} value={teamId} options={[{ id: ALL, label: t('roster.allTeams') }, ...teams.map((team) => ({ id: team.id ?? '', label: team.name }))]} onChange={setTeamId} isActive={teamId !== ALL} testId="roster-team" />
        <Field label={t('roster.name')} hideLabel value={name} onChange={setName} name="roster-name" maxLength={60} />
        <Button isSmall onPress={() => tell(copyWeekBefore(able, monday))} isDisabled={able.length === 0} testId="roster-copy-week">
          {t('roster.copyWeek')}
        </Button>
        <span className="muted">{said}</span>
      </div>
      {people.length === 0 ? (
        <p className="muted">{t('roster.nobody')}</p>
      ) : (
        <div className="roster-scroll">
          <table className="rule-table roster-table" aria-label={t('roster.week', date(0), date(6))} onKeyDown={upAndDown}>
            <thead>
              <tr>
                <th scope="col">{t('house.person')}</th>
                {ROSTER_DAYS.map((day, i) => (
                  <th key={day} scope="col">
                    {dayName(day).slice(0, 2)} {date(i).replace(/\d{4}$/, '')}
                    {i > 0 && (
                      <Button isSmall look="quiet" label={t('roster.copyDay', dayName(day), dayName(ROSTER_DAYS[i - 1] ?? day))} onPress={() => tell(copyDayBefore(able, monday, day))} testId={`roster-copy-${day}`}>
                        {t('roster.asBefore')}
                      </Button>
                    )}
                  </th>
                ))}
                <th scope="col">{t('roster.hours')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((person) => (
                <RosterLine key={person.id} name={person.name} isDisabled={person.disabled} week={shownWeek(center, edits, person.id, monday)} dayName={dayName} onCopied={tell} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {people.length > shown.length && <p className="muted">{t('roster.more', people.length - shown.length)}</p>}
      <RosterCoverage people={people} monday={monday} timeZone={zone} dayName={dayName} />
    </section>
  );
}

/** From person to person in a day, as in any table of numbers; along the week goes Tab. */
function upAndDown(event: React.KeyboardEvent<HTMLTableElement>): void {
  const step = event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const cell = event.target instanceof HTMLInputElement ? event.target.closest('td') : null;
  if (step === 0 || cell === null || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const row = cell.parentElement?.parentElement?.children[[...(cell.parentElement.parentElement.children ?? [])].indexOf(cell.parentElement) + step];
  const next = row?.children[cell.cellIndex]?.querySelector('input');
  if (next === null || next === undefined) return;
  event.preventDefault();
  next.focus();
  next.select();
}
