import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../../shared/util/errors.ts';

export interface ReplayTarget {
  readonly serverUrl: string;
  readonly key: string;
}

/** What a replay needs of center.json; the rest is for others. */
export const centerTargetSchema = z.looseObject({ serverUrl: z.url({ protocol: /^https?$/ }), ingestKey: z.string().min(1).max(512) });

/** Reads center.json of a data folder. Throws REPLAY_CENTER_MISSING. */
export async function readTarget(dataFolder: string): Promise<ReplayTarget> {
  const file = join(dataFolder, 'center.json');
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new CodedError('REPLAY_CENTER_MISSING', {
      field: file,
      detail: error instanceof SyntaxError ? 'It is not JSON.' : 'It cannot be read.',
      cause: error,
    });
  }
  const parsed = centerTargetSchema.safeParse(content);
  if (!parsed.success)
    throw new CodedError('REPLAY_CENTER_MISSING', {
      field: `${file} ${parsed.error.issues[0]?.path.join('.')}`,
      detail: `${parsed.error.issues[0]?.message}.`,
    });
  return { serverUrl: parsed.data.serverUrl, key: parsed.data.ingestKey };
}
