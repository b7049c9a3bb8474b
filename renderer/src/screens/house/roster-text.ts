import type { RosterShift } from '../../../../shared/domain/roster.ts';
import { readSpan } from './hours-text.ts';

// A day of somebody's plan as people write it: "8–16:30 (12–12:30)", "6–10, 14–18", "22–6" over midnight; nothing, or "frei": they are off.

const OFF = /^(?:frei|off|-|–)?$/i;
const PART = /([^,(]+)(?:\(([^)]*)\))?\s*(?:,|$)/gy;

interface Span {
  readonly fromMinute: number;
  readonly toMinute: number;
}
const clock = (minute: number): string => `${Math.floor(minute / 60)}${minute % 60 === 0 ? '' : `:${String(minute % 60).padStart(2, '0')}`}`;
/** Short, for seven stand beside one another. */
const writeSpan = ({ fromMinute, toMinute }: Span): string => `${clock(fromMinute % 1440)}–${clock(toMinute > 1440 ? toMinute - 1440 : toMinute)}`;

export function writeDay(shifts: readonly RosterShift[]): string {
  return shifts.map(({ breaks, ...one }) => `${writeSpan(one)}${breaks === undefined || breaks.length === 0 ? '' : ` (${breaks.map(writeSpan).join(', ')})`}`).join(', ');
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
  const sorted = (breaks as Span[]).toSorted((a, b) => a.fromMinute - b.fromMinute);
  return sorted.length === 0 ? shift : { ...shift, breaks: sorted };
}
