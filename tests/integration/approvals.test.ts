import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeskCore } from '../../electron/main/core/port.ts';
import { openApproval, type Approval } from '../../shared/domain/approval.ts';
import type { FrozenReply } from '../../shared/domain/reply.ts';
import type { QueueRow } from '../../shared/domain/rows.ts';
import { startDeskBehindLine, type DeskBehindLine } from '../support/desk-behind-line.ts';
import { until, type EffectLog } from '../support/desk-world.ts';
import type { RawDesk, ServerWorld } from '../support/server-world.ts';
import type { TcpProxy } from '../support/tcp-proxy.ts';

// S2 over a real server, a trainee's real desk behind a line that can be cut, and a lead's.

let at: DeskBehindLine;
let world: ServerWorld;
let line: TcpProxy;
let lead: RawDesk;
let home: DeskCore;
let platform: EffectLog;
let logs: string[];

beforeEach(async () => {
  at = await startDeskBehindLine({ commands: [{ type: 'agent.setTrainee', data: { agentId: 'ann', trainee: { approverId: 'lea' } } }] });
  ({ world, line, lead, home, platform, logs } = at);
});
afterEach(() => at.close());
const approval = (conversationId: string): Approval | undefined => openApproval(world.app.center.committed.get('conversation', conversationId)?.approvals);
const asked = (conversationId: string): Promise<unknown> => until(() => approval(conversationId) !== undefined, 'asked', { logs });
const permits = (): string[] => [...world.app.center.committed.all('reply').values()].filter(({ state }) => state !== 'scheduled').map(({ id }) => id);
const give = (conversationId: string, replyId: string, words?: FrozenReply) => lead.command({ type: 'approval.give', data: { conversationId, replyId, ...(words === undefined ? {} : { words }) } });

test('APPR-2 APPR-3 APPR-8 a trainee’s answer waits, a lead changes a word, and exactly that goes out, once; both versions stay', async () => {
  const conversationId = await at.question();
  const replyId = await at.send(conversationId, 'Das geht morgen.');
  await asked(conversationId);
  await until(async () => (await at.stateOf(replyId))?.kind === 'waiting', 'waiting', { logs });
  await until(async () => ((await at.stateOf(replyId)) as { reason?: string }).reason === 'approval', 'waits for approval', { logs });
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
  const conversationId = await at.question();
  line.refuse();
  line.cut();
  await until(async () => (await home.handlers['connection.get']({})).kind !== 'online', 'offline', { logs });
  const replyId = await at.send(conversationId, 'Offline geschrieben');
  expect(await at.stateOf(replyId)).toMatchObject({ kind: 'waiting' });
  line.mend();
  await asked(conversationId);
  expect(permits()).toEqual([]);

  // Decided while the desk is away: it hears of it when it is back.
  line.refuse();
  line.cut();
  await until(async () => (await home.handlers['connection.get']({})).kind !== 'online', 'offline again', { logs });
  expect(await lead.command({ type: 'approval.sendBack', data: { conversationId, replyId, word: 'Bitte mit Anrede' } })).toMatchObject({ status: 'accepted' });
  line.mend();
  await until(async () => (await at.stateOf(replyId))?.kind === 'becameDraft', 'a draft again', { logs }, 20_000);
  const view = await home.handlers['conversation.open']({ conversationId });
  expect(view.draft?.text).toContain('Offline geschrieben');
  const came = world.app.center.committed.get('conversation', conversationId)?.approvals?.at(-1);
  expect(view.bodies[came?.wordRef ?? '']).toContain('Bitte mit Anrede');
  expect(permits()).toEqual([]);
  expect(platform.sends).toBe(0);
}, 60_000);

test('APPR-2 APPR-6 what goes later and what belongs to an answer for many is held alike; taken back nobody decides on it any more', async () => {
  const later = await at.question();
  const scheduled = await at.send(later, 'Kommt später', { sendAt: Date.now() + 1_000, executor: 'thisDesk' });
  await asked(later);
  const many = await at.question();
  const item = world.app.center.committed.get('conversation', many)?.workItemId ?? '';
  const begun = await home.handlers['command.run']({ command: { type: 'bulkAnswer.start', v: 1, data: { workItemIds: [item] } } });
  const bulkId = begun.status === 'accepted' ? String(begun.result?.['bulkId']) : '';
  const throughMessageId = await until(async () => (await home.handlers['bulk.members']({ bulkId })).readers[0]?.throughMessageId !== undefined, 'read', { logs }).then(async () => (await home.handlers['bulk.members']({ bulkId })).readers[0]?.throughMessageId ?? '');
  await home.handlers['bulk.confirm']({ bulkId, variants: [{ conversationId: many, text: 'Für alle gleich.', throughMessageId, edited: false }] });
  await asked(many);
  // Its time has come and gone: the desk has asked, and got no leave.
  await until(async () => ((await at.stateOf(scheduled)) as { reason?: string } | undefined)?.reason === 'approval', 'due and still held', { logs }, 20_000);
  expect(permits()).toEqual([]);
  expect(platform.sends).toBe(0);

  await give(many, approval(many)?.replyId ?? '');
  await until(() => [...world.app.center.committed.all('bulkMember').values()][0]?.state === 'sent', 'the one of many went', { logs });
  expect((await home.handlers['reply.undo']({ replyId: scheduled })).undone).toBe(true);
  await until(() => approval(later) === undefined, 'withdrawn', { logs });
  expect(await give(later, scheduled)).toMatchObject({ status: 'refused', error: { code: 'APPROVAL_OVER' } });
  expect(platform.effects).toHaveLength(1);
}, 60_000);
