import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDeskCore } from '../../electron/main/core/desk-core.ts';
import type { DeskCore } from '../../electron/main/core/port.ts';
import { systemClock, systemIds, systemRng, systemTimers } from '../../electron/main/core/system-ports.ts';
import { MemorySecretStore } from '../../electron/main/secrets/memory-secret-store.ts';
import { EffectLog, until } from '../support/desk-world.ts';
import { PASSWORD, startServerWorld, type ServerWorld } from '../support/server-world.ts';

// SENDING rule 9 over a real server and two real desks of one person: hers at home, and the one without a screen on the office machine.

let world: ServerWorld;
let folder: string;
const open: DeskCore[] = [];
const logs: string[] = [];
beforeEach(async () => {
  world = await startServerWorld();
  folder = mkdtempSync(path.join(tmpdir(), 'leitstand-later-'));
});
afterEach(async () => {
  for (const core of open.splice(0)) await core.close().catch(() => undefined);
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Desk {
  readonly core: DeskCore;
  readonly platform: EffectLog;
}

async function desk(name: string, isHeadless = false): Promise<Desk> {
  const platform = new EffectLog();
  const say = (level: string) => (fields: object, message: string): void => void logs.push(`${name} ${level} ${message} ${JSON.stringify(fields)}`);
  const core = await createDeskCore({ dataDir: path.join(folder, name), appVersion: 'test', secretStore: { store: new MemorySecretStore(), kind: 'keychain' }, connectors: new Map([['sandbox', platform]]), clock: systemClock, timers: systemTimers, ids: systemIds, rng: systemRng, log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }, serverUrl: world.app.url, defaultSettings: { undoMs: 0 }, isHeadless });
  open.push(core);
  await core.handlers['session.signIn']({ serverUrl: world.app.url, name: 'Ann Berg', password: PASSWORD });
  await core.handlers['credentials.set']({ credentialId: 'sandbox', value: '{"token":"x"}' });
  await until(async () => (await core.handlers['connection.get']({})).kind === 'online', `${name} online`, { logs });
  return { core, platform };
}

/** A question in ann's hands, on her desk. */
async function question(home: Desk): Promise<string> {
  await world.ingest([{ v: 1, kind: 'post', channel: 'sandbox', account: 'musterkom', remoteId: 'q1', direction: 'in', author: { remoteId: 'kim', handle: 'kim' }, text: 'Mein Handy geht nicht', visibility: 'public', sentAt: Date.now() }]);
  const { center } = world.app;
  await until(() => center.committed.all('workItem').size === 1, 'item', { logs });
  const item = [...center.committed.all('workItem').values()][0];
  if (item?.ownerAgentId !== 'ann') await home.core.handlers['command.run']({ command: { type: 'workItem.take', v: 1, data: { workItemId: item?.id } } });
  const conversationId = item?.conversationId ?? '';
  await until(async () => (await home.core.handlers['conversation.open']({ conversationId })).held === 'held', 'held', { logs });
  return conversationId;
}

async function later(home: Desk, conversationId: string, inMs: number, executor: 'thisDesk' | 'headless'): Promise<string> {
  const answer = await home.core.handlers['reply.send']({ conversationId, text: 'Der Router ist unterwegs.', visibility: 'public', followUp: false, then: { kind: 'wait' }, schedule: { sendAt: Date.now() + inMs, executor } });
  if (answer.status === 'refused') throw new Error(answer.code);
  expect(answer.entry.state).toMatchObject({ kind: 'waiting', reason: 'scheduled' });
  return answer.entry.replyId;
}
const known = (replyId: string) => world.app.center.committed.get('reply', replyId);
const entry = async ({ core }: Desk, replyId: string) => (await core.handlers['outbox.load']({})).entries.find((one) => one.replyId === replyId);

test('O11 SEND-20 scheduled on this desk: the server has it with its executor, nothing goes before its time, then it goes once', async () => {
  const home = await desk('home');
  const conversationId = await question(home);
  const replyId = await later(home, conversationId, 1_500, 'thisDesk');
  await until(() => known(replyId)?.state === 'scheduled', 'scheduled', { logs });
  expect(known(replyId)?.executor?.kind).toBe('desk');
  expect(world.app.center.committed.get('conversation', conversationId)?.lockedByReplyId).toBeUndefined();
  expect((await entry(home, replyId))?.schedule).toMatchObject({ executor: 'thisDesk' });
  expect(home.platform.sends).toBe(0);
  await until(() => known(replyId)?.state === 'delivered', 'delivered', { logs });
  expect(home.platform.effects).toHaveLength(1);
  expect(known(replyId)?.permittedAt).toBeGreaterThanOrEqual(known(replyId)?.sendAt ?? 0);
}, 60_000);

test('O12 SEND-20 SEND-21 handed to the office: the desk at home is closed, the office sends it once; it is nobody’s presence', async () => {
  const home = await desk('home');
  const conversationId = await question(home);
  const none = await later(home, conversationId, 60_000, 'thisDesk');
  await until(() => known(none)?.state === 'scheduled', 'scheduled', { logs });
  await expect(home.core.handlers['reply.setExecutor']({ replyId: none, executor: 'headless' })).rejects.toMatchObject({ code: 'EXECUTOR_MISSING' });
  expect((await home.core.handlers['reply.undo']({ replyId: none })).undone).toBe(true);
  await until(() => known(none)?.state === 'failed', 'called off', { logs });

  const office = await desk('office', true);
  const replyId = await later(home, conversationId, 4_000, 'headless');
  await until(() => known(replyId)?.executor?.kind === 'headless', 'handed over', { logs });
  await until(async () => (await entry(home, replyId))?.schedule?.executor === 'headless', 'shown', { logs });
  await until(async () => (await entry(office, replyId)) !== undefined, 'taken over', { logs });
  // The item waits for the customer, so it stays hers when she goes.
  await until(() => [...world.app.center.committed.all('workItem').values()][0]?.waitingFor === 'customer', 'parked', { logs });
  await home.core.close();
  await until(() => known(replyId)?.state === 'delivered', 'delivered', { logs }, 20_000);
  expect(office.platform.effects.map(({ key }) => key)).toEqual([replyId]);
  expect(home.platform.sends).toBe(0);
  await until(() => world.app.center.committed.get('agent', 'ann')?.connected === false, 'the office machine is no presence', { logs });
}, 60_000);

test('O12 SEND-21 the executor changes while nobody has leave, back and forth; afterwards not any more', async () => {
  const home = await desk('home');
  const office = await desk('office', true);
  const conversationId = await question(home);
  const replyId = await later(home, conversationId, 5_000, 'headless');
  await until(async () => (await entry(office, replyId)) !== undefined, 'taken over', { logs });
  const back = await home.core.handlers['reply.setExecutor']({ replyId, executor: 'thisDesk' });
  expect(back.entry?.schedule).toMatchObject({ executor: 'thisDesk' });
  await until(async () => (await entry(office, replyId))?.schedule?.executor === 'headless', 'the office lets go', { logs });
  await until(() => known(replyId)?.state === 'delivered', 'delivered', { logs }, 20_000);
  expect(home.platform.effects).toHaveLength(1);
  expect(office.platform.sends).toBe(0);
  await expect(home.core.handlers['reply.setExecutor']({ replyId, executor: 'headless' })).rejects.toMatchObject({ code: expect.stringMatching(/REPLY_NOT_OPEN|NOT_FOUND/) });
}, 60_000);
