import { useState, type CSSProperties, type ReactNode } from 'react';
import type { AgentRecord } from '../../../../shared/domain/house.ts';
import { ROSTER_DAYS, weeksFrom, type RosterDay } from '../../../../shared/domain/roster.ts';
import { Picker } from '../../components/Picker.tsx';
import { useHouse } from '../../store/house.ts';
import { coverage, shownWeek } from '../../store/roster.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { skillName } from '../names.ts';

const ALL = '';

/** SHIFT-11: how many are planned, hour by hour; with a skill: of those who have it. */
export function RosterCoverage({ people, monday, timeZone, dayName }: { readonly people: readonly AgentRecord[]; readonly monday: string; readonly timeZone: string; readonly dayName: (day: RosterDay) => string }): ReactNode {
  const texts = useText();
  const { t, f } = texts;
  const center = useCenter();
  const edits = useHouse((state) => state.edits);
  const [skillId, setSkillId] = useState(ALL);
  const skills = [...center.skills.keys()].map((id) => ({ id, label: skillName(center, texts, id) })).toSorted((a, b) => f.compare(a.label, b.label));
  const counted = people.filter((one) => !one.disabled && (skillId === ALL || one.skills.some((skill) => skill.skillId === skillId)));
  const table = coverage(counted.flatMap(({ id }) => [shownWeek(center, edits, id, monday), shownWeek(center, edits, id, weeksFrom(monday, -1))]), monday, timeZone);
  const most = Math.max(1, ...table.flat().map((count) => count ?? 0));
  // Hours in which nobody is ever planned say nothing but at their edges.
  const busy = Array.from({ length: 24 }, (_, hour) => table.some((day) => (day[hour] ?? 0) > 0));
  const [first, last] = [busy.indexOf(true), busy.lastIndexOf(true)];
  const hours = first < 0 ? [] : Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return (
    <section aria-label={t('roster.coverage')} data-testid="roster-coverage">
      <div className="house-list">
        <h3>{t('roster.coverage')}</h3>
        <Picker label={t('roster.skill')} value={skillId} options={[{ id: ALL, label: t('roster.allSkills') }, ...skills]} onChange={setSkillId} isActive={skillId !== ALL} testId="roster-skill" />
      </div>
      {hours.length === 0 ? (
        <p className="muted">{t('roster.noneCovered')}</p>
      ) : (
        <div className="roster-scroll">
          <table className="rule-table coverage-table">
            <thead>
              <tr>
                <th scope="col">{t('roster.hour')}</th>
                {ROSTER_DAYS.map((day) => (
                  <th key={day} scope="col">
                    <abbr title={dayName(day)}>{dayName(day).slice(0, 2)}</abbr>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {hours.map((hour) => (
                <tr key={hour}>
                  <th scope="row">{`${hour}–${hour + 1}`}</th>
                  {ROSTER_DAYS.map((day, i) => {
                    const count = table[i]?.[hour];
                    return (
                      <td key={day} style={{ '--share': (count ?? 0) / most } as CSSProperties}>
                        {count === undefined ? '–' : f.number(Math.round(count * 10) / 10)}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
