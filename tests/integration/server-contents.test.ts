import Fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { safeHtml } from '../../electron/main/core/safe-html.ts';
import { assembleCore, type ServerCore } from '../../server/assemble.ts';
import { MemoryAuditLog } from '../../server/audit/memory-audit-log.ts';
import type { Authenticator } from '../../server/auth/port.ts';
import { identityKey } from '../../server/ingest/identity-key.ts';
import { BodyVault } from '../../server/log/body-vault.ts';
import { MemoryEventLog, MemoryLogDisk } from '../../server/log/memory-event-log.ts';
import { contentRoutes } from '../../server/push/content-routes.ts';
import { systemTimers } from '../../server/system-ports.ts';
import type { InboundPost } from '../../shared/domain/inbound.ts';
import { messageBodySchema } from '../../shared/domain/message.ts';
import { CodedError } from '../../shared/util/errors.ts';
import { PEOPLE, smallCenter } from '../support/server-world.ts';

const KEY = new Uint8Array(32).fill(7);
const NOW = 1_800_000_000_000;
let core: ServerCore;
let log: MemoryEventLog;
let vault: BodyVault;
let app: ReturnType<typeof Fastify>;
let readable: (ref: string) => Promise<string | undefined>;

beforeEach(async () => {
  let ids = 0;
  log = new MemoryEventLog({ disk: new MemoryLogDisk() });
  vault = new BodyVault({ masterKey: KEY, nextRef: () => `body-${(ids += 1)}`, loadKeys: (wanted) => log.keys(wanted) });
  core = await assembleCore({ log, vault, audit: new MemoryAuditLog(), clock: { now: () => NOW, steady: () => NOW }, ids: { next: () => `id-${(ids += 1)}` }, timers: systemTimers, lease: { validForMs: 120_000, renewMs: 40_000, marginMs: 15_000 }, snapshotEveryEvents: 1_000_000, centerId: 'c', centerName: 'C', identityKey: (channel, id) => identityKey(KEY, channel, id), onProblem: (error) => { throw error as Error; } });
  const admin = { agentId: 'system', role: 'admin', replicaId: 'setup' } as const;
  for (const command of smallCenter()) await core.commands.run(admin, command);
  await core.ingest.registerAccounts([{ v: 1, channel: 'mail', handle: 'hilfe@firma.test', name: 'Hilfe', brand: 'Firma', credentialId: 'c' }], 'test');
  readable = async (ref) => {
    const bodies = await log.bodies([ref]);
    return vault.open(bodies.values(), await log.keys([...bodies.values()].map((b) => b.contactId)), () => undefined).get(ref);
  };
  const check = (token: string): ReturnType<Authenticator['check']> => {
    const person = PEOPLE.find((p) => p.id === token);
    if (person === undefined) throw new CodedError('AUTH_TOKEN_INVALID');
    return Promise.resolve({ userId: token, name: token, agentId: token, role: person.role, sessionId: 's', expiresAt: NOW + 1_000 });
  };
  app = Fastify();
  await app.register(contentRoutes, { auth: { check } as unknown as Authenticator, center: core.center, readContent: readable });
});
afterEach(() => app.close());

const letter = (remoteId: string, over: Partial<InboundPost> = {}): InboundPost => ({ v: 1, kind: 'post', channel: 'mail', account: 'hilfe@firma.test', remoteId, direction: 'in', author: { remoteId: 'lena@kunden.test', handle: 'lena@kunden.test' }, text: 'Kein Netz', visibility: 'private', sentAt: NOW, ...over });
const take = async (...messages: unknown[]) => (await core.ingest.take(messages, 'test')).map((r) => r.status);
const messageOf = (remoteId: string) => [...core.center.committed.all('message').values()].find((m) => m.remoteId === remoteId);
const get = (messageId: string, ref: string, token = 'ann') => app.inject({ method: 'GET', url: `/contents/v1/${messageId}/${ref}`, headers: { authorization: `Bearer ${token}` } });
const withFile = { html: '<p>Kein <b>Netz</b></p>', attachments: [{ remoteId: 'p1', name: 'a.bin', mediaType: 'application/x-own', bytes: 3, content: new Uint8Array([1, 2, 3]) }] };

