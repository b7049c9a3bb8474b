import { useState, type ReactNode } from 'react';
import { DEFAULT_HOUSE_SETTING, HOUSE_SETTING_ID } from '../../../../shared/domain/house-setting.ts';
import { instantOf, localDay } from '../../../../shared/domain/zone-time.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { runCommand } from '../../store/commands.ts';
import { useDesk } from '../../store/desk.ts';
import { putRecord, shownRecord, useHouse } from '../../store/house.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { minuteOf } from '../dialogs/WhenFields.tsx';
import { TypedField } from './TypedField.tsx';

const ZONE = 'Europe/Berlin';
const MINUTE = 60_000;

/** SHIFT-7: how long before its end a shift runs out by itself; one of the house's changes, with trial, book and undo. */
export function RunOutField(): ReactNode {
  const { t } = useText();
  const center = useCenter();
  const edits = useHouse((state) => state.edits);
  const setting = shownRecord(center, edits, 'houseSetting', HOUSE_SETTING_ID) ?? DEFAULT_HOUSE_SETTING;
  const read = (text: string): number | undefined => (/^\d{1,3}$/.test(text.trim()) && Number(text) <= 240 ? Number(text) * MINUTE : undefined);
  return <TypedField label={t('house.runOut')} value={setting.runOutMs} write={(ms) => String(ms / MINUTE)} read={read} onChange={(runOutMs) => putRecord('houseSetting', HOUSE_SETTING_ID, { ...setting, runOutMs })} name="run-out" hint={t('house.runOutHint')} problem={t('house.runOutWrong')} maxLength={3} />;
}

/** R8, SHIFT-7: today's shift of a person, as a lead plans it. Holds at once. */
export function ShiftPart({ agentId }: { readonly agentId: string }): ReactNode {
  const { t, f } = useText();
  const now = useMinute();
  const online = useDesk((state) => state.connection.kind === 'online');
  const agent = useCenter((state) => state.agents.get(agentId));
  const [from, setFrom] = useState('8:00');
  const [until, setUntil] = useState('16:30');
  if (agent === undefined || agent.disabled) return null;
  const { shift } = agent;
  const [first, last] = [minuteOf(from), minuteOf(until)];
  const today = localDay(ZONE, now);
  const startAt = first === undefined ? undefined : instantOf(ZONE, today, first, 'first');
  // A shift may go over midnight.
  const endAt = first === undefined || last === undefined ? undefined : instantOf(ZONE, last <= first ? today + 1 : today, last, 'first');
  const plan = (): void => {
    if (startAt !== undefined && endAt !== undefined) void runCommand({ type: 'agent.planShift', data: { agentId: agent.id, shift: { startAt, endAt } } });
  };
  return (
    <section aria-label={t('house.shift')} data-testid="house-shift">
      <h3>{t('house.shift')}</h3>
      <p data-testid="house-shift-planned">
        {shift === undefined ? t('house.shiftNone') : t('house.shiftPlanned', f.moment(shift.startAt, now), f.moment(shift.endAt, now))}
        {shift?.putOff !== undefined && ` ${t('house.shiftPutOff', f.time(shift.putOff.fromEndAt), shift.putOff.reason)}`}
      </p>
      <div className="house-list">
        <Field label={t('house.shiftFrom')} value={from} onChange={setFrom} name="shift-from" maxLength={5} />
        <Field label={t('house.shiftUntil')} value={until} onChange={setUntil} name="shift-until" maxLength={5} />
        <Button isSmall onPress={plan} isDisabled={!online || endAt === undefined || startAt === undefined} testId="plan-shift">
          {t('house.planShift')}
        </Button>
      </div>
    </section>
  );
}
