import { toFamiliarForm } from './rewrite-to-familiar.ts';
import { toPoliteForm } from './rewrite-to-polite.ts';

/** The two forms of address a text can be rewritten to. */
export type AddressTarget = 'du' | 'Sie';

/**
 * The text in the other form of address: pronouns, possessives, reflexives, verbs and imperatives. Text that is in the wanted form already,
 * or addresses nobody, comes back unchanged. Plural "ihr" stays. Never throws.
 */
export function rewriteAddress(text: string, to: AddressTarget): string {
  return to === 'Sie' ? toPoliteForm(text) : toFamiliarForm(text);
}
