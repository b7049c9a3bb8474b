import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';

test.use({ centerOf: 'marker' });

/** Everything the page's engine holds, after it has thrown away what it can. */
async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage');
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return chunks.join('');
}

/** As bytes: plain, in base64 at each of its three offsets, and as UTF-16. */
function formsOf(marker: string): Buffer[] {
  const encoded = [0, 1, 2].map((shift) => Buffer.concat([Buffer.alloc(shift), Buffer.from(marker)]).toString('base64').slice(shift === 0 ? 0 : 4, -4));
  return [Buffer.from(marker), Buffer.from(marker, 'utf16le'), Buffer.from(encodeURIComponent(marker)), ...encoded.map((text) => Buffer.from(text))];
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}

const hits = (bytes: Buffer, marker: string): boolean => formsOf(marker).some((form) => bytes.includes(form));

/** Command lines and environments of every process of this machine that may be looked at. */
function processesWith(marker: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) =>
      ['cmdline', 'environ'].filter((what) => {
        try {
          return hits(readFileSync(`/proc/${pid}/${what}`), marker);
        } catch {
          return false;
        }
      }).map((what) => `/proc/${pid}/${what}`),
    );
}

test('ACC-15 a credential typed in, handed over, used and refused is found nowhere afterwards: pages, logs, databases, files, crash reports, command lines, environments', async ({ center, openDesk }) => {
  test.skip(process.platform !== 'linux', 'looks into /proc');
  test.setTimeout(180_000);
  // The platform makes it, so nothing but the desks can have it from here on.
  const { token: marker } = await center.platform.ok<{ token: string }>('POST', '/tokens', { name: 'marker', scopes: ['read', 'write'], handles: 'brands' });
  const said: string[] = [];
  const onLog = (line: string): void => void said.push(line);
  const [ops, mira] = [await openDesk('ops', { onLog }), await openDesk('mira', { onLog })];
  for (const { page } of [ops, mira]) page.on('console', (message) => said.push(message.text()));
  await center.command('ops', { type: 'account.register', v: 1, data: { id: 'marked', channel: 'sandbox', handle: 'musterkom_marked', name: 'Marked', brand: 'Musterkom', credentialId: 'marked', teamIds: [], budget: { capacity: 600, refillPerMinute: 600 } } });
  await center.platform.ok('POST', '/accounts', { handle: 'musterkom_marked', displayName: 'Marked', kind: 'brand' });
  const { webhooks } = await center.platform.ok<{ webhooks: { url: string; accounts: string[] | null }[] }>('GET', '/webhooks');
  const hook = webhooks.find(({ url }) => url.endsWith('/sandbox'));
  await center.platform.ok('POST', '/webhooks', { url: hook?.url, secret: center.running.center.webhookSecret, accounts: [...(hook?.accounts ?? []), 'musterkom_marked'] });
  await mira.signIn('mira');
  await ops.signIn('ops');
  await ops.page.getByTestId('rail-accounts').click();
  const panel = ops.page.locator('[data-testid=account][data-account=marked]');
  await panel.getByTestId('credential-edit').click();
  await panel.getByLabel('Zugangsdaten', { exact: true }).fill(JSON.stringify({ url: center.platform.url, token: marker }));
  await panel.getByRole('button', { name: 'Speichern' }).click();
  await expect(panel.getByTestId('account-health')).toHaveAttribute('data-status', 'ok');
  const line = panel.getByTestId('custody-desk').filter({ hasText: 'Mira Albers' });
  await line.getByTestId('custody-hand-over').click();
  await expect(line).toHaveAttribute('data-latest', 'true');
  // Used, lost on the way, refused: whatever is written about it is written now.
  await mira.setUndoSeconds(0);
  await mira.becomeAvailable();
  await center.postAs('spuren_sven', '@musterkom_marked Handy-Frage nach den Spuren?');
  await mira.open('nach den Spuren');
  await mira.writeByKeys('Hier ist die Antwort.');
  await center.platform.ok('POST', '/faults', { kind: 'closeAfterEffect', route: 'POST /posts', account: 'musterkom_marked', remaining: 1 });
  await mira.page.keyboard.press('Control+Enter');
  await expect(mira.replyState('Hier ist die Antwort')).toContainText(/gesendet \d\d:\d\d/, { timeout: 30_000 });
  await mira.page.keyboard.press('Escape');
  await center.platform.ok('DELETE', '/tokens/marker');
  await center.postAs('spuren_sven', '@musterkom_marked Noch eine Handy-Frage hinterher?');
  await mira.open('hinterher');
  await mira.writeByKeys('Diese geht nicht mehr raus.');
  await mira.page.keyboard.press('Control+Enter');
  await expect(mira.replyState('Diese geht nicht')).toContainText('Zugangsdaten', { timeout: 30_000 });
  await mira.page.keyboard.press('Escape');

  for (const [name, desk] of [['ops', ops], ['mira', mira]] as const) {
    const page = desk.page;
    expect(hits(Buffer.from(await page.content()), marker), `${name}: the page`).toBe(false);
    expect(hits(Buffer.from(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state, [...document.querySelectorAll('input,textarea')].map((field) => (field as HTMLInputElement).value)]))), marker), `${name}: storage and fields`).toBe(false);
  }
  // Other words, so that the last value a field ever had is not what is found; a page that was left is thrown away by the engine.
  await ops.page.getByTestId('rail-desk').click();
  await ops.page.getByTestId('rail-settings').click();
  const heap = await heapOf(mira.page);
  expect(heap.length, 'the snapshot has something in it').toBeGreaterThan(1_000_000);
  expect(heap.includes('Mira Albers'), 'and would show a text').toBe(true);
  expect(heap.includes(marker), 'mira’s page never had it').toBe(false);
  expect((await heapOf(ops.page)).includes(marker), 'the page it was typed into holds it no more').toBe(false);
  expect(said.filter((line) => line.includes('"marked"')).length, 'the logs speak of this very credential').toBeGreaterThan(1);
  expect(said.filter((text) => hits(Buffer.from(text), marker))).toEqual([]);
  for (const desk of [ops, mira]) desk.leaveCrashReport();
  await expect.poll(() => filesUnder(center.dataDir).filter((file) => /report\.[\d.]+\.json$/.test(file)).length).toBe(2);
  const files = filesUnder(center.dataDir);
  expect(files.some((file) => file.endsWith('custody.db')), 'the databases are among them').toBe(true);
  expect(files.filter((file) => hits(readFileSync(file), marker))).toEqual([]);
  expect(processesWith(marker)).toEqual([]);
  // The search itself can find something: what stands in the open is found.
  const open = center.running.center.webhookSecret;
  expect(files.filter((file) => hits(readFileSync(file), open)).length).toBeGreaterThan(0);
  expect(processesWith(process.env['PATH'] ?? '/bin').length).toBeGreaterThan(0);
});
