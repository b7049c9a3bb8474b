import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDeskCore } from '../../electron/main/core/desk-core.ts';
import type { DeskCore } from '../../electron/main/core/port.ts';
import { systemClock, systemIds, systemRng, systemTimers } from '../../electron/main/core/system-ports.ts';
import type { OutboundConnector, OutboundFile, SendOutcome, SendRequest } from '../../electron/main/channels/ports.ts';
import { MemorySecretStore } from '../../electron/main/secrets/memory-secret-store.ts';
import { messageBodySchema } from '../../shared/domain/message.ts';
import type { AnswerFile } from '../../shared/domain/message-parts.ts';
import { until } from '../support/desk-world.ts';
import { PASSWORD, startServerWorld, type ServerWorld } from '../support/server-world.ts';

// The way of a file from the composer to the platform: a real server, a real desk with its encrypted copy, and a platform that writes down what it gets.

const MARK = 'MARKER-of-a-file-that-lies-in-no-clear';
const BYTES = Buffer.concat([Buffer.from(MARK), randomBytes(600_000)]);
const ACCOUNTS = [{ id: 'mail', channel: 'mail', handle: 'hilfe@firma.test' }, { id: 'talk', channel: 'messenger', handle: 'firma' }];
let world: ServerWorld;
let folder: string;
let secrets: MemorySecretStore;
let sent: { key: string; part: number; previous: string | undefined; files: readonly OutboundFile[] }[];
let answers: ((request: SendRequest) => SendOutcome)[];
let core: DeskCore | undefined;
let office: DeskCore | undefined;
const logs: string[] = [];

