/** Which contacts are one person (D16), found both ways. Hardly anybody is merged: whoever is not costs two looks. */
export class PersonTree {
  readonly #into = new Map<string, string>();
  readonly #parts = new Map<string, Set<string>>();

  /** `into` undefined: it stands for itself. */
  set(contactId: string, into: string | undefined): void {
    const before = this.#into.get(contactId);
    if (before === into) return;
    if (before !== undefined) {
      const left = this.#parts.get(before);
      left?.delete(contactId);
      if (left?.size === 0) this.#parts.delete(before);
      this.#into.delete(contactId);
    }
    if (into === undefined) return;
    this.#into.set(contactId, into);
    const there = this.#parts.get(into);
    if (there === undefined) this.#parts.set(into, new Set([contactId]));
    else there.add(contactId);
  }

  /** This one first, then the others of the person. */
  contactsOf(contactId: string): readonly string[] {
    if (!this.#into.has(contactId) && !this.#parts.has(contactId)) return [contactId];
    let root = contactId;
    for (let next = this.#into.get(root), hops = 0; next !== undefined && hops < 50; next = this.#into.get(root), hops += 1) root = next;
    const found = [root];
    for (let at = 0; at < found.length && at < 200; at += 1) for (const part of this.#parts.get(found[at] ?? '') ?? []) if (!found.includes(part)) found.push(part);
    return [contactId, ...found.filter((id) => id !== contactId)];
  }

  /** Who was merged into whom. */
  entries(): [string, string][] {
    return [...this.#into];
  }
}
