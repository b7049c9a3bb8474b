import { expect, type Locator, type Page } from '@playwright/test';
import { KIEL } from './stage.ts';

export const escape = (page: Page): Promise<void> => page.keyboard.press('Escape');
export const home = async (page: Page): Promise<void> => page.getByTestId('rail-desk').click();

export async function openKiel(page: Page): Promise<void> {
  await page.getByTestId('rail-desk').click();
  await page.getByTestId('queue-row').filter({ hasText: KIEL }).click();
  await expect(page.getByTestId('message').filter({ hasText: KIEL })).toBeVisible();
}

/** A row of a list that draws only those in sight: looked for down the list, and from the top again. */
export async function rowOf(page: Page, text: string): Promise<Locator> {
  const row = page.getByTestId('queue-row').filter({ hasText: text }).first();
  await expect
    .poll(async () => {
      if ((await row.count()) > 0) return true;
      await page.locator('.virtual-list').evaluate((list) => {
        const isAtEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 4;
        list.scrollTop = isAtEnd ? 0 : list.scrollTop + list.clientHeight / 2;
      });
      return (await row.count()) > 0;
    }, { message: `a row with ${text}` })
    .toBe(true);
  return row;
}

/** An act by its German name, as a person picks it from the palette. */
export async function act(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const palette = page.getByTestId('palette');
  await palette.getByRole('combobox').fill(name);
  const label = new RegExp(`^${name.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&')}$`, 'u');
  await palette.locator('.option').filter({ has: page.locator('.option-label').filter({ hasText: label }) }).first().click();
  await expect(palette).toHaveCount(0);
}

/** With the focus out of every field, where single keys count. */
export async function emptied(page: Page): Promise<void> {
  await page.getByTestId('composer-text').fill('');
  await escape(page);
}
