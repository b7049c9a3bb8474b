import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDeskCore } from '../../electron/main/core/desk-core.ts';
import { systemClock, systemIds, systemRng, systemTimers } from '../../electron/main/core/system-ports.ts';
import { MemorySecretStore } from '../../electron/main/secrets/memory-secret-store.ts';
import { envelopeOf, type Command } from '../../shared/commands/index.ts';
import type { Contact } from '../../shared/domain/contact.ts';
import type { Timeline } from '../../shared/domain/timeline.ts';
import type { LikelySameAnswer } from '../../shared/protocol/person.ts';
import { EffectLog } from '../support/desk-world.ts';
import { PASSWORD, startServerWorld, type RawDesk, type ServerWorld } from '../support/server-world.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

// D1, D16 over a real server, socket and log.

let world: ServerWorld;
let ann: RawDesk;
beforeEach(async () => {
  world = await startServerWorld();
  ann = await world.desk('ann');
  await ann.hello();
  await run('agent.setState', { state: 'available' });
});
afterEach(() => world.close());

/** `ok`, or the code of the refusal. */
async function run<T extends Command['type']>(type: T, data: Extract<Command, { type: T }>['data']): Promise<string> {
  const answer = await ann.command({ type, data } as Command);
  return answer.status === 'accepted' ? 'ok' : answer.error.code;
}
const until = async (is: () => boolean): Promise<void> => {
  for (const end = Date.now() + 20_000; !is(); ) {
    if (Date.now() > end) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
const post = (remoteId: string, author: { remoteId: string; handle: string; displayName?: string }, text: string, channel = 'sandbox') => ({ v: 1, kind: 'post', channel, account: 'musterkom', remoteId, direction: 'in', author, text, visibility: channel === 'sandbox' ? 'public' : 'private', sentAt: Date.now() });
const KIM = { remoteId: 'kim', handle: 'kim_musterfrau', displayName: 'Kim Musterfrau' };
const MAIL = { remoteId: 'k.m@firma.example', handle: 'k.m@firma.example', displayName: 'Musterfrau, Kim' };

/** The conversation and contact of the last message with this remote id. */
function placed(remoteId: string): { conversationId: string; contactId: string } {
  const { committed } = world.app.center;
  const message = [...committed.all('message').values()].find((one) => one.remoteId === remoteId);
  const conversationId = message?.conversationId ?? '';
  return { conversationId, contactId: committed.get('conversation', conversationId)?.contactId ?? '' };
}
const onDesk = (conversationId: string): Map<string, Contact> => {
  const contacts = new Map<string, Contact>();
  for (const batch of ann.batches) {
    for (const snapshot of batch.snapshots) if (snapshot.conversationId === conversationId) for (const { noun, id, value } of snapshot.entities) if (noun === 'contact' && value !== null) contacts.set(id, value as Contact);
    for (const { noun, id, value } of batch.entities) if (noun === 'contact' && value !== null) contacts.set(id, value as Contact);
  }
  return contacts;
};

async function two(): Promise<{ kim: ReturnType<typeof placed>; mail: ReturnType<typeof placed> }> {
  await world.ingest([post('a1', KIM, 'Mein Router ist kaputt'), post('b1', MAIL, 'Wo bleibt mein Router?', 'sandbox-chat')]);
  const kim = placed('a1');
  const mail = placed('b1');
  const item = world.app.center.committed.get('conversation', kim.conversationId)?.workItemId;
  if (world.app.center.committed.get('conversation', kim.conversationId)?.ownerAgentId !== 'ann') await run('workItem.take', { workItemId: item as never });
  await until(() => world.app.center.committed.get('conversation', kim.conversationId)?.ownerAgentId === 'ann');
  await until(() => onDesk(kim.conversationId).has(kim.contactId));
  return { kim, mail };
}

test('MERGE-5 who is called alike is suggested and never joined by itself; a name typed by hand finds them too', async () => {
  const { kim, mail } = await two();
  const found = await ann.up<LikelySameAnswer>('likelySame', { conversationId: kim.conversationId });
  expect(found).toMatchObject({ tooMany: false, people: [{ contactId: mail.contactId, because: ['name'], consent: 'notAsked', conversations: 1 }] });
  expect((await ann.up<LikelySameAnswer>('likelySame', { conversationId: kim.conversationId, called: 'kim musterfrau' })).people.map((one) => one.contactId)).toEqual([mail.contactId]);
  expect((await ann.up<LikelySameAnswer>('likelySame', { conversationId: kim.conversationId, called: 'Kim' })).people).toEqual([]);
  expect(world.app.center.committed.get('contact', mail.contactId)?.mergedInto).toBeUndefined();
}, 60_000);

test('MERGE-4 LINE-1 one timeline over both channels, what comes later included; the desk holds both profiles; a restart changes nothing; parted again the other one is gone from the desk', async () => {
  const { kim, mail } = await two();
  const of = { conversationId: kim.conversationId };
  expect(await run('contact.merge', { ...of, otherContactId: mail.contactId })).toBe('CONSENT_MISSING');
  await run('contact.noteConsent', { ...of, contactId: kim.contactId, given: true, how: 'written' });
  await run('contact.merge', { ...of, otherContactId: mail.contactId });
  await until(() => onDesk(kim.conversationId).has(mail.contactId));
  await world.ingest([post('b2', MAIL, 'Bitte melden Sie sich.', 'sandbox-chat')]);
  const timeline = await ann.up<Timeline>('timeline', of);
  expect(timeline.entries.filter((one) => one.kind === 'said').map((one) => [one.channel, one.text])).toEqual([['sandbox-chat', 'Bitte melden Sie sich.'], ['sandbox-chat', 'Wo bleibt mein Router?'], ['sandbox', 'Mein Router ist kaputt']]);
  expect(timeline.entries.some((one) => one.kind === 'merged')).toBe(true);
  expect(timeline).toMatchObject({ unseen: 0, parts: [{ displayName: 'Kim Musterfrau' }, { displayName: 'Musterfrau, Kim' }] });

  await world.restart();
  ann = await world.desk('ann');
  await ann.hello();
  expect((await ann.up<Timeline>('timeline', of)).entries).toEqual(timeline.entries);
  await run('contact.unmerge', { ...of, contactId: mail.contactId });
  const alone = await ann.up<Timeline>('timeline', of);
  expect(alone.entries.filter((one) => one.kind === 'said').map((one) => one.text)).toEqual(['Mein Router ist kaputt']);
  expect(alone.parts).toHaveLength(1);
}, 60_000);

test('MERGE-6 who asks to be forgotten goes whole, with every contact that was known to be them', async () => {
  const { kim, mail } = await two();
  await run('contact.noteConsent', { conversationId: kim.conversationId, contactId: kim.contactId, given: true, how: 'spoken' });
  await run('contact.merge', { conversationId: kim.conversationId, otherContactId: mail.contactId });
  const { accessToken } = await world.signIn('Ada Egge');
  const response = await fetch(`${world.app.url}/admin/contacts/${mail.contactId}/erase`, { method: 'POST', body: '{}', headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' } });
  expect(await response.json()).toEqual({ messages: 2, conversations: 2 });
  const { committed } = world.app.center;
  expect([kim, mail].map(({ contactId }) => committed.get('contact', contactId)?.erasedAt !== undefined)).toEqual([true, true]);
  expect(await run('contact.unmerge', { conversationId: kim.conversationId, contactId: mail.contactId })).toBe('NOT_FOUND');
}, 60_000);

test('MERGE-3 LINE-1 a real desk shows both profiles and, without the line, what it holds of both; taken apart the other one is gone from its copy', async () => {
  const { kim, mail } = await two();
  ann.close();
  const logs: string[] = [];
  const say = (level: string) => (fields: object, message: string): void => void logs.push(`${level} ${message} ${JSON.stringify(fields)}`);
  const line = await TcpProxy.start(world.app.url);
  const folder = mkdtempSync(path.join(tmpdir(), 'leitstand-people-'));
  const core = await createDeskCore({ dataDir: folder, appVersion: 'test', secretStore: { store: new MemorySecretStore(), kind: 'keychain' }, connectors: new Map([['sandbox', new EffectLog()]]), clock: systemClock, timers: systemTimers, ids: systemIds, rng: systemRng, log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }, serverUrl: line.url, defaultSettings: { undoMs: 0 } });
  const seen = async (): Promise<string[]> => (await core.handlers['conversation.open']({ conversationId: kim.conversationId })).entities.filter(({ noun, value }) => noun === 'contact' && value !== null).map(({ id }) => id);
  const waitFor = async (is: () => Promise<boolean>): Promise<void> => {
    for (const end = Date.now() + 30_000; !(await is()); ) {
      if (Date.now() > end) throw new Error(`it did not happen\n${logs.slice(-10).join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const give = (command: Command): Promise<{ status: string }> => core.handlers['command.run']({ command: envelopeOf(command) });
  try {
    await core.handlers['session.signIn']({ serverUrl: line.url, name: 'Ann Berg', password: PASSWORD });
    await waitFor(async () => (await seen()).includes(kim.contactId));
    expect(await seen()).toEqual([kim.contactId]);
    const of = { conversationId: kim.conversationId };
    expect(await give({ type: 'contact.noteConsent', data: { ...of, contactId: kim.contactId, given: true, how: 'written' } })).toMatchObject({ status: 'accepted' });
    expect(await give({ type: 'contact.merge', data: { ...of, otherContactId: mail.contactId } })).toMatchObject({ status: 'accepted' });
    await waitFor(async () => (await seen()).includes(mail.contactId));
    expect((await core.handlers['contact.timeline'](of)).partial).toBe(false);
    line.cut();
    await waitFor(async () => (await core.handlers['connection.get']({})).kind !== 'online');
    const known = await core.handlers['contact.timeline'](of);
    expect(known.partial).toBe(true);
    expect(known.parts.map((part) => part.displayName)).toEqual(['Kim Musterfrau', 'Musterfrau, Kim']);
    expect(known.entries.filter((one) => one.kind === 'said').map((one) => one.text)).toContain('Mein Router ist kaputt');
    line.mend();
    await waitFor(async () => (await core.handlers['connection.get']({})).kind === 'online');
    expect(await give({ type: 'contact.unmerge', data: { ...of, contactId: mail.contactId } })).toMatchObject({ status: 'accepted' });
    await waitFor(async () => !(await seen()).includes(mail.contactId));
  } finally {
    await core.close().catch(() => undefined);
    await line.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}, 90_000);
