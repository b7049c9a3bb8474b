// What e-mail owes beyond the shared suite, on real Postfix and Dovecot.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMailConnector } from '../../electron/main/channels/mail/connector.ts';
import type { InboundPost } from '../../shared/domain/inbound.ts';
import { BRAND_MAIL, startMailWorld, type MailWorld } from '../support/mail/fixture.ts';
import { canRunMailServers } from '../support/mail/mail-server.ts';
import { ingestWorld } from '../support/ingest-world.ts';
import { eventually } from '../support/sandbox-client.ts';

const have = canRunMailServers();
const KEY = '018f0000-0000-7000-8000-0000000000';

describe.skipIf(!have.ok)(`e-mail on real servers${have.ok ? '' : `: ${have.reason}`}`, () => {
  let world: MailWorld;
  beforeAll(async () => {
    world = await startMailWorld();
  }, 60_000);
  afterAll(() => world?.fixture.stop());

  const heard = (remoteId: string): Promise<InboundPost> =>
    eventually(`${remoteId} to be heard`, () => world.fixture.heard().find((m): m is InboundPost => m.kind === 'post' && m.remoteId === remoteId));
  const send = (to: InboundPost, text: string, key: string, over: object = {}) =>
    world.fixture.connector.send({ ...world.fixture.target, frozen: { ...world.fixture.answer(to, text, 'private'), ...over }, part: 0, platformKey: key, signal: AbortSignal.timeout(20_000) });

  test('MAIL-6 the answer hangs in the customer’s thread, and its copy under Sent comes back as our own with its key', async () => {
    const id = await world.mail({ from: 'Lena <lena@kunden.test>', subject: 'Störung', text: 'Kein Netz' });
    const post = await heard(id);
    const sent = await send(post, 'Wir schauen nach.', `${KEY}01`);
    expect(sent).toMatchObject({ kind: 'delivered', remoteId: `${KEY}01.0.lst@firma.test` });
    const [answer] = await eventually('the answer', async () => { const mails = await world.inbox('lena@kunden.test'); return mails.length > 0 ? mails : undefined; });
    expect(answer).toMatch(new RegExp(`In-Reply-To: <${id}>`));
    expect(answer).toMatch(/Subject: =\?UTF-8\?|Subject: Re:/);
    expect(answer).toMatch(/From: "?Musterkom Hilfe"? <hilfe@firma\.test>/);
    const echo = await heard(`${KEY}01.0.lst@firma.test`);
    expect(echo).toMatchObject({ direction: 'out', clientKey: `${KEY}01.0`, inReplyToRemoteId: id, recipientRemoteId: 'lena@kunden.test' });
  });

  test('MAIL-2 an answer that cannot be delivered comes back to the person it was meant for', async () => {
    const id = await world.mail({ from: 'niemand@kunden.test', subject: 'Bitte antworten', text: 'Hallo' });
    const post = await heard(id);
    expect(await send(post, 'Guten Tag', `${KEY}02`)).toMatchObject({ kind: 'delivered' });
    const bounce = await eventually('the report', () => world.fixture.heard().find((m): m is InboundPost => m.kind === 'post' && m.automatic === 'bounce'));
    expect(bounce).toMatchObject({ direction: 'in', inReplyToRemoteId: `${KEY}02.0.lst@firma.test`, recipientRemoteId: 'niemand@kunden.test' });
    const center = await ingestWorld('mail', BRAND_MAIL);
    // Before our own copy is heard, as it may be: what the failed mail answered finds its place.
    expect((await center.take([post, bounce])).map((r) => r.status)).toEqual(['ingested', 'ingested']);
    const { committed } = center.world.core.center;
    expect([...committed.all('conversation').values()]).toHaveLength(1);
    expect([...committed.all('conversation').values()][0]?.openTurn?.length).toBeGreaterThan(0);
    expect([...committed.all('message').values()].find((m) => m.automatic === 'bounce')).toMatchObject({ direction: 'in' });
    await center.close();
  });

  test('CHAN-10 an absence note opens no turn, is closed at once, and disturbs nothing that is open', async () => {
    const center = await ingestWorld('mail', BRAND_MAIL);
    const note = await heard(await world.mail({ from: 'lena@kunden.test', subject: 'Automatische Antwort: Ihre Anfrage', text: 'Bin im Urlaub', headers: { 'Auto-Submitted': 'auto-replied' } }));
    expect(note.automatic).toBe('autoReply');
    const real = await heard(await world.mail({ from: 'jonas@kunden.test', subject: 'Frage', text: 'Wann?' }));
    const list = await heard(await world.mail({ from: 'jonas@kunden.test', subject: 'Frage', text: 'Newsletter', inReplyTo: `<${real.remoteId}>`, headers: { 'List-Id': '<x.test>' } }));
    expect((await center.take([note, real, list])).map((r) => r.status)).toEqual(['ingested', 'ingested', 'ingested']);
    const state = center.world.core.center.committed;
    const items = [...state.all('workItem').values()];
    expect(items.map((item) => `${item.state} ${item.disposition?.kind ?? ''}`).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['closed automatic', 'queued ']);
    expect([...state.all('conversation').values()].map((c) => c.openTurn?.length ?? 0).toSorted((a, b) => a - b)).toEqual([0, 1]);
    // A court's portal writes by machine, too: that is a person's matter.
    const letter = { ...note, remoteId: 'portal-1', author: { remoteId: 'portal@justiz.test', handle: 'portal@justiz.test' }, subject: 'Anwaltliches Schreiben', text: 'Hiermit zeige ich die anwaltliche Vertretung von Frau Brandt an. Ich fordere Sie auf, bis zum 1. Dezember zu antworten. Rechtsanwältin Dr. Kern' };
    expect((await center.take([letter])).map((r) => r.status)).toEqual(['ingested']);
    expect([...center.world.core.center.committed.all('workItem').values()].filter((item) => item.state !== 'closed')).toHaveLength(2);
    await center.close();
  });

  test('MAIL-5 after a stop the mailbox is read on from where it was, and read anew when its numbers changed; nothing in it changes', async () => {
    const first = world.listen();
    const one = await world.mail({ from: 'lena@kunden.test', subject: 'eins', text: 'eins' });
    await eventually('the first', () => first.heard.some((m) => m.remoteId === one));
    await first.stop();
    const two = await world.mail({ from: 'lena@kunden.test', subject: 'zwei', text: 'zwei' });
    const { listenTo } = await import('../support/feed-listener.ts');
    const { mailInbound } = await import('../../server/channels/mail/inbound.ts');
    const open = () => mailInbound.openFeed!({ account: BRAND_MAIL, settings: { host: world.server.host, port: world.server.imapPort, security: 'none', begin: 'all', everyMs: 500 }, secrets: { password: 'a mailbox password' } });
    const second = listenTo(open(), { cursors: first.cursors });
    await eventually('the second', () => second.heard.some((m) => m.remoteId === two));
    expect(second.heard.map((m) => m.remoteId)).not.toContain(one);
    await eventually('listening', () => second.health().state === 'live');
    await second.stop();
    const cursor = JSON.parse(second.cursors.get('listener\nlistener') ?? '{}') as { folders: Record<string, { uidValidity: string; uid: number }> };
    expect(cursor.folders['INBOX']?.uid).toBeGreaterThan(1);
    second.cursors.set('listener\nlistener', JSON.stringify({ folders: { ...cursor.folders, INBOX: { uidValidity: '1', uid: 9_999 } } }));
    const third = listenTo(open(), { cursors: second.cursors });
    await eventually('all of it again', () => [one, two].every((id) => third.heard.some((m) => m.remoteId === id)));
    await third.stop();
    // What the log does not take is asked for again, from the cursor before.
    let refusals = 2;
    const fourth = listenTo(open(), { cursors: second.cursors, refuse: () => refusals-- > 0 });
    const three = await world.mail({ from: 'lena@kunden.test', subject: 'drei', text: 'drei' });
    await eventually('the refused one', () => fourth.heard.some((m) => m.remoteId === three));
    expect(refusals).toBeLessThan(0);
    await fourth.stop();
  }, 30_000);

  test('MAIL-4 a mail of 25 MB comes with its file, a broken one as far as it goes, both in order', async () => {
    const big = Buffer.alloc(18 * 1024 * 1024, 7);
    const id = await world.mail({ from: 'lena@kunden.test', subject: 'groß', text: 'Anbei der Film', attachments: [{ filename: 'film.bin', content: big }] });
    await world.raw('jonas@kunden.test', 'From: jonas@kunden.test\r\nTo: hilfe@firma.test\r\nMessage-ID: <broken@kunden.test>\r\nSubject: =?klingon?q?kaputt?=\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain; charset=nonsense\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!! not base64 !!!!\r\n');
    const post = await eventually('the large one', () => world.fixture.heard().find((m): m is InboundPost => m.kind === 'post' && m.remoteId === id), 30_000);
    expect(post.text).toBe('Anbei der Film');
    expect(post.attachments?.[0]).toMatchObject({ name: 'film.bin', bytes: big.length });
    expect(Buffer.compare(Buffer.from(post.attachments?.[0]?.content ?? []), big)).toBe(0);
    expect(await heard('broken@kunden.test')).toMatchObject({ author: { remoteId: 'jonas@kunden.test' } });
  }, 60_000);

  test('MAIL-3 where the server files no copy the desk does, once', async () => {
    const post = await heard(await world.mail({ from: 'jonas@kunden.test', subject: 'Kopie', text: 'Kopie?' }));
    const connector = createMailConnector(Date.now);
    const target = { ...world.fixture.target, settings: { ...world.fixture.target.settings, sentBy: 'desk' } };
    const outcome = await connector.send({ ...target, frozen: world.fixture.answer(post, 'Mit Kopie.', 'private'), part: 0, platformKey: `${KEY}09`, signal: AbortSignal.timeout(20_000) });
    expect(outcome).toMatchObject({ kind: 'delivered' });
    const copies = async (): Promise<number> => (await world.inbox(BRAND_MAIL, 'Sent')).filter((source) => source.includes(`${KEY}09.0.lst@firma.test`)).length;
    await eventually('a copy', async () => (await copies()) > 0);
    // This server files one, too: the desk looked before it filed its own, at most both arrive together.
    expect(await copies()).toBeLessThanOrEqual(2);
    expect(await connector.reconcile({ ...target, frozen: world.fixture.answer(post, 'Mit Kopie.', 'private'), part: 0, platformKey: `${KEY}09`, attemptStartedAt: Date.now(), signal: AbortSignal.timeout(20_000) })).toMatchObject({ kind: 'found', remoteId: `${KEY}09.0.lst@firma.test` });
  });

  test('CHAN-7 an address the server refuses is refused for good; a host that is not there is tried again', async () => {
    const post = await heard(await world.mail({ from: 'jonas@kunden.test', subject: 'wohin', text: 'wohin?' }));
    expect(await send(post, 'x', `${KEY}10`, { recipientRemoteId: 'jemand@woanders.test' })).toMatchObject({ kind: 'delivered' });
    expect(await send(post, 'x', `${KEY}11`, { recipientRemoteId: undefined })).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', retryable: false } });
    const gone = { ...world.fixture.target, settings: { ...world.fixture.target.settings, smtpPort: 1 } };
    expect(await world.fixture.connector.send({ ...gone, frozen: world.fixture.answer(post, 'x', 'private'), part: 0, platformKey: `${KEY}12`, signal: AbortSignal.timeout(20_000) })).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_UNREACHABLE', retryable: true } });
    const inClear = { ...world.fixture.target, settings: { ...world.fixture.target.settings, smtpHost: 'mail.example.org' } };
    expect(await world.fixture.connector.send({ ...inClear, frozen: world.fixture.answer(post, 'x', 'private'), part: 0, platformKey: `${KEY}13`, signal: AbortSignal.timeout(20_000) })).toMatchObject({ kind: 'failed', failure: { code: 'CREDENTIAL_INVALID', detail: expect.stringContaining('clear') as string } });
  });
});
