import type { ArticleBody, ArticleContent } from '../domain/article.ts';
import type { AddressForm } from '../domain/channel.ts';
import { rewriteAddress } from './rewrite-address.ts';

export interface BodyChoice {
  readonly text: string;
  readonly language: string;
  /** The form the text is in. */
  readonly form: 'du' | 'sie' | 'plain';
  /** Nobody wrote it like this: it was rewritten from the other form. */
  readonly isProposed: boolean;
}

/** Its words for this reader: in their language where there is one (else in the center's own, the first), in the form they are addressed in. */
export function bodyFor(content: Pick<ArticleContent, 'bodies'>, reader: { readonly language?: string | undefined; readonly form?: AddressForm | undefined }): BodyChoice {
  const body = content.bodies.find(({ language }) => language === reader.language) ?? content.bodies.find(({ language }) => language === 'de') ?? (content.bodies[0] as ArticleBody);
  const form = reader.form === 'du' || reader.form === 'sie' ? reader.form : undefined;
  const { language } = body;
  if (form !== undefined) {
    const written = body[form];
    if (written !== undefined) return { text: written, language, form, isProposed: false };
    const other = form === 'du' ? body.sie : body.du;
    if (other !== undefined && body.plain === undefined) return { ...proposeForm(other, language, form), language };
  }
  if (body.plain !== undefined) return { text: body.plain, language, form: 'plain', isProposed: false };
  // Who is not known to want du is addressed as a stranger is.
  if (body.sie !== undefined) return { text: body.sie, language, form: 'sie', isProposed: false };
  return { ...proposeForm(body.du ?? '', language, 'sie'), language };
}

/** The form that was not written. Only German has two. */
export function proposeForm(text: string, language: string, form: 'du' | 'sie'): { readonly text: string; readonly form: 'du' | 'sie' | 'plain'; readonly isProposed: boolean } {
  const rewritten = language === 'de' ? rewriteAddress(text, form === 'du' ? 'du' : 'Sie') : text;
  return rewritten === text ? { text, form: 'plain', isProposed: false } : { text: rewritten, form, isProposed: true };
}

const PLACEHOLDER = /\{(\p{L}[\p{L}\p{N} _-]{0,30})\}/gu;

export interface Placeholder {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** What is still to be filled in, in the order of the text. */
export function placeholdersIn(text: string): Placeholder[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => ({ name: (match[1] ?? '').toLowerCase(), start: match.index, end: match.index + match[0].length }));
}

/** Puts in what is known. A name nobody knows goes with the blank or comma before it, so that "Hallo {name}, …" reads "Hallo, …". Others stay for the person. */
export function fillPlaceholders(text: string, values: Readonly<Record<string, string | undefined>>): string {
  const filled = text.replace(PLACEHOLDER, (whole, name: string) => values[name.toLowerCase()] ?? whole);
  return 'name' in values && values['name'] === undefined ? filled.replace(/,?[ \t]*\{name\}/giu, '').replace(/^[ \t,]+/u, '') : filled;
}

/** The first placeholder at or after this place, else the first of all; where Tab goes. */
export function nextPlaceholder(text: string, from: number): Placeholder | undefined {
  const all = placeholdersIn(text);
  return all.find(({ start }) => start >= from) ?? all[0];
}
