// Adds up what the runners report. Unknown or missing reports count as a failure: silence is not success.
import { readFileSync } from 'node:fs';
import { z } from 'zod';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** One line per skipped test: its name and, where it gave one, its reason. */
  readonly skipped: readonly string[];
  /** Per failure its name and the beginning of its reason, to be repeated at the end of a long output. */
  readonly failures: readonly string[];
}

const vitestReport = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() })),
    }),
  ),
});

interface PlaywrightSuite {
  readonly title: string;
  readonly suites?: readonly PlaywrightSuite[] | undefined;
  readonly specs?:
    | readonly {
        title: string;
        tests: readonly { status: string; annotations: readonly { type: string; description?: string | undefined }[]; results?: readonly { errors?: readonly { message?: string | undefined }[] | undefined }[] | undefined }[];
      }[]
    | undefined;
}

const playwrightSuite: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({
    title: z.string(),
    suites: z.array(playwrightSuite).optional(),
    specs: z
      .array(
        z.object({
          title: z.string(),
          tests: z.array(
            z.object({
              status: z.string(),
              annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })),
              results: z.array(z.object({ errors: z.array(z.object({ message: z.string().optional() })).optional() })).optional(),
            }),
          ),
        }),
      )
      .optional(),
  }),
);
const playwrightReport = z.object({ suites: z.array(playwrightSuite), errors: z.array(z.object({ message: z.string().optional() })) });

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: [], failures: [] };

export function add(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: [...a.skipped, ...b.skipped],
    failures: [...a.failures, ...b.failures],
  };
}

/** One check that either holds or does not. */
export function single(name: string, ok: boolean): Tally {
  return ok ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1, failures: [name] };
}

/** Reads vitest's JSON report. `exitCode` is the runner's: it may fail without a failing test. */
export function tallyVitest(file: string, exitCode: number): Tally {
  const report = readReport(file, vitestReport);
  if (report === undefined) return single(`vitest wrote no readable report (exit code ${exitCode})`, false);
  let tally = NOTHING;
  for (const result of report.testResults) {
    // A file that does not load has no tests, but it has failed.
    if (result.status === 'failed' && result.assertionResults.length === 0)
      tally = add(tally, single(`${result.name}: ${firstLine(result.message)}`, false));
    for (const test of result.assertionResults) {
      if (test.status === 'passed') tally = add(tally, single(test.fullName, true));
      else if (test.status === 'failed') tally = add(tally, failed(test.fullName, test.failureMessages?.[0]));
      else tally = add(tally, skip(test.fullName, undefined));
    }
  }
  return withExitCode(tally, 'vitest', exitCode);
}

/** Reads Playwright's JSON report. */
export function tallyPlaywright(file: string, exitCode: number): Tally {
  const report = readReport(file, playwrightReport);
  if (report === undefined) return single(`Playwright wrote no readable report (exit code ${exitCode})`, false);
  let tally = report.errors.map((error) => single(firstLine(error.message), false)).reduce(add, NOTHING);
  const walk = (suite: PlaywrightSuite, above: string): void => {
    const here = above === '' ? suite.title : `${above} › ${suite.title}`;
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        const name = `${here} › ${spec.title}`;
        if (test.status === 'expected') tally = add(tally, single(name, true));
        else if (test.status === 'skipped')
          tally = add(tally, skip(name, test.annotations.find((one) => one.type === 'skip')?.description));
        else tally = add(tally, failed(name, test.results?.at(-1)?.errors?.[0]?.message));
      }
    }
    for (const inner of suite.suites ?? []) walk(inner, here);
  };
  for (const suite of report.suites) walk(suite, '');
  return withExitCode(tally, 'Playwright', exitCode);
}

/** What was skipped for one and the same reason is one line, with how many there were. */
export function byReason(skipped: readonly string[]): string[] {
  const reasonOf = (line: string): string => /\(([^()]*(?:\([^()]*\)[^()]*)*)\)$/u.exec(line)?.[1] ?? line;
  const counts = new Map<string, string[]>();
  for (const line of skipped) counts.set(reasonOf(line), [...(counts.get(reasonOf(line)) ?? []), line]);
  return [...counts].map(([reason, lines]) => (lines.length === 1 ? (lines[0] ?? '') : `${lines.length} tests: ${reason}`));
}

/** The very last line of a run. */
export function lastLine(tally: Tally): string {
  const skipped = tally.skipped.length > 0 ? `, ${tally.skipped.length} skipped` : '';
  return `${tally.passed} passed, ${tally.failed} failed${skipped}`;
}

function skip(name: string, reason: string | undefined): Tally {
  return { ...NOTHING, skipped: [reason === undefined ? name : `${name} (${reason})`] };
}

const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'gu');
const REASON_LINES = 8;
const REASON_LENGTH = 900;

/** Where only the end of a long output is kept, the reason must stand there, too. */
function failed(name: string, message: string | undefined): Tally {
  const reason = (message ?? '').replace(COLOUR, '').split('\n').filter((line) => line.trim() !== '').slice(0, REASON_LINES).map((line) => `      ${line.trimEnd()}`).join('\n').slice(0, REASON_LENGTH);
  return single(reason === '' ? name : `${name}\n${reason}`, false);
}

function withExitCode(tally: Tally, runner: string, exitCode: number): Tally {
  return exitCode !== 0 && tally.failed === 0 ? add(tally, single(`${runner} ended with ${exitCode} though no test failed`, false)) : tally;
}

function firstLine(text: string | undefined): string {
  return (text ?? 'no message').split('\n')[0] ?? '';
}

function readReport<T>(file: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
