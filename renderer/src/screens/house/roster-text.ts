import type { RosterShift } from '../../../../shared/domain/roster.ts';
import { readSpan, writeIntervals } from './hours-text.ts';

// A day of somebody's plan as people write it: "8:00–16:30 (12:00–12:30)", "6–10, 14–18", "22–6" over midnight; nothing, or "frei": they are off.

const OFF = /^(?:frei|off|-|–)?$/i;
const PART = /([^,(]+)(?:\(([^)]*)\))?\s*(?:,|$)/gy;

const wrapped = ({ fromMinute, toMinute }: { fromMinute: number; toMinute: number }): { fromMinute: number; toMinute: number } => ({ fromMinute: fromMinute % 1440, toMinute: toMinute > 1440 ? toMinute - 1440 : toMinute });

export function writeDay(shifts: readonly RosterShift[]): string {
  return shifts.map(({ breaks, ...one }) => `${writeIntervals([wrapped(one)])}${breaks === undefined || breaks.length === 0 ? '' : ` (${writeIntervals(breaks.map(wrapped))})`}`).join(', ');
}

/** In the order of the day; undefined where it is no plan. Breaks of a shift over midnight are of the night they lie in. */
export function readDay(text: string): RosterShift[] | undefined {
  const trimmed = text.trim();
  if (OFF.test(trimmed)) return [];
  const shifts: RosterShift[] = [];
  PART.lastIndex = 0;
  while (PART.lastIndex < trimmed.length) {
    const found = PART.exec(trimmed);
    const shift = found === null ? undefined : readShift(found[1] ?? '', found[2]);
    if (shift === undefined) return undefined;
    shifts.push(shift);
  }
  return shifts.length > 4 ? undefined : shifts.toSorted((a, b) => a.fromMinute - b.fromMinute);
}

function readShift(text: string, inBrackets: string | undefined): RosterShift | undefined {
  const shift = readSpan(text);
  if (shift === undefined) return undefined;
  const breaks = (inBrackets ?? '').split(',').map((one) => one.trim()).filter((one) => one !== '').map((one) => {
    const found = readSpan(one);
    return found === undefined || found.fromMinute >= shift.fromMinute ? found : { fromMinute: found.fromMinute + 1440, toMinute: found.toMinute + 1440 };
  });
  if (breaks.length > 6 || breaks.some((one) => one === undefined || one.fromMinute < shift.fromMinute || one.toMinute > shift.toMinute)) return undefined;
  const sorted = (breaks as { fromMinute: number; toMinute: number }[]).toSorted((a, b) => a.fromMinute - b.fromMinute);
  return sorted.length === 0 ? shift : { ...shift, breaks: sorted };
}
