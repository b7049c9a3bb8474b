import { test as base, type Page } from '@playwright/test';
import type { PostView } from '../../../sandbox/render.ts';
import { openCenter, type Center } from './center.ts';
import { Desk } from './desk.ts';
import { findElectron, openHost } from './host.ts';
import type { HostKind } from './host-kind.ts';
import { watchPage } from './watch.ts';

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
  readonly hostReady: void;
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
  /** Names the file: each gets a worker, and so a center, of its own. */
  readonly centerOf: string;
  readonly serverSettings: Readonly<Record<string, unknown>>;
  readonly center: Center;
}

export const test = base.extend<TestParts, FileParts>({
  hostKind: ['browser', { option: true, scope: 'worker' }],
  centerOf: ['', { option: true, scope: 'worker' }],
  serverSettings: [{}, { option: true, scope: 'worker' }],

  center: [
    async ({ centerOf: _, serverSettings }, give) => {
      const center = await openCenter(serverSettings);
      await give(center);
      await center.stop();
    },
    { scope: 'worker', timeout: 150_000 },
  ],

  // Stands before everything else, so that nothing is started for a run that is skipped.
  hostReady: [
    async ({ hostKind }, give, info) => {
      info.skip(hostKind === 'electron' && findElectron() === undefined, 'Electron’s binary or its bundles are not there (npm start -- --host electron fetches and builds them)');
      await give();
    },
    { auto: true },
  ],

  troubles: async ({ hostReady: _ }, give) => {
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
    await Promise.all(pages.map((page) => page.close()));
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
