import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDeskCore } from '../../electron/main/core/desk-core.ts';
import type { DeskCore } from '../../electron/main/core/port.ts';
import { systemClock, systemIds, systemRng, systemTimers } from '../../electron/main/core/system-ports.ts';
import { MemorySecretStore } from '../../electron/main/secrets/memory-secret-store.ts';
import { envelopeOf, type Command } from '../../shared/commands/index.ts';
import type { ArticleContent, ArticleRow } from '../../shared/domain/article.ts';
import { ROUTER_LIGHTS } from '../support/article-refusals.ts';
import { EffectLog, until } from '../support/desk-world.ts';
import { CoreWorld } from '../support/core-world.ts';
import { PASSWORD, post, startServerWorld, type ServerWorld } from '../support/server-world.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

// L1 over a real server and a real desk with its replica on disk.

let world: ServerWorld;
let line: TcpProxy;
let folder: string;
let core: DeskCore;
const logs: string[] = [];
const secrets = new MemorySecretStore();
const platform = new EffectLog();

async function open(): Promise<void> {
  const say = (level: string) => (fields: object, message: string): void => void logs.push(`${level} ${message} ${JSON.stringify(fields)}`);
  core = await createDeskCore({ dataDir: folder, appVersion: 'test', secretStore: { store: secrets, kind: 'keychain' }, connectors: new Map([['sandbox', platform]]), clock: systemClock, timers: systemTimers, ids: systemIds, rng: systemRng, log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }, serverUrl: line.url, defaultSettings: { undoMs: 0 } });
}
const online = (): Promise<unknown> => until(async () => (await core.handlers['connection.get']({})).kind === 'online', 'online', { logs });
const offline = (): Promise<unknown> => until(async () => (await core.handlers['connection.get']({})).kind !== 'online', 'offline', { logs });

