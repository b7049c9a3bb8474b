import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { CodedError } from '../../shared/util/errors.ts';
import type { ReplayInput } from './item.ts';
import { loadJsonLines } from './json-lines.ts';
import { loadTweets } from './tweets.ts';

export type ReplayFormat = 'csv' | 'jsonl';
/** Where messages go that name no account and whose thread has none. */
export const DEFAULT_ACCOUNT = 'replay';

export interface LoadOptions {
  readonly format?: ReplayFormat | undefined;
  readonly defaultAccount?: string | undefined;
  /** Ms; stands in for a missing date. */
  readonly now: number;
}

/** Reads a whole replay file. Throws REPLAY_FILE_MISSING, REPLAY_FILE_KIND, REPLAY_HEADER_INVALID; bad rows are in `rejected`. */
export async function loadReplay(file: string, options: LoadOptions): Promise<ReplayInput> {
  const format = options.format ?? formatOf(file);
  const found = await stat(file).catch((error: unknown) => error);
  if (found instanceof Error) throw new CodedError('REPLAY_FILE_MISSING', { field: file, detail: found.message });
  if (!(found as { isFile(): boolean }).isFile()) throw new CodedError('REPLAY_FILE_MISSING', { field: file, detail: 'It is not a file.' });
  const account = options.defaultAccount ?? DEFAULT_ACCOUNT;
  return format === 'csv' ? loadTweets(file, account) : loadJsonLines(file, account, options.now);
}

function formatOf(file: string): ReplayFormat {
  const ending = extname(file).toLowerCase();
  if (ending === '.csv') return 'csv';
  if (ending === '.jsonl' || ending === '.ndjson') return 'jsonl';
  throw new CodedError('REPLAY_FILE_KIND', {
    field: file,
    detail: ending === '' ? 'The file has no ending.' : `The ending ${ending} is not known.`,
  });
}
