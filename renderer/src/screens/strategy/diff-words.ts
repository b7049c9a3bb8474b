import type { StrategyDiff } from '../../../../shared/domain/strategy.ts';
import type { Texts } from '../../text/index.tsx';
import { SECTIONS, UNITS, type NumberRule } from './fields.ts';

/** One change of the rules as a line: "Neue Anliegen je Stunde: 40 → 20". Places without words of their own are told as they stand in the document. */
export function diffWords({ path, from, to }: StrategyDiff, { t, f }: Texts): string {
  const [section, key] = path.split('.');
  const rule: NumberRule | undefined = SECTIONS.find((one) => one.section === section)?.numbers.find((one) => one.key === key);
  const head = rule === undefined ? path : t(`rule.${rule.key as 'perHour'}`);
  const value = (json: string | undefined): string => {
    if (json === undefined) return '–';
    const number = Number(json);
    if (rule === undefined || !Number.isFinite(number)) return json;
    return `${f.number(number / UNITS[rule.unit])} ${t(`unit.${rule.unit}`)}`;
  };
  return `${head}: ${value(from)} → ${value(to)}`;
}
