import { test } from '@playwright/test';

// Runs only where Electron is not there: each file by itself would start a worker to say the same.
test('every other file once more in Electron’s own window', () => {
  test.skip(true, 'Electron’s binary or its bundles are not there (npm start -- --host electron fetches and builds them)');
});
