import type { Center } from './support/center.ts';
import type { Desk } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

test.use({ centerOf: 'reassign-mid-reply' });

async function takeAway(lead: Desk, text: string, person: string, force = false): Promise<void> {
  await lead.page.getByTestId('rail-supervisor').click();
  await lead.page.getByTestId('tab-items').click();
  await lead.row(text).click();
  await lead.page.getByTestId('reassign').click();
  const dialog = lead.page.getByTestId('dialog-reassign');
  await dialog.getByRole('option', { name: person }).click();
  if (force) await dialog.getByTestId('reassign-force').click();
  await dialog.getByTestId('dialog-confirm').click();
  await expect(dialog).toHaveCount(0);
}

async function onceOnly(center: Center, postId: string, text: string): Promise<void> {
  await expect.poll(() => center.repliesTo(postId)).toHaveLength(1);
  expect((await center.repliesTo(postId))[0]?.text).toBe(text);
  expect(await center.doubled()).toBe(0);
}

test('cut in the middle of a reply, the lead reassigns: both see the draft and why, the customer gets one answer', async ({ center, openDesk, workingDesk }) => {
  const line = await TcpProxy.start(center.serverUrl);
  try {
    const mira = await workingDesk('mira', { serverUrl: line.url });
    const post = await center.postAs('mitten_mona', '@musterkom_hilft mein Handy findet die SIM nicht mehr');
    await mira.open('findet die SIM nicht');
    await mira.writeByKeys('Hallo Mona, nimm die SIM bitte einmal');
    line.cut();
    await expect(mira.connection).toHaveAttribute('data-state', 'offline');
    // Half was typed online, the rest and the sending come when nobody hears it.
    await mira.page.keyboard.type(' heraus und setz sie neu ein.');
    await mira.page.keyboard.press('Control+Enter');
    await expect(mira.replyState('setz sie neu ein')).toContainText('wartet, bis du online bist');

    const yasemin = await workingDesk('yasemin');
    const lead = await openDesk('heike');
    await lead.signIn('heike');
    await takeAway(lead, 'findet die SIM nicht', 'Yasemin Ünal');
    await expect(lead.row('findet die SIM nicht')).toContainText('^YU');

    line.mend();
    await expect(mira.connection).toHaveAttribute('data-state', 'online', { timeout: 30_000 });
    // Who wrote it sees that it did not go, why, and where it lies.
    await mira.page.getByTestId('rail-outbox').click();
    const entry = mira.outboxEntries.filter({ hasText: 'setz sie neu ein' });
    await expect(entry).toHaveAttribute('data-state', 'becameDraft');
    await expect(entry).toContainText('liegt als Entwurf am Gespräch');
    await expect(entry).toContainText('Der Vorgang hat jemand anderen');
    await mira.page.getByTestId('rail-desk').click();
    await expect(mira.page.getByTestId('block-notOwner')).toContainText('Yasemin Ünal ^YU');

    // Who has it now sees the same text, whose it is and why it did not go; nothing of it left by itself.
    await yasemin.open('findet die SIM nicht');
    const draft = yasemin.page.getByTestId('draft-card');
    await expect(draft).toContainText('Antwort von ^MA, die nicht rausging');
    await expect(draft).toContainText('nimm die SIM bitte einmal heraus und setz sie neu ein.');
    await expect(draft.getByTestId('draft-why')).toContainText('Der Vorgang wechselte');
    expect(await center.repliesTo(post.id)).toHaveLength(0);
    await yasemin.page.getByTestId('draft-take-over').click();
    await expect(yasemin.composer).toHaveValue('Hallo Mona, nimm die SIM bitte einmal heraus und setz sie neu ein.');
    await yasemin.composer.press('Control+Enter');
    await onceOnly(center, post.id, 'Hallo Mona, nimm die SIM bitte einmal heraus und setz sie neu ein. ^YU');
    await expect(yasemin.replyState('setz sie neu ein')).toContainText(/gesendet \d\d:\d\d/);
  } finally {
    await line.stop();
  }
});

test('by force while an answer may be out: the lead is told until when, the new owner sees it, the customer gets one answer', async ({ center, openDesk, workingDesk }) => {
  const line = await TcpProxy.start(center.serverUrl);
  const slow = { kind: 'delay', route: 'POST /posts', account: 'musterkom_hilft', remaining: 1, delayMs: 7_000 };
  try {
    const pia = await workingDesk('pia', { serverUrl: line.url });
    const post = await center.postAs('zwang_zita', '@musterkom_hilft mein Handy bucht sich nicht ein');
    await pia.open('bucht sich nicht ein');
    const lead = await openDesk('heike');
    await lead.signIn('heike');
    const karim = await workingDesk('karim');
    // The platform takes its time: leave is given, the answer is on its way, and the line to the server goes.
    await center.platform.ok('PUT', '/faults', { faults: [slow] });
    await pia.writeByKeys('Schalt den Flugmodus einmal ein und aus.');
    await pia.page.keyboard.press('Control+Enter');
    await expect(pia.replyState('Flugmodus')).toContainText('wird gesendet');
    line.cut();

    await takeAway(lead, 'bucht sich nicht ein', 'Karim Haddad');
    const told = lead.page.getByTestId('dialog-under-way');
    await expect(told.getByTestId('under-way')).toContainText(/Eine Antwort von \^PV an Zwang Zita kann schon draußen sein\..*Senden möglich bis \d\d:\d\d/);
    // Not moved yet: the lead decides, knowing that.
    await told.getByTestId('dialog-confirm').click();
    await expect(lead.page.getByTestId('dialog-under-way')).toContainText('Neu zugewiesen');
    await expect(lead.page.getByTestId('under-way')).toContainText(/Senden möglich bis \d\d:\d\d/);
    await lead.page.keyboard.press('Escape');

    await karim.open('bucht sich nicht ein');
    await expect(karim.page.getByTestId('thread')).toContainText(/Antwort von \^PV darf seit \d\d:\d\d raus und kann schon draußen sein/);
    await onceOnly(center, post.id, 'Schalt den Flugmodus einmal ein und aus. ^PV');
    line.mend();
    await expect(karim.message('Flugmodus')).toBeVisible({ timeout: 30_000 });
    await expect(pia.page.getByTestId('away-banner').or(pia.page.getByTestId('notices'))).toBeVisible();
    await onceOnly(center, post.id, 'Schalt den Flugmodus einmal ein und aus. ^PV');
  } finally {
    await center.platform.ok('PUT', '/faults', { faults: [] });
    await line.stop();
  }
});
