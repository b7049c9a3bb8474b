// Runs the worker under the recorder and gives what it did.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readNotes } from './disk.ts';
import type { Note } from './disk.ts';

export interface Recording {
  readonly folder: string;
  readonly notes: readonly Note[];
}

/** Compiles the recorder into `folder`. Throws what the compiler says. */
export function compileRecorder(folder: string): string {
  const library = path.join(folder, 'recorder.so');
  const source = path.join(import.meta.dirname, 'recorder.c');
  const done = spawnSync('gcc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl', '-lpthread'], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`the recorder was not compiled: ${done.stderr}`);
  return library;
}

/** `normal`: with the setting that does not wait for the disk. The folder is gone afterwards; its notes are what counts. */
export function record(what: 'replica' | 'log', steps: number, seed: number, normal: boolean): Recording {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'leitstand-power-')));
  const beside = `${folder}-record`;
  try {
    const library = compileRecorder(folder);
    const data = path.join(folder, 'data');
    const planted = normal ? ['--import', path.join(import.meta.dirname, 'normal.mjs')] : [];
    const done = spawnSync(
      process.execPath,
      [...planted, path.join(import.meta.dirname, 'worker.ts'), what, data, String(steps), String(seed)],
      {
        env: { ...process.env, LD_PRELOAD: library, RECORD_TO: beside, RECORD_FOLDER: data, UV_USE_IO_URING: '0' },
        encoding: 'utf8',
      },
    );
    if (done.status !== 0) throw new Error(`the recorded process failed: ${done.stderr}`);
    return { folder: data, notes: readNotes(readFileSync(beside)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(beside, { force: true });
  }
}