beforeEach(async () => {
  world = await startServerWorld({ commands: ACCOUNTS.map((one) => ({ type: 'account.register', data: { ...one, name: 'Hilfe', brand: 'Firma', credentialId: 'mailbox', teamIds: [], budget: { capacity: 1000, refillPerMinute: 1000 } } })) });
  folder = mkdtempSync(path.join(tmpdir(), 'leitstand-files-'));
  secrets = new MemorySecretStore();
  sent = [];
  answers = [];
});
afterEach(async () => {
  for (const one of [core, office]) await one?.close().catch(() => undefined);
  core = undefined;
  office = undefined;
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const platform: OutboundConnector = {
  channel: 'mail',
  safeToRepeat: () => true,
  send: async (request) => {
    const done: SendOutcome = { kind: 'delivered', remoteId: `r-${request.platformKey}${request.part === 0 ? '' : `.${request.part}`}`, sentAt: Date.now() };
    const outcome = answers.shift()?.(request) ?? done;
    if (outcome.kind === 'delivered') sent.push({ key: request.platformKey, part: request.part, previous: request.previousRemoteId, files: request.files ?? [] });
    return outcome;
  },
  reconcile: async () => ({ kind: 'notFound' }),
  check: async () => ({ ok: true, as: 'hilfe@firma.test' }),
};

async function desk(): Promise<DeskCore> {
  const say = (level: string) => (fields: object, message: string): void => void logs.push(`${level} ${message} ${JSON.stringify(fields)}`);
  core = await createDeskCore({ dataDir: folder, appVersion: 'test', secretStore: { store: secrets, kind: 'keychain' }, connectors: new Map(ACCOUNTS.map(({ channel }) => [channel, { ...platform, channel }])), clock: systemClock, timers: systemTimers, ids: systemIds, rng: systemRng, log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }, serverUrl: world.app.url, defaultSettings: { undoMs: 0 } });
  return core;
}

async function signedIn(): Promise<DeskCore> {
  const opened = await desk();
  await opened.handlers['session.signIn']({ serverUrl: world.app.url, name: 'Ann Berg', password: PASSWORD });
  await opened.handlers['credentials.set']({ credentialId: 'mailbox', value: '{"user":"u","password":"p"}' });
  await online(opened);
  return opened;
}
const online = (opened: DeskCore) => until(async () => (await opened.handlers['connection.get']({})).kind === 'online', 'online', { logs });

async function letter(opened: DeskCore, remoteId = 'frage@kunden.test', { channel, handle } = ACCOUNTS[0] ?? { channel: '', handle: '' }): Promise<string> {
  await world.ingest([{ v: 1, kind: 'post', channel, account: handle, remoteId, direction: 'in', author: { remoteId: 'lena@kunden.test', handle: 'lena@kunden.test' }, subject: 'Rechnung', text: 'Bitte die Rechnung', visibility: 'private', sentAt: Date.now() }]);
  const { center } = world.app;
  await until(() => [...center.committed.all('workItem').values()].some(({ state }) => state !== 'closed'), 'item', { logs });
  const item = [...center.committed.all('workItem').values()].find(({ state }) => state !== 'closed');
  if (item?.ownerAgentId !== 'ann') await opened.handlers['command.run']({ command: { type: 'workItem.take', v: 1, data: { workItemId: item?.id } } });
  const conversationId = item?.conversationId ?? '';
  await until(async () => (await opened.handlers['conversation.open']({ conversationId })).held === 'held', 'held', { logs });
  await until(() => center.committed.get('conversation', conversationId)?.ownerAgentId === 'ann', 'owned', { logs });
  return conversationId;
}

async function attach(opened: DeskCore, conversationId: string, name = 'Rechnung.pdf', bytes: Buffer = BYTES): Promise<AnswerFile> {
  const piece = 240_000;
  for (let offset = 0; ; offset += piece) {
    const { file } = await opened.handlers['draft.addFile']({ conversationId, visibility: 'private', uploadId: 'upload-1', name, mediaType: 'application/x-own', bytes: bytes.length, offset, base64: bytes.subarray(offset, offset + piece).toString('base64') });
    if (file !== null) return file;
  }
}
const send = async (opened: DeskCore, conversationId: string, files: AnswerFile[]) => opened.handlers['reply.send']({ conversationId, text: 'Anbei die Rechnung.', visibility: 'private', files, followUp: false, then: { kind: 'keep' } });
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const everyByteOf = (dir: string): Buffer => Buffer.concat(readdirSync(dir, { recursive: true, withFileTypes: true }).flatMap((one) => (one.isFile() ? [readFileSync(path.join(one.parentPath, one.name))] : [])));
const reply = (replyId: string) => world.app.center.committed.get('reply', replyId);

test('FILE-1 FILE-2 a file goes with the answer: sealed here and there, bound by its digest, delivered once, and shown in the thread', async () => {
  const opened = await signedIn();
  const conversationId = await letter(opened);
  const file = await attach(opened, conversationId, '../../geheim/Rech\u202enung.pdf');
  expect(file).toEqual({ digest: digest(BYTES), name: 'Rech_nung.pdf', mediaType: 'application/x-own', bytes: BYTES.length });
  await opened.handlers['draft.save']({ conversationId, draft: { text: 'Anbei', visibility: 'private', files: [file] } });
  expect(everyByteOf(folder).includes(MARK), 'not in clear on the desk').toBe(false);
  // The first try fails at the platform for certain; the second one carries the very same bytes.
  answers.push(() => ({ kind: 'failed', failure: { code: 'PLATFORM_UNREACHABLE', detail: 'no', retryable: true }, retryAfterMs: 50 }));
  const answer = await send(opened, conversationId, [file]);
  if (answer.status === 'refused') throw new Error(answer.code);
  const { replyId } = answer.entry;
  expect(answer.entry.files).toEqual([file]);
  await until(() => reply(replyId)?.state === 'delivered', 'delivered', { logs });
  expect(sent).toHaveLength(1);
  expect(sent[0]?.files.map((one) => digest(one.content))).toEqual([file.digest]);
  const kept = reply(replyId);
  expect(kept?.fileRefs).toHaveLength(1);
  const message = [...world.app.center.committed.all('message').values()].find((one) => one.replyId === replyId);
  expect(message?.contentRefs).toEqual(kept?.fileRefs);
  await until(async () => (await opened.handlers['conversation.open']({ conversationId })).entities.some(({ id }) => id === message?.id), 'the message here', { logs });
  const view = await opened.handlers['conversation.open']({ conversationId });
  const body = messageBodySchema.parse(JSON.parse(view.bodies[message?.bodyRef ?? ''] ?? 'null'));
  expect(body.attachments).toEqual([{ remoteId: file.digest, name: 'Rech_nung.pdf', mediaType: 'application/x-own', bytes: BYTES.length, contentRef: kept?.fileRefs?.[0] }]);
  const content = await opened.handlers['message.content']({ messageId: message?.id ?? '', ref: kept?.fileRefs?.[0] ?? '', as: 'file' });
  expect(content.kind === 'file' && Buffer.from(content.base64, 'base64').equals(BYTES)).toBe(true);
  await world.app.center.settled();
  expect(everyByteOf(world.dataDir).includes(MARK), 'nor on the server').toBe(false);
});

test('FILE-6 where a message is words or a file, each file goes as its own after the words, and what was out before a failure does not go again', async () => {
  const opened = await signedIn();
  const conversationId = await letter(opened, 'm_1', ACCOUNTS[1]);
  const files = [await attach(opened, conversationId, 'Rechnung.pdf'), await attach(opened, conversationId, 'Anleitung.pdf', Buffer.from('how to'))];
  // The words are out, the first file is refused for good: what is sent again is the files alone.
  answers.push((request) => ({ kind: 'delivered', remoteId: `r-${request.platformKey}`, sentAt: Date.now() }), () => ({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: 'no', retryable: false } }));
  const answer = await send(opened, conversationId, files);
  if (answer.status === 'refused') throw new Error(answer.code);
  expect([answer.entry.parts, answer.entry.files]).toEqual([['Anbei die Rechnung.'], files]);
  const { replyId } = answer.entry;
  await until(() => reply(replyId)?.state === 'unconfirmed', 'told that a part is missing', { logs });
  expect(reply(replyId)).toMatchObject({ parts: 3, filesApart: true });
  const again = await opened.handlers['reply.settle']({ replyId, decision: 'sendAgain' });
  const secondId = again.entry?.replyId ?? '';
  await until(() => reply(secondId)?.state === 'delivered', 'the rest delivered', { logs });
  expect(sent.map(({ part, previous, files: [file, ...more] }) => [part, previous, file?.name, more.length])).toEqual([
    [0, undefined, undefined, 0],
    [0, undefined, 'Rechnung.pdf', 0],
    [1, `r-${secondId}`, 'Anleitung.pdf', 0],
  ]);
  const refs = reply(secondId)?.fileRefs ?? [];
  const shown = [...world.app.center.committed.all('message').values()].filter((one) => one.replyId === secondId);
  expect(shown.map(({ contentRefs }) => contentRefs)).toEqual(refs.map((ref) => [ref]));
});

