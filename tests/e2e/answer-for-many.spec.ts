import { SAMPLE_CENTER } from '../../tools/sample/center.ts';
import { addressForm } from '../../shared/text/address-form.ts';
import { expect, test } from './support/fixtures.ts';
import { postIngest, registerAccounts } from './support/ingest.ts';

test.use({ centerOf: 'answer-for-many' });

/** 500 and 300 for the whole story. */
const MEMBERS = Number(process.env['E2E_MEMBERS'] ?? 24);
const OTHERS = Number(process.env['E2E_OTHERS'] ?? 12);
/** The account's budget: so many at once, and so many a minute. */
const BUDGET = { capacity: 5, refillPerMinute: Math.max(150, MEMBERS * 4) };

const ASKED = {
  du: ['Hallo, kannst du mir sagen, wann das Internet in Kiel wieder geht?', 'Weißt du, wann in Kiel das Internet wieder läuft? Störung seit heute früh.'],
  sie: ['Guten Tag, wissen Sie schon, wann das Internet in Kiel wieder läuft?', 'Können Sie mir sagen, wann die Störung vom Internet in Kiel vorbei ist?'],
} as const;
const OTHER = ['wo finde ich meine letzte Rechnung?', 'meine neue SIM-Karte ist noch nicht da.', 'wie ändere ich meinen Tarif im Kundenkonto?', 'warum fehlt der Sender Arte in meiner Liste?'];
const FIRST_NAMES = ['Anna', 'Bernd', 'Clara', 'David', 'Emma', 'Frieda', 'Georg', 'Hanna'];

test(`D6 ${MEMBERS} ask one question among ${OTHERS} others: one answer reaches each of them in their form within the budget, nobody else, and nobody in danger`, async ({ center, workingDesk, openDesk }) => {
  test.setTimeout(60_000 + MEMBERS * 1_500);
  const desk = await workingDesk('mira');
  const { page } = desk;
  // Found by its registration in the sample, with less to send a minute.
  const hilft = SAMPLE_CENTER.accounts.find(({ id }) => id === 'account-hilft');
  await center.command('ops', { type: 'account.register', v: 1, data: { ...hilft, budget: BUDGET } });
  const lead = await openDesk('heike');
  await lead.signIn('heike');

  const asked: { id: string; form: 'du' | 'sie'; name: string }[] = [];
  const others: string[] = [];
  for (let i = 0; i < MEMBERS; i += 1) {
    const form = i % 2 === 0 ? 'du' : 'sie';
    const name = FIRST_NAMES[i % FIRST_NAMES.length] ?? 'Anna';
    const post = await center.postAs(`${name}_${'abcdefghijklmnopqrstuvwxyz'.charAt(i % 26)}${'abcdefghijklmnopqrstuvwxyz'.charAt(Math.floor(i / 26))}`.toLowerCase(), `@musterkom_hilft ${ASKED[form][Math.floor(i / 2) % 2]}`);
    asked.push({ id: post.id, form, name });
  }
  // Many read along with one of them; one is in danger.
  await center.platform.ok('POST', '/accounts', { handle: 'ilse_reich', displayName: 'Ilse Reich', kind: 'person', followers: 50_000 });
  const widely = await center.platform.post({ author: 'ilse_reich', text: `@musterkom_hilft ${ASKED.du[0]}` });
  const danger = await center.postAs('jonas_not', '@musterkom_hilft Internet in Kiel weg, wann geht es wieder? Ich kann nicht mehr leben, ich bringe mich um.');
  for (let i = 0; i < OTHERS; i += 1) others.push((await center.postAs(`andere_${i}`, `@musterkom_hilft ${OTHER[i % OTHER.length]}`)).id);

  // The desk proposes; a person says that they ask the same.
  await page.getByTestId('rail-many').click();
  const proposal = page.getByTestId('many-proposal').filter({ hasText: String(MEMBERS + 1) });
  await expect(proposal).toBeVisible({ timeout: 30_000 });
  await proposal.getByTestId('many-start-cluster').click();
  await expect(page.getByTestId('many-row')).not.toHaveCount(0);
  await expect(page.getByTestId('many-state')).toHaveText('In Vorbereitung');

  await page.getByRole('textbox', { name: 'Was allen gesagt wird' }).fill('Dein Anschluss ist von der Störung in Kiel betroffen. Wir arbeiten daran und sind bis 18 Uhr fertig. Starte danach bitte deinen Router neu.');
  // What needs a look stands first, and is in no "all".
  const first = page.getByTestId('many-row').first();
  await expect(first).toContainText('viele lesen mit');
  await expect(first).toContainText('Ilse');
  await expect(page.getByTestId('many-confirm-calm')).toContainText(String(MEMBERS));
  await page.getByTestId('many-confirm-calm').click();
  await expect(page.getByTestId('many-state')).toHaveText('Sendet');
  // Paused, nothing new leaves; then it goes on.
  await page.getByTestId('many-pause').click();
  await expect(page.getByTestId('many-state')).toHaveText('Pausiert');
  // What was on its way already arrives; it is four at most. Then nothing does for three times as long as the budget needs for one.
  const atPause = await center.brandPosts();
  let held = -1;
  await expect.poll(async () => {
    const before = held;
    held = await center.brandPosts();
    return held === before;
  }, { intervals: [(3 * 60_000) / BUDGET.refillPerMinute] }).toBe(true);
  expect(held).toBeLessThanOrEqual(atPause + 4);
  await page.getByTestId('many-resume').click();

  // The marked one gets its own words, singly.
  await page.getByTestId('many-row').filter({ hasText: 'viele lesen mit' }).click();
  const own = page.getByTestId('many-member').getByRole('textbox');
  await own.fill('Hallo Ilse! Das Internet in Kiel geht bis 18 Uhr wieder. Für dich schauen wir danach noch einmal nach.');
  await page.keyboard.press('Control+Enter');

  await expect.poll(() => center.brandPosts(), // The budget's time, and as much again as a crowded machine needs for each.
  { timeout: 30_000 + MEMBERS * (90_000 / BUDGET.refillPerMinute + 300) }).toBe(MEMBERS + 1);
  await expect(page.getByTestId('progress').first()).toContainText(`${MEMBERS + 1} von ${MEMBERS + 1}`);

  const sample = MEMBERS <= 60 ? asked : asked.filter((_, i) => i % 10 < 2);
  for (const { id, form, name } of sample) {
    const replies = await center.repliesTo(id);
    expect(replies, name).toHaveLength(1);
    const text = replies[0]?.text ?? '';
    expect(addressForm(text).label, text).toBe(form === 'du' ? 'du' : 'Sie');
    expect(text).toContain(name);
    expect(text).toMatch(/\^[A-Z]{2}$/u);
  }
  expect((await center.repliesTo(widely.id)).map(({ text }) => text)).toEqual([expect.stringContaining('schauen wir danach noch einmal nach')]);
  for (const id of [danger.id, ...others.slice(0, 40)]) expect(await center.repliesTo(id)).toHaveLength(0);
  expect(await center.doubled()).toBe(0);
  // Whoever may be in danger is with the lead, not in the list.
  await expect(lead.page.getByTestId('danger-alert')).toBeVisible();
  await expect(page.getByTestId('many-row').filter({ hasText: 'Jonas' })).toHaveCount(0);

  // Somebody asks the same later: offered the same answer.
  await center.postAs('lena_spaet', '@musterkom_hilft Kannst du mir sagen, wann das Internet in Kiel wieder läuft?');
  await page.getByTestId('many-late-take').click({ timeout: 30_000 });
  await expect(page.getByTestId('many-row').filter({ hasText: 'Lena' })).toBeVisible();
});

