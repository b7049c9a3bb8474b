// What a file system may leave of a database after a crash, and how its opening code takes it.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { seededRng } from '../../../../shared/util/seeded-rng.ts';

export type Dice = ReturnType<typeof seededRng>;
export const FRAME_HEADER_BYTES = 24;
export const WAL_HEADER_BYTES = 32;

/** A database as it lay there when the machine stopped. */
export interface Crashed {
  readonly main: Buffer;
  readonly wal: Buffer;
  /** What else lies beside it, by name. */
  readonly beside: ReadonlyMap<string, Buffer>;
  readonly pageBytes: number;
  /** Bytes of the log after which each commit in it is whole, in order. */
  readonly commitEnds: readonly number[];
  /** Opens with the product's own code, reads everything there is, closes. */
  look(folder: string): Promise<Look>;
}

/**
 * `opened`: everything equals what was there after so many of the log's commits; undefined where it equals none of these states.
 * `noticed`: refused, or rebuilt; `wrong` says what in the rebuilt one was never written so, `saved` how many of the `promised` replies are in it.
 */
export type Look =
  | { readonly kind: 'opened'; readonly commits: number | undefined }
  | {
      readonly kind: 'noticed';
      readonly code: string;
      readonly wrong?: string | undefined;
      readonly promised?: number | undefined;
      readonly saved?: number | undefined;
    };

export interface Subject {
  readonly name: string;
  readonly file: string;
  make(folder: string, dice: Dice, commits: number): Promise<Crashed>;
}

/** In memory where the system has such a folder: what is opened here is torn already, and waiting for a disk shows nothing. */
export function freshFolder(name: string): string {
  const root = existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();
  return mkdtempSync(path.join(root, `leitstand-${name}-`));
}

/** Puts the files down in a folder of their own for the time of one look. */
export async function lookAt(subject: Subject, crashed: Crashed, main: Buffer, wal: Buffer): Promise<Look> {
  const folder = freshFolder('wal-torn');
  try {
    for (const [name, bytes] of crashed.beside) writeFileSync(path.join(folder, name), bytes);
    writeFileSync(path.join(folder, subject.file), main);
    writeFileSync(path.join(folder, `${subject.file}-wal`), wal);
    return await crashed.look(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The ends of the commits of the present generation, counted in the log itself. */
export function commitEndsOf(wal: Buffer, pageBytes: number): number[] {
  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  const ends: number[] = [];
  for (let at = WAL_HEADER_BYTES; at + frameBytes <= wal.length; at += frameBytes) {
    if (wal.compare(wal, 16, 24, at + 8, at + 16) !== 0) break;
    if (wal.readUInt32BE(at + 4) !== 0) ends.push(at + frameBytes);
  }
  return ends;
}
