import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** Whoever mocks, holds state of the desk's stores, puts a channel into the list of channels, or reaches for the process would be met by the next file: these have a process each. */
const LEAVES_TRACES = /\bvi\.(?!fn\b)|renderer\/src\/store|\bprocess\.(?:env|chdir|on|once|exitCode|argv)\b|\bglobalThis\b|\bspawn|\bfork\(|call-channel|routing-history|\/route-sim\/propert|as Map</;
const PURE = globSync('tests/{unit,gates}/**/*.test.{ts,tsx}', { cwd: import.meta.dirname }).filter((file) => !LEAVES_TRACES.test(readFileSync(`${import.meta.dirname}/${file}`, 'utf8')));

export default defineConfig({
  test: {
    exclude: ['**/node_modules/**', 'tests/e2e/**', 'tests/prove/**', 'tests/bench/**'],
    environment: 'node',
    // Processes, not threads: keytar, SQLite and signal handling behave as in the product.
    pool: 'forks',
    // Most of what runs here waits for sockets, files and processes: a third fills two cores.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    // A test that has to be repeated to pass has found something.
    retry: 0,
    passWithNoTests: true,
    projects: [
      { extends: true, test: { name: 'own process', include: ['tests/{unit,contract,integration,simulation,regressions,gates}/**/*.test.{ts,tsx}'], exclude: ['**/node_modules/**', ...PURE] } },
      // Values in, values out: many files share a process, whose start would take longer than they do.
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
    ],
  },
});
