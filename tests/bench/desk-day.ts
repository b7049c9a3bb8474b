// Eight hours of a peak day pass over one desk within ten minutes: what the screen holds in memory must stay flat.
import { openRealDesk } from './desk/real-desk.ts';
import { median, round, versions, type Bench } from './line.ts';

/** A peak day has 2,000 messages. */
const MESSAGES = 2_000;
const MINUTES = 10;
const TARGET = 1.1;
/** A person answers about so many in a shift; fewer, and the figure says nothing. */
const ANSWERS = 60;
const PAUSE_MS = 500;
const WAIT_MS = 2_000;
const isDone = (act: Promise<unknown>): Promise<boolean> => act.then(() => true, () => false);

export const deskDay: Bench = {
  about: 'memory of the screen over an eight-hour peak day in ten minutes: the last third beside the second',
  async run({ quick }) {
    const real = await openRealDesk();
    const { page, desk } = real;
    const heapMb: number[] = [];
    let opened = 0;
    try {
      // Whoever begins finds work waiting.
      await real.post(20);
      await real.begin();
      const devTools = await page.context().newCDPSession(page);
      const from = performance.now();
      const spanMs = (quick ? 1 : MINUTES) * 60_000;
      const messages = quick ? 200 : MESSAGES;
      let written = 0;
      let measuredAt = 0;
      for (let at = 0; at < spanMs; at = performance.now() - from) {
        const due = Math.floor((at / spanMs) * messages) - written;
        if (due > 0) {
          await real.post(due);
          written += due;
        }
        await desk.tab('mine');
        if (opened % 5 === 4 || (await page.getByTestId('queue-row').count()) === 0) await desk.tab('waiting');
        const row = page.getByTestId('queue-row').first();
        // What is reached for may be gone by then: closed, given back, its answer sent.
        if ((await row.count()) > 0 && (await isDone(row.click({ timeout: WAIT_MS })))) {
          opened += 1;
          // Eight hours in ten minutes are more than routing gives somebody who has just come: the rest is taken.
          const take = desk.page.getByTestId('composer-take');
          if (opened % 5 !== 0 && (await take.isVisible())) await isDone(take.click({ timeout: WAIT_MS }));
          if (opened % 5 !== 0 && (await isDone(desk.composer.fill(`Wir kümmern uns darum, Vorgang ${opened}.`, { timeout: WAIT_MS })))) await page.keyboard.press('Control+Shift+Enter');
        }
        await page.waitForTimeout(PAUSE_MS);
        if (at - measuredAt < spanMs / 30) continue;
        measuredAt = at;
        await devTools.send('HeapProfiler.collectGarbage');
        const { usedSize } = await devTools.send('Runtime.getHeapUsage');
        heapMb.push(usedSize / 1_048_576);
      }
      const answered = await real.answered();
      // The first third fills what is kept on purpose: texts in sight, the list itself.
      const third = Math.floor(heapMb.length / 3);
      const [middle, end] = [median(heapMb.slice(third, 2 * third)), median(heapMb.slice(2 * third))];
      return {
        name: 'desk-day',
        ratio: round(end / middle),
        target: `≤ ${TARGET} between the second and the last third, ≥ ${ANSWERS} answers on the platform`,
        met: end / middle <= TARGET && answered >= (quick ? 1 : ANSWERS),
        quick,
        heapMb: heapMb.map((value) => round(value, 1)),
        written,
        opened,
        answered,
        minutes: quick ? 1 : MINUTES,
        ...versions('react', '@playwright/test'),
      };
    } finally {
      await real.close();
    }
  },
};
