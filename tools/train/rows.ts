import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The data that may ship, beside the checkout; never copied into it. */
export const DATA = path.resolve(import.meta.dirname, '../../../shared/data');

export interface Example {
  readonly text: string;
  readonly label: string;
  readonly weight: number;
}

/** The rows of a JSON-lines file under the data folder. */
export function readRows(file: string): Record<string, unknown>[] {
  return readFileSync(path.resolve(DATA, file), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Tokenised tweets as people type them: no space before a mark, entities read. */
export function untokenise(text: string): string {
  return text
    .replace(/ ([.,!?;:)…]+)(?=\s|$)/gu, '$1')
    .replace(/\( /gu, '(')
    .replace(/" ([^"]*?) "/gu, '"$1"')
    .replace(/&gt;/gu, '>')
    .replace(/&lt;/gu, '<')
    .replace(/&amp;/gu, '&');
}

export function examplesOf(
  file: string,
  pick: (row: Record<string, unknown>) => string | undefined,
  weight = 1,
  clean = (text: string): string => text,
): Example[] {
  return readRows(file).flatMap((row) => {
    const label = pick(row);
    return label === undefined ? [] : [{ text: clean(String(row['text'])), label, weight }];
  });
}

/**
 * What agents put right, as the desk exports it: JSON lines `{task, text, label}` in the file named by `--corrections`. Each counts three times,
 * for it is of the very desk the model serves.
 */
export function correctionsFor(task: string, labels: readonly string[]): Example[] {
  const at = process.argv.indexOf('--corrections');
  const file = at < 0 ? undefined : process.argv[at + 1];
  if (file === undefined) return [];
  return readFileSync(path.resolve(file), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as { task?: unknown; text?: unknown; label?: unknown })
    .filter((row) => row.task === task && typeof row.text === 'string' && labels.includes(String(row.label)))
    .map((row) => ({ text: String(row.text), label: String(row.label), weight: 3 }));
}