beforeEach(async () => {
  world = await startServerWorld();
  line = await TcpProxy.start(world.app.url);
  folder = mkdtempSync(path.join(tmpdir(), 'leitstand-knowledge-'));
  await open();
  await core.handlers['session.signIn']({ serverUrl: line.url, name: 'Ann Berg', password: PASSWORD });
  await core.handlers['credentials.set']({ credentialId: 'sandbox', value: '{"token":"x"}' });
  await online();
});
afterEach(async () => {
  await core.close().catch(() => undefined);
  await line.stop();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const articles = async (): Promise<Map<string, ArticleRow>> => new Map((await core.handlers['rows.load']({})).rows.flatMap(({ kind, id, value }) => (kind === 'article' && value !== null ? [[id, value as ArticleRow]] : [])));
async function lead(command: Command): Promise<void> {
  const lea = await world.desk('lea');
  await lea.hello();
  expect(await lea.command(command)).toMatchObject({ status: 'accepted' });
  lea.close();
}
const saved = (articleId: string, baseVersion: number, more: Partial<ArticleContent> = {}): Command => ({ type: 'article.save', data: { articleId, baseVersion, content: { ...ROUTER_LIGHTS, ...more } } });
const run = (command: Command): Promise<{ status: string }> => core.handlers['command.run']({ command: envelopeOf(command) });

test('KNOW-2 KNOW-3 an article reaches the desk, lies there without the server, and a draft written meanwhile goes up when it is back', async () => {
  await lead(saved('a1', 0));
  await lead({ type: 'article.publish', data: { articleId: 'a1', version: 1 } });
  await until(async () => (await articles()).get('a1')?.state === 'published', 'the article', { logs });

  line.cut();
  await offline();
  expect((await run({ type: 'article.publish', data: { articleId: 'a1', version: 1 } })).status).toBe('refused');
  expect(await run(saved('mine', 0, { title: 'Von unterwegs' }))).toEqual({ status: 'queued' });
  expect(await run(saved('mine', 1, { title: 'Von unterwegs, besser' }))).toEqual({ status: 'queued' });
  expect(await run(saved('a1', 1, { title: 'Router blinkt' }))).toEqual({ status: 'queued' });
  expect((await articles()).get('mine')).toMatchObject({ state: 'draft', version: 2, waits: true, content: { title: 'Von unterwegs, besser' } });
  expect((await articles()).get('a1')).toMatchObject({ state: 'published', waits: true, content: { title: 'Router blinkt rot' }, proposals: [{ content: { title: 'Router blinkt' } }] });
  // The program ends and begins again, still cut off: from the disk alone.
  await core.close();
  await open();
  expect((await articles()).get('mine')).toMatchObject({ waits: true, content: { title: 'Von unterwegs, besser' } });
  expect((await articles()).get('a1')?.content.bodies).toEqual(ROUTER_LIGHTS.bodies);

  line.mend();
  await until(() => world.app.center.committed.get('article', 'mine')?.version === 2, 'the draft', { logs });
  await until(() => world.app.center.committed.get('article', 'a1')?.proposals.length === 1, 'the proposal', { logs });
  await until(async () => [...(await articles()).values()].every(({ waits }) => waits === undefined), 'nothing waits', { logs });
  expect((await articles()).get('mine')).toMatchObject({ state: 'draft', version: 2, createdBy: 'ann' });
  expect((await articles()).get('a1')?.proposals).toHaveLength(1);
});

test('KNOW-5 what was put into an answer counts when that is out', async () => {
  await lead(saved('a1', 0));
  await run({ type: 'agent.setState', data: { state: 'available' } });
  await world.ingest([post('p1', 'kim', 'Mein Router blinkt')]);
  const item = (): { id: string; conversationId: string } | undefined => [...world.app.center.committed.all('workItem').values()].find(({ ownerAgentId }) => ownerAgentId === 'ann');
  await until(() => item() !== undefined, 'the item', { logs });
  const conversationId = item()?.conversationId ?? '';
  await until(async () => (await core.handlers['conversation.open']({ conversationId })).held === 'held', 'held', { logs });
  const answer = await core.handlers['reply.send']({ conversationId, text: 'Zieh bitte den Stecker.', visibility: 'public', followUp: false, then: { kind: 'wait' } });
  if (answer.status === 'refused') throw new Error(answer.code);
  await run({ type: 'article.recordUse', data: { conversationId, replyId: answer.entry.replyId, articleIds: ['a1'] } });
  await until(() => world.app.center.committed.get('articleUse', 'a1')?.used === 1, 'the use', { logs });
  await until(async () => (await articles()).get('a1')?.used === 1, 'the count on the desk', { logs });
  expect(world.app.center.committed.get('conversation', conversationId)?.articles).toMatchObject([{ articleId: 'a1', replyId: answer.entry.replyId, deliveredAt: expect.any(Number) as number }]);
  await world.restart();
  expect(world.app.center.committed.get('articleUse', 'a1')).toEqual({ id: 'a1', used: 1, succeeded: 0 });
});

test('KNOW-2 what a desk may no longer see leaves it, at once and when it comes back; a text is sent again only in steps of the counts', async () => {
  const center = await CoreWorld.start({ commands: [{ type: 'team.define', data: { id: 'south', name: 'South' } }] });
  const admin = { agentId: 'system', role: 'admin', replicaId: 'setup' } as const;
  const give = (command: Command): Promise<unknown> => center.core.commands.run(admin, command);
  const account = center.core.center.committed.get('account', 'sandbox');
  if (account === undefined) throw new Error('no account');
  await give(saved('general', 0));
  await give(saved('scoped', 0, { accountIds: ['sandbox'] }));
  const ann = center.desk('ann');
  await ann.hello();
  const told = (): (readonly [string, boolean])[] => ann.batches.flatMap(({ rows }) => rows).flatMap(({ kind, id, value }) => (kind === 'article' ? [[id, value !== null] as const] : []));
  await until(() => told().length === 2, 'both');
  await give({ type: 'account.register', data: { ...account, teamIds: ['south'] } });
  await until(() => told().some(([id, there]) => id === 'scoped' && !there), 'it is gone');

  await give({ type: 'account.register', data: account });
  await until(() => told().at(-1)?.[0] === 'scoped' && told().at(-1)?.[1] === true, 'it is back');
  await until(() => ann.batches.at(-1)?.rowsMark !== undefined, 'the word');
  const word = ann.batches.at(-1)?.rowsMark ?? '';
  const cursor = ann.cursor;
  ann.leave();
  await give(saved('scoped', 1, { accountIds: [], brands: ['Anders'] }));
  const back = center.desk('ann', 'replica-back');
  await back.hello({ cursor, rowsMark: word });
  await until(() => back.batches.some(({ rowsMark }) => rowsMark !== undefined), 'caught up');
  const rows = back.batches.flatMap((batch) => batch.rows).filter(({ kind }) => kind === 'article');
  expect(back.batches.some(({ rowsReset }) => rowsReset === true)).toBe(false);
  expect(rows.map(({ id, value }) => [id, value])).toEqual([['scoped', null]]);
  expect(JSON.stringify(back.batches)).not.toContain('Anders');
  await center.core.stop();
});
