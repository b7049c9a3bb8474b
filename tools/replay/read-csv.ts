import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse';
import { CodedError } from '../../shared/util/errors.ts';
import { RowError } from './item.ts';

/** Well above the largest text a message may hold, quotes and all. */
export const LARGEST_ROW_BYTES = 1_000_000;

export interface CsvSink {
  /** One data row as column → text. `row` counts from 1. */
  row(fields: Readonly<Record<string, string>>, row: number): void;
  broken(error: RowError, row: number): void;
}

/** A quote in the wrong place swallowed the lines that follow: they are read again without it. */
class SwallowedLines extends Error {}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Streams a CSV file with a header row. Rows end with LF or CRLF; a bare carriage return belongs to its field. A broken row costs only
 * its own line. Throws REPLAY_FILE_MISSING, REPLAY_HEADER_INVALID.
 */
export async function readCsv(file: string, needed: readonly string[], sink: CsvSink): Promise<void> {
  let header: readonly string[] | undefined;
  let row = 0;

  const take = (cells: readonly Buffer[]): void => {
    if (header === undefined) {
      header = readHeader(cells, needed);
      return;
    }
    row += 1;
    try {
      sink.row(readCells(header, cells), row);
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      sink.broken(error, row);
    }
  };

  for (let offset = await markLength(file); ;) {
    const stop = await parseFrom(file, offset, (cells, oneLine) => {
      if (header !== undefined && cells.length !== header.length && !oneLine) throw new SwallowedLines();
      take(cells);
    });
    if (stop === undefined) break;
    if (header === undefined) throw new CodedError('REPLAY_HEADER_INVALID', { field: file, detail: stop.detail });
    row += 1;
    sink.broken(new RowError(stop.tooLarge ? 'ROW_TOO_LARGE' : 'ROW_BROKEN', undefined, stop.detail), row);
    const next = await afterNextLine(file, stop.goodBytes);
    if (next === undefined) break;
    offset = next;
  }
  if (header === undefined) throw new CodedError('REPLAY_HEADER_INVALID', { field: file, detail: 'The file is empty.' });
}

interface Stop {
  /** Where in the file the row begins that could not be read. */
  readonly goodBytes: number;
  readonly detail: string;
  readonly tooLarge: boolean;
}

/** Parses from a byte offset to the end, or to the first row that cannot be read. */
function parseFrom(file: string, offset: number, take: (cells: readonly Buffer[], oneLine: boolean) => void): Promise<Stop | undefined> {
  return new Promise((resolve, reject) => {
    let goodBytes = offset;
    const parser = parse({
      encoding: null,
      // Its own discovery of the mark would turn bytes into text before we can check them.
      bom: false,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LARGEST_ROW_BYTES,
      on_record: (cells: unknown, context) => {
        const read = cells as readonly Buffer[];
        take(read, !read.some((cell) => cell.includes(10)));
        goodBytes = offset + context.bytes;
        return null;
      },
    });
    const source = createReadStream(file, { start: offset });
    source.on('error', (error) => reject(new CodedError('REPLAY_FILE_MISSING', { field: file, detail: error.message, cause: error })));
    parser.on('error', (error: unknown) => {
      source.destroy();
      if (error instanceof SwallowedLines) resolve({ goodBytes, detail: 'A quote swallows the lines that follow.', tooLarge: false });
      else if (error instanceof CsvError) resolve({ goodBytes, detail: error.message, tooLarge: error.code === 'CSV_MAX_RECORD_SIZE' });
      else reject(error instanceof Error ? error : new Error(String(error)));
    });
    parser.on('end', () => resolve(undefined));
    parser.resume();
    source.pipe(parser);
  });
}

/** Bytes of a UTF-8 byte order mark at the beginning. */
async function markLength(file: string): Promise<number> {
  const handle = await open(file, 'r').catch((error: Error) => {
    throw new CodedError('REPLAY_FILE_MISSING', { field: file, detail: error.message, cause: error });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(3), 0, 3, 0);
    const mark = buffer.subarray(0, bytesRead).toString('hex');
    if (/^(fffe|feff)/.test(mark))
      throw new CodedError('REPLAY_HEADER_INVALID', { field: file, detail: 'The file is UTF-16; it must be UTF-8.' });
    return mark === 'efbbbf' ? 3 : 0;
  } finally {
    await handle.close();
  }
}

/** Byte offset behind the first line feed that ends a line with something in it; undefined where the file ends before. */
async function afterNextLine(file: string, from: number): Promise<number | undefined> {
  let at = from;
  let content = false;
  for await (const chunk of createReadStream(file, { start: from })) {
    for (const byte of chunk as Buffer) {
      at += 1;
      if (byte === 10 && content) return at;
      if (byte !== 10 && byte !== 13) content = true;
    }
  }
  return undefined;
}

function readHeader(cells: readonly Buffer[], needed: readonly string[]): string[] {
  const names = cells.map((cell) => cell.toString('utf8').trim());
  const missing = needed.find((name) => !names.includes(name));
  if (missing !== undefined) throw new CodedError('REPLAY_HEADER_INVALID', { field: missing, detail: `The column ${missing} is missing.` });
  return names;
}

function readCells(header: readonly string[], cells: readonly Buffer[]): Record<string, string> {
  if (cells.length !== header.length)
    throw new RowError('ROW_BROKEN', undefined, `The row has ${cells.length} columns, the header ${header.length}.`);
  const fields: Record<string, string> = {};
  for (const [index, name] of header.entries()) {
    try {
      fields[name] = utf8.decode(cells[index]);
    } catch {
      throw new RowError('ROW_ENCODING_INVALID', name, 'The bytes are not UTF-8.');
    }
  }
  return fields;
}
