export interface Options {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
  readonly plant?: string | undefined;
  readonly plants: boolean;
  readonly trace: boolean;
  readonly help: boolean;
  readonly jobs?: number | undefined;
}

export const USAGE = `npm run -s simulate -- [options]
  --seeds A..B    seeds to run, both included (default 1..200)
  --seed S        this one alone
  --steps N       steps of each seed before everything is healed (default 1000)
  --plant NAME    plants a bug and ends with exit 0 when a seed catches it, 1 when none does
  --plants        lists the bugs that can be planted
  --trace         prints the last steps even where nothing is wrong (one seed)
  --jobs N        processes at once (default: one per core)
The last line is JSON.
`;

/** Reads the command line; a sentence where it is wrong. */
export function optionsOf(args: readonly string[]): Options | string {
  let from = 1;
  let to = 200;
  let steps = 1_000;
  let plant: string | undefined;
  let jobs: number | undefined;
  let plants = false;
  let trace = false;
  let help = false;
  for (let i = 0; i < args.length; i += 1) {
    const [name = '', given] = (args[i] ?? '').split('=', 2);
    const value = (): string => given ?? args[(i += 1)] ?? '';
    switch (name) {
      case '--seeds': {
        const range = /^(\d+)\.\.(\d+)$/.exec(value());
        if (range === null || Number(range[1]) > Number(range[2])) return '--seeds takes A..B with A ≤ B.';
        from = Number(range[1]);
        to = Number(range[2]);
        break;
      }
      case '--seed': {
        const text = value();
        if (!/^\d+$/.test(text)) return '--seed takes a number.';
        from = Number(text);
        to = from;
        break;
      }
      case '--steps': {
        steps = Number(value());
        if (!Number.isInteger(steps) || steps < 1) return '--steps takes a number from 1.';
        break;
      }
      case '--jobs': {
        jobs = Number(value());
        if (!Number.isInteger(jobs) || jobs < 1) return '--jobs takes a number from 1.';
        break;
      }
      case '--plant':
        plant = value();
        break;
      case '--plants':
        plants = true;
        break;
      case '--trace':
        trace = true;
        break;
      case '--help':
        help = true;
        break;
      default:
        return `there is no option ${args[i]}.`;
    }
  }
  return { from, to, steps, plant, plants, trace, help, jobs };
}
