// The platform as a process of its own: `node sandbox/main.ts --help`.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { SandboxError } from './errors.ts';
import { startSandbox, type SandboxOptions } from './start.ts';

const HELP = `Probeplattform: a small social platform for demo, tests and training.

  node sandbox/main.ts [options]

  --port N       port to listen on; 0 takes a free one        (default 0)
  --host H       address to listen on                         (default 127.0.0.1)
  --data DIR     keep everything in DIR (journal.jsonl, token)
  --memory       keep nothing beyond the process              (default without --data)
  --token T      operator token; better given as SANDBOX_TOKEN, since other users can see
                 a command line                               (default: made, kept in DIR/token)
  --seed N       seed of the dice for faults                  (default 1)
  --quiet        no hints on stderr
  --help         this text

When it listens it prints one JSON line on stdout: {"ready":true,"url":…,"port":…}.
In memory and without a given token that line also carries the made token.
SIGTERM and SIGINT end it. The interface is described in docs/sandbox.md.
`;

const optionsSchema = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(0),
  host: z.string().min(1).max(255).default('127.0.0.1'),
  data: z.string().min(1).optional(),
  memory: z.boolean().default(false),
  token: z.string().regex(/^[\x21-\x7e]{16,500}$/, 'a token has 16 to 500 printable characters without spaces').optional(),
  seed: z.coerce.number().int().default(1),
  quiet: z.boolean().default(false),
  help: z.boolean().default(false),
});

type CliOptions = z.infer<typeof optionsSchema>;

function readCommandLine(args: string[]): CliOptions {
  const string = { type: 'string' } as const;
  const boolean = { type: 'boolean' } as const;
  const { values } = parseArgs({
    args,
    options: { port: string, host: string, data: string, memory: boolean, token: string, seed: string, quiet: boolean, help: boolean },
    strict: true,
  });
  const read = optionsSchema.safeParse({ ...values, token: values.token ?? process.env['SANDBOX_TOKEN'] });
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new Error(`--${issue?.path.join('.') ?? '?'}: ${issue?.message ?? 'invalid'}`);
  }
  if (read.data.memory && read.data.data !== undefined) throw new Error('--memory and --data exclude each other');
  return read.data;
}

async function main(): Promise<void> {
  let options: CliOptions;
  try {
    options = readCommandLine(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`INPUT_INVALID: ${error instanceof Error ? error.message : String(error)}. See --help.\n`);
    process.exitCode = 2;
    return;
  }
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  const start: SandboxOptions = { port: options.port, host: options.host, dataDir: options.data, token: options.token, seed: options.seed };
  const sandbox = await startSandbox(start);
  const madeInMemory = options.data === undefined && options.token === undefined;
  process.stdout.write(`${JSON.stringify({ ready: true, url: sandbox.url, port: sandbox.port, ...(madeInMemory ? { token: sandbox.token } : {}) })}\n`);
  if (!options.quiet) process.stderr.write(`Probeplattform: ${sandbox.url}/  (operator's panel: ${sandbox.url}/#operator=TOKEN)\n`);
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    void sandbox.close().then(() => process.exit(0), () => process.exit(1));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}

main().catch((error: unknown) => {
  const known = error instanceof SandboxError ? `${error.code}: ${error.message} ${error.toBody().error.remedy}` : error instanceof Error ? error.message : String(error);
  process.stderr.write(`${known}\n`);
  process.exitCode = 1;
});
