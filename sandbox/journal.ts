import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxError } from './errors.ts';

export interface Journal {
  /** Throws STORAGE_FAILED; then the journal is as it was. */
  append(record: object): void;
  read(): Generator<{ line: number; value: unknown }>;
  close(): void;
}

/** Keeps nothing beyond the process. */
export class MemoryJournal implements Journal {
  append(): void {}
  *read(): Generator<{ line: number; value: unknown }> {}
  close(): void {}
}

const NEWLINE = 10;

/**
 * JSON lines in one file, written before the answer goes out, so a killed process loses nothing it acknowledged.
 * Not synced to disk: a power cut may cost the tail, and a torn last line is cut off at the next start.
 */
export class FileJournal implements Journal {
  readonly #path: string;
  readonly #fd: number;
  #size = 0;

  /** Opens or makes `journal.jsonl` (0600) in `folder`, which is made when missing (0700). */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#path = join(folder, 'journal.jsonl');
    const content = existsSync(this.#path) ? readFileSync(this.#path) : Buffer.alloc(0);
    this.#fd = openSync(this.#path, 'a', 0o600);
    this.#size = wholeLength(content);
    if (this.#size < content.length) ftruncateSync(this.#fd, this.#size);
  }

  append(record: object): void {
    const bytes = Buffer.from(`${JSON.stringify(record)}\n`, 'utf8');
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#fd, bytes, done);
      this.#size += bytes.length;
    } catch (cause) {
      // Half a line would spoil the next record.
      try {
        ftruncateSync(this.#fd, this.#size);
      } catch {}
      throw new SandboxError('STORAGE_FAILED', { detail: `The journal could not be written: ${cause instanceof Error ? cause.message : String(cause)}` });
    }
  }

  *read(): Generator<{ line: number; value: unknown }> {
    const content = readFileSync(this.#path);
    let line = 0;
    for (let from = 0; from < content.length; ) {
      const end = content.indexOf(NEWLINE, from);
      line += 1;
      const value = parse(content.toString('utf8', from, end));
      if (value === undefined) throw new SandboxError('JOURNAL_DAMAGED', { detail: `The journal's line ${line} is not a record.` });
      yield { line, value };
      from = end + 1;
    }
  }

  close(): void {
    closeSync(this.#fd);
  }
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Length up to the last line that is complete: ended by a newline and, being the last one, readable. */
function wholeLength(content: Buffer): number {
  const end = content.lastIndexOf(NEWLINE) + 1;
  if (end === 0) return 0;
  const start = end < 2 ? 0 : content.lastIndexOf(NEWLINE, end - 2) + 1;
  return parse(content.toString('utf8', start, end - 1)) === undefined ? start : end;
}
