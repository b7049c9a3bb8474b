import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CodedError } from '../../shared/util/errors.ts';

/** What a running center tells its owner's other programs. Holds secrets: mode 0600. */
export const centerFileSchema = z.object({
  serverUrl: z.string(),
  /** Empty until the desk is there. */
  deskUrl: z.string(),
  platformUrl: z.string(),
  ingestKey: z.string(),
  signIns: z.array(z.object({ name: z.string(), role: z.string(), password: z.string() })),
  /** What a second desk needs to post: the name of the keychain entry and its value. */
  sandboxCredential: z.object({ credentialId: z.string(), value: z.string() }),
  webhookSecret: z.string(),
});
export type CenterFile = z.infer<typeof centerFileSchema>;

export function centerFileIn(dataDir: string): string {
  return join(dataDir, 'center.json');
}

/** CENTER_MISSING when the folder holds no center that was started. */
export function readCenterFile(dataDir: string): CenterFile {
  const file = centerFileIn(dataDir);
  try {
    return centerFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new CodedError('CENTER_MISSING', { field: file, cause });
  }
}

export function hasCenterFile(dataDir: string): boolean {
  return existsSync(centerFileIn(dataDir));
}

/** Whole or not at all. */
export function writeCenterFile(dataDir: string, content: CenterFile): void {
  const file = centerFileIn(dataDir);
  writeFileSync(`${file}.tmp`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
}
