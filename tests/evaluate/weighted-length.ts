import { weightedLength } from '../../shared/text/weighted-length.ts';
import { CodedError } from '../../shared/util/errors.ts';
import { round } from './figures.ts';
import { readText } from './rows.ts';

interface LengthCase {
  readonly section: string;
  readonly text: string;
  readonly expected: { readonly weightedLength?: number | undefined; readonly valid?: boolean | undefined };
}

/** Sections that hold to the third configuration (280, emoji as one); the others follow older rules or test something else. */
const CURRENT = /^(?:WeightedTweetsWithDiscountedEmojiCounterTest|UnicodeDirectionalMarkerCounterTest)$/u;

/** Vectors in twitter-text's YAML or the same as JSON; or rows `{text, weightedLength}`. Sections of other rules are left out and named. */
export function measureWeightedLength(file: string): Record<string, unknown> {
  const { cases, left } = readCases(file);
  if (cases.length === 0) throw new CodedError('EVALUATE_DATA_INVALID', { field: 'data', detail: 'The file holds no lengths to check.' });
  const began = process.hrtime.bigint();
  const wrong = cases.filter((one) => {
    const length = weightedLength(one.text);
    if (one.expected.weightedLength !== undefined && length !== one.expected.weightedLength) return true;
    return (
      one.expected.valid !== undefined && one.expected.weightedLength === undefined && one.expected.valid !== (length > 0 && length <= 280)
    );
  });
  const microsecondsPerText = Number(process.hrtime.bigint() - began) / 1_000 / cases.length;
  const sections: Record<string, { n: number; accuracy: number }> = {};
  for (const name of new Set(cases.map((one) => one.section))) {
    const own = cases.filter((one) => one.section === name);
    sections[name] = { n: own.length, accuracy: round(1 - own.filter((one) => wrong.includes(one)).length / own.length) };
  }
  return {
    task: 'weighted-length',
    n: cases.length,
    passed: cases.length - wrong.length,
    accuracy: round(1 - wrong.length / cases.length),
    sections,
    leftOut: left,
    microsecondsPerText: round(microsecondsPerText, 1),
    baselines: {
      codePoints: { accuracy: round(cases.filter((one) => one.expected.weightedLength === [...one.text].length).length / cases.length) },
    },
  };
}

function readCases(file: string): { cases: LengthCase[]; left: Record<string, number> } {
  const text = readText(file);
  const entries = /^\s*[[{]/u.test(text) ? fromJson(text) : fromYaml(text);
  const left: Record<string, number> = {};
  const cases = entries.filter((one) => {
    if (one.section === 'rows' || CURRENT.test(one.section))
      return one.expected.weightedLength !== undefined || one.expected.valid !== undefined;
    left[one.section] = (left[one.section] ?? 0) + 1;
    return false;
  });
  return { cases, left };
}

function fromJson(text: string): LengthCase[] {
  const lines = text.trim().split(/\r?\n/u);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    try {
      value = lines.map((line) => JSON.parse(line) as unknown);
    } catch (error) {
      throw new CodedError('EVALUATE_DATA_INVALID', { field: 'data', detail: 'The file is neither JSON nor JSON lines.', cause: error });
    }
  }
  if (Array.isArray(value)) return value.map((one) => asCase('rows', one));
  const tests = (value as { tests?: unknown }).tests ?? value;
  return Object.entries(tests as Record<string, unknown>).flatMap(([section, list]) =>
    Array.isArray(list) ? list.map((one) => asCase(section, one)) : [],
  );
}

function asCase(section: string, value: unknown): LengthCase {
  const row = (value ?? {}) as Record<string, unknown>;
  const nested = typeof row['expected'] === 'object' && row['expected'] !== null ? (row['expected'] as Record<string, unknown>) : row;
  const length = nested['weightedLength'] ?? nested['length'];
  const valid = nested['valid'] ?? (typeof row['expected'] === 'boolean' ? row['expected'] : undefined);
  return {
    section,
    text: typeof row['text'] === 'string' ? row['text'] : '',
    expected: { weightedLength: typeof length === 'number' ? length : undefined, valid: typeof valid === 'boolean' ? valid : undefined },
  };
}

/** Just as much YAML as the vectors use: sections, a list of entries, quoted texts, numbers and yes or no. */
function fromYaml(text: string): LengthCase[] {
  const cases: LengthCase[] = [];
  let section = '';
  let entry: Record<string, unknown> | undefined;
  const close = (): void => {
    if (entry !== undefined && section !== '')
      cases.push(
        asCase(section, {
          text: entry['text'],
          expected:
            entry['weightedLength'] === undefined ? entry['expected'] : { weightedLength: entry['weightedLength'], valid: entry['valid'] },
        }),
      );
    entry = undefined;
  };
  text.split(/\r?\n/u).forEach((line, i) => {
    const heading = /^ {2}([A-Za-z_]+):\s*$/u.exec(line);
    if (heading !== null) {
      close();
      section = heading[1] ?? '';
      return;
    }
    const field = /^\s+(- )?([A-Za-z]+):\s*(.*)$/u.exec(line);
    if (field === null) return;
    if (field[1] !== undefined) {
      close();
      entry = {};
    }
    if (entry !== undefined && field[3] !== '') entry[field[2] ?? ''] = scalar(field[3] ?? '', i + 1);
  });
  close();
  if (cases.length === 0)
    throw new CodedError('EVALUATE_DATA_INVALID', { field: 'data', detail: 'The file holds no sections of vectors.' });
  return cases;
}

function scalar(raw: string, line: number): unknown {
  const text = raw.trim();
  if (text.startsWith("'")) return text.slice(1, text.lastIndexOf("'")).replace(/''/gu, "'");
  if (text.startsWith('"')) {
    const escaped = text
      .slice(0, text.lastIndexOf('"') + 1)
      .replace(/\\U([0-9a-fA-F]{8})/gu, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
      .replace(/\\x([0-9a-fA-F]{2})/gu, '\\u00$1');
    try {
      return JSON.parse(escaped) as unknown;
    } catch (error) {
      throw new CodedError('EVALUATE_DATA_INVALID', {
        field: 'data',
        detail: `Line ${line} holds a text that cannot be read.`,
        cause: error,
      });
    }
  }
  if (/^-?\d+$/u.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return text;
}
