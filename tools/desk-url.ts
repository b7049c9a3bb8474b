// Prints a fresh one-time address of a running browser desk: `npm run -s desk-url -- --data DIR`. Good for five minutes and one use.
import path from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { readDoorFile } from '../electron/main/host/door-file.ts';
import { CodedError, isCodedError } from '../shared/util/errors.ts';

const answerSchema = z.object({ url: z.string().startsWith('http://127.0.0.1:') });

/** Asks the desk that runs on `dataDir` (or on `desk/` in it) for an address. Throws DESK_FILE_MISSING, DESK_NOT_RUNNING. */
export async function fetchDeskUrl(dataDir: string): Promise<string> {
  const desk = await readDoorFile(dataDir).catch(async (error: unknown) =>
    readDoorFile(path.join(dataDir, 'desk')).catch(() => Promise.reject(error)),
  );
  let answer: unknown;
  try {
    const response = await fetch(`${desk.url}/desk-url`, {
      method: 'POST',
      headers: { authorization: `Bearer ${desk.secret}` },
      signal: AbortSignal.timeout(5_000),
      redirect: 'error',
    });
    answer = await response.json();
  } catch (error) {
    throw new CodedError('DESK_NOT_RUNNING', { field: desk.url, cause: error });
  }
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) throw new CodedError('DESK_NOT_RUNNING', { field: desk.url, detail: 'Something else answers at its address.' });
  return parsed.data.url;
}

if (process.argv[1] === import.meta.filename) {
  const options = new Command('desk-url')
    .description('prints a one-time address of a running desk')
    .option('--data <dir>', 'data folder of the desk, or of the center it was started with', '.data/demo')
    .option('--place <link>', 'a leitstand://… link that the page is to open')
    .parse()
    .opts<{ data: string; place?: string }>();
  try {
    const url = await fetchDeskUrl(path.resolve(options.data));
    console.log(options.place === undefined ? url : `${url}&place=${encodeURIComponent(options.place)}`);
  } catch (error) {
    console.error(isCodedError(error) ? error.message : error);
    process.exitCode = 1;
  }
}
