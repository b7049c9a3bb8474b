import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDeskCore } from '../../electron/main/core/desk-core.ts';
import type { DeskCore } from '../../electron/main/core/port.ts';
import { systemClock, systemIds, systemRng, systemTimers } from '../../electron/main/core/system-ports.ts';
import { MemorySecretStore } from '../../electron/main/secrets/memory-secret-store.ts';
import { envelopeOf, type Command } from '../../shared/commands/index.ts';
import { validCheck } from '../../shared/domain/identity-check.ts';
import type { Contact } from '../../shared/domain/contact.ts';
import { EffectLog, until } from '../support/desk-world.ts';
import { PASSWORD, startServerWorld, type ServerWorld } from '../support/server-world.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

// D16 over a real server and a real desk whose line can be cut; and what the composer's guards remember on that desk.

let world: ServerWorld;
let line: TcpProxy;
let folder: string;
let core: DeskCore;
const logs: string[] = [];
const secrets = new MemorySecretStore();
const HOUR = 3_600_000;

async function open(): Promise<void> {
  const say = (level: string) => (fields: object, message: string): void => void logs.push(`${level} ${message} ${JSON.stringify(fields)}`);
  core = await createDeskCore({ dataDir: folder, appVersion: 'test', secretStore: { store: secrets, kind: 'keychain' }, connectors: new Map([['sandbox', new EffectLog()]]), clock: systemClock, timers: systemTimers, ids: systemIds, rng: systemRng, log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }, serverUrl: line.url, defaultSettings: { undoMs: 0 } });
}
const online = (is: boolean): Promise<void> => until(async () => ((await core.handlers['connection.get']({})).kind === 'online') === is, `online ${is}`, { logs }, 40_000);

