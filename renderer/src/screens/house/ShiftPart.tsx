import type { ReactNode } from 'react';
import { DEFAULT_HOUSE_SETTING, HOUSE_SETTING_ID } from '../../../../shared/domain/house-setting.ts';
import { Button } from '../../components/Button.tsx';
import { useMinute } from '../../hooks/ticker.ts';
import { openHouseTab, putRecord, shownRecord, useHouse } from '../../store/house.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { TypedField } from './TypedField.tsx';

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

/** R8, SHIFT-7: the shift a person is in or comes to next; it is planned in the week's plan. */
export function ShiftPart({ agentId }: { readonly agentId: string }): ReactNode {
  const { t, f } = useText();
  const now = useMinute();
  const agent = useCenter((state) => state.agents.get(agentId));
  if (agent === undefined || agent.disabled) return null;
  const { shift } = agent;
  return (
    <section aria-label={t('house.shift')} data-testid="house-shift">
      <h3>{t('house.shift')}</h3>
      <p>
        {shift === undefined || shift.endAt <= now ? t('house.shiftNone') : t('house.shiftPlanned', f.moment(shift.startAt, now), f.moment(shift.endAt, now))}
        {shift?.putOff !== undefined && ` ${t('house.shiftPutOff', f.time(shift.putOff.fromEndAt), shift.putOff.reason)}`}
      </p>
      <Button isSmall onPress={() => openHouseTab('roster')} testId="plan-shift">
        {t('house.planShift')}
      </Button>
    </section>
  );
}
