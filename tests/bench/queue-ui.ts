// A list of 100,000 in real Chromium, 20 moves a frame while somebody types: the whole desk beside a bare TanStack list of the same rows, and React alone with a tenth of them.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { openFakeDesk, type FakeDesk } from '../support/fake-workstation-page.ts';
import { median, quantile, round, versions, type Bench } from './line.ts';
import type { FrameCosts, FramePlan } from './queue-ui/frames.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** A quarter of them is done already: so 100,000 are in the list. */
const EXTRA_ROWS = 133_400;
const PLAIN_ROWS = 13_300;
const MOVES = 20;
const TYPED = 'Guten Tag, wir schauen gerade nach und melden uns bis heute Abend bei Ihnen. ';
const TARGET = { ratio: 1.1, p95Ms: 8.3, keyP95Ms: 50 };

async function bundle(file: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [react()],
    build: { write: false, minify: true, lib: { entry: path.join(import.meta.dirname, 'queue-ui', file), formats: ['iife'], name: 'bench' } },
  });
  const { output } = (Array.isArray(result) ? result[0] : result) as { output: readonly { type: string; code?: string }[] };
  return output.find((one) => one.type === 'chunk')?.code ?? '';
}

/** Types with ten letters a second while `run` goes on in the page. */
async function whileTyping(page: Page, run: () => Promise<FrameCosts>): Promise<FrameCosts> {
  const costs = run();
  let isOver = false;
  void costs.finally(() => (isOver = true)).catch(() => undefined);
  for (let at = 0; !isOver; at += 1) {
    await page.keyboard.type(TYPED[at % TYPED.length] ?? ' ');
    await Promise.race([page.waitForTimeout(100), costs]);
  }
  return costs;
}

async function onDesk(desk: FakeDesk, script: string, plan: FramePlan, seed: number): Promise<FrameCosts> {
  const { page, context, violations } = await desk.open({ extraRows: EXTRA_ROWS });
  try {
    await page.getByTestId('tab-team').click();
    await page.getByTestId('queue-row').first().waitFor();
    await page.getByTestId('composer-text').click();
    await page.evaluate(script);
    const costs = await whileTyping(page, () => page.evaluate(([wanted, from]) => (window as unknown as { runOnDesk: (plan: FramePlan, seed: number) => Promise<FrameCosts> }).runOnDesk(wanted, from), [plan, seed] as const));
    if (violations.length > 0) throw new Error(violations.join('\n'));
    return costs;
  } finally {
    await context.close();
  }
}

async function onBare(desk: FakeDesk, script: string, styles: string, isPlain: boolean, plan: FramePlan, seed: number): Promise<FrameCosts> {
  const context = await desk.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'de-DE' });
  try {
    const page = await context.newPage();
    await page.setContent(`<!doctype html><html lang="de" data-theme="light"><style>${styles}</style><div id="root"></div></html>`);
    await page.evaluate(script);
    await page.evaluate(([rows, plain]) => (window as unknown as { openBare: (rows: number, isPlain: boolean) => void }).openBare(rows, plain), [isPlain ? PLAIN_ROWS : EXTRA_ROWS, isPlain] as const);
    await page.getByTestId('queue-row').first().waitFor({ timeout: 60_000 });
    await page.getByTestId('field').click({ timeout: 60_000 });
    // Nobody could type there: each letter would draw all rows once more.
    const typing = isPlain ? (_: Page, run: () => Promise<FrameCosts>) => run() : whileTyping;
    return await typing(page, () => page.evaluate(([wanted, from]) => (window as unknown as { runBare: (plan: FramePlan, seed: number) => Promise<FrameCosts> }).runBare(wanted, from), [plan, seed] as const));
  } finally {
    await context.close();
  }
}

function builtStyles(): string {
  const assets = path.join(ROOT, 'out/renderer/assets');
  return readdirSync(assets).filter((file) => file.endsWith('.css')).map((file) => readFileSync(path.join(assets, file), 'utf8')).join('\n');
}

export const queueUi: Bench = {
  about: '100,000 rows in Chromium, 20 moves a frame while typing: the desk beside a bare TanStack list and plain React',
  async run({ quick }) {
    execFileSync(process.execPath, [path.join(ROOT, 'tools/build.ts'), 'renderer'], { cwd: ROOT, stdio: 'ignore' });
    const [deskScript, bareScript] = [await bundle('desk-page.ts'), await bundle('bare-page.tsx')];
    const styles = builtStyles();
    const rounds = quick ? 1 : 5;
    const plan: FramePlan = { frames: quick ? 120 : 600, movesPerFrame: MOVES };
    const desk = await openFakeDesk();
    const sides = { ours: [] as FrameCosts[], bare: [] as FrameCosts[], plain: [] as FrameCosts[] };
    try {
      for (let turn = 0; turn < rounds; turn += 1) {
        sides.ours.push(await onDesk(desk, deskScript, plan, turn + 1));
        sides.bare.push(await onBare(desk, bareScript, styles, false, plan, turn + 1));
        // Each of its frames takes so long that few of them tell enough.
        sides.plain.push(await onBare(desk, bareScript, styles, true, { ...plan, frames: quick ? 2 : 5 }, turn + 1));
      }
    } finally {
      await desk.close();
    }
    const at = (side: readonly FrameCosts[], p: number): number => median(side.map(({ frameMs }) => quantile(frameMs, p)));
    const ratioAt = (p: number): number => median(sides.ours.map(({ frameMs }, turn) => quantile(frameMs, p) / quantile(sides.bare[turn]?.frameMs ?? [], p)));
    const keyP95 = quantile(sides.ours.flatMap(({ keyMs }) => keyMs), 0.95);
    const [ratio, p95] = [ratioAt(0.95), at(sides.ours, 0.95)];
    return {
      name: 'queue-ui',
      ratio: round(ratio),
      target: `frame p95 ≤ ${TARGET.ratio} × a bare list and ≤ ${TARGET.p95Ms} ms; key → paint p95 ≤ ${TARGET.keyP95Ms} ms`,
      met: ratio <= TARGET.ratio && p95 <= TARGET.p95Ms && keyP95 <= TARGET.keyP95Ms,
      quick,
      ratioP50: round(ratioAt(0.5)),
      oursMs: { p50: round(at(sides.ours, 0.5), 2), p95: round(p95, 2) },
      bareMs: { p50: round(at(sides.bare, 0.5), 2), p95: round(at(sides.bare, 0.95), 2) },
      plainMs: { rows: 10_000, p50: round(at(sides.plain, 0.5), 1), p95: round(at(sides.plain, 0.95), 1) },
      keyMs: { ours: round(keyP95, 1), bare: round(quantile(sides.bare.flatMap(({ keyMs }) => keyMs), 0.95), 1), count: sides.ours.reduce((sum, { keyMs }) => sum + keyMs.length, 0) },
      movesPerFrame: MOVES,
      frames: plan.frames * rounds,
      ...versions('react', '@tanstack/react-virtual', '@playwright/test'),
    };
  },
};