describe('files and HTML of messages', () => {
  test('CHAN-11 they lie sealed beside the message, are fetched by who may read it, and by nobody else', async () => {
    expect(await take(letter('m1', withFile))).toEqual(['ingested']);
    const message = messageOf('m1');
    const body = messageBodySchema.parse(JSON.parse((await readable(message?.bodyRef ?? '')) ?? ''));
    expect(message?.contentRefs).toHaveLength(2);
    expect(body.attachments?.[0]).toEqual({ remoteId: 'p1', name: 'a.bin', mediaType: 'application/x-own', bytes: 3, contentRef: message?.contentRefs?.[0] });
    const file = await get(message?.id ?? '', message?.contentRefs?.[0] ?? '');
    expect(file.json()).toEqual({ mediaType: 'application/x-own', base64: 'AQID' });
    expect(file.headers).toMatchObject({ 'cache-control': 'no-store', 'content-disposition': 'attachment' });
    expect((await get(message?.id ?? '', body.htmlRef ?? '')).json()).toMatchObject({ mediaType: 'text/html' });
    // Another message's ref, the body's own ref, a stranger, nobody.
    expect((await get(message?.id ?? '', message?.bodyRef ?? '')).statusCode).toBe(404);
    expect(await take(letter('m2', { text: 'ohne' }))).toEqual(['ingested']);
    expect((await get(messageOf('m2')?.id ?? '', message?.contentRefs?.[0] ?? '')).statusCode).toBe(404);
    expect((await get(message?.id ?? '', message?.contentRefs?.[0] ?? '', 'stranger')).statusCode).toBe(401);
    // An account of another team: the lead may read, this person may not.
    const admin = { agentId: 'system', role: 'admin', replicaId: 'setup' } as const;
    await core.commands.run(admin, { type: 'team.define', data: { id: 'south', name: 'South' } });
    await core.commands.run(admin, { type: 'account.register', data: { id: 'mail-south', channel: 'mail', handle: 'sued@firma.test', name: 'Süd', brand: 'Firma', credentialId: 'c', teamIds: ['south'], budget: { capacity: 10, refillPerMinute: 10 } } });
    expect(await take(letter('s1', { ...withFile, account: 'sued@firma.test' }))).toEqual(['ingested']);
    const theirs = messageOf('s1');
    expect((await get(theirs?.id ?? '', theirs?.contentRefs?.[0] ?? '', 'ann')).statusCode).toBe(404);
    expect((await get(theirs?.id ?? '', theirs?.contentRefs?.[0] ?? '', 'lea')).statusCode).toBe(200);
    expect((await get(message?.id ?? '', message?.contentRefs?.[0] ?? '', 'lea')).statusCode).toBe(200);
  });

  test('CHAN-11 they are gone with the message and with the person', async () => {
    await take(letter('m1', withFile), letter('m2', { ...withFile, author: { remoteId: 'jonas@kunden.test', handle: 'jonas@kunden.test' } }));
    const [first, second] = [messageOf('m1'), messageOf('m2')];
    await take({ v: 1, kind: 'deletion', channel: 'mail', account: 'hilfe@firma.test', remoteId: 'm1', deletedAt: NOW });
    expect((await get(first?.id ?? '', first?.contentRefs?.[0] ?? '', 'lea')).statusCode).toBe(404);
    expect(await log.bodies(first?.contentRefs ?? [])).toEqual(new Map());
    await core.erasure.erase(second?.authorContactId ?? '', 'ada');
    expect((await get(second?.id ?? '', second?.contentRefs?.[0] ?? '', 'lea')).statusCode).toBe(404);
    expect(await log.bodies(second?.contentRefs ?? [])).toEqual(new Map());
  });

  test('CHAN-11 nobody brings a file in by naming somebody else’s', async () => {
    await take(letter('m1', withFile));
    const foreign = messageOf('m1')?.contentRefs?.[0] ?? '';
    await take({ ...letter('m2'), attachments: [{ remoteId: 'p1', name: 'x', mediaType: 'x', bytes: 1, contentRef: foreign }], contentRefs: [foreign] }, { ...letter('m3'), attachments: [{ remoteId: 'p1', name: 'x', mediaType: 'x', bytes: 1, content: 'AQID' }] });
    expect(messageOf('m2')?.contentRefs).toBeUndefined();
    expect(await readable(messageOf('m2')?.bodyRef ?? '')).not.toContain(foreign);
    expect(messageOf('m3')).toBeUndefined();
  });
});

