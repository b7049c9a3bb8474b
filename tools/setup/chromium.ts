import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';

const KNOWN_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The Chromium to use: LEITSTAND_CHROMIUM, then the system's, then Playwright's own; undefined when there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env, canRun: (file: string) => boolean = isExecutable): string | undefined {
  const chosen = env['LEITSTAND_CHROMIUM'];
  if (chosen !== undefined && chosen !== '') return canRun(chosen) ? chosen : undefined;
  return [...KNOWN_PLACES, playwrightsOwn()].find((file) => file !== undefined && canRun(file));
}

/** Pages of Chromium's own behind the address bar of every window: nobody sees them here, and loading them takes longer than a desk. */
const PAGES_OF_ITS_OWN = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'];
/** Only the last list given counts, so what Playwright switches off stands here again. */
const OFF_BY_PLAYWRIGHT = ['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch'];

/** Flags of a Chromium that tests drive: where it runs as root, in a small container, and without what nobody looks at. */
export function chromiumFlags(): string[] {
  const root = process.getuid?.() === 0;
  return [...(root ? ['--no-sandbox'] : []), '--disable-dev-shm-usage', `--disable-features=${[...OFF_BY_PLAYWRIGHT, ...PAGES_OF_ITS_OWN].join(',')}`];
}

function playwrightsOwn(): string | undefined {
  try {
    const { chromium } = createRequire(import.meta.url)('playwright-core') as { chromium: { executablePath(): string } };
    return chromium.executablePath();
  } catch {
    return undefined;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
