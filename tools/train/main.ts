import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

// Trains every model of shared/text anew, one after the other: `npm run -s train -- [--corrections FILE] [--out FOLDER] [check]`. The same data
// gives the same files, byte for byte; the seeds are printed. "check" trains on a part and prints how the rest is judged, without writing. A
// model that corrections would make worse on rows it has not seen is left as it is, and the command ends with 3.

const MODELS_LEARN: ReadonlySet<unknown> = new Set(['sentiment', 'abuse']);
const at = process.argv.indexOf('--corrections');
const file = at < 0 ? undefined : process.argv[at + 1];
if (file !== undefined) {
  const tasks = new Map<string, number>();
  for (const line of readFileSync(path.resolve(file), 'utf8').split('\n').filter((one) => one.trim() !== '')) {
    const { task } = JSON.parse(line) as { readonly task?: unknown };
    tasks.set(String(task), (tasks.get(String(task)) ?? 0) + 1);
  }
  // Rules are not trained: their corrections are what a person changes a rule by, and measures it with.
  for (const [task, count] of tasks) console.log(`${task}: ${count} corrections${MODELS_LEARN.has(task) ? '' : ` of a rule (npm run -s evaluate tells how it does on them)`}`);
}

let worst = 0;
for (const one of ['topics', 'same-question', 'mood-field', 'sentiment', 'abuse']) {
  console.log(`-- ${one}`);
  const args = process.argv.slice(2).toSorted((a, b) => Number(b === 'check') - Number(a === 'check'));
  const ran = spawnSync(process.execPath, [path.join(import.meta.dirname, `${one}.ts`), ...args], { stdio: 'inherit' });
  if (ran.status === 3) worst = 3;
  else if (ran.status !== 0) process.exit(ran.status ?? 1);
}
process.exitCode = worst;
