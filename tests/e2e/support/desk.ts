import { expect, type Locator, type Page } from '@playwright/test';
import type { OpenedDesk } from './host.ts';

/** One person's desk as that person sees and uses it. */
export class Desk {
  readonly page: Page;
  readonly dataDir: string;
  readonly #opened: OpenedDesk;

  constructor(opened: OpenedDesk & { readonly dataDir: string }) {
    this.#opened = opened;
    this.page = opened.page;
    this.dataDir = opened.dataDir;
  }

  /** By the demo's one click. */
  async signIn(name: string): Promise<void> {
    await this.page.getByTestId(`demo-${name}`).click();
    await expect(this.connection).toHaveAttribute('data-state', 'online');
  }

  async becomeAvailable(): Promise<void> {
    await this.chooseState(/^(Verfügbar|Available)$/);
  }

  async takeNothingNew(): Promise<void> {
    await this.chooseState(/^(Auslauf: |Run out: )/, /^(Auslauf|Running out)$/);
  }

  /** Picks an entry of the state menu and waits until the center has confirmed it. */
  async chooseState(entry: RegExp, label = entry): Promise<void> {
    await this.page.getByTestId('state-menu').click();
    await this.page.getByRole('menuitem', { name: entry }).click();
    await expect(this.page.getByTestId('state-menu').locator('.state-label')).toHaveText(label);
  }

  /** How long a reply can be taken back, chosen where a person would choose it. */
  async setUndoSeconds(seconds: 0 | 5 | 10 | 20 | 30): Promise<void> {
    await this.page.getByTestId('rail-settings').click();
    await this.page.getByTestId('screen-settings').getByRole('radio', { name: seconds === 0 ? /^(sofort senden|send at once)$/ : new RegExp(`^${seconds} `) }).check({ force: true });
    await this.page.getByTestId('rail-desk').click();
  }

  /** The report that Node writes when it crashes; lies in the desk's folder. */
  leaveCrashReport(): void {
    if (this.#opened.pid !== undefined) process.kill(this.#opened.pid, 'SIGUSR2');
  }

  get connection(): Locator {
    return this.page.getByTestId('connection');
  }

  get offer(): Locator {
    return this.page.getByTestId('offer');
  }

  get composer(): Locator {
    return this.page.getByTestId('composer-text');
  }

  get outboxEntries(): Locator {
    return this.page.getByTestId('outbox-entry');
  }

  /** The row whose first line says this. */
  row(text: string): Locator {
    return this.page.getByTestId('queue-row').filter({ hasText: text });
  }

  message(text: string): Locator {
    return this.page.getByTestId('message').filter({ hasText: text });
  }

  replyState(text: string): Locator {
    return this.message(text).getByTestId('reply-state');
  }

  async open(text: string): Promise<void> {
    await this.row(text).click();
    await expect(this.message(text).first()).toBeVisible();
    await expect(this.composer).toBeVisible();
  }

  /** R, then typed: hands stay on the keyboard. */
  async writeByKeys(text: string): Promise<void> {
    await this.page.keyboard.press('r');
    await expect(this.composer).toBeFocused();
    await this.page.keyboard.type(text);
  }

  async tab(name: 'mine' | 'team' | 'waiting' | 'done'): Promise<void> {
    await this.page.getByTestId(`tab-${name}`).click();
  }

  newUrl(): Promise<string> {
    return this.#opened.newUrl();
  }

  close(): Promise<void> {
    return this.#opened.close();
  }
}
