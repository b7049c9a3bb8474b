import type { StrategyRules } from '../../../../shared/domain/strategy.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How a value is shown: the value of the document is `shown × factor`. */
export const UNITS = { count: 1, percent: 1, seconds: 1_000, minutes: MINUTE, hours: HOUR } as const;
export type Unit = keyof typeof UNITS;

export type Section = 'order' | 'overflow' | 'offers' | 'lastAgent' | 'homeOffice' | 'shift' | 'variety' | 'danger' | 'notice' | 'sameQuestion' | 'spikes';

export interface NumberRule {
  readonly key: string;
  readonly unit: Unit;
  /** In the unit shown. */
  readonly min: number;
  readonly max: number;
}

const rule = (key: string, unit: Unit, min: number, max: number): NumberRule => ({ key, unit, min, max });

/** The rules that are one number, section by section; `rule`: their number in ROUTING. */
export const SECTIONS: readonly { readonly section: Section; readonly rule: string; readonly numbers: readonly NumberRule[] }[] = [
  {
    section: 'order',
    rule: 'R6',
    numbers: [rule('lateEvery', 'count', 0, 1000), rule('overdueEvery', 'count', 0, 1000), rule('overdueMs', 'minutes', 0, 2880), rule('linePercent', 'percent', 0, 100)],
  },
  { section: 'overflow', rule: 'R2', numbers: [rule('capPercent', 'percent', 100, 1000)] },
  { section: 'offers', rule: 'R3', numbers: [rule('missedLimit', 'count', 1, 10), rule('declineRestMs', 'seconds', 0, 3600)] },
  { section: 'lastAgent', rule: 'R5', numbers: [rule('headStartMs', 'seconds', 0, 3600)] },
  {
    section: 'homeOffice',
    rule: 'R7',
    numbers: [
      rule('handlingMs', 'minutes', 0, 240),
      rule('draftHandlingMs', 'minutes', 0, 240),
      rule('maxGraceMs', 'minutes', 0, 240),
      rule('untouchedPercent', 'percent', 0, 100),
      rule('untouchedMinMs', 'minutes', 0, 240),
    ],
  },
  {
    section: 'shift',
    rule: 'R8',
    numbers: [
      rule('startMs', 'minutes', 0, 240),
      rule('perHour', 'count', 0, 1000),
      rule('atOnce', 'count', 0, 1000),
      rule('runOutMs', 'minutes', 0, 240),
      rule('promiseLeadMs', 'minutes', 0, 1440),
    ],
  },
  { section: 'variety', rule: 'R10', numbers: [rule('afterSame', 'count', 0, 1000), rule('slackMs', 'minutes', 0, 240)] },
  { section: 'danger', rule: 'R11', numbers: [rule('remindMs', 'seconds', 10, 3600)] },
  {
    section: 'notice',
    rule: 'T11',
    numbers: [rule('followersFrom', 'count', 1, 100_000_000), rule('perHourFrom', 'count', 2, 100_000), rule('waveFrom', 'count', 3, 1000), rule('waveMs', 'minutes', 1, 1440)],
  },
  { section: 'sameQuestion', rule: 'T6', numbers: [rule('minPeople', 'count', 2, 1000), rule('windowMs', 'minutes', 60, 10_080)] },
  { section: 'spikes', rule: 'T7', numbers: [rule('minCount', 'count', 2, 10_000), rule('nightPercent', 'percent', 0, 1000)] },
];

export function readNumber(rules: StrategyRules, section: Section, { key, unit }: NumberRule): number {
  return ((rules[section] as Readonly<Record<string, number>>)[key] ?? 0) / UNITS[unit];
}

export function writeNumber(rules: StrategyRules, section: Section, { key, unit }: NumberRule, shown: number): StrategyRules {
  return { ...rules, [section]: { ...rules[section], [key]: Math.round(shown * UNITS[unit]) } };
}
