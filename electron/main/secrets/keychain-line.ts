// One call to the keychain at a time, each with a time limit.
// A locked keychain blocks the thread its call runs on, and there are only a few such threads: so while one call is
// stuck, later calls are refused at once instead of piling up behind it and starving the file system.
import { CodedError } from '../../../shared/util/errors.ts';

export class KeychainLine {
  readonly #timeoutMs: number;
  #tail: Promise<unknown> = Promise.resolve();
  #stuck = false;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** True while a call that ran out of time has still not come back. */
  get stuck(): boolean {
    return this.#stuck;
  }

  /** Runs `call` after those before it. Throws KEYCHAIN_TIMEOUT or KEYCHAIN_UNAVAILABLE. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(() => this.#limited(call));
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  async #limited<T>(call: () => Promise<T>): Promise<T> {
    if (this.#stuck) throw new CodedError('KEYCHAIN_TIMEOUT', { detail: 'An earlier call to the keychain is still waiting for it.' });
    let timer: NodeJS.Timeout | undefined;
    let timedOut = false;
    const answer = Promise.resolve()
      .then(call)
      .finally(() => {
        clearTimeout(timer);
        if (timedOut) this.#stuck = false;
      });
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        timedOut = true;
        this.#stuck = true;
        reject(new CodedError('KEYCHAIN_TIMEOUT'));
      }, this.#timeoutMs);
    });
    try {
      return await Promise.race([answer, limit]);
    } catch (error) {
      answer.catch(() => undefined);
      if (error instanceof CodedError) throw error;
      // The keychain's message names its own objects (paths, services), never the secret; the cause stays out of the log.
      throw new CodedError('KEYCHAIN_UNAVAILABLE', { detail: error instanceof Error ? error.message : undefined });
    }
  }
}
