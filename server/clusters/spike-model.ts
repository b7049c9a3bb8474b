import { HOURS_OF_WEEK, type Volume } from '../../shared/domain/spike.ts';

// T7: when is much too much? Counts of an hour scatter around what is usual then, wider than chance alone would have it: a negative binomial around
// the hour's usual level, its spread learned from the topic's own past.

export interface Usual {
  /** Messages an hour. */
  readonly mean: number;
  /** Of the next hour's count; at least the mean. */
  readonly variance: number;
}

/**
 * Chance that a quiet hour looks like this. The last hour is looked at every few minutes, which makes about four looks of their own out of each hour: 4 × 30 weeks
 * × 168 hours × this is a half.
 */
export const ALARM_CHANCE = 0.000_025;
/** So many weeks of an hour are needed before it can be called unusual. */
export const WEEKS_NEEDED = 2;
/** What the hours around say weighs like so many weeks of its own. */
const AROUND_WEEKS = 2;
const LEAST_SPREAD = 1.1;
const MOST_SPREAD = 8;

const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / Math.max(1, list.length);

/** Without the greatest, where there are enough: last month's spike is not what is usual. */
function ordinary(weeks: readonly number[]): readonly number[] {
  return weeks.length < 4 ? weeks : weeks.toSorted((a, b) => a - b).slice(0, -1);
}

/** How much wider than chance the topic's counts scatter: variance over mean, over all hours that were counted often enough. */
export function spreadOf(volume: Pick<Volume, 'slots'>): number {
  let squares = 0;
  let expected = 0;
  for (const weeks of volume.slots) {
    if (weeks.length < 3) continue;
    const level = mean(weeks);
    for (const count of weeks) squares += (count - level) ** 2;
    expected += level * (weeks.length - 1);
  }
  return expected < 5 ? 1.5 : Math.min(MOST_SPREAD, Math.max(LEAST_SPREAD, squares / expected));
}

/** What is usual in this hour of the week; undefined while too little is known. */
export function usualIn(volume: Pick<Volume, 'slots'>, slot: number, spread = spreadOf(volume)): Usual | undefined {
  const own = volume.slots[slot] ?? [];
  if (own.length < WEEKS_NEEDED) return undefined;
  const around = [slot - 1, slot + 1].flatMap((at) => ordinary(volume.slots[(at + HOURS_OF_WEEK) % HOURS_OF_WEEK] ?? []));
  const kept = ordinary(own);
  const weight = around.length === 0 ? 0 : AROUND_WEEKS;
  // Leaving out the greatest makes the level a little too low; what scatters more loses more by it.
  const level = (kept.reduce((sum, one) => sum + one, 0) + weight * mean(around)) / (kept.length + weight);
  const trimmed = kept.length < own.length ? level + 0.4 * Math.sqrt((spread * Math.max(level, 0.25)) / own.length) : level;
  // Nothing in so many weeks is not never.
  const usual = Math.max(trimmed, 0.5 / (own.length + 1));
  return { mean: usual, variance: spread * usual * (1 + 1 / own.length) };
}

/** Two parts of hours together. */
export function blend(a: Usual, b: Usual, shareOfB: number): Usual {
  return { mean: a.mean * (1 - shareOfB) + b.mean * shareOfB, variance: a.variance * (1 - shareOfB) + b.variance * shareOfB };
}

/** Chance of at least `count`, by the negative binomial with this mean and variance. */
export function chanceOfAtLeast(count: number, { mean: level, variance }: Usual): number {
  if (count <= 0) return 1;
  const p = level / Math.max(variance, level * 1.001);
  const size = (level * p) / (1 - p);
  let term = Math.exp(size * Math.log(p));
  let below = 0;
  for (let k = 0; k < count; k += 1) {
    below += term;
    term *= ((size + k) / (k + 1)) * (1 - p);
  }
  return Math.max(0, 1 - below);
}

export interface SpikeRules {
  readonly minCount: number;
  readonly nightPercent: number;
}

/** The least count that is a spike at this level. */
export function alarmFrom(usual: Usual, { minCount }: Pick<SpikeRules, 'minCount'>): number {
  let from = Math.max(minCount, Math.ceil(usual.mean));
  while (chanceOfAtLeast(from, usual) >= ALARM_CHANCE) from += 1;
  return from;
}

/** What the last hour's count is. `isOpen`: within business hours; outside only what is far above wakes anybody, the rest waits for the morning. */
export function judge(count: number, usual: Usual | undefined, isOpen: boolean, rules: SpikeRules): 'quiet' | 'digest' | 'alert' {
  if (usual === undefined || count < rules.minCount || chanceOfAtLeast(count, usual) >= ALARM_CHANCE) return 'quiet';
  return isOpen || count >= (alarmFrom(usual, rules) * rules.nightPercent) / 100 ? 'alert' : 'digest';
}

/** Whether it is back to what is usual. */
export function isOver(count: number, usual: Usual | undefined, { minCount }: Pick<SpikeRules, 'minCount'>): boolean {
  return usual === undefined || count < Math.max(minCount / 2, usual.mean + 2 * Math.sqrt(usual.variance));
}
