import type { Page } from '@playwright/test';

/** What must stand on the screen after a key. `value` is what the step read before. */
export type Shown = 'cursorMoved' | 'itemOpen' | 'palette' | 'answerShown' | 'paletteGone';

/** Puts the stop watch into the page. */
export async function armStopWatch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const cursor = (): string => document.querySelector('.queue-row.is-cursor')?.getAttribute('data-item') ?? '';
    const isShown = (what: string, value: string): boolean => {
      switch (what) {
        case 'cursorMoved':
          return cursor() !== value;
        case 'itemOpen':
          return document.querySelector('.queue-row.is-open')?.getAttribute('data-item') === value && [...document.querySelectorAll('[data-testid=message]')].some((one) => one.textContent.includes(document.querySelector('.queue-row.is-open .row-line')?.textContent.slice(0, 24) ?? '\n'));
        case 'palette':
          return document.querySelector('[data-testid=palette]') !== null;
        case 'paletteGone':
          return document.querySelector('[data-testid=palette]') === null;
        default:
          return [...document.querySelectorAll('[data-testid=message], [data-testid=going-out]')].some((one) => one.textContent.includes(value));
      }
    };
    const state = { ms: [] as number[] };
    const arm = (what: string, value: string): void =>
      addEventListener(
        'keydown',
        (event) => {
          if (event.key === 'Control') return arm(what, value);
          const look = (): void => {
            if (!isShown(what, value)) return void requestAnimationFrame(look);
            // After the frame that shows it has been drawn.
            const channel = new MessageChannel();
            channel.port1.onmessage = () => state.ms.push(performance.now() - event.timeStamp);
            channel.port2.postMessage(0);
          };
          requestAnimationFrame(look);
        },
        { capture: true, once: true },
      );
    Object.assign(window, { stopWatch: { state, arm, cursor } });
  });
}

interface StopWatch {
  readonly state: { readonly ms: readonly number[] };
  arm(what: string, value: string): void;
  cursor(): string;
}

/** Presses a key and gives the ms from its event until what it starts was painted. Throws after 10 s. */
export async function keyToPaint(page: Page, key: string, what: Shown, value?: string): Promise<number> {
  const before = await page.evaluate(
    ([shown, given]) => {
      const { stopWatch } = window as unknown as { stopWatch: StopWatch };
      stopWatch.arm(shown, given ?? stopWatch.cursor());
      return stopWatch.state.ms.length;
    },
    [what, value] as const,
  );
  await page.keyboard.press(key);
  const found = await page.waitForFunction((count) => (window as unknown as { stopWatch: StopWatch }).stopWatch.state.ms[count], before, { timeout: 10_000 });
  return (await found.jsonValue()) ?? Number.NaN;
}
