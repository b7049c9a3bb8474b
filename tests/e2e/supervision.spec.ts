import type { Page } from '@playwright/test';
import { axeFindings } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';

test.use({ centerOf: 'supervision' });

async function expectAccessible(page: Page): Promise<void> {
  expect(await axeFindings(page)).toEqual([]);
}

test('a trainee’s draft waits, a lead whispers, changes a word and approves it: exactly that goes out', async ({ center, openDesk, workingDesk }) => {
  await center.command('heike', { type: 'agent.setTrainee', v: 1, data: { agentId: 'agent-mira', trainee: { approverId: 'agent-heike' } } });
  const mira = await workingDesk('mira');
  const post = await center.postAs('nora_netz', '@musterkom_hilft mein WLAN bricht jeden Abend ab');
  await mira.open('mein WLAN bricht');
  await expect(mira.page.getByTestId('approval-hint')).toBeVisible();
  const lead = await openDesk('heike');
  await lead.signIn('heike');

  // A whisper arrives above the composer and is taken over by hand; nothing of it is sent by itself.
  await lead.tab('team');
  await lead.open('mein WLAN bricht');
  await lead.page.keyboard.press('Control+k');
  await lead.page.keyboard.type('Zuflüstern');
  await lead.page.keyboard.press('Enter');
  await lead.page.getByTestId('dialog-whisper').getByRole('textbox').fill('Frag nach dem Routermodell.');
  await lead.page.keyboard.press('Control+Enter');
  await expect(mira.page.getByTestId('whisper')).toContainText('Frag nach dem Routermodell.');
  await expectAccessible(mira.page);
  await mira.writeByKeys('Hallo Nora, starte den Router neu.');
  await mira.page.getByTestId('whisper-take').click();
  await expect(mira.composer).toHaveValue('Hallo Nora, starte den Router neu. Frag nach dem Routermodell.');
  await expect(mira.page.getByTestId('whisper')).toHaveCount(0);
  await expect(lead.page.getByTestId('whisper-said')).toContainText('gelesen');

  await mira.composer.fill('Hallo Nora, starte den Router neu. Welches Modell ist es?');
  await mira.page.keyboard.press('Control+Enter');
  await expect(mira.page.getByTestId('approval-waits')).toContainText('Heike');
  await expect(mira.replyState('starte den Router neu')).toContainText('wartet auf Freigabe');
  expect(await center.repliesTo(post.id)).toHaveLength(0);

  await expect(lead.page.getByTestId('approval-banner')).toContainText('Mira');
  await lead.page.getByTestId('rail-supervisor').click();
  await expect(lead.page.getByTestId('approval-row')).toContainText('für dich');
  await lead.page.getByTestId('approval-row').getByRole('button').click();
  await expect(lead.page.getByTestId('approval-card')).toBeVisible();
  await expectAccessible(lead.page);
  const words = lead.page.getByTestId('approval-card').getByRole('textbox');
  await words.fill((await words.inputValue()).replace('neu.', 'bitte neu.'));
  await lead.page.getByTestId('approval-give').click();
  await expect.poll(() => center.repliesTo(post.id)).toHaveLength(1);
  expect((await center.repliesTo(post.id))[0]?.text).toBe('Hallo Nora, starte den Router bitte neu. Welches Modell ist es? ^MA');
  // Both versions stay, and the one who wrote sees them.
  await mira.page.getByTestId('approval-changed').locator('summary').click();
  await expect(mira.page.getByTestId('approval-changed')).toContainText('starte den Router neu.');
  await expect(mira.page.getByTestId('approval-changed')).toContainText('starte den Router bitte neu.');
});
