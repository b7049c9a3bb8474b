// What a key starts is on the screen: the real desk over a real center with 2,000 items, while people go on writing; and a minute of work without a task that holds the screen up.
import type { Page } from '@playwright/test';
import { armStopWatch, keyToPaint } from './desk/key-paint.ts';
import { openRealDesk } from './desk/real-desk.ts';
import { quantile, round, versions, type Bench } from './line.ts';

const TARGET_MS = 50;
const LONG_MS = 50;
const ITEMS = 2_000;
/** People who write meanwhile, a second: a peak day has 0.07. */
const ARRIVALS = 2;

async function listenForLongTasks(page: Page): Promise<() => Promise<readonly number[]>> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    Object.assign(window, { longTasks: tasks });
  });
  return () => page.evaluate(() => [...(window as unknown as { longTasks: number[] }).longTasks]);
}

export const deskKeys: Bench = {
  about: 'key → paint for J/K, open, send and palette on the real desk with traffic, and long tasks in a minute of work',
  async run({ quick }) {
    const real = await openRealDesk();
    const { page, desk } = real;
    const ms: Record<'move' | 'open' | 'palette' | 'send', number[]> = { move: [], open: [], palette: [], send: [] };
    let sent = 0;
    try {
      await real.write(quick ? 300 : ITEMS);
      await real.begin();
      await page.keyboard.press('Escape');
      await armStopWatch(page);
      let isOver = false;
      const traffic = (async () => {
        while (!isOver) {
          await real.write(1);
          await page.waitForTimeout(1_000 / ARRIVALS);
        }
      })();
      const step = async (turn: number): Promise<void> => {
        await desk.tab('waiting');
        await page.getByTestId('queue-list').focus();
        for (const key of ['j', 'j', 'j', 'k']) ms.move.push(await keyToPaint(page, key, 'cursorMoved'));
        const item = await page.evaluate(() => document.querySelector('.queue-row.is-cursor')?.getAttribute('data-item') ?? '');
        ms.open.push(await keyToPaint(page, 'Enter', 'itemOpen', item));
        ms.palette.push(await keyToPaint(page, 'Control+k', 'palette'));
        await keyToPaint(page, 'Escape', 'paletteGone');
        // Answers go to what is one's own.
        if (turn % 3 !== 0) return;
        await desk.tab('mine');
        const own = page.getByTestId('queue-row').first();
        if ((await own.count()) === 0) return;
        await own.click();
        await desk.composer.waitFor();
        sent += 1;
        const text = `Wir schauen sofort nach (${sent})`;
        await desk.composer.fill(`${text} und melden uns.`);
        ms.send.push(await keyToPaint(page, 'Control+Enter', 'answerShown', text));
      };
      for (let turn = 0; turn < (quick ? 9 : 60); turn += 1) await step(turn);
      const longTasks = await listenForLongTasks(page);
      const until = performance.now() + (quick ? 10_000 : 60_000);
      for (let turn = 0; performance.now() < until; turn += 1) await step(turn);
      const long = (await longTasks()).filter((duration) => duration > LONG_MS);
      isOver = true;
      await traffic;
      const p95 = Object.fromEntries(Object.entries(ms).map(([name, values]) => [name, round(quantile(values, 0.95), 1)]));
      const worst = Math.max(...Object.values(p95));
      return {
        name: 'desk-keys',
        ratio: round(worst / TARGET_MS),
        target: `key → paint p95 ≤ ${TARGET_MS} ms for each; no task over ${LONG_MS} ms in a minute`,
        met: worst <= TARGET_MS && long.length === 0 && Object.values(ms).every((values) => values.length > 0),
        quick,
        p95Ms: p95,
        counts: Object.fromEntries(Object.entries(ms).map(([name, values]) => [name, values.length])),
        longTasks: { count: long.length, longestMs: round(Math.max(0, ...long), 1) },
        items: quick ? 300 : ITEMS,
        ...versions('react', '@playwright/test'),
      };
    } finally {
      await real.close();
    }
  },
};
