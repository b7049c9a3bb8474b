import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{unit,contract,integration,simulation,regressions,gates}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'tests/e2e/**', 'tests/prove/**', 'tests/bench/**'],
    environment: 'node',
    // Processes, not threads: keytar, SQLite and signal handling behave as in the product.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    // A test that has to be repeated to pass has found something.
    retry: 0,
    passWithNoTests: true,
  },
});
