// Each runtime under its own configuration: what compiles for Node alone must not slip into the language or the screen.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const wanted = process.argv.slice(2);
const names = readdirSync(path.join(root, 'tsconfig'))
  .map((file) => path.basename(file, '.json'))
  .filter((name) => name !== 'base' && (wanted.length === 0 || wanted.includes(name)));

let failed = 0;
for (const name of names) {
  const { status, output } = await tsc(name);
  // TS18003: a runtime without files yet is no mistake.
  const empty = /TS18003/.test(output) && output.trim().split('\n').length === 1;
  if (status === 0 || empty) continue;
  failed += 1;
  console.log(`${name}:\n${output.trimEnd()}`);
}
console.log(
  failed === 0
    ? `Types: ${names.length} configurations, nothing found.`
    : `Types: ${failed} of ${names.length} configurations with errors.`,
);
process.exitCode = failed === 0 ? 0 : 1;

function tsc(name: string): Promise<{ status: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', `tsconfig/${name}.json`, '--pretty', 'false'],
      { cwd: root },
    );
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => resolve({ status: code ?? 1, output }));
  });
}
