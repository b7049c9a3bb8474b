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

/** Flags a Chromium needs where it runs as root or in a small container. */
export function chromiumFlags(): string[] {
  const root = process.getuid?.() === 0;
  return [...(root ? ['--no-sandbox'] : []), '--disable-dev-shm-usage'];
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
