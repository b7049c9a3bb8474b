import { SAMPLE_CENTER } from '../../tools/sample/center.ts';
import type { Desk } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

test.use({ centerOf: 'offer' });

function queueOf(id: string): object {
  const found = SAMPLE_CENTER.queues.find((queue) => queue.id === id);
  if (found === undefined) throw new Error(`no queue ${id}`);
  return found;
}

test('a private message is offered with a countdown; A accepts it, the answer is private', async ({ center, workingDesk }) => {
  const desk = await workingDesk('mira');
  const post = await center.postAs('petra_privat', 'Meine Kundennummer ist 4711, bitte schaut nach meinem Handyvertrag.', { visibility: 'private', recipient: 'musterkom_chat' });
  await expect(desk.offer).toContainText('Petra Privat');
  await expect(desk.offer.locator('.countdown')).toHaveText(/00:[0-3]\d/);
  // Only offered yet: not mine, and nothing to answer.
  await expect(desk.page.getByTestId('tab-mine')).toContainText('0');
  await desk.page.keyboard.press('a');
  await expect(desk.offer).toHaveCount(0);
  await expect(desk.message('Meine Kundennummer ist 4711')).toBeVisible();
  await expect(desk.page.getByTestId('tab-mine')).toContainText('1');
  await desk.writeByKeys('Danke Petra, ich sehe den Vertrag und melde mich gleich.');
  await expect(desk.page.getByTestId('send')).toContainText('Privat an @petra_privat senden');
  await desk.page.keyboard.press('Control+Enter');
  await expect.poll(() => center.repliesTo(post.id)).toHaveLength(1);
  expect((await center.repliesTo(post.id))[0]).toMatchObject({ visibility: 'private', recipient: 'petra_privat', author: { handle: 'musterkom_chat' } });
});

test('D declines: the colleague is offered it, and who declined is not asked again at once', async ({ center, workingDesk }) => {
  const sina = await workingDesk('sina');
  const doris = await workingDesk('doris');
  await center.postAs('carl_chat', 'Hallo, ist da jemand?', { visibility: 'private', recipient: 'musterkom_chat' });
  const offeredTo = async (desk: Desk): Promise<boolean> => (await desk.offer.filter({ hasText: 'Carl Chat' }).count()) === 1;
  let offered: boolean[] = [];
  await expect.poll(async () => {
    offered = [await offeredTo(sina), await offeredTo(doris)];
    return offered[0] !== offered[1];
  }).toBe(true);
  const [first, second] = offered[0] === true ? [sina, doris] : [doris, sina];

  await first.page.keyboard.press('d');
  await expect(second.offer).toContainText('Carl Chat');
  await expect(first.offer).toHaveCount(0);
  await second.page.keyboard.press('a');
  await expect(second.message('ist da jemand')).toBeVisible();
  await expect(second.page.getByTestId('tab-mine')).toContainText('1');
  await expect(first.page.getByTestId('tab-mine')).toContainText('0');
});

test('two offers missed: the desk says loudly that nothing comes any more, and one click brings it back', async ({ center, workingDesk }) => {
  // As short as a person could never answer.
  await center.command('ops', { type: 'queue.define', v: 1, data: { ...queueOf('queue-chat'), offerMs: 1_000 } });
  const desk = await workingDesk('karim');
  for (const handle of ['still_sven', 'still_sara']) await center.postAs(handle, 'Hallo?', { visibility: 'private', recipient: 'musterkom_chat' });
  const banner = desk.page.getByTestId('state-banner');
  await expect(banner).toBeVisible();
  await expect(desk.page.getByTestId('state-menu')).toContainText('Reagiert nicht');
  await center.command('ops', { type: 'queue.define', v: 1, data: queueOf('queue-chat') });
  await banner.getByTestId('available-again').click();
  await expect(banner).toHaveCount(0);
  await expect(desk.page.getByTestId('state-menu')).toContainText('Verfügbar');
  await center.postAs('neu_nele', 'Bin neu hier, wer hilft mir?', { visibility: 'private', recipient: 'musterkom_chat' });
  await expect(desk.offer.filter({ hasText: 'Neu Nele' })).toBeVisible();
});
