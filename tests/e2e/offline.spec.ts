import type { Center } from './support/center.ts';
import { expect, test } from './support/fixtures.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

test.use({ centerOf: 'offline' });

const FAULT = { route: 'POST /posts', account: 'musterkom_hilft', remaining: 1 };
const setFaults = (center: Center, ...faults: object[]): Promise<unknown> => center.platform.ok('PUT', '/faults', { faults });
const setUp = (center: Center, settings: object): Promise<unknown> => center.platform.ok('PUT', '/settings', settings);

let unmute: (() => Promise<void>) | undefined;
test.afterEach(async ({ center }) => {
  await unmute?.();
  unmute = undefined;
  await setFaults(center);
  await setUp(center, { idempotency: 'key', readLagMs: 0, maxLength: 280 });
});

test('cut off: says so with counts, refuses an offer with the reason, keeps the answer; mended: it goes out once', async ({ center, workingDesk }) => {
  const line = await TcpProxy.start(center.serverUrl);
  try {
    const desk = await workingDesk('mira', { serverUrl: line.url });
    const post = await center.postAs('zug_zoe', '@musterkom_hilft mein Handy hat im Zug keinen Empfang');
    await desk.open('im Zug keinen Empfang');
    await center.postAs('chat_chris', 'Hallo, kurze Frage zum Vertrag', { visibility: 'private', recipient: 'musterkom_chat' });
    await expect(desk.offer).toContainText('Chat Chris');

    line.cut();
    await expect(desk.connection).toHaveAttribute('data-state', 'offline');
    await expect(desk.connection).toContainText(/Offline seit \d\d:\d\d/);
    await desk.page.keyboard.press('a');
    await expect(desk.page.getByTestId('toast-error')).toContainText(/offline|Verbindung|online/i);
    await expect(desk.page.getByTestId('tab-mine')).toContainText('1');

    await desk.writeByKeys('Im Tunnel ist leider überall Funkstille.');
    await expect(desk.page.getByTestId('hint-offline')).toBeVisible();
    await desk.page.keyboard.press('Control+Enter');
    await expect(desk.replyState('Funkstille')).toContainText('wartet, bis du online bist');
    await expect(desk.connection).toContainText('1 Antwort wartet');
    expect(await center.repliesTo(post.id)).toHaveLength(0);

    line.mend();
    await expect(desk.connection).toHaveAttribute('data-state', 'online', { timeout: 40_000 });
    await expect.poll(() => center.repliesTo(post.id)).toHaveLength(1);
    await expect(desk.replyState('Funkstille')).toContainText(/gesendet \d\d:\d\d/);
    await expect(desk.connection).not.toContainText('wartet');
    const replies = await center.repliesTo(post.id);
    expect(replies.map(({ text }) => text)).toEqual(['Im Tunnel ist leider überall Funkstille. ^MA']);
    expect(await center.doubled()).toBe(0);
  } finally {
    await line.stop();
  }
});

test('the platform posts it, but its word is lost: asked again under the same key, one post', async ({ center, workingDesk }) => {
  const desk = await workingDesk('yasemin');
  const post = await center.postAs('lost_lea', '@musterkom_hilft meine Rechnung ist doppelt so hoch');
  await desk.open('doppelt so hoch');
  await setFaults(center, { ...FAULT, kind: 'closeAfterEffect' });
  await desk.writeByKeys('Das war der Anschlusspreis, er kommt nur einmal.');
  await desk.page.keyboard.press('Control+Enter');
  await expect(desk.replyState('Anschlusspreis')).toContainText(/gesendet \d\d:\d\d/);
  expect(await center.repliesTo(post.id)).toHaveLength(1);
  expect((await center.platform.ok<{ faultsFired: Record<string, number> }>('GET', '/stats')).faultsFired['closeAfterEffect']).toBe(1);
});

test('the same where the platform honours no key: looked for, found, not sent again', async ({ center, workingDesk }) => {
  await setUp(center, { idempotency: 'none' });
  const desk = await workingDesk('sina');
  const post = await center.postAs('lost_leo', '@musterkom_hilft wann kommt meine Gutschrift?');
  await desk.open('meine Gutschrift');
  // Else the platform's own news of the post could settle it before anybody looks.
  unmute = await center.muteWebhooks();
  await setFaults(center, { ...FAULT, kind: 'closeAfterEffect' });
  await desk.writeByKeys('Die Gutschrift steht auf der nächsten Rechnung.');
  await desk.page.keyboard.press('Control+Enter');
  await expect(desk.replyState('nächsten Rechnung')).toContainText(/gesendet \d\d:\d\d/, { timeout: 30_000 });
  expect(await center.repliesTo(post.id)).toHaveLength(1);
  expect(await center.doubled()).toBe(0);
});

