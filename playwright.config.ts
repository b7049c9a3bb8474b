import { defineConfig } from '@playwright/test';
import { chromiumFlags, findChromium } from './tools/setup/chromium.ts';

const executablePath = findChromium();

export default defineConfig<object, { hostKind: 'browser' | 'electron' }>({
  testDir: 'tests/e2e',
  outputDir: 'artifacts/e2e',
  globalSetup: './tests/e2e/support/global-setup.ts',
  // Each file works in a whole center; two cores carry one at a time.
  workers: 1,
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
    { name: 'browser', use: { hostKind: 'browser' } },
    // The same desk in its own window; skipped with a word where Electron is not there.
    { name: 'electron', use: { hostKind: 'electron' }, testIgnore: /shots|bad-input/ },
  ],
});
