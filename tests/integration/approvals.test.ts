import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDeskCore } from '../../electron/main/core/desk-core.ts';
import type { DeskCore } from '../../electron/main/core/port.ts';
import { systemClock, systemIds, systemRng, systemTimers } from '../../electron/main/core/system-ports.ts';
import { MemorySecretStore } from '../../electron/main/secrets/memory-secret-store.ts';
import { openApproval, type Approval } from '../../shared/domain/approval.ts';
import type { FrozenReply } from '../../shared/domain/reply.ts';
import type { QueueRow } from '../../shared/domain/rows.ts';
import { EffectLog, until } from '../support/desk-world.ts';
import { PASSWORD, startServerWorld, type RawDesk, type ServerWorld } from '../support/server-world.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

// S2 over a real server, a trainee's real desk behind a line that can be cut, and a lead's.

let world: ServerWorld;
let line: TcpProxy;
let lead: RawDesk;
let home: DeskCore;
let platform: EffectLog;
let folder: string;
const logs: string[] = [];

beforeEach(async () => {
  world = await startServerWorld({ commands: [{ type: 'agent.setTrainee', data: { agentId: 'ann', trainee: { approverId: 'lea' } } }] });
  line = await TcpProxy.start(world.app.url);
  folder = mkdtempSync(path.join(tmpdir(), 'leitstand-approvals-'));
  lead = await world.desk('lea');
  await lead.hello();
  platform = new EffectLog();
  const say = (level: string) => (fields: object, message: string): void => void logs.push(`${level} ${message} ${JSON.stringify(fields)}`);
  home = await createDeskCore({ dataDir: folder, appVersion: 'test', secretStore: { store: new MemorySecretStore(), kind: 'keychain' }, connectors: new Map([['sandbox', platform]]), clock: systemClock, timers: systemTimers, ids: systemIds, rng: systemRng, log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }, serverUrl: line.url, defaultSettings: { undoMs: 0 }, linkTimes: { retryMinMs: 50, retryMaxMs: 200 } as never });
  await home.handlers['session.signIn']({ serverUrl: line.url, name: 'Ann Berg', password: PASSWORD });
  await home.handlers['credentials.set']({ credentialId: 'sandbox', value: '{"token":"x"}' });
  await online();
});
afterEach(async () => {
  await home.close().catch(() => undefined);
  await line.stop();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const online = (): Promise<unknown> => until(async () => (await home.handlers['connection.get']({})).kind === 'online', 'online', { logs }, 20_000);

let questions = 0;
async function question(): Promise<string> {
  const { center } = world.app;
  const before = center.committed.all('workItem').size;
  const author = `kim${(questions += 1)}`;
  await world.ingest([{ v: 1, kind: 'post', channel: 'sandbox', account: 'musterkom', remoteId: `q-${author}`, direction: 'in', author: { remoteId: author, handle: author }, text: `Frage ${questions}`, visibility: 'public', sentAt: Date.now() }]);
  await until(() => center.committed.all('workItem').size === before + 1, 'item', { logs });
  const item = [...center.committed.all('workItem').values()].at(-1);
  if (item?.ownerAgentId !== 'ann') await home.handlers['command.run']({ command: { type: 'workItem.take', v: 1, data: { workItemId: item?.id } } });
  const conversationId = item?.conversationId ?? '';
  await until(async () => (await home.handlers['conversation.open']({ conversationId })).held === 'held', 'held', { logs });
  return conversationId;
}
async function send(conversationId: string, text: string, schedule?: { sendAt: number; executor: 'thisDesk' }): Promise<string> {
  const answer = await home.handlers['reply.send']({ conversationId, text, visibility: 'public', followUp: false, then: { kind: 'wait' }, ...(schedule === undefined ? {} : { schedule }) });
  if (answer.status === 'refused') throw new Error(answer.code);
  return answer.entry.replyId;
}
const approval = (conversationId: string): Approval | undefined => openApproval(world.app.center.committed.get('conversation', conversationId)?.approvals);
const asked = (conversationId: string): Promise<unknown> => until(() => approval(conversationId) !== undefined, 'asked', { logs });
const entry = async (replyId: string) => (await home.handlers['outbox.load']({})).entries.find((one) => one.replyId === replyId)?.state;
const permits = (): string[] => [...world.app.center.committed.all('reply').values()].filter(({ state }) => state !== 'scheduled').map(({ id }) => id);
const give = (conversationId: string, replyId: string, words?: FrozenReply) => lead.command({ type: 'approval.give', data: { conversationId, replyId, ...(words === undefined ? {} : { words }) } });

test('APPR-2 APPR-3 APPR-8 a trainee’s answer waits, a lead changes a word, and exactly that goes out, once; both versions stay', async () => {
  const conversationId = await question();
  const replyId = await send(conversationId, 'Das geht morgen.');
  await asked(conversationId);
  await until(async () => (await entry(replyId))?.kind === 'waiting', 'waiting', { logs });
  await until(async () => ((await entry(replyId)) as { reason?: string }).reason === 'approval', 'waits for approval', { logs });
  expect(permits()).toEqual([]);
  expect(platform.sends).toBe(0);

  // The lead reads it like any conversation: the words come with it.
  await until(() => ([...lead.rows('workItem').values()] as QueueRow[]).some(({ approval: waits }) => waits?.replyId === replyId && waits.approverId === 'lea'), 'the lead’s list', { logs });
  await lead.up('fetchConversation', { conversationId });
  const bodyRef = approval(conversationId)?.bodyRef ?? '';
  const written = await until(() => lead.batches.flatMap(({ snapshots }) => snapshots.flatMap(({ bodies }) => bodies[bodyRef] ?? [])).length > 0, 'the words', { logs }).then(() => JSON.parse(lead.batches.flatMap(({ snapshots }) => snapshots.flatMap(({ bodies }) => bodies[bodyRef] ?? []))[0] ?? '{}') as FrozenReply);
  expect(written.parts[0]).toContain('Das geht morgen.');
  expect(await give(conversationId, replyId, { ...written, parts: [written.parts[0]?.replace('morgen', 'übermorgen') ?? ''] })).toMatchObject({ status: 'accepted' });

  await until(() => world.app.center.committed.get('reply', replyId)?.state === 'delivered', 'delivered', { logs });
  expect(platform.effects.map(({ text }) => text)).toEqual([written.parts[0]?.replace('morgen', 'übermorgen')]);
  const kept = world.app.center.committed.get('conversation', conversationId)?.approvals?.at(-1);
  expect(kept).toMatchObject({ state: 'approved', byAgentId: 'lea', bodyRef });
  expect(kept?.changedRef).toBeDefined();
}, 60_000);

test('APPR-2 APPR-4 APPR-8 written offline it still asks first; sent back it is a draft again with the word beside it', async () => {
  const conversationId = await question();
  line.refuse();
  line.cut();
  await until(async () => (await home.handlers['connection.get']({})).kind !== 'online', 'offline', { logs });
  const replyId = await send(conversationId, 'Offline geschrieben');
  expect(await entry(replyId)).toMatchObject({ kind: 'waiting' });
  line.mend();
  await asked(conversationId);
  expect(permits()).toEqual([]);

  // Decided while the desk is away: it hears of it when it is back.
  line.refuse();
  line.cut();
  await until(async () => (await home.handlers['connection.get']({})).kind !== 'online', 'offline again', { logs });
  expect(await lead.command({ type: 'approval.sendBack', data: { conversationId, replyId, word: 'Bitte mit Anrede' } })).toMatchObject({ status: 'accepted' });
  line.mend();
  await until(async () => (await entry(replyId))?.kind === 'becameDraft', 'a draft again', { logs }, 20_000);
  const view = await home.handlers['conversation.open']({ conversationId });
  expect(view.draft?.text).toContain('Offline geschrieben');
  const came = world.app.center.committed.get('conversation', conversationId)?.approvals?.at(-1);
  expect(view.bodies[came?.wordRef ?? '']).toContain('Bitte mit Anrede');
  expect(permits()).toEqual([]);
  expect(platform.sends).toBe(0);
}, 60_000);

test('APPR-2 APPR-6 what goes later and what belongs to an answer for many is held alike; taken back nobody decides on it any more', async () => {
  const later = await question();
  const scheduled = await send(later, 'Kommt später', { sendAt: Date.now() + 1_000, executor: 'thisDesk' });
  await asked(later);
  const many = await question();
  const item = world.app.center.committed.get('conversation', many)?.workItemId ?? '';
  const begun = await home.handlers['command.run']({ command: { type: 'bulkAnswer.start', v: 1, data: { workItemIds: [item] } } });
  const bulkId = begun.status === 'accepted' ? String(begun.result?.['bulkId']) : '';
  const throughMessageId = await until(async () => (await home.handlers['bulk.members']({ bulkId })).readers[0]?.throughMessageId !== undefined, 'read', { logs }).then(async () => (await home.handlers['bulk.members']({ bulkId })).readers[0]?.throughMessageId ?? '');
  await home.handlers['bulk.confirm']({ bulkId, variants: [{ conversationId: many, text: 'Für alle gleich.', throughMessageId, edited: false }] });
  await asked(many);
  // Its time has come and gone: the desk has asked, and got no leave.
  await until(async () => ((await entry(scheduled)) as { reason?: string } | undefined)?.reason === 'approval', 'due and still held', { logs }, 20_000);
  expect(permits()).toEqual([]);
  expect(platform.sends).toBe(0);

  await give(many, approval(many)?.replyId ?? '');
  await until(() => [...world.app.center.committed.all('bulkMember').values()][0]?.state === 'sent', 'the one of many went', { logs });
  expect((await home.handlers['reply.undo']({ replyId: scheduled })).undone).toBe(true);
  await until(() => approval(later) === undefined, 'withdrawn', { logs });
  expect(await give(later, scheduled)).toMatchObject({ status: 'refused', error: { code: 'APPROVAL_OVER' } });
  expect(platform.effects).toHaveLength(1);
}, 60_000);
