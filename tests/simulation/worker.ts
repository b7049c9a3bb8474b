// A process that runs every n-th seed and reports each: node worker.ts FROM TO STRIDE STEPS [PLANT].
import { findPlant } from './plants.ts';
import { World } from './world.ts';

const [from = 1, to = 1, stride = 1, steps = 1_000] = process.argv.slice(2, 6).map(Number);
const plant = findPlant(process.argv[6] ?? '');
for (let seed = from; seed <= to; seed += stride) {
  const result = await World.run({ seed, steps, plant });
  await new Promise<void>((resolve) => process.send?.(result, () => resolve()));
}
process.disconnect();