test('D6 where the platform forbids bulk the desk proposes one status post, and the answers wait as drafts spread over the team', async ({ center, workingDesk }) => {
  await registerAccounts(center, [{ channel: 'x', handle: 'musterkom_x', credentialId: 'x-token', settings: { remoteId: '1' } }]);
  const desk = await workingDesk('mira');
  await desk.takeNothingNew();
  const { page } = desk;
  const people = ['Anna Berger', 'Bernd Olsen', 'Clara Weber', 'David Kern', 'Emma Lang'];
  await postIngest(center, people.map((displayName, i) => ({ v: 1, kind: 'post', channel: 'x', account: 'musterkom_x', remoteId: `x-${i}`, direction: 'in', author: { remoteId: `p-${i}`, handle: `p_${i}`, displayName }, text: '@musterkom_x Kannst du mir sagen, warum Tele Nordkap auf Platz 17 seit gestern kein Bild hat?', visibility: 'public', sentAt: Date.now(), summoned: true })));
  await desk.tab('waiting');
  for (const name of people) await desk.row(name).click({ modifiers: ['Control'] });
  await page.getByTestId('queue-many').click();
  await expect(page.getByTestId('many-row')).toHaveCount(5);
  await page.getByRole('textbox', { name: 'Was allen gesagt wird' }).fill('Tele Nordkap zeigt auf Platz 17 heute ab 18 Uhr wieder ein Bild. Mach danach bitte einen Sendersuchlauf.');
  // Nothing to be sent to many; one post by one person, and drafts.
  await expect(page.getByTestId('many-forbidden')).toContainText('X verbietet es, vielen auf einmal zu antworten');
  await expect(page.getByTestId('many-confirm-calm')).toHaveCount(0);
  await expect(page.getByTestId('many-forbidden').getByRole('textbox')).toHaveValue(/^Tele Nordkap zeigt auf Platz 17/u);
  await page.getByTestId('many-status-done').click();
  await expect(page.getByTestId('many-forbidden')).toContainText('Hinweis geschrieben: Mira');
  await page.getByTestId('many-hand-out').click();
  await expect(page.getByTestId('many-row').filter({ hasText: 'verteilt' })).toHaveCount(5);

  // Whoever gets one finds the exact answer with the name, and sends it as any other.
  const other = await workingDesk('tjark');
  await other.row('Tele Nordkap').first().click();
  await expect(other.page.getByTestId('draft-card')).toContainText('Tele Nordkap zeigt auf Platz 17 heute ab 18 Uhr wieder ein Bild.');
  await other.page.getByTestId('draft-take-over').click();
  await expect(other.composer).toHaveValue(/^(?:Hallo|Guten Morgen|Guten Abend) (?:Anna|Bernd|Clara|David|Emma)! Tele Nordkap/u);
});
