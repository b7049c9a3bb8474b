import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The last line of a bench. `ratio`: ours over theirs; `met`: over all its conditions. */
export interface BenchLine {
  readonly name: string;
  readonly ratio: number;
  readonly target: string;
  readonly met: boolean;
  readonly [more: string]: unknown;
}

export interface BenchOptions {
  /** Fewer repetitions and arrivals: a look, not a result. Said so in the line. */
  readonly quick: boolean;
}

export interface Bench {
  readonly about: string;
  run(options: BenchOptions): Promise<BenchLine>;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

export function quantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? NaN;
}

export const round = (value: number, digits = 3): number => Number(value.toFixed(digits));

/** A, B, A, B …, so that what the machine does besides hits both alike. */
export async function interleaved<T extends Readonly<Record<string, () => Promise<number> | number>>>(
  sides: T,
  rounds: number,
): Promise<{ [K in keyof T]: number[] }> {
  const found = Object.fromEntries(Object.keys(sides).map((name) => [name, [] as number[]]));
  for (let i = 0; i < rounds; i += 1) for (const [name, run] of Object.entries(sides)) found[name]?.push(await run());
  return found as { [K in keyof T]: number[] };
}

/** What was measured with what. */
export function versions(...packages: readonly string[]): Record<string, string> {
  const modules = path.resolve(import.meta.dirname, '../../node_modules');
  const found = packages.map((name) => {
    const parsed = JSON.parse(readFileSync(path.join(modules, name, 'package.json'), 'utf8')) as { version: string };
    return [name, parsed.version] as const;
  });
  return { node: process.version, cpu: `${os.cpus().length} × ${os.cpus()[0]?.model ?? 'unknown'}`, ...Object.fromEntries(found) };
}

/** CPU time of this process so far, ms. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
