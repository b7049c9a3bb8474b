import { chromium, type Browser, type Page } from '@playwright/test';
import { chromiumFlags, findChromium } from '../../../tools/setup/chromium.ts';
import { openCenter, type Center } from '../../e2e/support/center.ts';
import { Desk } from '../../e2e/support/desk.ts';
import globalSetup from '../../e2e/support/global-setup.ts';
import { openHost } from '../../e2e/support/host.ts';
import { postIngest } from '../../e2e/support/ingest.ts';

export interface RealDesk {
  readonly center: Center;
  readonly browser: Browser;
  readonly desk: Desk;
  readonly page: Page;
  /** Signs in and takes work, with nothing held back for undoing. */
  begin(): Promise<void>;
  /** So many people write on the platform, one after the other; their posts come in as they do in earnest, and can be answered. */
  post(count: number): Promise<void>;
  /** So many people write at once, past the platform: nothing there can be answered. */
  write(count: number): Promise<void>;
  /** How many answers of brands there are on the platform. */
  answered(): Promise<number>;
  close(): Promise<void>;
}

/** A crowded machine takes its time to begin. */
const PATIENCE_MS = 60_000;
const WORDS = ['Seit heute früh kein Netz in Kiel', 'Meine Rechnung ist doppelt so hoch wie sonst', 'Wann kommt der Techniker', 'Der Router blinkt rot', 'Danke, es läuft wieder', 'Können Sie mir den Tarif erklären'];

/** The whole product as a person uses it, but for the window: center, Probeplattform, desk program with its encrypted copy, screen in Chromium. */
export async function openRealDesk(): Promise<RealDesk> {
  const forgetTemplate = await globalSetup();
  const center = await openCenter();
  const executablePath = findChromium();
  const browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: [...chromiumFlags(), '--js-flags=--expose-gc'] });
  const troubles: string[] = [];
  const opened = await openHost('browser', browser, { name: 'bench', parent: center.dataDir, serverUrl: center.serverUrl, centerFile: center.file }, troubles);
  const desk = new Desk(opened);
  let written = 0;
  return {
    center,
    browser,
    desk,
    page: desk.page,
    begin: async () => {
      const { page } = desk;
      const waitFor = (selector: string): Promise<unknown> => page.waitForSelector(selector, { timeout: PATIENCE_MS });
      await page.getByTestId('demo-mira').click();
      await waitFor('[data-testid=connection][data-state=online]');
      await desk.setUndoSeconds(0);
      await page.getByTestId('state-menu').click();
      await page.getByRole('menuitem', { name: 'Verfügbar' }).click();
      await waitFor('[data-testid=composer-text]');
    },
    post: async (count) => {
      for (let left = count; left > 0; left -= 1) {
        written += 1;
        await center.postAs(`kunde_${written}`, `@musterkom_hilft ${WORDS[written % WORDS.length] ?? ''} (${written})`);
      }
    },
    answered: async () => {
      let found = 0;
      for (let after = 0, more = true; more; ) {
        const page = await center.platform.ok<{ effects: { kind: string; authorKind: string }[]; cursor: number; more: boolean }>('GET', `/effects?limit=1000&after=${after}`);
        found += page.effects.filter(({ kind, authorKind }) => kind === 'created' && authorKind === 'brand').length;
        ({ cursor: after, more } = page);
      }
      return found;
    },
    write: async (count) => {
      for (let left = count; left > 0; left -= 200) {
        const messages = Array.from({ length: Math.min(200, left) }, () => {
          written += 1;
          const text = `@musterkom_hilft ${WORDS[written % WORDS.length] ?? ''} (${written})`;
          return { v: 1, kind: 'post', channel: 'sandbox', account: 'musterkom_hilft', remoteId: `bench-${written}`, direction: 'in', author: { remoteId: `author-${written}`, handle: `kunde_${written}` }, text, visibility: 'public', sentAt: Date.now() };
        });
        await postIngest(center, messages);
      }
    },
    close: async () => {
      await desk.close();
      await browser.close();
      await center.stop();
      forgetTemplate();
      if (troubles.length > 0) throw new Error(troubles.join('\n'));
    },
  };
}
