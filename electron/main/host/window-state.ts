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

/** At least this much of the title must lie on a screen, px. */
const VISIBLE = 80;

/** Where the window was last, or undefined: never written, unreadable, or on a screen that is gone. `screens`: the work area of each. */
export function loadWindowState(file: string, screens: readonly Area[]): WindowState | undefined {
  let parsed;
  try {
    parsed = stateSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
  if (!parsed.success) return undefined;
  const { x, y, width } = parsed.data;
  const reachable = screens.some(
    (screen) =>
      y >= screen.y && y <= screen.y + screen.height - VISIBLE && x + width >= screen.x + VISIBLE && x <= screen.x + screen.width - VISIBLE,
  );
  return reachable ? parsed.data : undefined;
}

/** Losing it costs nothing, so a disk that refuses is not an error. */
export function saveWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.tmp`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${file}.tmp`, file);
  } catch {
    // The next start opens in the middle of the screen.
  }
}
