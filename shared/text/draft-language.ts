import { languageOf } from './language.ts';

const FEWEST_WORDS = 4;
const SURE = 0.7;

/** The customer writes one of our languages and the draft the other; undefined where either is short, mixed or unclear. `heard`: what the customer wrote, newest last. */
export function otherLanguage(draft: string, heard: readonly string[]): { readonly draft: 'de' | 'en'; readonly customer: 'de' | 'en' } | undefined {
  const written = clear(draft);
  if (written === undefined) return undefined;
  const spoken = heard.toReversed().map(clear).find((language) => language !== undefined);
  return spoken === undefined || spoken === written ? undefined : { draft: written, customer: spoken };
}

function clear(text: string): 'de' | 'en' | undefined {
  if ((text.match(/\p{L}{2,}/gu)?.length ?? 0) < FEWEST_WORDS) return undefined;
  const { label, confidence } = languageOf(text.slice(0, 2_000));
  return label === 'other' || confidence < SURE ? undefined : label;
}
