// What is particular to answering on X: no key, no second post, limits in headers, tokens that rotate.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createXConnector } from '../../electron/main/channels/x/connector.ts';
import { sameWords } from '../../electron/main/channels/x/same-words.ts';
import type { ReconcileOutcome, SendOutcome } from '../../electron/main/channels/ports.ts';
import type { FrozenReply } from '../../shared/domain/reply.ts';
import { FAULTS, type FaultKind } from '../support/platforms/peer-http.ts';
import { XPeer } from '../support/platforms/x/peer.ts';
import type { XPost, XUser } from '../support/platforms/x/model.ts';

const connector = createXConnector(Date.now);
let peer: XPeer;
let brand: XUser;
let lena: XUser;
let asked: XPost;
let credential = '';

beforeEach(async () => {
  peer = await XPeer.start();
  brand = peer.model.addUser('musterkom_hilft', 'Musterkom Hilft');
  lena = peer.model.addUser('lena', 'Lena K.');
  asked = await peer.says('lena', '@musterkom_hilft Netz weg');
  credential = JSON.stringify({ accessToken: peer.token(brand), clientId: 'app', refreshToken: peer.refreshToken(brand) });
});
afterEach(() => peer.close());

const target = () => ({ accountHandle: 'musterkom_hilft', credential, settings: { remoteId: brand.id, apiUrl: peer.url } });
const frozen = (text: string, more: Partial<FrozenReply> = {}): FrozenReply => ({ parts: [text], visibility: 'public', inReplyToRemoteId: asked.id, recipientRemoteId: lena.id, ...more });
const send = (reply: FrozenReply, signal = AbortSignal.timeout(10_000)): Promise<SendOutcome> => connector.send({ ...target(), frozen: reply, part: 0, platformKey: 'k', signal });
const reconcile = (reply: FrozenReply, more: { attemptStartedAt?: number; isTaken?: (id: string) => boolean } = {}): Promise<ReconcileOutcome> => connector.reconcile({ ...target(), frozen: reply, part: 0, platformKey: 'k', attemptStartedAt: Date.now() - 1000, signal: AbortSignal.timeout(10_000), ...more });

test('X-1 R14 who did not address the account is refused by X, for good, and a repeat never counts as safe', async () => {
  const lead = await peer.says('lena', 'Musterkom ist langsam');
  expect(await send(frozen('Guten Tag', { inReplyToRemoteId: lead.id }))).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', retryable: false, detail: expect.stringContaining('not been mentioned') as string } });
  expect(connector.safeToRepeat({ firstAttemptAt: 0, now: 0, visibility: 'public' })).toBe(false);
  expect(connector.open?.({ remoteId: lead.id, handle: 'lena' })).toBe(`https://x.com/lena/status/${lead.id}`);
  expect(connector.open?.({ remoteId: '../../evil', handle: 'lena' })).toBeUndefined();
  expect(connector.open?.({ remoteId: '12', handle: 'evil.example/#' })).toBe('https://x.com/i/status/12');
});

