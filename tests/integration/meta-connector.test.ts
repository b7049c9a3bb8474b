// What is particular to answering at Meta: windows, the one private answer, personas, error codes, usage headers.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFacebookConnector, createInstagramConnector, createMessengerConnector } from '../../electron/main/channels/meta/connector.ts';
import type { OutboundConnector, ReconcileOutcome, SendOutcome } from '../../electron/main/channels/ports.ts';
import type { FrozenReply } from '../../shared/domain/reply.ts';
import { FAULTS, type FaultKind } from '../support/platforms/peer-http.ts';
import { PAGE_PERMISSIONS, MetaPeer } from '../support/platforms/meta/peer.ts';
import type { MetaEntry, MetaPerson } from '../support/platforms/meta/model.ts';

const HOUR = 3_600_000;
let peer: MetaPeer;
let lena: MetaPerson;
let now = 0;
let comment: MetaEntry;
let credential = '';
const clock = (): number => now;
const facebook = createFacebookConnector(clock);
const messenger = createMessengerConnector(clock);
const instagram = createInstagramConnector(clock);

beforeEach(async () => {
  now = Date.now();
  peer = await MetaPeer.start({ now: clock });
  lena = peer.model.addPerson('Lena K.');
  credential = JSON.stringify({ accessToken: peer.token() });
  comment = await peer.comments('Lena K.', peer.model.post(peer.model.pageAuthor, 'Unser neues Netz').id, 'Bei mir nicht');
});
afterEach(() => peer.close());

const target = (by: OutboundConnector, settings: object = {}) => ({ accountHandle: 'musterkom', credential, settings: { remoteId: by === instagram ? peer.model.instagram.id : peer.model.page.id, apiUrl: peer.url, ...settings } });
const send = (by: OutboundConnector, frozen: FrozenReply, settings: object = {}, signal = AbortSignal.timeout(10_000)): Promise<SendOutcome> => by.send({ ...target(by, settings), frozen, part: 0, platformKey: 'key', signal });
const reconcile = (by: OutboundConnector, frozen: FrozenReply, settings: object = {}): Promise<ReconcileOutcome> => by.reconcile({ ...target(by, settings), frozen, part: 0, platformKey: 'key', attemptStartedAt: now - 1000, signal: AbortSignal.timeout(10_000) });
const toLena = (text: string, more: Partial<FrozenReply> = {}): FrozenReply => ({ parts: [text], visibility: 'private', recipientRemoteId: lena.id, ...more });
const publicly = (text: string, more: Partial<FrozenReply> = {}): FrozenReply => ({ parts: [text], visibility: 'public', inReplyToRemoteId: comment.id, rootRemoteId: comment.postId, ...more });
const privately = (text: string, more: Partial<FrozenReply> = {}): FrozenReply => toLena(text, { inReplyToRemoteId: comment.id, kind: 'privateReply', ...more });

describe('windows', () => {
  test('META-3 CHAN-7 after a day a message is refused for good; with the approved tag a person may answer for a week', async () => {
    expect(await send(messenger, toLena('Hallo'))).toMatchObject({ kind: 'failed', failure: { code: 'WINDOW_CLOSED', retryable: false } });
    await peer.writes('messenger', 'Lena K.', 'Kundennummer 4711');
    expect(await send(messenger, toLena('Danke'))).toMatchObject({ kind: 'delivered' });
    now += 25 * HOUR;
    expect(await send(messenger, toLena('Noch da?'))).toMatchObject({ kind: 'failed', failure: { code: 'WINDOW_CLOSED' } });
    expect(await send(messenger, toLena('Noch da?'), { humanAgent: true })).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: expect.stringContaining('2018276') as string } });
    peer.humanAgentApproved = true;
    expect(await send(messenger, toLena('Noch da?'), { humanAgent: true })).toMatchObject({ kind: 'delivered' });
    now += 6 * 24 * HOUR;
    expect(await send(messenger, toLena('Und jetzt?'), { humanAgent: true })).toMatchObject({ kind: 'failed', failure: { code: 'WINDOW_CLOSED' } });
  });

  test('META-2 CHAN-7 a comment is answered in private once, within a week; then only after the person wrote', async () => {
    expect(await send(facebook, privately('Ihre Kundennummer, bitte?', { parts: ['eins', 'zwei'] }))).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED' } });
    expect(await send(facebook, privately('Ihre Kundennummer, bitte?'))).toMatchObject({ kind: 'delivered' });
    expect(await send(facebook, privately('Noch etwas'))).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: expect.stringContaining('10900') as string, retryable: false } });
    expect(await send(messenger, toLena('Noch etwas'))).toMatchObject({ kind: 'failed', failure: { code: 'WINDOW_CLOSED' } });
    await peer.writes('messenger', 'Lena K.', '4711');
    expect(await send(messenger, toLena('Danke'))).toMatchObject({ kind: 'delivered' });
    const old = await peer.comments('Lena K.', comment.postId, 'Immer noch nicht');
    now += 8 * 24 * HOUR;
    expect(await send(facebook, privately('Zu spät', { inReplyToRemoteId: old.id }))).toMatchObject({ kind: 'failed', failure: { code: 'WINDOW_CLOSED' } });
  });

  test('a post of a visitor is answered in private by its own number', async () => {
    const post = await peer.postsOnPage('Lena K.', 'Warum antwortet keiner?');
    expect(await send(facebook, privately('Wir sind da', { inReplyToRemoteId: post.id }))).toMatchObject({ kind: 'delivered' });
    expect(peer.model.must(post.id).privateReplyUsed).toBe(true);
  });
});

