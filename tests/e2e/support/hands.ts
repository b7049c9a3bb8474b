import { expect, type Locator, type Page } from '@playwright/test';
import type { Desk } from './desk.ts';

/** Says on the console, which fails the test, when anything but the keyboard touches the page. */
function hearPointers(): void {
  for (const name of ['pointerdown', 'pointermove', 'mousedown', 'mousemove', 'wheel', 'touchstart', 'dragstart'])
    window.addEventListener(name, (event) => event.isTrusted && console.error(`not the keyboard: ${name}`), { capture: true, passive: true });
}

/** What is wrong with where the focus is; empty when whoever cannot use a mouse knows where they are and can go on. */
function focusTrouble(): string {
  const at = document.activeElement;
  if (at === null || at === document.body) return 'the focus is on nothing';
  const name = `${at.tagName.toLowerCase()} ${at.getAttribute('data-testid') ?? at.getAttribute('aria-label') ?? at.className}`;
  const modal = [...document.querySelectorAll('.dialog-ground [role=dialog], .dialog-ground [role=alertdialog]')].at(-1);
  if (modal !== undefined && !modal.contains(at)) return `${name} has the focus behind a dialog`;
  // A tick or a choice shows itself by its label, a list by the row it stands on, the fields of search and answer by their frame.
  const row = document.getElementById(at.getAttribute('aria-activedescendant') ?? '');
  const shown = [at, at.closest('label'), at.closest('.search-field'), at.closest('.composer'), row].filter((one) => one !== null);
  const box = shown.map((one) => one.getBoundingClientRect()).find(({ width, height }) => width > 4 && height > 4);
  if (box === undefined || box.bottom <= 0 || box.right <= 0 || box.top >= innerHeight || box.left >= innerWidth) return `${name} has the focus and is not in sight`;
  const hasRing = shown.some((one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || (one !== at && boxShadow !== 'none');
  });
  return hasRing ? '' : `${name} has the focus and does not show it`;
}

/** A person who has a keyboard and nothing else: after every act the focus must be somewhere in sight. */
export class Hands {
  readonly desk: Desk;
  readonly page: Page;

  private constructor(desk: Desk) {
    this.desk = desk;
    this.page = desk.page;
  }

  static async on(desk: Desk): Promise<Hands> {
    await desk.page.evaluate(hearPointers);
    return new Hands(desk);
  }

  async look(): Promise<void> {
    await expect.poll(() => this.page.evaluate(focusTrouble)).toBe('');
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      await this.look();
    }
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Replaces what the field that has the focus holds. */
  async fill(text: string): Promise<void> {
    await this.page.keyboard.press('Control+a');
    await this.type(text);
  }

  /** Goes there by Tab alone, as far as it takes: what cannot be reached so fails, and so does what keeps the focus. */
  async tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab', most = 80): Promise<void> {
    await expect(target).toBeVisible();
    for (let presses = 0; presses < most; presses += 1) {
      if (await target.evaluate((element) => element.contains(document.activeElement))) return this.look();
      await this.page.keyboard.press(key);
    }
    throw new Error(`no ${key} leads to ${String(target)}`);
  }

  /** By name from anywhere. */
  async act(name: string): Promise<void> {
    await this.page.keyboard.press('Control+k');
    const palette = this.page.getByTestId('palette');
    await expect(palette.getByRole('combobox')).toBeFocused();
    await this.type(name);
    await expect(palette.getByRole('option').first()).toContainText(name);
    await this.page.keyboard.press('Enter');
    await expect(palette).toHaveCount(0);
    await this.look();
  }

  /** The dialog is there with the focus in it; filled in by whatever is given, confirmed by keys, and the focus is in sight again. */
  async answer(testId: string, fill: (dialog: Locator) => Promise<void> = () => Promise.resolve()): Promise<void> {
    const dialog = this.page.getByTestId(testId);
    await expect(dialog).toBeVisible();
    await this.look();
    await fill(dialog);
    await expect(dialog.getByTestId('dialog-confirm')).toBeEnabled();
    await this.page.keyboard.press('Control+Enter');
    await expect(dialog).toHaveCount(0);
    await this.look();
  }

  /** By J and K to the row that says this, wherever it moves meanwhile, and in. */
  async open(text: string): Promise<void> {
    const wanted = this.desk.row(text);
    await expect(wanted).toBeVisible();
    for (let presses = 0; presses < 80; presses += 1) {
      const to = await wanted.first().evaluate((row) => {
        const at = document.querySelector('[data-testid=queue-list]:focus .is-cursor');
        return at === null ? undefined : Number(row.getAttribute('aria-posinset')) - Number(at.getAttribute('aria-posinset'));
      });
      if (to !== 0) {
        await this.press(to === undefined || to > 0 ? 'j' : 'k');
        continue;
      }
      await this.page.keyboard.press('Enter');
      await expect(this.desk.message(text).first()).toBeVisible();
      return this.look();
    }
    throw new Error(`J and K lead to no row with “${text}”`);
  }
}
