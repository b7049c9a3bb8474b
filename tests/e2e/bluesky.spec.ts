import { readFileSync, writeFileSync } from 'node:fs';
import type { AtpAgent } from '@atproto/api';
import { PASSWORD, startBluesky, write, type BlueskyPost, type BlueskyServer } from '../support/platforms/bluesky/server.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { expect, test as base } from './support/fixtures.ts';
import { registerAccounts } from './support/ingest.ts';

const BRAND = 'musterkom.test';

// The real server stands before the center, whose configuration names its stream.
const test = base.extend<object, { bluesky: BlueskyServer; stream: TcpProxy }>({
  bluesky: [
    // oxlint-disable-next-line no-empty-pattern -- the runner reads the first parameter's names
    async ({}, give) => {
      const server = await startBluesky();
      await server.person('musterkom', 'Musterkom hilft');
      await give(server);
      await server.close();
    },
    { scope: 'worker', timeout: 150_000 },
  ],
  stream: [
    async ({ bluesky }, give) => {
      const stream = await TcpProxy.start(bluesky.url);
      await give(stream);
      await stream.stop();
    },
    { scope: 'worker' },
  ],
  serverSettings: [
    async ({ bluesky, stream }, give) => give({ feeds: [{ channel: 'bluesky', account: BRAND, settings: { stream: stream.url.replace(/^http/, 'ws'), lookUp: bluesky.url }, secrets: {} }] }),
    { scope: 'worker' },
  ],
});
test.use({ centerOf: 'bluesky' });
test.describe.configure({ mode: 'serial' });

let line: TcpProxy;
let lena: AtpAgent;

test.beforeAll(async ({ center, bluesky }) => {
  line = await TcpProxy.start(bluesky.url);
  lena = await bluesky.person('lena', 'Lena Krämer');
  const file = JSON.parse(readFileSync(center.file, 'utf8')) as Record<string, unknown>;
  writeFileSync(center.file, JSON.stringify({ ...file, sandboxCredential: { credentialId: 'bluesky-password', value: JSON.stringify({ identifier: BRAND, appPassword: PASSWORD }) } }), { mode: 0o600 });
  await registerAccounts(center, [{ channel: 'bluesky', handle: BRAND, credentialId: 'bluesky-password', settings: { service: line.url } }]);
});
test.afterAll(() => line.stop());

async function answersTo(bluesky: BlueskyServer, uri: string): Promise<BlueskyPost[]> {
  const brand = await bluesky.person('musterkom');
  return (await bluesky.postsOf(brand.assertDid)).filter((post) => post.value.reply?.parent.uri === uri);
}

test('a post that mentions the account is answered, and stands on the real server exactly once although the link died in the middle', async ({ bluesky, stream, workingDesk }) => {
  const desk = await workingDesk('mira');
  const question = await write(lena, `@${BRAND} mein Handy hat seit heute früh kein Netz 😕`);
  await desk.open('seit heute früh kein Netz');
  await expect(desk.page.getByTestId('thread')).toContainText('Lena Krämer');

  // Every answer of the server takes its time, so that there is a middle.
  line.delay(3_000, 'down');
  // The stream would tell of the post before the desk can.
  stream.set('hold', 'down');
  await desk.writeByKeys('Hallo Lena, in Kiel gibt es gerade eine Störung: https://netz.example/karte');
  await desk.page.keyboard.press('Control+Enter');
  await expect.poll(() => answersTo(bluesky, question.uri), { intervals: [50], timeout: 40_000 }).toHaveLength(1);
  // It is done there, and nobody here has heard so.
  line.cut();
  await expect(desk.replyState('gerade eine Störung')).not.toContainText(/gesendet \d\d:\d\d/);

  line.mend();
  await expect(desk.replyState('gerade eine Störung')).toContainText(/gesendet \d\d:\d\d/, { timeout: 40_000 });
  const [answer, ...more] = await answersTo(bluesky, question.uri);
  expect(more).toEqual([]);
  expect(answer?.value).toMatchObject({ text: 'Hallo Lena, in Kiel gibt es gerade eine Störung: https://netz.example/karte ^MA', reply: { root: question, parent: question } });
  // The stream brings the same post back: it is shown once.
  stream.mend();
  const next = await write(lena, `@${BRAND} danke, dann warte ich`, { reply: { root: question, parent: answer ?? question } });
  await expect(desk.message('dann warte ich')).toBeVisible();
  await expect(desk.message('gerade eine Störung')).toHaveCount(1);
  expect(await answersTo(bluesky, next.uri)).toEqual([]);
  await desk.page.keyboard.press('Escape');
});

