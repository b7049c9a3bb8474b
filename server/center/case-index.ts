import type { Conversation } from '../../shared/domain/conversation.ts';

const NONE: ReadonlySet<string> = new Set();

/** What is part of which case (D1), and which wait for somebody outside the desk (D15). */
export class CaseIndex {
  readonly #parts = new Map<string, Set<string>>();
  readonly #caseOf = new Map<string, string>();
  readonly #awaiting = new Set<string>();

  follow({ id, caseId, tickets, erasedAt }: Conversation): void {
    const before = this.#caseOf.get(id);
    if (before !== caseId) {
      if (before !== undefined) this.#parts.get(before)?.delete(id);
      if (caseId === undefined) this.#caseOf.delete(id);
      else {
        this.#caseOf.set(id, caseId);
        this.#parts.set(caseId, (this.#parts.get(caseId) ?? new Set()).add(id));
      }
    }
    if (tickets === undefined && !this.#awaiting.has(id)) return;
    if (erasedAt === undefined && tickets?.some((one) => one.closed === undefined && one.overdueAt === undefined) === true) this.#awaiting.add(id);
    else this.#awaiting.delete(id);
  }

  partsOf(caseId: string): ReadonlySet<string> {
    return this.#parts.get(caseId) ?? NONE;
  }

  awaiting(): ReadonlySet<string> {
    return this.#awaiting;
  }
}
