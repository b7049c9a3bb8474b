// Process start → the queue answers a key, from the encrypted copy with 50,000 messages and without a server; beside the same shell with an empty page.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { chromium, type Page } from '@playwright/test';
import { chromiumFlags, findChromium } from '../../tools/setup/chromium.ts';
import { interleaved, median, round, versions, type Bench } from './line.ts';
import { bundleProgram } from './start/bundle.ts';
import { deskOfYesterday } from './start/copy.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const MESSAGES = 50_000;
const TARGET = 1.3;
const PATIENCE_MS = 60_000;

interface Steps {
  /** From the start of the process until it has an address. */
  readonly program: number;
  /** Until the page answered a key and that was painted. */
  readonly all: number;
  /** Processor time of the program until then. */
  readonly cpu: number;
}

/** Starts program and browser at once, as a desktop program does; ends when `answers` is there after a key. */
async function start(file: string, args: readonly string[], wanted: { readonly shown: string; readonly answers: string }): Promise<Steps> {
  const executablePath = findChromium();
  const from = performance.now();
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const said = new Promise<{ url: string; at: number }>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => resolve({ url: (JSON.parse(line) as { url: string }).url, at: performance.now() }));
    void exited.then((code) => reject(new Error(`the program ended with ${String(code)}`)));
  });
  const [{ url, at }, browser] = await Promise.all([said, chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: chromiumFlags() })]);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'de-DE' });
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator(wanted.shown).first().waitFor({ state: 'attached', timeout: PATIENCE_MS });
    await page.keyboard.press('j');
    await painted(page, wanted.answers);
    return { program: at - from, all: performance.now() - from, cpu: cpuOf(child.pid ?? 0) };
  } finally {
    await browser.close();
    child.kill('SIGTERM');
    await exited;
  }
}

/** The frame that shows it has been drawn. */
async function painted(page: Page, selector: string): Promise<void> {
  await page.waitForSelector(selector, { state: 'attached', timeout: PATIENCE_MS });
  await page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0))));
}

/** ms, of a process that still runs; NaN where the system does not tell. */
function cpuOf(pid: number): number {
  if (os.platform() !== 'linux') return Number.NaN;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

export const startBench: Bench = {
  about: 'process start → queue answers a key, from the encrypted copy with 50,000 messages: the desk beside the same shell with an empty page',
  async run({ quick }) {
    execFileSync(process.execPath, [path.join(ROOT, 'tools/build.ts'), 'renderer'], { cwd: ROOT, stdio: 'ignore' });
    const folder = mkdtempSync(path.join(os.tmpdir(), 'leitstand-start-'));
    // Below the checkout, so that the bundle finds the packages; a copy of the pages, for somebody may build anew meanwhile.
    const cache = path.join(ROOT, '.cache');
    mkdirSync(cache, { recursive: true });
    const programs = mkdtempSync(path.join(cache, 'bench-start-'));
    try {
      const pages = path.join(folder, 'pages');
      cpSync(path.join(ROOT, 'out/renderer'), pages, { recursive: true });
      const desk = await bundleProgram(path.join(import.meta.dirname, 'start/program.ts'), programs);
      const empty = await bundleProgram(path.join(import.meta.dirname, 'start/empty-program.ts'), programs);
      const messages = quick ? 5_000 : MESSAGES;
      const { dataDir, secrets, rows } = await deskOfYesterday(folder, messages);
      const steps = { ours: [] as Steps[], empty: [] as Steps[] };
      const run = async (side: keyof typeof steps): Promise<number> => {
        const found = side === 'ours' ? await start(desk, [dataDir, pages, secrets], { shown: '.queue-row', answers: '.queue-row.is-cursor' }) : await start(empty, [], { shown: '#list', answers: '[data-answered]' });
        steps[side].push(found);
        return found.all;
      };
      // Once each beforehand: files of both are then in the system's memory.
      await run('ours');
      await run('empty');
      steps.ours.length = 0;
      steps.empty.length = 0;
      const { ours, bare } = await interleaved({ ours: () => run('ours'), bare: () => run('empty') }, quick ? 3 : 9);
      const ratio = median(ours.map((ms, turn) => ms / (bare[turn] ?? Number.NaN)));
      const middle = (side: keyof typeof steps, of: keyof Steps): number => round(median(steps[side].map((one) => one[of])), 0);
      return {
        name: 'start',
        ratio: round(ratio),
        target: `≤ ${TARGET} × the same shell with an empty page`,
        met: ratio <= TARGET && !quick,
        quick,
        oursMs: { all: middle('ours', 'all'), program: middle('ours', 'program'), programCpu: middle('ours', 'cpu') },
        emptyMs: { all: middle('empty', 'all'), program: middle('empty', 'program'), programCpu: middle('empty', 'cpu') },
        ratioOfMedians: round(median(ours) / median(bare)),
        messages,
        rows,
        rounds: ours.length,
        shell: 'Node and a new Chromium, started at once; bundled as the package is; the key store answers at once, no server answers',
        load: round(os.loadavg()[0] ?? 0, 1),
        ...versions('react', 'better-sqlite3', '@playwright/test'),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
      rmSync(programs, { recursive: true, force: true });
    }
  },
};
