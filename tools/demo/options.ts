import { parseArgs } from 'node:util';
import { z } from 'zod';
import { CodedError } from '../../shared/util/errors.ts';

export const START_HELP = `A working center with sample traffic: server, Probeplattform and a desk.

  npm start -- [options]

  --no-open        do not open the desk
  --host H         electron or browser             (default: electron where its binary is there)
  --data DIR       where everything is kept        (default .data/demo)
  --fresh          begin anew: what DIR holds is deleted first
  --quiet          no sample traffic
  --port N         port of the server; desk and platform take the next two; 0 takes free ones
                                                   (default 7400, or free ones where taken)
  --help           this text

When everything answers it prints one line that is exactly "ready" and DIR/center.json says
where everything is. Ctrl+C ends all it started.
`;

const schema = z.object({
  'no-open': z.boolean().default(false),
  host: z.enum(['electron', 'browser']).optional(),
  data: z.string().min(1).default('.data/demo'),
  fresh: z.boolean().default(false),
  quiet: z.boolean().default(false),
  port: z.coerce.number().int().min(0).max(65_533).optional(),
  help: z.boolean().default(false),
});
export type StartOptions = z.infer<typeof schema>;

/** OPTION_INVALID names the option and what it takes. */
export function readStartOptions(argv: readonly string[]): StartOptions {
  const string = { type: 'string' } as const;
  const boolean = { type: 'boolean' } as const;
  let values: unknown;
  try {
    values = parseArgs({ args: [...argv], strict: true, options: { 'no-open': boolean, host: string, data: string, fresh: boolean, quiet: boolean, port: string, help: boolean } }).values;
  } catch (error) {
    throw new CodedError('OPTION_INVALID', { detail: error instanceof Error ? `${error.message.split('. ')[0]}.` : undefined });
  }
  const parsed = schema.safeParse(values);
  if (!parsed.success) throw new CodedError('OPTION_INVALID', { field: `--${parsed.error.issues[0]?.path.join('.') ?? ''}`, detail: `${parsed.error.issues[0]?.message ?? 'wrong form'}.` });
  return parsed.data;
}
