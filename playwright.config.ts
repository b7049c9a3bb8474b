import { defineConfig } from '@playwright/test';
import { chromiumFlags, findChromium } from './tools/setup/chromium.ts';

const executablePath = findChromium();

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'artifacts/e2e',
  // Each test starts a whole center; two cores carry one at a time.
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ['json', { outputFile: process.env['LEITSTAND_E2E_REPORT'] ?? 'artifacts/e2e-report.json' }]],
  use: {
    browserName: 'chromium',
    headless: true,
    launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), args: chromiumFlags() },
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
});
