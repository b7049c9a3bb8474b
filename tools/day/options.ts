import { parseArgs } from 'node:util';
import { z } from 'zod';
import { CodedError } from '../../shared/util/errors.ts';

export const DAY_HELP = `A compressed day: real input comes in, headless desks answer it, the log and the platform are held to account.

  npm run -s day -- [options]

  --desks N     desks that answer                          (default 20)
  --speed S     so many times faster than it happened      (default 200)
  --file FILE   recorded messages, as replay reads them; customers' alone, the desks give the answers
                                                           (default: a day of sample traffic)
  --data DIR    a running center, or a folder to start one in
                                                           (default: a center of its own, gone afterwards)
  --seed N      makes the desks' habits again
  --help        this text

The last line on stdout is JSON: messages, answered, lost, doubled, ownedTwice, capacityExceeded, p50Ms, p90Ms,
worstMs (from receiving a message to the delivery of its answer), rssMb (the server's), and what else was counted.
`;

const schema = z.object({
  desks: z.coerce.number().int().min(1).max(500).default(20),
  speed: z.coerce.number().min(1).max(100_000).default(200),
  file: z.string().min(1).optional(),
  data: z.string().min(1).optional(),
  seed: z.coerce.number().int().min(0).optional(),
  help: z.boolean().default(false),
});
export type DayOptions = z.infer<typeof schema>;

/** OPTION_INVALID names the option and what it takes. */
export function readDayOptions(argv: readonly string[]): DayOptions {
  const string = { type: 'string' } as const;
  let values: unknown;
  try {
    values = parseArgs({ args: [...argv], strict: true, options: { desks: string, speed: string, file: string, data: string, seed: string, help: { type: 'boolean' } } }).values;
  } catch (error) {
    throw new CodedError('OPTION_INVALID', { detail: error instanceof Error ? `${error.message.split('. ')[0]}.` : undefined });
  }
  const parsed = schema.safeParse(values);
  if (!parsed.success) throw new CodedError('OPTION_INVALID', { field: `--${parsed.error.issues[0]?.path.join('.') ?? ''}`, detail: `${parsed.error.issues[0]?.message ?? 'wrong form'}.` });
  return parsed.data;
}
