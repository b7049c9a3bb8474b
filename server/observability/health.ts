/** What one part says of itself. `detail` is shown to whoever asks: no secrets, no ids. */
export interface PartHealth {
  readonly ok: boolean;
  readonly detail?: string | undefined;
}
export type HealthCheck = () => PartHealth | Promise<PartHealth>;

export interface HealthReport {
  readonly ok: boolean;
  readonly parts: Readonly<Record<string, PartHealth>>;
}

/** Gathers what the parts say. A check that throws, or does not answer within its time, counts as not well. */
export class Health {
  readonly #checks = new Map<string, HealthCheck>();
  readonly #after: (afterMs: number, run: () => void) => () => void;
  readonly #limitMs: number;

  /** `after`: a timer that can be cancelled. `limitMs`: how long a check may take. */
  constructor(after: (afterMs: number, run: () => void) => () => void, limitMs = 2000) {
    this.#after = after;
    this.#limitMs = limitMs;
  }

  /** Gives the way to take the check out again. */
  add(part: string, check: HealthCheck): () => void {
    this.#checks.set(part, check);
    return () => {
      if (this.#checks.get(part) === check) this.#checks.delete(part);
    };
  }

  async report(): Promise<HealthReport> {
    const parts = await Promise.all([...this.#checks].map(async ([part, check]) => [part, await this.#ask(check)] as const));
    return { ok: parts.every(([, health]) => health.ok), parts: Object.fromEntries(parts) };
  }

  async #ask(check: HealthCheck): Promise<PartHealth> {
    let cancel = (): void => undefined;
    const late = new Promise<PartHealth>((resolve) => {
      cancel = this.#after(this.#limitMs, () => resolve({ ok: false, detail: `no answer within ${this.#limitMs} ms` }));
    });
    try {
      return await Promise.race([Promise.resolve().then(check), late]);
    } catch {
      return { ok: false, detail: 'the check failed' };
    } finally {
      cancel();
    }
  }
}
