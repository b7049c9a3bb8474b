import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const side = z.number().int().min(-100_000).max(100_000);
const stateSchema = z.object({
  x: side,
  y: side,
  width: z.number().int().min(400).max(20_000),
  height: z.number().int().min(300).max(20_000),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof stateSchema>;
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One place for each arrangement of screens this desk has met: at the office dock, at home, on the road. Newest last. */
const fileSchema = z.object({ places: z.array(z.object({ screens: z.string().max(500), state: stateSchema })).max(20) });

const MOST_PLACES = 12;
/** At least this much of the title must lie on a screen, px. */
const VISIBLE = 80;

/** The screens there are, in any order, as one text. */
export function arrangementOf(screens: readonly Area[]): string {
  return screens
    .map(({ x, y, width, height }) => `${x},${y},${width},${height}`)
    .toSorted()
    .join(' ')
    .slice(0, 500);
}

/** Whether enough of the title can be seen and grabbed. */
export function isReachable({ x, y, width }: Area, screens: readonly Area[]): boolean {
  return screens.some(
    (screen) =>
      y >= screen.y && y <= screen.y + screen.height - VISIBLE && x + width >= screen.x + VISIBLE && x <= screen.x + screen.width - VISIBLE,
  );
}

/**
 * Where the window was last with just these screens, else where it was last of all if that can be reached; undefined: never written, unreadable, or on a
 * screen that is gone. `screens`: the work area of each.
 */
export function loadWindowState(file: string, screens: readonly Area[]): WindowState | undefined {
  const places = readPlaces(file);
  const here = arrangementOf(screens);
  const known = places.findLast((place) => place.screens === here) ?? places.at(-1);
  return known !== undefined && isReachable(known.state, screens) ? known.state : undefined;
}

/** Losing it costs nothing, so a disk that refuses is not an error. */
export function saveWindowState(file: string, state: WindowState, screens: readonly Area[]): void {
  const here = arrangementOf(screens);
  const places = [...readPlaces(file).filter((place) => place.screens !== here), { screens: here, state }].slice(-MOST_PLACES);
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.tmp`, JSON.stringify({ places }), { mode: 0o600 });
    renameSync(`${file}.tmp`, file);
  } catch {
    // The next start opens in the middle of the screen.
  }
}

function readPlaces(file: string): z.infer<typeof fileSchema>['places'] {
  try {
    const parsed = fileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data.places : [];
  } catch {
    return [];
  }
}
