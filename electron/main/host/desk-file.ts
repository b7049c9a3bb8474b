import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { CodedError } from '../../../shared/util/errors.ts';

/** Names the running browser desk to whoever may read the user's own files: `npm run -s desk-url` asks there for a one-time address. */
const deskFileSchema = z.object({
  url: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }),
  pid: z.number().int().min(1),
  secret: z.string().min(32).max(128),
});
export type DeskFile = z.infer<typeof deskFileSchema>;

export function deskFileIn(dataDir: string): string {
  return path.join(dataDir, 'desk.json');
}

/** Written whole or not at all, readable by its owner alone. */
export async function writeDeskFile(dataDir: string, content: DeskFile): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = deskFileIn(dataDir);
  await rm(`${file}.tmp`, { force: true });
  const handle = await open(`${file}.tmp`, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(content)}\n`);
  } finally {
    await handle.close();
  }
  await rename(`${file}.tmp`, file);
}

/** Throws DESK_FILE_MISSING where there is none or it is not one. */
export async function readDeskFile(dataDir: string): Promise<DeskFile> {
  const file = deskFileIn(dataDir);
  try {
    return deskFileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new CodedError('DESK_FILE_MISSING', { field: file, cause: error });
  }
}

/** Takes the file away when its desk ends; one that another desk wrote meanwhile stays. */
export async function removeDeskFile(dataDir: string, secret: string): Promise<void> {
  const held = await readDeskFile(dataDir).catch(() => undefined);
  if (held?.secret === secret) await rm(deskFileIn(dataDir), { force: true });
}