test('FILE-1 it stays with its draft over a restart', async () => {
  let opened = await signedIn();
  const conversationId = await letter(opened);
  const file = await attach(opened, conversationId);
  await opened.handlers['draft.save']({ conversationId, draft: { text: '', visibility: 'private', files: [file] } });
  await opened.close();
  opened = await desk();
  await online(opened);
  expect((await opened.handlers['conversation.open']({ conversationId })).draft).toMatchObject({ text: '', files: [file] });
  const answer = await send(opened, conversationId, [file]);
  if (answer.status === 'refused') throw new Error(answer.code);
  await until(() => reply(answer.entry.replyId)?.state === 'delivered', 'delivered', { logs });
  expect(sent.map(({ files }) => files.map((one) => one.digest))).toEqual([[file.digest]]);
  // A file that is named and not here any more is said, and nothing is asked of anybody.
  await until(async () => (await send(opened, conversationId, [{ ...file, digest: '0'.repeat(64) }])).status === 'refused', 'refused', { logs });
  expect(await send(opened, conversationId, [{ ...file, digest: '0'.repeat(64) }])).toMatchObject({ status: 'refused', code: 'FILE_MISSING' });
});

test('FILE-3 what the channel does not take is refused at every door', async () => {
  const opened = await signedIn();
  const conversationId = await letter(opened);
  const { accessToken } = await world.signIn('Ann Berg');
  const put = (bytes: Buffer, over: { digest?: string; conversationId?: string; replyId?: string; token?: string; type?: string } = {}) =>
    fetch(`${world.app.url}/contents/v1/answers/${over.conversationId ?? conversationId}/${over.replyId ?? 'reply-1'}/${over.digest ?? digest(bytes)}?type=${over.type ?? 'application/pdf'}`, { method: 'PUT', headers: { 'content-type': 'application/octet-stream', authorization: `Bearer ${over.token ?? accessToken}` }, body: new Uint8Array(bytes) });
  const small = Buffer.from('%PDF-1.7 klein');
  expect((await put(small)).status).toBe(200);
  expect((await put(small)).status, 'again the same').toBe(200);
  expect((await put(small, { digest: digest(BYTES) })).status, 'other bytes').toBe(400);
  expect((await put(small, { token: 'nobody' })).status).toBe(401);
  expect((await put(small, { conversationId: 'unknown' })).status).toBe(404);
  expect((await put(Buffer.alloc(15_000_001))).status, 'too large for the channel').toBe(409);
  expect((await put(small, { type: 'no%20type' })).status).toBe(400);
  for (let n = 0; n < 20; n += 1) await put(Buffer.from(`${n}`), { replyId: 'reply-2' });
  expect((await put(Buffer.from('one more'), { replyId: 'reply-2' })).status, 'too many for one reply').toBe(409);
  await expect(attach(opened, conversationId, 'groß.bin', Buffer.alloc(15_000_001))).rejects.toMatchObject({ code: 'FILE_REFUSED' });
  const piece = { conversationId, visibility: 'private' as const, uploadId: 'upload-2', name: 'a', mediaType: '', bytes: 6, base64: Buffer.from('abc').toString('base64') };
  await expect(opened.handlers['draft.addFile']({ ...piece, offset: 3 })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  expect(await opened.handlers['draft.addFile']({ ...piece, offset: 0 })).toEqual({ file: null });
  await expect(opened.handlers['draft.addFile']({ ...piece, offset: 0, bytes: 2 })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

test('FILE-2 leave is not given while a file has not come, and never for other bytes than were brought', async () => {
  const opened = await signedIn();
  const conversationId = await letter(opened);
  const center = world.app.center;
  const conversation = center.committed.get('conversation', conversationId);
  const raw = await world.desk('ann', 'replica-raw');
  await raw.hello();
  const file: AnswerFile = { digest: digest(BYTES), name: 'a.bin', mediaType: 'application/x-own', bytes: BYTES.length };
  const ask = (replyId: string) => raw.command({ type: 'reply.requestPermit', data: { replyId: replyId as never, conversationId: conversationId as never, epoch: conversation?.epoch ?? 0, frozen: { parts: ['Anbei'], visibility: 'private', files: [file] }, followUp: true, platformKey: replyId, frozenAt: Date.now() } });
  const replyId = '018f0000-0000-7000-8000-00000000000a';
  expect(await ask(replyId)).toMatchObject({ status: 'refused', error: { code: 'FILE_NOT_KEPT' } });
  const { accessToken } = await world.signIn('Ann Berg');
  const url = `${world.app.url}/contents/v1/answers/${conversationId}/${replyId}/${file.digest}?type=application%2Fx-own`;
  await fetch(url, { method: 'PUT', headers: { 'content-type': 'application/octet-stream', authorization: `Bearer ${accessToken}` }, body: new Uint8Array(BYTES) });
  // Brought for this reply: for another one it does not count.
  expect(await ask('018f0000-0000-7000-8000-00000000000b')).toMatchObject({ status: 'refused', error: { code: 'FILE_NOT_KEPT' } });
  expect(await ask(replyId)).toMatchObject({ status: 'accepted' });
  // Its author's other desk can have them back, a colleague cannot.
  const get = async (name: string) => fetch(url, { headers: { authorization: `Bearer ${(await world.signIn(name)).accessToken}` } });
  const back = (await (await get('Ann Berg')).json()) as { base64: string };
  expect(digest(Buffer.from(back.base64, 'base64'))).toBe(file.digest);
  expect((await get('Ben Carl')).status).toBe(404);
  // Gone with the person.
  const admin = await world.signIn('Ada Egge');
  const erased = await fetch(`${world.app.url}/admin/contacts/${conversation?.contactId}/erase`, { method: 'POST', headers: { authorization: `Bearer ${admin.accessToken}` } });
  expect(erased.status).toBe(200);
  expect((await get('Ann Berg')).status).toBe(404);
});

test('FILE-2 what goes later from the office machine takes its files along, though they were added elsewhere', async () => {
  const opened = await signedIn();
  const say = (level: string) => (fields: object, message: string): void => void logs.push(`office ${level} ${message} ${JSON.stringify(fields)}`);
  const bytes: string[] = [];
  const fromOffice: OutboundConnector = { ...platform, send: async (request) => {
    bytes.push(...(request.files ?? []).map((file) => digest(file.content)));
    return { kind: 'delivered', remoteId: `office-${request.platformKey}`, sentAt: Date.now() };
  } };
  office = await createDeskCore({ dataDir: path.join(folder, 'office'), appVersion: 'test', secretStore: { store: new MemorySecretStore(), kind: 'keychain' }, connectors: new Map([['mail', fromOffice]]), clock: systemClock, timers: systemTimers, ids: systemIds, rng: systemRng, log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }, serverUrl: world.app.url, defaultSettings: { undoMs: 0 }, isHeadless: true });
  await office.handlers['session.signIn']({ serverUrl: world.app.url, name: 'Ann Berg', password: PASSWORD });
  await office.handlers['credentials.set']({ credentialId: 'mailbox', value: '{"user":"u","password":"p"}' });
  await online(office);
  const conversationId = await letter(opened);
  const file = await attach(opened, conversationId);
  const answer = await opened.handlers['reply.send']({ conversationId, text: 'Anbei, wie versprochen.', visibility: 'private', files: [file], followUp: false, then: { kind: 'keep' }, schedule: { sendAt: Date.now() + 2_500, executor: 'headless' } });
  if (answer.status === 'refused') throw new Error(answer.code);
  // The server keeps the reply only when it keeps the file.
  await until(() => reply(answer.entry.replyId)?.state === 'scheduled', 'scheduled', { logs });
  expect(reply(answer.entry.replyId)?.fileRefs).toHaveLength(1);
  await until(() => reply(answer.entry.replyId)?.state === 'delivered', 'delivered', { logs });
  expect(bytes).toEqual([file.digest]);
  expect(sent, 'nothing went from home').toEqual([]);
});