test('she goes on without naming the account, deletes what she said, and both are seen', async ({ bluesky, workingDesk }) => {
  const desk = await workingDesk('sina');
  const question = await write(lena, `@${BRAND} und warum steht auf der Rechnung eine Gebühr?`);
  await desk.open('warum steht auf der Rechnung');
  const next = await write(lena, 'Nämlich 9,99 für nichts', { reply: { root: question, parent: question } });
  await expect(desk.message('9,99 für nichts')).toBeVisible();
  await lena.deletePost(next.uri);
  await expect(desk.message('9,99 für nichts')).toHaveCount(0);
  expect(await answersTo(bluesky, question.uri)).toEqual([]);
});

test('a picture goes along with its description, once', async ({ bluesky, workingDesk }) => {
  const desk = await workingDesk('pia');
  const question = await write(lena, `@${BRAND} mein Handy ist stumm, wie soll die Lampe leuchten?`);
  await desk.open('wie soll die Lampe');
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  await desk.page.getByTestId('files-input').setInputFiles({ name: 'lampe.png', mimeType: 'image/png', buffer: png });
  await desk.page.getByRole('textbox', { name: 'Bildbeschreibung für lampe.png' })
    .fill('Die Lampe leuchtet grün');
  await desk.page.keyboard.press('Escape');
  // What the channel does not take is said, and keeps the answer from going.
  await desk.page.getByTestId('files-input').setInputFiles({ name: 'liste.csv', mimeType: 'text/csv', buffer: Buffer.from('a;b') });
  await expect(desk.page.getByText('Dieser Kanal nimmt diese Dateien nicht', { exact: false }).first()).toBeVisible();
  if (process.env['SHOT_DIR'] !== undefined) await desk.page.screenshot({ path: `${process.env['SHOT_DIR']}/files-bluesky.png` });
  await desk.writeByKeys('So sieht es aus, wenn alles geht.');
  await desk.page.keyboard.press('Control+Enter');
  await expect(desk.replyState('So sieht es aus')).toContainText(/gesendet \d\d:\d\d/, { timeout: 30_000 });
  const [answer, ...more] = await answersTo(bluesky, question.uri);
  expect(more).toEqual([]);
  expect((answer?.value as { embed?: unknown } | undefined)?.embed).toMatchObject({ $type: 'app.bsky.embed.images', images: [{ alt: 'Die Lampe leuchtet grün', image: { mimeType: 'image/png', size: png.length } }] });
  await expect(desk.message('So sieht es aus')).toContainText('lampe.png');
  await desk.page.keyboard.press('Escape');
});

test('an answer that was wrong is taken back and said anew: gone at the server, on record at the desk, the new one once', async ({ bluesky, workingDesk }) => {
  const desk = await workingDesk('pia');
  const aside = await write(await bluesky.person('jonas', 'Jonas Brandt'), 'Wer hat noch kein Handynetz?');
  const question = await write(lena, `@${BRAND} seht ihr das? Mein Handy ist seit Stunden stumm`, { reply: { root: aside, parent: aside } });
  await desk.open('seit Stunden stumm');
  // What she answers stands above it.
  await expect(desk.message('Wer hat noch kein Handynetz')).toContainText('Jonas Brandt');
  await desk.writeByKeys('Um 12 Uhr ist alles wieder da.');
  await desk.page.keyboard.press('Control+Enter');
  await expect(desk.replyState('Um 12 Uhr')).toContainText(/gesendet \d\d:\d\d/, { timeout: 30_000 });
  const [wrong] = await answersTo(bluesky, question.uri);

  await desk.message('Um 12 Uhr').getByTestId('put-right').click();
  const dialog = desk.page.getByTestId('dialog-put-right');
  await dialog.getByRole('radio', { name: /Löschen und neu antworten/ }).check({ force: true });
  await dialog.getByRole('textbox').fill('Um 14 Uhr ist alles wieder da.');
  await expect(dialog.getByTestId('dialog-confirm')).toBeDisabled();
  await dialog.getByRole('radio', { name: 'Es war falsch' }).check({ force: true });
  await dialog.getByTestId('dialog-confirm').click();
  await expect.poll(() => answersTo(bluesky, question.uri)).toEqual([]);
  await expect(desk.page.getByTestId('put-right-state')).toHaveAttribute('data-state', 'done');
  await expect(desk.page.getByTestId('put-right-state')).toContainText(/gelöscht von \^PV um \d\d:\d\d · Es war falsch/);

  await expect(desk.composer).toHaveValue('Um 14 Uhr ist alles wieder da.');
  await desk.page.getByTestId('send').click();
  await expect.poll(() => answersTo(bluesky, question.uri), { timeout: 30_000 }).toHaveLength(1);
  const [right] = await answersTo(bluesky, question.uri);
  expect(right?.value.text).toBe('Um 14 Uhr ist alles wieder da. ^PV');
  expect(right?.uri).not.toBe(wrong?.uri);
});
