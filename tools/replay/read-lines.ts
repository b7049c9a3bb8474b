import { createReadStream } from 'node:fs';
import { CodedError } from '../../shared/util/errors.ts';
import { LARGEST_ROW_BYTES } from './read-csv.ts';
import { RowError } from './item.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

export interface LineSink {
  line(text: string, row: number): void;
  broken(error: RowError, row: number): void;
}

/** Streams the non-empty lines of a file, counted from 1. An oversized line is skipped without being held. Throws REPLAY_FILE_MISSING. */
export async function readLines(file: string, sink: LineSink): Promise<void> {
  let parts: Buffer[] = [];
  let size = 0;
  let row = 0;

  const add = (piece: Buffer): void => {
    size += piece.length;
    if (size <= LARGEST_ROW_BYTES) parts.push(piece);
  };
  const end = (): void => {
    const bytes = Buffer.concat(parts);
    const oversized = size > LARGEST_ROW_BYTES;
    parts = [];
    size = 0;
    if (!oversized && bytes.every((byte) => byte === 32 || byte === 9 || byte === 13)) return;
    row += 1;
    try {
      if (oversized) throw new RowError('ROW_TOO_LARGE', undefined, `The line is longer than ${LARGEST_ROW_BYTES} bytes.`);
      sink.line(decode(bytes), row);
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      sink.broken(error, row);
    }
  };

  try {
    for await (const piece of createReadStream(file)) {
      const chunk = piece as Buffer;
      let from = 0;
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
        add(chunk.subarray(from, at));
        end();
        from = at + 1;
      }
      add(chunk.subarray(from));
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error)
      throw new CodedError('REPLAY_FILE_MISSING', { field: file, detail: error.message, cause: error });
    throw error;
  }
  if (size > 0) end();
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new RowError('ROW_ENCODING_INVALID', undefined, 'The bytes are not UTF-8.');
  }
}