test('META-6 initials become the persona they stand for; without one they stay', async () => {
  await peer.writes('messenger', 'Lena K.', 'Hallo');
  const persona = await fetch(`${peer.url}/v23.0/${peer.model.page.id}/personas`, { method: 'POST', headers: { authorization: `Bearer ${(JSON.parse(credential) as { accessToken: string }).accessToken}`, 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Anna B.', profile_picture_url: 'https://musterkom.de/a.png' }) });
  const { id } = (await persona.json()) as { id: string };
  const settings = { personas: `AB=${id}, CD=77` };
  expect(await send(messenger, toLena('Guten Tag ^AB'), settings)).toMatchObject({ kind: 'delivered' });
  expect(await send(messenger, toLena('Guten Tag ^EF'), settings)).toMatchObject({ kind: 'delivered' });
  expect([...peer.model.messages.values()].filter((one) => one.fromPage).map(({ text, personaId }) => ({ text, personaId }))).toEqual([{ text: 'Guten Tag', personaId: id }, { text: 'Guten Tag ^EF', personaId: undefined }]);
  expect(await reconcile(messenger, toLena('Guten Tag ^AB'), settings)).toMatchObject({ kind: 'found' });
});

const CASES: [string, () => { by: OutboundConnector; frozen: FrozenReply }][] = [
  ['a comment on Facebook', () => ({ by: facebook, frozen: publicly('Wir schauen nach.') })],
  ['a private answer to a comment', () => ({ by: facebook, frozen: privately('Ihre Kundennummer?') })],
  ['a message by Messenger', () => ({ by: messenger, frozen: toLena('Danke!') })],
];
describe.each(CASES)('CHAN-7 an outcome nobody knows: %s', (_name, make) => {
  test.each(Object.entries(FAULTS) as [FaultKind, 'before' | 'after'][])('%s: unknown, then looked up: found exactly if it happened', async (kind, when) => {
    await peer.writes('messenger', 'Lena K.', 'Hallo');
    const { by, frozen } = make();
    peer.http.fault({ kind, route: 'POST /v' });
    const stop = new AbortController();
    const sending = send(by, frozen, {}, stop.signal);
    if (kind.startsWith('timeout')) {
      while (peer.http.fired(kind) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      stop.abort();
    }
    expect((await sending).kind).toBe('unknown');
    expect((await reconcile(by, frozen)).kind).toBe(when === 'after' ? 'found' : 'notFound');
  });
});

describe('files as messages', () => {
  const content = Buffer.from('%PDF-1.7 how to');
  const file = (name: string, mediaType: string) => ({ digest: 'a'.repeat(64), name, mediaType, bytes: content.length, content });
  const withFile = (name: string, mediaType: string): FrozenReply => ({ ...toLena('Anbei ^AB'), parts: ['Anbei ^AB', name], files: [{ digest: 'a'.repeat(64), name, mediaType, bytes: content.length }], filesApart: true });
  const bring = (by: OutboundConnector, name: string, mediaType: string, settings: object = {}): Promise<SendOutcome> => by.send({ ...target(by, settings), frozen: withFile(name, mediaType), part: 1, previousRemoteId: 'm_before', files: [file(name, mediaType)], platformKey: 'key', signal: AbortSignal.timeout(10_000) });
  const last = () => [...peer.model.messages.values()].at(-1);

  test('META-13 FILE-6 each platform has its kinds and names; window, tag, persona and key hold as for words', async () => {
    for (const platform of ['messenger', 'instagram'] as const) await peer.writes(platform, 'Lena K.', 'Wie geht das?');
    peer.model.personas.set('777', 'Anna B.');
    expect(await bring(messenger, 'Anleitung für Sie.pdf', 'application/pdf', { personas: 'AB=777' })).toMatchObject({ kind: 'delivered' });
    expect(last()).toMatchObject({ metadata: 'key.1', personaId: '777', text: '', attachment: { type: 'file', name: 'Anleitung für Sie.pdf' } });
    expect(await bring(instagram, 'Anleitung für Sie.pdf', 'application/pdf')).toMatchObject({ kind: 'delivered' });
    expect(last()).toMatchObject({ platform: 'instagram', attachment: { type: 'file', name: 'Anleitung fur Sie.pdf' } });
    expect(await bring(instagram, 'a.txt', 'text/plain')).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', retryable: false } });
    now += 25 * HOUR;
    expect(await bring(messenger, 'a.pdf', 'application/pdf')).toMatchObject({ kind: 'failed', failure: { code: 'WINDOW_CLOSED' } });
    peer.humanAgentApproved = true;
    expect(await bring(messenger, 'a.pdf', 'application/pdf', { humanAgent: true })).toMatchObject({ kind: 'delivered' });
  });

  test('META-13 FILE-6 a document is known by its name; of two alike nobody says which', async () => {
    await peer.writes('messenger', 'Lena K.', 'Wie geht das?');
    const look = (name: string): Promise<ReconcileOutcome> => messenger.reconcile({ ...target(messenger), frozen: withFile(name, 'application/pdf'), part: 1, platformKey: 'key', attemptStartedAt: now - 1000, signal: AbortSignal.timeout(10_000) });
    await bring(messenger, 'a.pdf', 'application/pdf');
    expect([await look('b.pdf'), await look('a.pdf')]).toMatchObject([{ kind: 'notFound' }, { kind: 'found', remoteId: last()?.mid }]);
    await bring(messenger, 'a.pdf', 'application/pdf');
    expect(await look('a.pdf')).toEqual({ kind: 'notFound' });
  });
});

test('META-4 CHAN-3 an answer to an answer stands under the first comment, and is found there', async () => {
  const second = await peer.comments('Lena K.', (await peer.pageComments(comment.id, 'Wo wohnen Sie?')).id, 'In Musterstadt');
  const frozen = publicly('Dort wird gebaut.', { inReplyToRemoteId: second.id });
  expect(await send(facebook, frozen)).toMatchObject({ kind: 'delivered' });
  expect(await reconcile(facebook, frozen)).toMatchObject({ kind: 'found' });
  expect(await reconcile(facebook, publicly('Dort wird gebaut!', { inReplyToRemoteId: second.id }))).toEqual({ kind: 'notFound' });
});

describe('refusals', () => {
  test.each([
    [4, 'PLATFORM_RATE_LIMITED'],
    [17, 'PLATFORM_RATE_LIMITED'],
    [32, 'PLATFORM_RATE_LIMITED'],
    [613, 'PLATFORM_RATE_LIMITED'],
    [80006, 'PLATFORM_RATE_LIMITED'],
  ])('CHAN-7 code %i is an empty budget, with the time Meta names', async (code, expected) => {
    peer.limitCode = code;
    peer.writesPerHour = 1;
    expect(await send(facebook, publicly('eins'))).toMatchObject({ kind: 'delivered', limits: [{ action: 'post', remaining: 0, limit: 100 }] });
    const refused = await send(facebook, publicly('zwei'));
    expect(refused).toMatchObject({ kind: 'failed', failure: { code: expected, retryable: true }, limits: [{ remaining: 0 }] });
    expect(refused.kind === 'failed' && refused.retryAfterMs).toBeGreaterThan(50 * 60_000);
  });

  test('META-5 usage is handed on from four fifths on, and not before', async () => {
    peer.writesPerHour = 10;
    const seen: (number | undefined)[] = [];
    for (let n = 0; n < 10; n += 1) {
      const outcome = await send(facebook, publicly(`Antwort ${n}`));
      seen.push(outcome.kind === 'delivered' ? outcome.limits?.[0]?.remaining : -1);
    }
    expect(seen).toEqual([...Array.from({ length: 7 }, () => undefined), 20, 10, 0]);
  });

  test('META-5 CHAN-7 an expired token and a missing permission are said so; a person who is gone, and an object, for good', async () => {
    const missing = async (permission: string): Promise<SendOutcome> => {
      credential = JSON.stringify({ accessToken: peer.token(PAGE_PERMISSIONS.filter((one) => one !== permission)) });
      return send(permission === 'pages_messaging' ? messenger : facebook, permission === 'pages_messaging' ? toLena('x') : publicly('x'));
    };
    for (const permission of ['pages_messaging', 'pages_manage_engagement']) expect(await missing(permission)).toMatchObject({ kind: 'failed', failure: { code: 'CREDENTIAL_REJECTED' }, credentialRejected: true });
    credential = JSON.stringify({ accessToken: peer.token() });
    await peer.writes('messenger', 'Lena K.', 'Hallo');
    peer.unavailable.add('Lena K.');
    expect(await send(messenger, toLena('x'))).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: expect.stringContaining('551') as string, retryable: false } });
    await peer.removes(comment.id);
    expect(await send(facebook, publicly('x'))).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', retryable: false } });
    peer.expire((JSON.parse(credential) as { accessToken: string }).accessToken);
    expect(await send(facebook, publicly('x'))).toMatchObject({ kind: 'failed', failure: { code: 'CREDENTIAL_REJECTED', detail: expect.stringContaining('463') as string }, credentialRejected: true });
  });

  test('a credential of another page is told apart', async () => {
    const check = (by: OutboundConnector, remoteId: string) => by.check({ ...target(by, { remoteId }), signal: AbortSignal.timeout(10_000) });
    expect(await check(facebook, peer.model.page.id)).toEqual({ ok: true, as: 'Musterkom' });
    expect(await check(instagram, peer.model.instagram.id)).toEqual({ ok: true, as: 'musterkom' });
    expect(await check(facebook, '99')).toMatchObject({ ok: false, code: 'CREDENTIAL_REJECTED' });
  });
});
