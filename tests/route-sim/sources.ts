import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import type { Rng } from '../../shared/util/ports.ts';
import type { Flow, Scenario, Span } from './schema.ts';

// Where the chance of a run comes from. Every flow and every person has a stream of numbers of their own, so that two policies meet the same
// arrivals, the same work and the same patience.

const MINUTE = 60_000;
const PROFILE_FILE = path.resolve(import.meta.dirname, '../../../shared/data/arrivals/weekday_profile_6min.csv');
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

export function streamOf(seed: number, ...path: readonly (number | string)[]): Rng {
  let hash = seed >>> 0;
  for (const step of path) for (const character of `${step}/`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  const rng = seededRng(hash ^ (hash >>> 15));
  for (let i = 0; i < 8; i += 1) rng.next();
  return rng;
}

export function exponential(rng: Rng, mean: number): number {
  return -mean * Math.log(1 - rng.next());
}

/** ms */
export function drawSpan(rng: Rng, span: Span): number {
  if (span.kind === 'fixed') return span.mean * MINUTE;
  if (span.kind === 'exp') return exponential(rng, span.mean) * MINUTE;
  const sigma2 = Math.log(1 + span.cv * span.cv);
  const normal = Math.sqrt(-2 * Math.log(1 - rng.next())) * Math.cos(2 * Math.PI * rng.next());
  return span.mean * Math.exp(normal * Math.sqrt(sigma2) - sigma2 / 2) * MINUTE;
}

export const profileThere = (): boolean => existsSync(PROFILE_FILE);

/** Does this scenario need the weekday profile, which is not part of the checkout? */
export function needsProfile(scenario: Scenario): boolean {
  return scenario.flows.some((f) => f.arrivals.some((a) => a.kind === 'weekday'));
}

let profile: Float64Array[] | undefined;

/** Mean arrivals of each six minutes, Monday first. */
function weekdayProfile(): Float64Array[] {
  if (profile !== undefined) return profile;
  const row = z.object({ weekday: z.enum(WEEKDAYS), slot: z.coerce.number().int().min(1).max(240), mean_calls: z.coerce.number().min(0) });
  const days = WEEKDAYS.map(() => new Float64Array(240));
  for (const raw of parse(readFileSync(PROFILE_FILE), { columns: true }) as unknown[]) {
    const { weekday, slot, mean_calls } = row.parse(raw);
    const day = days[WEEKDAYS.indexOf(weekday)];
    if (day !== undefined) day[slot - 1] = mean_calls;
  }
  profile = days;
  return days;
}

type Source = Flow['arrivals'][number];

function* instantsOf(source: Source, rng: Rng, endMinute: number): Generator<number> {
  if (source.kind === 'poisson') {
    if (source.perMinute === 0) return;
    const to = Math.min(source.to ?? endMinute, endMinute);
    for (let at = (source.from ?? 0) + exponential(rng, 1 / source.perMinute); at < to; at += exponential(rng, 1 / source.perMinute))
      yield at;
    return;
  }
  if (source.kind === 'recorded') return yield* source.at.toSorted((a, b) => a - b).filter((at) => at < endMinute);
  if (source.kind === 'burst') {
    const at = Array.from({ length: source.total }, () => source.from + rng.next() * (source.to - source.from));
    return yield* at.toSorted((a, b) => a - b);
  }
  const days = weekdayProfile();
  const week = days.reduce((sum, day) => sum + day.reduce((a, b) => a + b, 0), 0);
  const scale = (source.perDay * 7) / week;
  for (let day = 0; day < source.days; day += 1) {
    const slots = days[(day + source.startDay) % 7] as Float64Array;
    for (let slot = 0; slot < slots.length; slot += 1) {
      const perMinute = ((slots[slot] ?? 0) * scale) / 6;
      if (perMinute === 0) continue;
      const from = day * 1440 + slot * 6;
      for (let at = from + exponential(rng, 1 / perMinute); at < from + 6; at += exponential(rng, 1 / perMinute))
        if (at < endMinute) yield at;
    }
  }
}

/** The instants of one flow in order, in minutes. */
export function* arrivalsOf(flow: Flow, seed: number, run: number, endMinute: number): Generator<number> {
  const open = flow.arrivals.map((source, i) => {
    const instants = instantsOf(source, streamOf(seed, run, flow.id, i, 'arrivals'), endMinute);
    return { instants, next: instants.next() };
  });
  for (;;) {
    let first: (typeof open)[number] | undefined;
    for (const one of open)
      if (one.next.done !== true && (first === undefined || one.next.value < (first.next.value as number))) first = one;
    if (first === undefined) return;
    yield first.next.value as number;
    first.next = first.instants.next();
  }
}
