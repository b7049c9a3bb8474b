import { remoteSettingsSchema, call, type SandboxCredential } from './api.ts';

const KNOWN_FOR_MS = 60_000;

/**
 * Whether the platforms this desk talks to honour keys, as they said themselves. A platform that was never heard, or that
 * ignores keys, makes every repeat unsafe: then a person decides.
 */
export class RepeatRule {
  readonly #known = new Map<string, { safeForMs: number; askedAtMs: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Asks the platform unless it said so a short while ago. A silent platform changes nothing. */
  async learn(credential: SandboxCredential, signal: AbortSignal): Promise<void> {
    const origin = new URL(credential.url).origin;
    const held = this.#known.get(origin);
    if (held !== undefined && Math.abs(this.#now() - held.askedAtMs) < KNOWN_FOR_MS) return;
    const answer = await call(credential, { method: 'GET', path: '/settings', signal });
    const settings = answer.kind === 'answer' && answer.status === 200 ? remoteSettingsSchema.safeParse(answer.body) : undefined;
    if (settings?.success !== true) return;
    this.#known.set(origin, { safeForMs: settings.data.idempotency === 'key' ? settings.data.keyRetentionMs : 0, askedAtMs: this.#now() });
  }

  /** How long after the first attempt a repeat is safe with every platform heard so far. */
  safeForMs(): number {
    return this.#known.size === 0 ? 0 : Math.min(...[...this.#known.values()].map((known) => known.safeForMs));
  }
}
