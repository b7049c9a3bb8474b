import type { Page } from '@playwright/test';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { flood } from './support/flood.ts';
import { expect, test } from './support/fixtures.ts';

test.use({ centerOf: 'away' });

/** Every text the connection shows from now on: progress may pass quicker than a test looks. */
async function hearConnection(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    new MutationObserver(() => {
      const text = document.querySelector('[data-testid=connection]')?.textContent ?? '';
      if (heard.at(-1) !== text) heard.push(text);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
}

/** "Holt nach 1.000 / 3.012" → [1000, 3012] */
const countsIn = (texts: readonly string[]): [number, number][] =>
  texts.flatMap((text) => {
    const [, done, total] = /Holt nach ([\d.]+) \/ ([\d.]+)/.exec(text) ?? [];
    return done === undefined || total === undefined ? [] : [[Number(done.replaceAll('.', '')), Number(total.replaceAll('.', ''))] as [number, number]];
  });

test('away: everything but taking and giving work goes on; back: the catch-up counts, and one line says what happened', async ({ center, openDesk, workingDesk }) => {
  const line = await TcpProxy.start(center.serverUrl);
  const leadLine = await TcpProxy.start(center.serverUrl);
  try {
    const mira = await workingDesk('mira', { serverUrl: line.url });
    const { page } = mira;
    const kept = await center.postAs('lese_lotte', '@musterkom_hilft mein Handy lädt nicht mehr');
    await mira.open('lädt nicht mehr');
    await center.postAs('fort_fritz', '@musterkom_hilft mein Handy ist verschwunden');
    await expect(mira.row('ist verschwunden')).toBeVisible();
    await center.postAs('erledigt_erna', '@musterkom_hilft mein Handy geht wieder, danke!');
    await expect(mira.row('geht wieder')).toBeVisible();
    await center.postAs('chat_cora', 'Hallo, eine Frage zum Vertrag', { visibility: 'private', recipient: 'musterkom_chat' });
    await expect(mira.offer).toContainText('Chat Cora');
    const heard = await hearConnection(page);
    line.cut();
    await expect(mira.connection).toHaveAttribute('data-state', 'offline');
    const gone = Date.now();
    // Meanwhile, where nobody here hears it.
    const meanwhile = (async () => {
      await center.postAs('lese_lotte', '@musterkom_hilft am Ladegerät liegt es nicht', { inReplyTo: kept.id });
      await flood(center, 600, 'Handyfrage');
    })();

    // Accept and take: refused at once, with the reason.
    await page.keyboard.press('a');
    await expect(page.getByTestId('toast-error')).toContainText('du bist offline');
    await expect(mira.offer).toContainText('Chat Cora');
    // Read and search.
    await page.getByTestId('search').fill('verschwunden');
    await page.getByTestId('search-hit').first().click();
    await expect(mira.message('ist verschwunden')).toBeVisible();
    // Tag and note.
    await page.keyboard.press('Escape');
    await mira.row('ist verschwunden').click();
    await page.getByTestId('edit-tags').click();
    await page.getByTestId('dialog-tags').getByRole('textbox').fill('Verlust');
    await page.getByTestId('dialog-tags').getByTestId('dialog-confirm').click();
    await expect(page.getByTestId('context')).toContainText('Verlust');
    await page.keyboard.press('m');
    await page.keyboard.type('Sperre angeboten.');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByTestId('note')).toContainText('Sperre angeboten.');
    await page.keyboard.press('Escape');
    // Done.
    await mira.row('geht wieder').click();
    await expect(mira.message('geht wieder')).toBeVisible();
    await page.keyboard.press('n');
    await page.keyboard.press('Control+Enter');
    await expect(mira.row('geht wieder')).toHaveCount(0);
    // Draft and reply.
    await mira.open('ist verschwunden');
    await mira.writeByKeys('Noch nicht fertig');
    await page.keyboard.press('Escape');
    await mira.open('lädt nicht mehr');
    await mira.writeByKeys('Reinige bitte die Buchse.');
    await page.keyboard.press('Control+Enter');
    await expect(mira.replyState('Buchse')).toContainText('wartet, bis du online bist');
    const banner = page.getByTestId('connection-banner');
    await expect(banner).toContainText(/Offline seit \d\d:\d\d · 1 Antwort wartet/);

    await meanwhile;
    const lead = await openDesk('heike', { serverUrl: leadLine.url });
    const heardFirst = await hearConnection(lead.page);
    await lead.signIn('heike');
    // A first sync counts its lists; what it counts it reaches.
    const first = countsIn(await heardFirst());
    expect(first.length).toBeGreaterThan(0);
    expect(first.every(([done, total]) => done < total && total > 600)).toBe(true);
    await center.command('heike', { type: 'workItem.reassign', v: 1, data: { workItemIds: [await itemOf(page, 'ist verschwunden')], to: { kind: 'agent', agentId: 'agent-heike' }, force: false } });

    // An absence shorter than ten seconds is none.
    await page.waitForTimeout(Math.max(0, 10_500 - (Date.now() - gone)));
    line.mend();
    await expect(mira.connection).toHaveAttribute('data-state', 'online', { timeout: 30_000 });
    const caught = countsIn(await heard());
    expect(caught.length).toBeGreaterThan(0);
    // What changed meanwhile comes once each: the flood's items, not every step they took.
    expect(Math.max(...caught.map(([, total]) => total))).toBeGreaterThanOrEqual(600);
    await expect.poll(() => center.repliesTo(kept.id)).toHaveLength(1);

    const away = page.getByTestId('away-banner');
    await expect(away).toContainText(/Während du weg warst \(\d\d:\d\d–\d\d:\d\d\)/);
    await expect(away).toContainText('1 Vorgang nicht mehr bei dir');
    await expect(away).toContainText('neue Nachricht');
    await expect(away).toContainText('1 Antwort rausgegangen');
    await page.keyboard.press('Escape');
    await page.keyboard.press('w');
    const list = page.getByTestId('dialog-away');
    await expect(list.locator('[data-kind=takenAway]')).toContainText('Fort Fritz');
    await expect(list.locator('[data-kind=replySent]')).toContainText('Lese Lotte');
    await page.keyboard.press('Control+Enter');
    await expect(away).toHaveCount(0);
    // What was noted offline is with the center; the draft reached the new owner.
    await lead.page.getByTestId('rail-desk').click();
    await lead.open('ist verschwunden');
    await expect(lead.page.getByTestId('note')).toContainText('Sperre angeboten.');
    await expect(lead.page.getByTestId('draft-card')).toContainText('Noch nicht fertig');
    expect(await center.doubled()).toBe(0);

    // Nor does a lead give work away without the server: refused at once, with the reason.
    leadLine.cut();
    await expect(lead.connection).toHaveAttribute('data-state', 'offline');
    await lead.page.getByTestId('rail-supervisor').click();
    await lead.page.getByTestId('tab-items').click();
    await lead.page.getByTestId('queue-row').first().click();
    await lead.page.getByTestId('reassign').click();
    await lead.page.getByTestId('dialog-reassign').getByTestId('dialog-confirm').click();
    await expect(lead.page.getByTestId('toast-error').last()).toContainText('du bist offline');
  } finally {
    await leadLine.stop();
    await line.stop();
  }
});

async function itemOf(page: Page, text: string): Promise<string> {
  const id = await page.getByTestId('queue-row').filter({ hasText: text }).getAttribute('data-item');
  if (id === null) throw new Error(`no item on the row "${text}"`);
  return id;
}
