import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ERROR_CATALOGUE } from '../../shared/util/error-catalogue.ts';
import { isCodedError } from '../../shared/util/errors.ts';
import { createIngestClient } from '../ingest-client.ts';
import type { RejectedRow } from './item.ts';
import { loadReplay } from './load.ts';
import { HELP, readOptions } from './options.ts';
import { createProgress } from './progress.ts';
import { runReplay } from './run.ts';
import { readTarget } from './target.ts';

const SHOWN_REJECTIONS = 20;

interface Streams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean | undefined };
}

/** The whole command; gives the exit code (see --help). `signal` ends it after the request under way. */
export async function main(
  args: readonly string[],
  streams: Streams,
  signal: AbortSignal,
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<number> {
  const { stdout, stderr } = streams;
  try {
    const options = readOptions(args, environment);
    if (options === 'help') {
      stdout.write(HELP);
      return 0;
    }
    const target = 'dataFolder' in options.target ? await readTarget(options.target.dataFolder) : options.target;
    const input = await loadReplay(options.file, { format: options.format, defaultAccount: options.account, now: Date.now() });
    showRejections(input.rejected, stderr);
    const progress = createProgress(stderr);
    const client = createIngestClient({
      ...target,
      onRetry: (why, pauseMs) => stderr.write(`replay: ${why}; trying again in ${Math.ceil(pauseMs / 100) / 10} s\n`),
    });
    let refused = 0;
    const { summary, error } = await runReplay(input, client, {
      pace: options.pace,
      signal,
      onProgress: (tally, total) => progress.show(tally, total),
      onRejected: (item, code, detail) => {
        refused += 1;
        if (refused <= SHOWN_REJECTIONS) stderr.write(`replay: ${item.message.remoteId}: ${code}: ${detail}\n`);
      },
    });
    progress.end();
    if (error !== undefined && summary.interrupted === undefined) stderr.write(`replay: ${error.message}\n`);
    stdout.write(`${JSON.stringify(summary)}\n`);
    return summary.interrupted === true ? 130 : error === undefined ? 0 : 1;
  } catch (error) {
    if (!isCodedError(error)) throw error;
    stderr.write(`replay: ${error.message}\n`);
    return 2;
  }
}

function showRejections(rejected: readonly RejectedRow[], stderr: Streams['stderr']): void {
  for (const { row, code, field, detail } of rejected.slice(0, SHOWN_REJECTIONS)) {
    stderr.write(`replay: row ${row}: ${code}${field === undefined ? '' : ` (${field})`}: ${detail} ${ERROR_CATALOGUE[code].remedy}\n`);
  }
  if (rejected.length > SHOWN_REJECTIONS) stderr.write(`replay: … and ${rejected.length - SHOWN_REJECTIONS} more rejected rows\n`);
}

function isEntry(): boolean {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
}

if (isEntry()) {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      // A second Ctrl+C does not wait for the server's answer.
      if (stop.signal.aborted) process.exit(130);
      stop.abort();
    });
  }
  process.exitCode = await main(process.argv.slice(2), process, stop.signal, process.env);
}
