import type { Locator } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { DOUBLE_DEBIT, OTHERS } from '../support/same-question-texts.ts';

test.use({ centerOf: 'questions' });

const timesOf = async (place: Locator): Promise<number> => Number(/×(\d+)/.exec((await place.textContent()) ?? '')?.[1] ?? 0);

test('CLUS-1 CLUS-5 SITU-3 thirty ask the same among thirty others: proposed, confirmed, one split off; the situation made of it is pinned, told, and its new time owed', async ({ center, workingDesk }) => {
  // Two desks and sixty posts: on a busy machine that takes its time.
  test.slow();
  const [agent, lead] = [await workingDesk('mira'), await workingDesk('heike')];
  const posts = new Map<string, string>();
  for (let from = 0; from < DOUBLE_DEBIT.length; from += 5) {
    await Promise.all(
      DOUBLE_DEBIT.slice(from, from + 5).flatMap((text, i) => [
        center.postAs(`frage_${from + i}`, `@musterkom_hilft ${text}`).then((post) => posts.set(text, post.id)),
        center.postAs(`andere_${from + i}`, `@musterkom_hilft ${OTHERS[from + i] ?? ''}`),
      ]),
    );
  }
  const { page } = agent;
  // What is assigned first opens by itself.
  await expect(agent.composer).toBeVisible();
  await expect(page.getByTestId('row-same').first()).toBeVisible();
  await page.keyboard.press('q');
  await expect(page.getByTestId('screen-questions')).toBeVisible();
  const question = page.getByTestId('question');
  await expect.poll(() => timesOf(question.first())).toBeGreaterThanOrEqual(24);
  await expect(question.first()).toContainText('Vorschlag');
  await expect(page.getByTestId('cluster-details').getByRole('textbox')).toHaveValue(/rechnung/iu);
  await expect(page.getByTestId('member-list')).not.toContainText(OTHERS[0] ?? '');

  await page.keyboard.press('c');
  await expect(question.first()).toContainText('bestätigt');
  // Others may still join by themselves: who was taken out is followed by name, not by how many are left.
  const details = page.getByTestId('cluster-details');
  const taken = (await details.getByTestId('member').filter({ has: page.getByRole('checkbox') }).first().getAttribute('data-conversation')) ?? '';
  const member = details.locator(`[data-testid=member][data-conversation="${taken}"]`);
  await member.getByRole('checkbox').check();
  await page.getByTestId('cluster-split').press('Enter');
  await expect(question.filter({ hasText: /×1(?!\d)/ })).toHaveCount(1);
  await expect(member).toHaveCount(0);
  const left = await timesOf(question.first());

  // The lead makes it a situation with one key; every desk has it at once.
  await expect(lead.page.getByTestId('rail-questions')).toBeVisible();
  await lead.page.keyboard.press('q');
  await expect(lead.page.getByTestId('question').first()).toContainText('bestätigt');
  await lead.page.keyboard.press('f');
  const dialog = lead.page.getByTestId('dialog-situation');
  await dialog.getByRole('textbox', { name: 'Produkt' }).fill('Rechnung');
  await dialog.getByRole('button', { name: 'in 2 Stunden' }).click();
  await lead.page.keyboard.press('Control+Enter');
  await expect(lead.page.getByTestId('situation-card')).toContainText('bekannt');
  await expect(page.getByTestId('situation-strip')).toContainText('Rechnung');

  // One key puts it into the answer, as the reader is spoken to.
  await page.getByTestId('rail-desk').click();
  const row = page.getByTestId('queue-row').filter({ has: page.getByTestId('row-same') }).first();
  await expect(row.getByTestId('row-same')).toContainText(/×\d+ gleiche Frage/);
  await expect.poll(() => timesOf(row.getByTestId('row-same'))).toBeGreaterThanOrEqual(left);
  await row.click();
  await expect(agent.composer).toBeVisible();
  await expect(page.getByTestId('same-question')).toContainText('warten auf uns');
  await page.keyboard.press('y');
  await expect(agent.composer).toHaveValue(/Wir wissen davon und arbeiten daran\. Bis (?:\p{L}+\., )?\d/u);
  await page.keyboard.press('Control+Enter');
  const told = async (): Promise<string[]> => (await Promise.all([...posts.values()].map((id) => center.repliesTo(id)))).flat().map((reply) => reply.text);
  await expect.poll(told).toHaveLength(1);

  // Its time changes: whoever was told the old one is listed, and can be followed up.
  await lead.page.getByTestId('situation-change').click();
  await dialog.getByRole('button', { name: 'in 4 Stunden' }).click();
  await lead.page.keyboard.press('Control+Enter');
  await expect(lead.page.getByTestId('situation-owed').getByTestId('member')).toHaveCount(1);
  await expect(page.getByTestId('situation-owed-open')).toContainText('Einer Person wurde eine andere Zeit zugesagt');
  await lead.page.getByTestId('situation-follow-up').click();
  await expect(lead.page.getByTestId('question').filter({ hasText: 'nachfassen' })).toContainText('×1');
});
