import { expect, test } from './support/fixtures.ts';

test.use({ centerOf: 'shift-start' });

test('R8 sixty-one items wait at the start of the shift: whoever comes gets a few, the others keep waiting for their turn', async ({ center, workingDesk, openDesk }) => {
  for (let no = 1; no <= 61; no += 1) await center.postAs(`kunde_${no}`, `@musterkom_hilft Handyfrage Nummer ${no}, bitte melden`);
  const lead = await openDesk('heike');
  await lead.signIn('heike');
  await expect(lead.page.getByTestId('tab-waiting')).toContainText('61');

  const first = await workingDesk('mira');
  await expect(first.page.getByTestId('tab-mine')).toContainText('5');
  const second = await workingDesk('karim');
  await expect(second.page.getByTestId('tab-mine')).toContainText('5');
  await expect(lead.page.getByTestId('tab-waiting')).toContainText('51');
  await expect(first.page.getByTestId('tab-mine')).toContainText('5');

  // The lead reads why the next one waits although somebody is there.
  await lead.tab('waiting');
  await lead.page.getByTestId('queue-row').first().click();
  await expect(lead.page.getByTestId('conversation')).toBeVisible();
  await lead.page.keyboard.press('i');
  await expect(lead.page.getByTestId('dialog-why')).toContainText('Schichtbeginn: schon 5');
});
