import { rewriteAddress } from '../../shared/text/rewrite-address.ts';
import { accuracy, interval, round, wordEdits } from './figures.ts';
import type { Judged } from './figures.ts';
import { nothing } from './nothing.ts';
import type { Row } from './rows.ts';

/** `{text, to, reference}`, or pairs `{du, Sie}` taken in both directions. */
export function measureRewrite(rows: readonly Row[]): Record<string, unknown> {
  let skipped = 0;
  const asked: { text: string; to: 'du' | 'Sie'; reference: string }[] = [];
  for (const row of rows) {
    const { text, to, reference, du, Sie } = row;
    if (typeof text === 'string' && typeof reference === 'string' && (to === 'du' || to === 'Sie')) asked.push({ text, to, reference });
    else if (typeof du === 'string' && typeof Sie === 'string')
      asked.push({ text: du, to: 'Sie', reference: Sie }, { text: Sie, to: 'du', reference: du });
    else skipped += 1;
  }
  if (asked.length === 0) throw nothing('text, to and reference');
  for (const one of asked.slice(0, 30)) rewriteAddress(one.text, one.to);
  const began = process.hrtime.bigint();
  const outputs = asked.map((one) => rewriteAddress(one.text, one.to));
  const microsecondsPerText = Number(process.hrtime.bigint() - began) / 1_000 / asked.length;
  const words = (text: string): string[] => text.trim().split(/\s+/u);
  const figures = (to?: 'du' | 'Sie', said: readonly string[] = outputs): { n: number; exact: number; wordError: number } => {
    let n = 0;
    let exact = 0;
    let edits = 0;
    let length = 0;
    asked.forEach((one, i) => {
      if (to !== undefined && one.to !== to) return;
      n += 1;
      exact += said[i]?.trim() === one.reference.trim() ? 1 : 0;
      edits += wordEdits(words(said[i] ?? ''), words(one.reference));
      length += words(one.reference).length;
    });
    return { n, exact: round(exact / Math.max(1, n)), wordError: round(edits / Math.max(1, length)) };
  };
  const exact = asked.map((one, i): Judged => ({
    truth: 'exact',
    said: outputs[i]?.trim() === one.reference.trim() ? 'exact' : 'not',
    confidence: 1,
  }));
  return {
    task: 'rewrite-address',
    ...figures(),
    accuracy: figures().exact,
    skipped,
    exactInterval: interval(exact, accuracy).map((one) => round(one)),
    toSie: figures('Sie'),
    toDu: figures('du'),
    microsecondsPerText: round(microsecondsPerText, 1),
    baselines: {
      unchanged: figures(
        undefined,
        asked.map((one) => one.text),
      ),
      pronounsSwapped: figures(
        undefined,
        asked.map((one) => swapPronouns(one.text, one.to)),
      ),
    },
  };
}

const PRONOUNS: readonly (readonly [string, string])[] = [
  ['du', 'Sie'],
  ['dich', 'Sie'],
  ['dir', 'Ihnen'],
  ['dein', 'Ihr'],
  ['deine', 'Ihre'],
  ['deinen', 'Ihren'],
  ['deinem', 'Ihrem'],
  ['deiner', 'Ihrer'],
];

/** The plain way: pronouns and possessives only, verbs as they are. */
function swapPronouns(text: string, to: 'du' | 'Sie'): string {
  return text.replace(/\p{L}+/gu, (word) => {
    const pair = PRONOUNS.find(([familiar, polite]) => (to === 'Sie' ? familiar === word.toLowerCase() : polite === word));
    return pair === undefined ? word : to === 'Sie' ? pair[1] : pair[0];
  });
}
