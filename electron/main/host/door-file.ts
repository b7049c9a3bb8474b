import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { CodedError } from '../../../shared/util/errors.ts';

/** Names the running browser desk to whoever may read the user's own files: `npm run -s desk-url` asks there for a one-time address. */
const doorFileSchema = z.object({
  url: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }),
  pid: z.number().int().min(1),
  secret: z.string().min(32).max(128),
});
export type DoorFile = z.infer<typeof doorFileSchema>;

export function doorFileIn(dataDir: string): string {
  return path.join(dataDir, 'desk.json');
}

/** Written whole or not at all, readable by its owner alone. */
export async function writeDoorFile(dataDir: string, content: DoorFile): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = doorFileIn(dataDir);
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
export async function readDoorFile(dataDir: string): Promise<DoorFile> {
  const file = doorFileIn(dataDir);
  try {
    return doorFileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new CodedError('DESK_FILE_MISSING', { field: file, cause: error });
  }
}

/** Takes the file away when its desk ends; one that another desk wrote meanwhile stays. */
export async function removeDoorFile(dataDir: string, secret: string): Promise<void> {
  const held = await readDoorFile(dataDir).catch(() => undefined);
  if (held?.secret === secret) await rm(doorFileIn(dataDir), { force: true });
}
