import type { Browser } from '@playwright/test';
import { openCenter, type Center } from './center.ts';

/**
 * One center at a time in a worker, each spec file its own: starting a worker and a browser for every file takes longer than many files do. Whatever the file before
 * left open in the browser is closed with its center.
 */
export class Centers {
  readonly #browser: Browser;
  readonly #settings: Readonly<Record<string, unknown>>;
  #name: string | undefined;
  #center: Promise<Center> | undefined;
  readonly #ending: Promise<void>[] = [];

  /** `settings`: of the server, for every center of this worker. */
  constructor(browser: Browser, settings: Readonly<Record<string, unknown>>) {
    this.#browser = browser;
    this.#settings = settings;
  }

  async of(name: string): Promise<Center> {
    if (name !== this.#name) {
      await Promise.all(this.#browser.contexts().map((context) => context.close()));
      this.#letGo();
      this.#name = name;
      this.#center = openCenter(this.#settings);
    }
    return this.#center as Promise<Center>;
  }

  /** Nobody waits for the one before; the end of all waits for everybody. */
  #letGo(): void {
    const ended = this.#center;
    this.#center = undefined;
    if (ended === undefined) return;
    const stopped = ended.then((center) => center.stop());
    stopped.catch(() => undefined);
    this.#ending.push(stopped);
  }

  async stop(): Promise<void> {
    this.#letGo();
    await Promise.all(this.#ending);
  }
}
