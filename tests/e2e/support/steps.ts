import { expect, type Page } from '@playwright/test';
import { KIEL } from './stage.ts';

export const escape = (page: Page): Promise<void> => page.keyboard.press('Escape');
export const home = async (page: Page): Promise<void> => page.getByTestId('rail-desk').click();

export async function openKiel(page: Page): Promise<void> {
  await page.getByTestId('rail-desk').click();
  await page.getByTestId('queue-row').filter({ hasText: KIEL }).click();
  await expect(page.getByTestId('message').filter({ hasText: KIEL })).toBeVisible();
}

/** An act by its German name, as a person picks it from the palette. */
export async function act(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const palette = page.getByTestId('palette');
  await palette.getByRole('searchbox').fill(name);
  const label = new RegExp(`^${name.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&')}$`, 'u');
  await palette.locator('.option').filter({ has: page.locator('.option-label').filter({ hasText: label }) }).first().click();
  await expect(palette).toHaveCount(0);
}

/** With the focus out of every field, where single keys count. */
export async function emptied(page: Page): Promise<void> {
  await page.getByTestId('composer-text').fill('');
  await escape(page);
}