test('refused by the platform for good: said with the reason, its text changed and sent anew', async ({ center, workingDesk }) => {
  const desk = await workingDesk('pia');
  const post = await center.postAs('lang_lars', '@musterkom_hilft kann ich mein Handy tauschen?');
  await desk.open('mein Handy tauschen');
  await setUp(center, { maxLength: 30 });
  await desk.writeByKeys('Ja, bring es einfach in einen unserer Läden mit.');
  await desk.page.keyboard.press('Control+Enter');
  await expect(desk.replyState('unserer Läden')).toContainText('gescheitert');
  await expect(desk.page.getByTestId('outbox-pill')).toContainText('1 nicht gesendet');
  expect(await center.repliesTo(post.id)).toHaveLength(0);

  await desk.message('unserer Läden').getByTestId('reply-edit').click();
  await expect(desk.composer).toHaveValue('Ja, bring es einfach in einen unserer Läden mit.');
  await desk.composer.fill('Ja, in jedem Laden.');
  await desk.page.keyboard.press('Control+Enter');
  await expect.poll(() => center.repliesTo(post.id)).toHaveLength(1);
  expect((await center.repliesTo(post.id))[0]?.text).toBe('Ja, in jedem Laden. ^PV');
});

test('where looking shows nothing either it is unclear, and a person who finds it says so: still one post', async ({ center, workingDesk }) => {
  // No keys, reads that lag, and no news from the platform: nobody can know but a person who looks.
  const desk = await workingDesk('doris');
  const post = await center.postAs('lost_lou', '@musterkom_hilft wie lange läuft mein Vertrag noch?');
  await desk.open('mein Vertrag noch');
  unmute = await center.muteWebhooks();
  await setUp(center, { idempotency: 'none', readLagMs: 3_600_000 });
  await setFaults(center, { ...FAULT, kind: 'closeAfterEffect' });
  await desk.writeByKeys('Dein Vertrag läuft bis Ende Mai.');
  await desk.page.keyboard.press('Control+Enter');
  await expect(desk.replyState('Ende Mai')).toContainText('unklar', { timeout: 30_000 });
  await expect(desk.page.getByTestId('outbox-pill')).toContainText('1 unklar');
  // Nothing more goes to this person while nobody knows.
  await expect(desk.page.getByTestId('block-unclear')).toBeVisible();

  await desk.page.getByTestId('outbox-pill').click();
  const entry = desk.outboxEntries.filter({ hasText: 'Ende Mai' });
  await expect(entry).toHaveAttribute('data-state', 'unclear');
  await entry.getByTestId('reply-found').click();
  await expect(desk.page.getByTestId('outbox-pill')).toHaveCount(0);
  await desk.page.getByTestId('rail-desk').click();
  await expect(desk.replyState('Ende Mai')).toContainText(/gesendet \d\d:\d\d/);
  await setUp(center, { readLagMs: 0 });
  expect(await center.repliesTo(post.id)).toHaveLength(1);
  expect(await center.doubled()).toBe(0);
});

test('two more are unclear: one is sent again knowingly, one is discarded; nobody gets anything twice', async ({ center, workingDesk }) => {
  const desk = await workingDesk('nico');
  const again = await center.postAs('unklar_uwe', '@musterkom_hilft wo sehe ich den Verbrauch vom Handy?');
  const never = await center.postAs('unklar_ute', '@musterkom_hilft warum ist das Handy langsam?');
  for (const text of ['wo sehe ich', 'warum ist']) await expect(desk.row(text)).toBeVisible();
  unmute = await center.muteWebhooks();
  await setUp(center, { idempotency: 'none', readLagMs: 3_600_000 });
  await setFaults(center, { ...FAULT, kind: 'closeBeforeEffect', remaining: 2 });
  const write = async (to: string, text: string): Promise<void> => {
    await desk.open(to);
    await desk.writeByKeys(text);
    await desk.page.keyboard.press('Control+Enter');
    await desk.page.keyboard.press('Escape');
  };
  await write('wo sehe ich', 'In der App unter Verbrauch.');
  await write('warum ist', 'Das Datenvolumen ist aufgebraucht.');
  await expect(desk.page.getByTestId('outbox-pill')).toContainText('2 unklar', { timeout: 30_000 });
  await setUp(center, { readLagMs: 0 });

  await desk.page.getByTestId('outbox-pill').click();
  const first = desk.outboxEntries.filter({ hasText: 'unter Verbrauch' });
  await first.getByTestId('reply-sendAgain').click();
  // What could double an answer is asked once more.
  const dialog = desk.page.getByTestId('dialog-send-again');
  await expect(dialog).toContainText('doppelt');
  await dialog.getByTestId('dialog-confirm').click();
  await expect.poll(() => center.repliesTo(again.id)).toHaveLength(1);
  await desk.outboxEntries.filter({ hasText: 'Datenvolumen' }).getByTestId('reply-discard').click();
  await expect(desk.page.getByTestId('outbox-pill')).toHaveCount(0);

  // Nothing blocks the way to this person any more; what was thrown away never goes.
  await desk.page.getByTestId('rail-desk').click();
  await write('warum ist', 'Ich habe nachgesehen: der Mast wird getauscht.');
  await expect.poll(() => center.repliesTo(never.id)).toHaveLength(1);
  expect((await center.repliesTo(never.id)).map(({ text }) => text)).toEqual([expect.stringContaining('Mast wird getauscht')]);
  expect(await center.repliesTo(again.id)).toHaveLength(1);
  expect(await center.doubled()).toBe(0);
});
