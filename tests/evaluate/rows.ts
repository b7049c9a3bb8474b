import { existsSync, readFileSync } from 'node:fs';
import { CodedError } from '../../shared/util/errors.ts';

export type Row = Readonly<Record<string, unknown>>;

const lines = new WeakMap<Row, number>();

/** The line of the file a row stands on (in a JSON list: its place), from 1. */
export function lineOf(row: Row): number {
  return lines.get(row) ?? 0;
}

/** The rows of a JSON-lines file, or of a JSON file that holds a list; throws EVALUATE_DATA_INVALID naming the line. */
export function readRows(file: string): Row[] {
  const text = readText(file);
  if (/^\s*\[/u.test(text)) {
    const list: unknown = parse(text, 1);
    if (!Array.isArray(list) || list.length === 0)
      throw new CodedError('EVALUATE_DATA_INVALID', { field: 'data', detail: 'The file holds no rows.' });
    return list.map((one, i) => asRow(one, i + 1));
  }
  const rows: Row[] = [];
  text.split(/\r?\n/u).forEach((line, i) => {
    if (line.trim() !== '') rows.push(asRow(parse(line, i + 1), i + 1));
  });
  if (rows.length === 0) throw new CodedError('EVALUATE_DATA_INVALID', { field: 'data', detail: 'The file holds no rows.' });
  return rows;
}

export function readText(file: string): string {
  if (!existsSync(file)) throw new CodedError('EVALUATE_DATA_MISSING', { field: 'data', detail: `There is no file ${file}.` });
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/u, '');
  } catch (error) {
    throw new CodedError('EVALUATE_DATA_MISSING', { field: 'data', detail: `${file} cannot be read.`, cause: error });
  }
}

function parse(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CodedError('EVALUATE_DATA_INVALID', { field: 'data', detail: `Line ${line} is not JSON.`, cause: error });
  }
}

function asRow(value: unknown, line: number): Row {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CodedError('EVALUATE_DATA_INVALID', { field: 'data', detail: `Line ${line} is no object.` });
  lines.set(value as Row, line);
  return value as Row;
}
