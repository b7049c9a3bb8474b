import { test as base, type Page } from '@playwright/test';
import type { PostView } from '../../../sandbox/render.ts';
import type { Center } from './center.ts';
import { Centers } from './centers.ts';
import { Desk } from './desk.ts';
import { openHost } from './host.ts';
import type { HostKind } from './host-kind.ts';
import { allHeard, watchPage } from './watch.ts';

export { expect } from '@playwright/test';

export interface DeskChoice {
  /** Another address than the server's own, such as a proxy's. */
  readonly serverUrl?: string;
  /** The folder of a desk that ran before. */
  readonly dataDir?: string;
  /** False: neither a keychain nor a passphrase keeps the local copy. */
  readonly isKept?: boolean;
  readonly onLog?: (line: string) => void;
}

interface TestParts {
  /** Names the file: each gets a center of its own, its tests share it. */
  readonly centerOf: string;
  readonly center: Center;
  /** What any page of this test complained about. Must be empty at its end. */
  readonly troubles: string[];
  /** Opens a desk that nobody has signed in to; it ends with the test. */
  readonly openDesk: (name: string, choice?: DeskChoice) => Promise<Desk>;
  /** What a customer sees of a post on the Probeplattform's own page. */
  readonly lookAt: (post: PostView) => Promise<Page>;
  /** Opens a desk, signs in, and takes work, with nothing held back for undoing. */
  readonly workingDesk: (name: string, choice?: DeskChoice) => Promise<Desk>;
}

interface FileParts {
  readonly hostKind: HostKind;
  readonly serverSettings: Readonly<Record<string, unknown>>;
  readonly centers: Centers;
}

export const test = base.extend<TestParts, FileParts>({
  hostKind: ['browser', { option: true, scope: 'worker' }],
  serverSettings: [{}, { option: true, scope: 'worker' }],
  centers: [
    async ({ browser, serverSettings }, give) => {
      const centers = new Centers(browser, serverSettings);
      await give(centers);
      await centers.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  centerOf: ['', { option: true }],
  center: [async ({ centers, centerOf }, give) => give(await centers.of(centerOf)), { timeout: 150_000 }],

  // oxlint-disable-next-line no-empty-pattern -- the runner reads the first parameter's names
  troubles: async ({}, give) => {
    const troubles: string[] = [];
    await give(troubles);
    if (troubles.length > 0) throw new Error(`pages complained:\n${troubles.join('\n')}`);
  },

  openDesk: async ({ hostKind, browser, center, troubles }, give) => {
    const desks: Desk[] = [];
    await give(async (name, choice = {}) => {
      const opened = await openHost(hostKind, browser, { name, parent: center.dataDir, serverUrl: choice.serverUrl ?? center.serverUrl, centerFile: center.file, dataDir: choice.dataDir, isKept: choice.isKept, onLog: choice.onLog }, troubles);
      const desk = new Desk(opened);
      desks.push(desk);
      return desk;
    });
    await Promise.all(desks.map((desk) => desk.close()));
  },

  lookAt: async ({ browser, troubles }, give) => {
    const pages: Page[] = [];
    await give(async (post) => {
      const page = await browser.newPage();
      pages.push(page);
      await watchPage(page, 'Probeplattform', troubles);
      await page.goto(post.url);
      await page.locator('html[data-ready=true]').waitFor();
      return page;
    });
    await Promise.all(pages.map(async (page) => {
      await allHeard(page.context());
      await page.close();
    }));
  },

  workingDesk: async ({ openDesk }, give) => {
    await give(async (name, choice) => {
      const desk = await openDesk(name, choice);
      await desk.signIn(name);
      await desk.setUndoSeconds(0);
      await desk.becomeAvailable();
      return desk;
    });
  },
});