describe.each(['public', 'private'] as const)('X-3 CHAN-7 an outcome nobody knows (%s)', (visibility) => {
  test.each(Object.entries(FAULTS) as [FaultKind, 'before' | 'after'][])('%s: unknown, then looked up: found exactly if it happened', async (kind, when) => {
    const reply = frozen('Wir prüfen & melden uns: https://musterkom.de/lage', { visibility });
    peer.http.fault({ kind, route: 'POST /2/' });
    const stop = new AbortController();
    const sending = send(reply, stop.signal);
    if (kind.startsWith('timeout')) {
      while (peer.http.fired(kind) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      stop.abort();
    }
    expect((await sending).kind).toBe('unknown');
    const found = await reconcile(reply);
    expect(found.kind).toBe(when === 'after' ? 'found' : 'notFound');
    const there = visibility === 'public' ? peer.postsOf('musterkom_hilft').map((post) => post.id) : [...peer.model.messages.values()].map((one) => one.id);
    expect(there).toEqual(when === 'after' ? [found.kind === 'found' ? found.remoteId : ''] : []);
  });
});

test('CHAN-3 what lags is not found, and neither an older twin nor another answer is taken for it', async () => {
  expect(await send(frozen('Guten Tag'))).toMatchObject({ kind: 'delivered' });
  expect(await reconcile(frozen('Guten Tag'), { attemptStartedAt: Date.now() + 3_600_000 })).toEqual({ kind: 'notFound' });
  expect(await reconcile(frozen('Guten Tag'), { isTaken: () => true })).toEqual({ kind: 'notFound' });
  expect(await reconcile(frozen('Guten Tag', { inReplyToRemoteId: '99' }))).toEqual({ kind: 'notFound' });
  peer.readLagMs = 60_000;
  expect(await reconcile(frozen('Guten Tag'))).toEqual({ kind: 'notFound' });
  peer.http.fault({ kind: 'unavailable503', times: 2 });
  expect((await reconcile(frozen('Guten Tag'))).kind).toBe('unreachable');
});

test('X-3 CHAN-7 the same words a second time are a hint, never a proof: unknown, then found', async () => {
  expect(await send(frozen('Guten Tag'))).toMatchObject({ kind: 'delivered' });
  expect(await send(frozen('Guten Tag'))).toMatchObject({ kind: 'unknown', detail: expect.stringContaining('duplicate content') as string });
  expect(await reconcile(frozen('Guten Tag'))).toMatchObject({ kind: 'found' });
});

test('X-4 CHAN-7 what X says of the budget comes along, and an empty one says when to come back', async () => {
  peer.limits.dm = 1;
  const first = await send(frozen('Ihre Nummer?', { visibility: 'private' }));
  expect(first).toMatchObject({ kind: 'delivered', limits: [{ action: 'privateMessage', remaining: 0, limit: 1 }] });
  const second = await send(frozen('Und Ihr Name?', { visibility: 'private' }));
  expect(second).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_RATE_LIMITED', retryable: true }, limits: [{ remaining: 0 }] });
  const wait = second.kind === 'failed' ? (second.retryAfterMs ?? 0) : 0;
  expect(wait).toBeGreaterThan(14 * 60_000);
  expect(wait).toBeLessThanOrEqual(15 * 60_000 + 2_000);
});

test('CHAN-7 too long, a deleted parent, a closed inbox: refused for good', async () => {
  expect(await send(frozen('x'.repeat(281)))).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', retryable: false } });
  // An address counts 23, however long it is.
  expect(await send(frozen(`${'x'.repeat(256)} https://musterkom.de/${'y'.repeat(200)}`))).toMatchObject({ kind: 'delivered' });
  await peer.deletes(asked.id);
  expect(await send(frozen('Guten Tag'))).toMatchObject({ kind: 'failed', failure: { detail: expect.stringContaining('deleted') as string, retryable: false } });
  peer.closedInboxes.add('lena');
  expect(await send(frozen('Guten Tag', { visibility: 'private' }))).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED' } });
  expect(await send(frozen('Guten Tag', { visibility: 'private', recipientRemoteId: undefined }))).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED' } });
});

test('X-5 a token that rotates is renewed once; the one before is worth nothing, and a lost answer is not called a refusal', async () => {
  const refresh = (value: string) => connector.refresh?.({ ...target(), credential: value, signal: AbortSignal.timeout(10_000) });
  const fresh = await refresh(credential);
  if (fresh?.kind !== 'fresh') throw new Error(JSON.stringify(fresh));
  expect(fresh.expiresAt).toBeGreaterThan(Date.now() + 3_600_000);
  expect(JSON.parse(fresh.credential)).toMatchObject({ clientId: 'app' });
  expect(await refresh(credential)).toMatchObject({ kind: 'rejected' });
  const before = credential;
  credential = fresh.credential;
  expect(before).not.toBe(credential);
  expect(await send(frozen('Guten Tag'))).toMatchObject({ kind: 'delivered' });
  peer.http.fault({ kind: 'closeAfterEffect', route: 'POST /2/oauth2' });
  expect(await refresh(credential)).toMatchObject({ kind: 'unreachable' });
  expect(await refresh(JSON.stringify({ accessToken: 'x' }))).toMatchObject({ kind: 'rejected' });
});

test('X-7 whether X shows what was sent: names in front, entities and spaces do not matter, words do', () => {
  expect(sameWords('@lena @tom Hallo  A &amp; B &lt;3', 'Hallo A & B <3')).toBe(true);
  expect(sameWords('@lena Hallo', '@lena Hallo')).toBe(true);
  expect(sameWords('Hallo @lena', 'Hallo')).toBe(false);
  expect(sameWords('Hallo', 'Hallo!')).toBe(false);
});
