import { defineConfig } from '@playwright/test';
import { findElectronDesk } from './tools/demo/electron.ts';
import { chromiumFlags, findChromium } from './tools/setup/chromium.ts';

const executablePath = findChromium();
const hasElectron = findElectronDesk(import.meta.dirname) !== undefined;
/** A file that says in one skipped test what is missing where Electron is not there. */
const WITHOUT_ELECTRON = /without-electron\.spec\.ts/;
const SCREENS = /shots\.spec\.ts/;

export default defineConfig<object, { hostKind: 'browser' | 'electron' }>({
  testDir: 'tests/e2e',
  outputDir: 'artifacts/e2e',
  globalSetup: './tests/e2e/support/global-setup.ts',
  // Each file works in a center of its own, on ports and in folders of its own; two of them fill two cores.
  workers: 2,
  retries: 0,
  // How long a crowded machine is waited for; what is waited for stays the same. How fast things are is told by the benches.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ['json', { outputFile: process.env['LEITSTAND_E2E_REPORT'] ?? 'artifacts/e2e-report.json' }]],
  use: {
    browserName: 'chromium',
    headless: true,
    actionTimeout: 20_000,
    launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), args: chromiumFlags() },
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1440, height: 900 },
    // A trace costs a third of the run; E2E_TRACE=on gives one.
    trace: process.env['E2E_TRACE'] === 'on' ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    // The longest file by far, so it begins first and the others go beside it.
    { name: 'screens', use: { hostKind: 'browser' }, testMatch: SCREENS },
    { name: 'browser', use: { hostKind: 'browser' }, testIgnore: [SCREENS, WITHOUT_ELECTRON] },
    // The same desk in its own window.
    { name: 'electron', use: { hostKind: 'electron' }, ...(hasElectron ? { testIgnore: [SCREENS, WITHOUT_ELECTRON, /bad-input/] } : { testMatch: WITHOUT_ELECTRON }) },
  ],
});
