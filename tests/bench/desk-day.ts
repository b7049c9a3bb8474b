// Eight hours of a peak day pass over one desk within ten minutes: what the screen holds in memory must stay flat.
import { openRealDesk } from './desk/real-desk.ts';
import { median, round, versions, type Bench } from './line.ts';

/** A peak day has 2,000 messages. */
const MESSAGES = 2_000;
const MINUTES = 10;
const TARGET = 1.1;

export const deskDay: Bench = {
  about: 'memory of the screen over an eight-hour peak day in ten minutes: the last third beside the second',
  async run({ quick }) {
    const real = await openRealDesk();
    const { page, desk } = real;
    const heapMb: number[] = [];
    let [answered, opened] = [0, 0];
    try {
      // Whoever begins finds work waiting.
      await real.write(20);
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
          await real.write(due);
          written += due;
        }
        await desk.tab(opened % 5 === 0 ? 'waiting' : 'mine');
        const row = page.getByTestId('queue-row').first();
        // What is reached for may be gone by then: closed, given back, its answer sent.
        if ((await row.count()) > 0 && (await row.click({ timeout: 2_000 }).then(() => true, () => false))) {
          opened += 1;
          if (opened % 5 !== 1 && (await desk.composer.isVisible())) {
            answered += 1;
            await desk.composer.fill(`Wir kümmern uns darum, Vorgang ${answered}.`);
            await page.keyboard.press('Control+Shift+Enter');
          }
        }
        if (at - measuredAt < spanMs / 30) continue;
        measuredAt = at;
        await devTools.send('HeapProfiler.collectGarbage');
        const { usedSize } = await devTools.send('Runtime.getHeapUsage');
        heapMb.push(usedSize / 1_048_576);
      }
      // The first third fills what is kept on purpose: texts in sight, the list itself.
      const third = Math.floor(heapMb.length / 3);
      const [middle, end] = [median(heapMb.slice(third, 2 * third)), median(heapMb.slice(2 * third))];
      return {
        name: 'desk-day',
        ratio: round(end / middle),
        target: `≤ ${TARGET} between the second and the last third`,
        met: end / middle <= TARGET && answered > 0,
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