beforeEach(async () => {
  logs.length = 0;
  world = await startServerWorld();
  line = await TcpProxy.start(world.app.url);
  folder = mkdtempSync(path.join(tmpdir(), 'leitstand-identity-'));
  await open();
  await core.handlers['session.signIn']({ serverUrl: line.url, name: 'Ann Berg', password: PASSWORD });
  await core.handlers['credentials.set']({ credentialId: 'sandbox', value: '{"token":"x"}' });
  await online(true);
});
afterEach(async () => {
  await core.close().catch(() => undefined);
  await line.stop();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A question in ann's hands, on her desk. */
async function question(who: string): Promise<{ conversationId: string; contactId: string }> {
  await world.ingest([{ v: 1, kind: 'post', channel: 'sandbox', account: 'musterkom', remoteId: `q-${who}`, direction: 'in', author: { remoteId: who, handle: who }, text: 'Wie viel steht auf meiner Rechnung?', visibility: 'public', sentAt: Date.now() }]);
  const { center } = world.app;
  await until(() => [...center.committed.all('conversation').values()].some((one) => one.threadId.includes(who) || center.committed.all('message').size > 0), 'ingest', { logs });
  const item = [...center.committed.all('workItem').values()].at(-1);
  if (item?.ownerAgentId !== 'ann') await core.handlers['command.run']({ command: { type: 'workItem.take', v: 1, data: { workItemId: item?.id } } });
  const conversationId = item?.conversationId ?? '';
  await until(async () => (await core.handlers['conversation.open']({ conversationId })).held === 'held', 'held', { logs });
  return { conversationId, contactId: item?.contactId ?? '' };
}
const run = (command: Command): ReturnType<DeskCore['handlers']['command.run']> => core.handlers['command.run']({ command: envelopeOf(command) });
const checkOf = (of: { conversationId: string; contactId: string }, checkId: string, untilAt: number): Command => ({ type: 'contact.checkIdentity', data: { ...of, checkId, by: 'callBack', untilAt } });
const inCenter = (contactId: string): Contact | undefined => world.app.center.committed.get('contact', contactId);
const onDesk = async (of: { conversationId: string; contactId: string }): Promise<Contact | undefined> =>
  (await core.handlers['conversation.open']({ conversationId: of.conversationId })).entities.find(({ noun, id }) => noun === 'contact' && id === of.contactId)?.value as Contact | undefined;

test('IDENT-2 a check made offline counts on the desk at once and in the center once the line is back; one that ran out on the way is none', async () => {
  const of = await question('kim');
  line.cut();
  await online(false);
  expect(await run(checkOf(of, 'check-1', Date.now() + HOUR))).toEqual({ status: 'queued' });
  expect(validCheck(await onDesk(of), Date.now())).toMatchObject({ id: 'check-1', by: 'callBack', agentId: 'ann' });
  expect(inCenter(of.contactId)?.identityCheck).toBeUndefined();
  await run({ type: 'contact.noteConsent', data: { ...of, given: true, how: 'spoken' } });
  line.mend();
  await online(true);
  await until(() => inCenter(of.contactId)?.joinConsent !== undefined, 'consent in the center', { logs });
  expect(inCenter(of.contactId)?.identityCheck).toMatchObject({ id: 'check-1', agentId: 'ann', inConversationId: of.conversationId });

  expect(await run({ type: 'contact.withdrawCheck', data: { ...of, checkId: 'check-1', reason: 'otherPerson' } })).toMatchObject({ status: 'accepted' });
  await until(async () => (await onDesk(of))?.identityCheck?.withdrawn?.reason === 'otherPerson', 'withdrawn on the desk', { logs });
  line.cut();
  await online(false);
  await run(checkOf(of, 'check-2', Date.now() + 300));
  await new Promise((resolve) => setTimeout(resolve, 400));
  line.mend();
  await online(true);
  await until(async () => (await core.handlers['session.unsent']({})).commands.length === 0, 'sent', { logs });
  expect(inCenter(of.contactId)?.identityCheck?.id).toBe('check-1');
}, 90_000);

test('IDENT-5 erasing the person takes the check along, in the center and on the desk, and nobody vouches for them again', async () => {
  const of = await question('kim');
  await run(checkOf(of, 'check-of-kim', Date.now() + HOUR));
  await until(() => inCenter(of.contactId)?.identityCheck !== undefined, 'check', { logs });
  const { accessToken } = await world.signIn('Ada Egge');
  const erased = await fetch(`${world.app.url}/admin/contacts/${of.contactId}/erase`, { method: 'POST', body: '{}', headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' } });
  expect(erased.status).toBe(200);
  expect(inCenter(of.contactId)).toMatchObject({ erasedAt: expect.any(Number) });
  expect(inCenter(of.contactId)?.identityCheck).toBeUndefined();
  await until(async () => (await onDesk(of))?.identityCheck === undefined, 'gone from the desk', { logs });
  expect(await run(checkOf(of, 'again', Date.now() + HOUR))).toMatchObject({ status: 'refused', code: 'NOT_FOUND' });
}, 90_000);

test('WRITE-5 WRITE-6 what the guards remember outlives a restart: closed guards per person, the same words said on this account, as digests alone; erasing takes it along', async () => {
  const words = 'In Kiel ist ein Verteiler ausgefallen, unsere Technik tauscht ihn bis heute Abend gegen 23 Uhr aus.';
  const [kim, lou, max] = [await question('kim'), await question('lou'), await question('max')];
  const alike = async (of: { conversationId: string }, text: string): Promise<number> => (await core.handlers['guards.alike']({ conversationId: of.conversationId, text })).conversations;
  const say = async (of: { conversationId: string }, text: string): Promise<void> => {
    const answer = await core.handlers['reply.send']({ conversationId: of.conversationId, text, visibility: 'public', followUp: false, then: { kind: 'keep' } });
    if (answer.status !== 'queued') throw new Error(answer.code);
  };
  await say(kim, `Hallo Kim, ${words}`);
  expect([await alike(lou, `Moin Lou! ${words} Viele Grüße`), await alike(kim, words), await alike(lou, 'Danke dir, schönen Abend!')]).toEqual([1, 0, 0]);
  await say(lou, words);
  expect(await alike(max, words.replace('Kiel', 'Gaarden'))).toBe(2);
  expect(await core.handlers['guards.close']({ contactId: kim.contactId, guard: 'stock', closed: true })).toEqual({ closed: ['stock'] });

  await core.close();
  await open();
  await online(true);
  expect(await core.handlers['guards.memory']({ contactId: kim.contactId })).toEqual({ closed: ['stock'] });
  expect(await core.handlers['guards.memory']({ contactId: lou.contactId })).toEqual({ closed: [] });
  expect(await alike(max, words)).toBe(2);
  await core.handlers['guards.close']({ contactId: lou.contactId, guard: 'language', closed: true });
  expect(await core.handlers['guards.close']({ contactId: lou.contactId, guard: 'language', closed: false })).toEqual({ closed: [] });

  const { accessToken } = await world.signIn('Ada Egge');
  await fetch(`${world.app.url}/admin/contacts/${kim.contactId}/erase`, { method: 'POST', body: '{}', headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' } });
  await until(async () => (await core.handlers['guards.memory']({ contactId: kim.contactId })).closed.length === 0, 'forgotten', { logs });
  await until(async () => (await alike(max, words)) === 1, 'what was said to kim is forgotten', { logs });
  // The copy is sealed; beside it no file of the desk holds a word of it either.
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.filter((file) => readFileSync(path.join(file.parentPath, file.name)).includes('Verteiler')).map(({ name }) => name)).toEqual([]);
}, 90_000);
