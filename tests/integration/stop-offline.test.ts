import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDeskCore } from '../../electron/main/core/desk-core.ts';
import type { DeskCore } from '../../electron/main/core/port.ts';
import { systemClock, systemIds, systemRng, systemTimers } from '../../electron/main/core/system-ports.ts';
import { MemorySecretStore } from '../../electron/main/secrets/memory-secret-store.ts';
import { EffectLog, until } from '../support/desk-world.ts';
import { PASSWORD, startServerWorld, type RawDesk, type ServerWorld } from '../support/server-world.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

// The stop button over a real server, an agent's real desk behind a line that can be cut, and a lead's.

let world: ServerWorld;
let line: TcpProxy;
let lead: RawDesk;
let home: DeskCore;
let platform: EffectLog;
let folder: string;
const logs: string[] = [];

beforeEach(async () => {
  world = await startServerWorld();
  line = await TcpProxy.start(world.app.url);
  folder = mkdtempSync(path.join(tmpdir(), 'leitstand-stop-'));
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
async function send(conversationId: string, text: string): Promise<string> {
  const answer = await home.handlers['reply.send']({ conversationId, text, visibility: 'public', followUp: false, then: { kind: 'wait' } });
  if (answer.status === 'refused') throw new Error(answer.code);
  return answer.entry.replyId;
}
const entry = async (replyId: string) => (await home.handlers['outbox.load']({})).entries.find((one) => one.replyId === replyId)?.state;

test('SEND-8 a lead stops an account while a desk is offline: what was written there stays there when it is back, and goes once the account is resumed', async () => {
  const talks = [await question(), await question()];
  line.refuse();
  line.cut();
  await until(async () => (await home.handlers['connection.get']({})).kind !== 'online', 'offline', { logs });
  const replies: string[] = [];
  for (const [n, conversationId] of talks.entries()) replies.push(await send(conversationId, `Antwort ${n}`));
  expect(await lead.command({ type: 'account.stop', data: { accountId: 'sandbox', reason: 'Krise' } })).toMatchObject({ status: 'accepted' });
  line.mend();
  await online();
  for (const replyId of replies) await until(async () => ((await entry(replyId)) as { reason?: string }).reason === 'stopped', 'held by the stop', { logs });
  // The desk is whole again and has asked for nothing: no leave was given, no byte left it.
  expect(world.app.center.committed.all('reply').size).toBe(0);
  expect(platform.sends).toBe(0);
  expect(await lead.command({ type: 'account.resume', data: { accountId: 'sandbox' } })).toMatchObject({ status: 'accepted' });
  await until(() => platform.effects.length === 2, 'both went', { logs });
  expect(platform.effects.map(({ key }) => key).sort()).toEqual([...replies].sort());
}, 60_000);
