import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../../shared/util/ports.ts';

/** A one-time token is good for this long, ms. */
export const TOKEN_LIFE_MS = 5 * 60_000;
/** A session unused for this long is over, ms. */
export const SESSION_IDLE_MS = 12 * 3_600_000;
const MOST_TOKENS = 32;
const MOST_SESSIONS = 32;

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
const newSecret = (): string => randomBytes(32).toString('base64url');

/** Compares two secrets in a time that does not depend on where they differ. */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());
}

/**
 * One-time tokens and the sessions they are exchanged for. Only hashes are kept, in memory: when the desk program ends, all are void. Times
 * are read off the steady clock, so setting the wall clock revives nothing.
 */
export class DoorKeys {
  readonly #clock: Clock;
  readonly #tokens = new Map<string, number>();
  readonly #sessions = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A token good for five minutes and one exchange. */
  mint(): string {
    const token = newSecret();
    this.#tokens.set(hashOf(token), this.#clock.steady() + TOKEN_LIFE_MS);
    dropOldest(this.#tokens, MOST_TOKENS);
    return token;
  }

  /** The session's secret for a token, once; undefined where it is unknown, used up or too old. */
  exchange(token: string): string | undefined {
    const key = hashOf(token);
    const until = this.#tokens.get(key);
    this.#tokens.delete(key);
    if (until === undefined || until <= this.#clock.steady()) return undefined;
    const session = newSecret();
    this.#sessions.set(hashOf(session), this.#clock.steady() + SESSION_IDLE_MS);
    dropOldest(this.#sessions, MOST_SESSIONS);
    return session;
  }

  /** True where the session lives; its use prolongs it. */
  knows(session: string): boolean {
    const key = hashOf(session);
    const until = this.#sessions.get(key);
    if (until === undefined) return false;
    this.#sessions.delete(key);
    if (until <= this.#clock.steady()) return false;
    this.#sessions.set(key, this.#clock.steady() + SESSION_IDLE_MS);
    return true;
  }
}

/** A map keeps the order of insertion, so its first entry is the oldest. */
function dropOldest(map: Map<string, number>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
