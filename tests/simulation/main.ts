import { World } from './world.ts';
const [from, to] = (process.argv[process.argv.indexOf('--seeds') + 1] ?? '1..1').split('..').map(Number);
const steps = Number(process.argv[process.argv.indexOf('--steps') + 1]);
const t0 = process.hrtime.bigint();
let total = 0;
for (let seed = from!; seed <= to!; seed++) {
  const r = await World.run({ seed, steps, traceLines: process.argv.includes("--trace") ? 3000 : 0 });
  total += r.steps;
  if (r.violations.length > 0) { console.log(r.trace.join('\n')); console.log(seed, r.violations.slice(0, 5)); } else if (to! - from! < 10) console.log(seed, r.fingerprint, r.accepted, r.virtualMs, r.forcedDoubles);
}
const ms = Number(process.hrtime.bigint() - t0) / 1e6;
console.log(total, 'steps', ms, 'ms', Math.round(total / ms * 1000), '/s');
