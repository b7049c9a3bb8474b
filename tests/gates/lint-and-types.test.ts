// The tools that are not ours must see what they are set up to see: planted in a copy of the set-up, not in the tree.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const copy = mkdtempSync(path.join(tmpdir(), 'leitstand-lint-'));
const plants: Record<string, { text: string; lint?: string; types?: RegExp }> = {
  'shared/util/floating.ts': {
    text: 'async function f(): Promise<void> {}\nexport function g(): void {\n  f();\n}\n',
    lint: 'no-floating-promises',
  },
  'server/ingest/floating.ts': {
    text: 'async function f(): Promise<void> {}\nexport function g(): void {\n  f();\n}\n',
    lint: 'no-floating-promises',
  },
  'electron/main/sync/misused.ts': {
    text: 'export const g = (list: number[]): void => list.forEach(async (one) => {\n  await Promise.resolve(one);\n});\n',
    lint: 'no-misused-promises',
  },
  'renderer/src/app/floating.tsx': {
    text: 'async function f(): Promise<void> {}\nexport function G(): React.JSX.Element {\n  f();\n  return <p />;\n}\n',
    lint: 'no-floating-promises',
  },
  'renderer/src/app/Hooks.tsx': {
    text: "import { useState } from 'react';\nexport function G({ on }: { on: boolean }): React.JSX.Element {\n  if (on) useState(1);\n  return <p />;\n}\n",
    lint: 'rules-of-hooks',
  },
  'shared/domain/clock.ts': { text: 'export const at: number = Date.now();\n', lint: 'no-restricted-properties' },
  'server/routing/core/dice.ts': { text: 'export const r: number = Math.random();\n', lint: 'no-restricted-properties' },
  'shared/domain/any.ts': {
    text: 'export function f(x: any): void {\n  g(x);\n}\nfunction g(_x: number): void {}\n',
    lint: 'no-explicit-any',
  },
  'shared/domain/dom.ts': { text: 'export const title = document.title;\n', types: /dom\.ts.*TS2584|dom\.ts.*TS2304/ },
  'shared/domain/node.ts': { text: 'export const b = Buffer.from("x");\n', types: /node\.ts.*TS(2580|2304|2591)/ },
  'shared/domain/enum.ts': { text: 'export enum Colour {\n  red,\n}\n', types: /enum\.ts.*TS1294/ },
  'shared/domain/index-access.ts': {
    text: 'export const first = (list: readonly string[]): string => list[0];\n',
    types: /index-access\.ts.*TS2322/,
  },
  'shared/domain/optional.ts': { text: 'export const o: { a?: string } = { a: undefined };\n', types: /optional\.ts.*TS2375/ },
  'server/ingest/dom.ts': { text: 'export const title = document.title;\n', types: /dom\.ts.*TS2584|dom\.ts.*TS2304/ },
  'renderer/src/app/node.ts': { text: 'export const b = Buffer.from("x");\n', types: /node\.ts.*TS(2580|2304|2591)/ },
};

let lint: { filename: string; code: string }[] = [];
beforeAll(() => {
  for (const entry of ['tsconfig', 'tsconfig.json', '.oxlintrc.json', 'package.json'])
    cpSync(path.join(root, entry), path.join(copy, entry), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  for (const [file, { text }] of Object.entries(plants)) {
    mkdirSync(path.join(copy, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(copy, file), text);
  }
  const run = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules/oxlint/bin/oxlint'), '--type-aware', '-f', 'json', 'shared', 'server', 'electron', 'renderer'],
    { cwd: copy, encoding: 'utf8' },
  );
  lint = (JSON.parse(run.stdout) as { diagnostics: { filename: string; code: string }[] }).diagnostics;
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('the linter', () => {
  const planted = Object.entries(plants).flatMap(([file, { lint: rule }]) => (rule === undefined ? [] : [[file, rule] as const]));
  test.each(planted)('%s breaks %s', (file, rule) => {
    const codes = lint.filter((one) => one.filename === file).map((one) => one.code);
    expect(
      codes.some((code) => code.includes(`(${rule})`)),
      `found ${codes.join(', ') || 'nothing'}`,
    ).toBe(true);
  });
});

describe('the compiler, per runtime', () => {
  const outputs = new Map<string, string>();
  const outputOf = (config: string): string => {
    const known = outputs.get(config);
    if (known !== undefined) return known;
    const run = spawnSync(
      process.execPath,
      [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', `tsconfig/${config}.json`, '--pretty', 'false'],
      { cwd: copy, encoding: 'utf8' },
    );
    outputs.set(config, run.stdout);
    return run.stdout;
  };
  const planted = Object.entries(plants).flatMap(([file, { types }]) => (types === undefined ? [] : [[file, types] as const]));
  test.each(planted)('%s does not compile', (file, types) => {
    expect(outputOf(file.split('/')[0] as string)).toMatch(types);
  });
});
