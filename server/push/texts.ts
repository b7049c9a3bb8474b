import type { EventLog, SealedBody } from '../log/port.ts';

interface Vault {
  open(bodies: Iterable<SealedBody>, keys: ReadonlyMap<string, Uint8Array>, onUnreadable?: (ref: string) => void): Map<string, string>;
}

/** Opens sealed texts for those who may read them; the last ones stay in memory. */
export class Texts {
  readonly #log: EventLog;
  readonly #vault: Vault;
  readonly #max: number;
  readonly #cache = new Map<string, string>();
  /** Forgotten while somebody was reading: what they read is older than that. */
  readonly #forgottenMeanwhile = new Set<string>();
  #readers = 0;

  constructor(log: EventLog, vault: Vault, max = 20_000) {
    this.#log = log;
    this.#vault = vault;
    this.#max = max;
  }

  /** What exists of these; erased and deleted ones are absent. */
  async read(refs: Iterable<string>): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    const missing: string[] = [];
    for (const ref of new Set(refs)) {
      const text = this.#cache.get(ref);
      if (text === undefined) missing.push(ref);
      else found.set(ref, text);
    }
    if (missing.length === 0) return found;
    this.#readers += 1;
    try {
      for (let i = 0; i < missing.length; i += 500) {
        const bodies = await this.#log.bodies(missing.slice(i, i + 500));
        const keys = await this.#log.keys([...new Set([...bodies.values()].map((b) => b.contactId))]);
        for (const [ref, text] of this.#vault.open(bodies.values(), keys, () => undefined)) {
          if (this.#forgottenMeanwhile.has(ref)) continue;
          found.set(ref, text);
          this.#keep(ref, text);
        }
      }
    } finally {
      this.#readers -= 1;
      if (this.#readers === 0) this.#forgottenMeanwhile.clear();
    }
    return found;
  }

  forget(refs: Iterable<string>): void {
    for (const ref of refs) {
      this.#cache.delete(ref);
      if (this.#readers > 0) this.#forgottenMeanwhile.add(ref);
    }
  }

  #keep(ref: string, text: string): void {
    this.#cache.set(ref, text);
    if (this.#cache.size <= this.#max) return;
    const oldest = this.#cache.keys().next().value;
    if (oldest !== undefined) this.#cache.delete(oldest);
  }
}