describe('letters and their threads', () => {
  const threadOf = (remoteId: string): string | undefined => messageOf(remoteId)?.threadId;

  test('MAIL-6 any known reference joins, the nearest first; what refers to the same unknown root joins, too', async () => {
    await take(letter('a1'), letter('b1'), letter('a2', { inReplyToRemoteId: 'lost', references: ['a1', 'lost'] }), letter('b2', { references: ['a1', 'b1'] }), letter('c2', { inReplyToRemoteId: 'c1', references: ['c0', 'c1'] }), letter('c3', { references: ['c0'] }));
    expect(threadOf('a2')).toBe(threadOf('a1'));
    expect(threadOf('b2')).toBe(threadOf('b1'));
    expect(threadOf('c3')).toBe(threadOf('c2'));
    expect(new Set(['a1', 'b1', 'c2'].map(threadOf)).size).toBe(3);
  });

  test('MAIL-6 without ids the same person’s subject joins, and only an answer, only theirs, only for a while', async () => {
    const jonas = { author: { remoteId: 'jonas@kunden.test', handle: 'jonas@kunden.test' } };
    await take(
      letter('q', { subject: 'Rechnung 4711' }),
      letter('r', { subject: 'AW: Re:  rechnung 4711' }),
      letter('new', { subject: 'Rechnung 4711' }),
      letter('other', { subject: 'Re: Rechnung 4711', ...jonas }),
      letter('late', { subject: 'Re: Rechnung 4711', sentAt: NOW + 40 * 86_400_000 }),
      letter('short', { subject: 'Re: ?' }),
    );
    expect(threadOf('r')).toBe(threadOf('q'));
    for (const id of ['other', 'late', 'short']) expect(threadOf(id), id).not.toBe(threadOf('q'));
    expect(threadOf('new')).not.toBe(threadOf('q'));
  });
});

describe('MAIL-7 HTML of a letter', () => {
  test('MAIL-7 only words, tables and lists come through; nothing that runs, styles, loads or leads away', () => {
    const nasty = ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<img src="https://far.example/p.png" alt="Bild">', '<a href="javascript:alert(1)">x</a>', '<a href="https://far.example">weiter</a>', '<p style="background:url(https://far.example)">p</p>', '<style>@import "https://far.example"</style>', '<link rel=stylesheet href=https://far.example>', '<iframe src=https://far.example></iframe>', '<object data=x></object>', '<form action=https://far.example><input name=a><button>Los</button></form>', '<meta http-equiv=refresh content="0;url=https://far.example">', '<base href=https://far.example>', '<svg><script>alert(1)</script><a xlink:href="javascript:x">y</a></svg>', '<math><mtext><img src=x onerror=alert(1)></mtext></math>', '<table background=https://far.example><tr><td onclick=x>Zelle</td></tr></table>', '<div><p>offen', '<scr<script>ipt>alert(1)</scr</script>ipt>', '<video poster=https://far.example><source src=https://far.example></video>', '<p id=bridge class=x name=y>p</p>', '<!--[if mso]><script>x</script><![endif]-->'];
    for (const html of [...nasty, nasty.join('')]) {
      const safe = safeHtml(html);
      expect(safe, html).not.toMatch(/<(script|img|a|style|link|iframe|object|embed|form|input|button|meta|base|svg|math|video|source)\b/i);
      expect(safe, html).not.toMatch(/<[^>]*\s(on\w+|style|src|href|id|class|name|background|action)\s*=/i);
    }
    expect(safeHtml('<p>Guten <b>Tag</b></p><table><tr><td colspan=2>x</td></tr></table><img alt="Logo" src=x>')).toBe('<p>Guten <b>Tag</b></p><table><tr><td colspan="2">x</td></tr></table><span>[Logo]</span>');
  });
});
