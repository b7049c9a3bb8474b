import { isStopWord, meaningOf, weightOf } from '../../shared/text/question-words.ts';
import type { Entry } from './question-index.ts';

const LOOKED_AT = 80;
const WORDS = 5;

/**
 * Words most people of a group have in common, the commonest first, as most of them write them. Only what at least three people and a fourth of those looked at
 * say: no single person's word, and no number.
 */
export function labelWords(entries: Iterable<Entry>): readonly string[] {
  const looked = [...entries].slice(-LOOKED_AT);
  const people = new Set(looked.map((entry) => entry.contactId));
  const said = new Map<string, { readonly people: Set<string>; readonly forms: Map<string, number>; readonly weight: number }>();
  for (const { text, contactId } of looked) {
    for (const [form] of text.matchAll(/(?<![@#_\p{L}\p{N}/.])\p{L}[\p{L}-]{2,29}(?![\p{L}\p{N}@/])/gu)) {
      const word = form.toLowerCase();
      if (isStopWord(word)) continue;
      const meaning = meaningOf(word);
      const known = said.get(meaning) ?? { people: new Set<string>(), forms: new Map<string, number>(), weight: weightOf(meaning) };
      known.people.add(contactId);
      known.forms.set(form, (known.forms.get(form) ?? 0) + 1);
      said.set(meaning, known);
    }
  }
  const enough = Math.max(3, people.size * 0.25);
  return [...said.values()]
    .filter((one) => one.people.size >= enough)
    .toSorted((a, b) => b.people.size * b.weight - a.people.size * a.weight)
    .slice(0, WORDS)
    .map((one) => [...one.forms].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? '');
}
