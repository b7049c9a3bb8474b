import { useState, type ReactNode } from 'react';
import { ROSTER_DAYS, type Roster, type RosterDay } from '../../../../shared/domain/roster.ts';
import { Button } from '../../components/Button.tsx';
import { copyAlong, putDay, workMs, type Copied } from '../../store/roster.ts';
import { useText } from '../../text/index.tsx';
import { readDay, writeDay } from './roster-text.ts';

const HOUR_MS = 3_600_000;

/** A person's week: a field a day. */
export function RosterLine({ name, isDisabled, week, dayName, onCopied }: { readonly name: string; readonly isDisabled: boolean; readonly week: Roster; readonly dayName: (day: RosterDay) => string; readonly onCopied: (copied: Copied) => void }): ReactNode {
  const { t, f } = useText();
  return (
    <tr data-testid="roster-line">
      <th scope="row">
        {isDisabled ? t('house.disabledOne', name) : name}
        {!isDisabled && (
          <Button isSmall look="quiet" label={t('roster.copyAlong', name)} onPress={() => onCopied(copyAlong(week.agentId, week.monday))}>
            {t('roster.along')}
          </Button>
        )}
      </th>
      {ROSTER_DAYS.map((day) => (
        <td key={day} data-day={dayName(day)}>
          <DayField label={t('roster.cell', name, dayName(day))} value={week.days[day]} isDisabled={isDisabled} onChange={(shifts) => putDay(week.agentId, week.monday, day, shifts)} name={`roster-${week.agentId}-${day}`} />
        </td>
      ))}
      <td className="roster-sum">{f.number(Math.round((workMs(week) / HOUR_MS) * 10) / 10)}</td>
    </tr>
  );
}

/** While what is written cannot be read that is said, and the plan keeps what it had. */
function DayField({ label, value, isDisabled, onChange, name }: { readonly label: string; readonly value: Roster['days'][RosterDay]; readonly isDisabled: boolean; readonly onChange: (shifts: Roster['days'][RosterDay]) => void; readonly name: string }): ReactNode {
  const { t } = useText();
  const [typed, setTyped] = useState<string>();
  const text = typed ?? writeDay(value);
  const isWrong = typed !== undefined && readDay(typed) === undefined;
  return (
    <>
      <input
        className="field-input roster-day"
        aria-label={label}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${name}-wrong` : undefined}
        title={text === '' ? undefined : text}
        name={name}
        value={text}
        placeholder="–"
        autoComplete="off"
        maxLength={120}
        readOnly={isDisabled && text === ''}
        onChange={({ target }) => {
          setTyped(target.value);
          const read = readDay(target.value);
          if (read !== undefined) onChange(read);
        }}
        onBlur={() => setTyped(undefined)}
      />
      {isWrong && (
        <span className="field-error" id={`${name}-wrong`} role="alert">
          {t('roster.wrong')}
        </span>
      )}
    </>
  );
}
