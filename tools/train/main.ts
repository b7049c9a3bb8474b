import { spawnSync } from 'node:child_process';
import path from 'node:path';

// Trains every model of shared/text anew, one after the other: `node tools/train/main.ts [--corrections FILE] [check]`. The same data gives the
// same files. "check" trains on a part and prints how the rest is judged, without writing (the pair model prints both and writes).

for (const one of ['topics', 'same-question', 'sentiment', 'abuse']) {
  console.log(`-- ${one}`);
  const args = process.argv.slice(2).toSorted((a, b) => Number(b === 'check') - Number(a === 'check'));
  const ran = spawnSync(process.execPath, [path.join(import.meta.dirname, `${one}.ts`), ...args], { stdio: 'inherit' });
  if (ran.status !== 0) process.exit(ran.status ?? 1);
}
