// Spelling dictionaries for a package: from the archive of the very Electron release that is packaged, checked against the checksums that came with its npm
// package. They travel with the program, so that no desk ever asks a third party for one.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { unzip } from './unzip.ts';

export const ARCHIVE = 'hunspell_dictionaries.zip';
const WANTED = /^(?:de-DE|en-GB)-[\w-]+\.bdic$/i;
const MOST_BYTES = 20_000_000;

export type Fetch = (given: { readonly version: string; readonly artifactName: string; readonly checksums: Readonly<Record<string, string>> }) => Promise<string>;

/** Puts the dictionaries of both languages into `folder`, which is emptied first, and gives their names. Throws where one is missing or the archive is another. */
export async function fetchDictionaries(electronDir: string, folder: string, fetch: Fetch): Promise<readonly string[]> {
  const { version } = JSON.parse(readFileSync(path.join(electronDir, 'package.json'), 'utf8')) as { version: string };
  const checksums = JSON.parse(readFileSync(path.join(electronDir, 'checksums.json'), 'utf8')) as Record<string, string>;
  const expected = checksums[ARCHIVE];
  if (expected === undefined) throw new Error(`Electron ${version} names no checksum of ${ARCHIVE}`);
  const archive = readFileSync(await fetch({ version, artifactName: ARCHIVE, checksums: { [ARCHIVE]: expected } }));
  // Whoever fetched it may have checked; this is what goes into the package.
  if (createHash('sha256').update(archive).digest('hex') !== expected) throw new Error(`${ARCHIVE} is not the one of Electron ${version}`);
  const files = [...unzip(archive, (name) => WANTED.test(path.posix.basename(name)), MOST_BYTES)].map(([name, content]) => [path.posix.basename(name), content] as const);
  for (const language of ['de-DE', 'en-GB'])
    if (!files.some(([name]) => name.toLowerCase().startsWith(language.toLowerCase()))) throw new Error(`${ARCHIVE} holds no dictionary for ${language}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) writeFileSync(path.join(folder, name), content);
  return files.map(([name]) => name).toSorted();
}
