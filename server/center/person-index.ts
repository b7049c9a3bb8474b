import type { Contact } from '../../shared/domain/contact.ts';
import { PersonTree } from '../../shared/domain/person-tree.ts';

const NONE: ReadonlySet<string> = new Set();

/** Which contacts are one person (D16), and which are called alike. */
export class PersonIndex {
  readonly #tree = new PersonTree();
  readonly #alike = new Map<string, Set<string>>();

  follow({ id, mergedInto, likenessKeys, erasedAt }: Contact): void {
    this.#tree.set(id, mergedInto?.contactId);
    for (const key of likenessKeys ?? []) {
      const there = this.#alike.get(key);
      if (erasedAt !== undefined) there?.delete(id);
      else if (there === undefined) this.#alike.set(key, new Set([id]));
      else there.add(id);
    }
  }

  contactsOf(contactId: string): readonly string[] {
    return this.#tree.contactsOf(contactId);
  }

  alike(key: string): ReadonlySet<string> {
    return this.#alike.get(key) ?? NONE;
  }
}
