// npm run -s prove -- NAME [--runs N] [--seed S] [--KEY VALUE …] | --list: the last line is JSON, exit 0 when the proof held.
import { parseArgs } from 'node:util';
import { PROOFS } from './registry.ts';
import type { ProofLine } from './proof.ts';

const { name, runs, seed, list, more } = read(process.argv.slice(2));
const load = name !== undefined && Object.hasOwn(PROOFS, name) ? PROOFS[name] : undefined;

if (list || name === undefined) {
  const rows = [];
  for (const [one, from] of Object.entries(PROOFS)) {
    const proof = await from();
    rows.push({ name: one, about: proof.about, figure: proof.figure, unit: proof.unit, runs: proof.runs });
  }
  for (const row of rows) console.log(`${row.name.padEnd(16)} ${row.about}\n${' '.repeat(17)}figure: ${row.figure} (a run = ${row.unit}; --runs ${row.runs} by default)`);
  console.log(JSON.stringify({ proofs: rows }));
} else if (load === undefined) {
  console.error(`There is no proof "${name}". Known: ${Object.keys(PROOFS).join(', ')}.`);
  process.exitCode = 2;
} else {
  const proof = await load();
  const missing = await proof.missing?.();
  const started = performance.now();
  let line: ProofLine;
  if (missing === undefined) {
    const found = await proof.run({ runs: runs ?? proof.runs, seed: seed ?? 1, more, say: (text) => process.stderr.write(`${text}\n`) });
    line = { name, unit: proof.unit, seed: seed ?? 1, ...found, seconds: Number(((performance.now() - started) / 1000).toFixed(1)) } as ProofLine;
  } else {
    line = { name, runs: 0, unit: proof.unit, ok: false, seed: seed ?? 1, missing };
  }
  console.log(JSON.stringify(line));
  // Sockets and timers of what was killed may still be open.
  process.exit(line.ok ? 0 : 1);
}

function read(argv: string[]): { name?: string; runs?: number; seed?: number; list: boolean; more: Record<string, string> } {
  const { tokens } = parseArgs({ args: argv, strict: false, tokens: true, allowPositionals: true });
  const found: { name?: string; runs?: number; seed?: number; list: boolean; more: Record<string, string> } = { list: false, more: {} };
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i];
    if (token?.kind === 'option' && token.name === 'list') found.list = true;
    else if (token?.kind === 'option') {
      const next = tokens[i + 1];
      const value = token.value ?? (next?.kind === 'positional' ? next.value : undefined);
      if (token.value === undefined && next?.kind === 'positional') i += 1;
      if (token.name === 'runs' || token.name === 'seed') found[token.name] = whole(token.name, value);
      else found.more[token.name] = value ?? 'true';
    } else if (token?.kind === 'positional') found.name ??= token.value;
  }
  return found;
}

function whole(option: string, value: string | undefined): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  console.error(`--${option} needs a whole number from 1, for example --${option} 100; got ${value ?? 'nothing'}.`);
  process.exit(2);
}
