import type { Queue } from '../../shared/domain/queue.ts';
import { finder, type SearchBook, type SearchTerms } from '../../shared/domain/search-terms.ts';

/** More terms than that are not told apart. */
export const MOST_TERMS = 900;

type Find = (text: string, language: string | undefined) => ReadonlySet<string>;

/** A term as topics are called by it: small letters, words alone. */
const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

/** Which of the terms somebody looks for are in a text: those of the queues, and those of the brand, with what must not stand beside them and their languages. */
export class TermTopics {
  readonly #finders = new WeakMap<readonly SearchTerms[], ReturnType<typeof finder>>();

  /** Undefined: nobody looks for anything. Queues' terms come first where there are too many. */
  now(queues: Iterable<Pick<Queue, 'match'>>, book: SearchBook | undefined): Find | undefined {
    const ofQueues = new Set<string>();
    for (const queue of queues) for (const term of queue.match.terms) if (ofQueues.size < MOST_TERMS) ofQueues.add(plain(term));
    ofQueues.delete('');
    const looked = book?.terms ?? [];
    if (ofQueues.size === 0 && looked.length === 0) return undefined;
    return (text, language) => {
      const words = ` ${plain(text)} `;
      const found = new Set([...ofQueues].filter((term) => words.includes(` ${term} `)));
      for (const { term } of this.#finder(looked)(text, language === undefined || language === 'other' ? undefined : [language])) if (term !== undefined) found.add(plain(term).slice(0, 100));
      found.delete('');
      return found;
    };
  }

  #finder(terms: readonly SearchTerms[]): ReturnType<typeof finder> {
    let find = this.#finders.get(terms);
    if (find === undefined) this.#finders.set(terms, (find = finder(terms)));
    return find;
  }
}
