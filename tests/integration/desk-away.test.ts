import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../electron/main/core/system-ports.ts';
import { CHANNELS, type ChannelDescriptor } from '../../shared/channels/index.ts';
import { DeskWorld, until } from '../support/desk-world.ts';
import { FakeCenter, ME, OTHER } from '../support/fake-center.ts';
import { seedConversation } from '../support/fake-center-seed.ts';

const HOUR = 3_600_000;
let center: FakeCenter;
let desk: DeskWorld;
let lateMs: number;
beforeEach(async () => {
  lateMs = 0;
  center = new FakeCenter();
  await center.start();
  desk = new DeskWorld(center.url, { clock: { now: () => systemClock.now() + lateMs, steady: () => systemClock.steady() } });
});
afterEach(async () => {
  await desk.dispose();
  await center.stop();
});

const held = (n: number, options: Parameters<typeof seedConversation>[2] = {}): ReturnType<typeof seedConversation> => {
  const ids = seedConversation(center, n, options);
  if (options.owner === undefined) center.held.add(ids.conversationId);
  return ids;
};
const here = async (): Promise<void> => {
  await desk.open();
  await desk.signIn();
};
const leave = async (): Promise<void> => {
  await center.stop();
  await desk.offline();
};
const back = async (ms: number): Promise<void> => {
  lateMs += ms;
  await center.start();
  await desk.online();
};
const waitsFor = async (replyId: string): Promise<string | undefined> => {
  const state = (await desk.entry(replyId))?.state;
  return state?.kind === 'waiting' ? state.reason : undefined;
};
const summary = async () => (await desk.core.handlers['away.summary']({})).summary;

describe('what happened while away', () => {
  test('A1 new items, new messages, taken away, answered by others, deleted; with names, times and who did it; until seen, over a restart', async () => {
    const kept = held(1);
    const taken = held(2);
    const answered = held(3);
    const coming = held(4, { owner: OTHER });
    await here();
    expect(await summary(), 'a first sync is no absence').toBeNull();
    await leave();
    const at = 1_700_000_900_000;
    const received = { threadId: kept.threadId, conversationId: kept.conversationId, direction: 'in' as const, authorContactId: 'contact-1', visibility: 'public' as const, sentAt: at, receivedAt: at };
    center.bodies.set('t-new', JSON.stringify({ text: 'Hallo?' }));
    center.append(
      { type: 'message.received', data: { ...received, id: 'msg-new', remoteId: 'new', bodyRef: 't-new' } },
      { type: 'message.received', data: { ...received, id: 'msg-newer', remoteId: 'newer', bodyRef: 't-new' } },
      { type: 'workItem.assigned', data: { workItemId: taken.workItemId, conversationId: taken.conversationId, agentId: OTHER, epoch: 2, at, reason: { by: 'person' } } },
      { type: 'message.deleted', data: { messageId: answered.messageId, deletedAt: at } },
      { type: 'message.received', data: { id: 'msg-out', threadId: answered.threadId, conversationId: answered.conversationId, direction: 'out', agentId: OTHER, visibility: 'public', remoteId: 'out', bodyRef: 't-new', sentAt: at, receivedAt: at } },
      { type: 'workItem.assigned', data: { workItemId: coming.workItemId, conversationId: coming.conversationId, agentId: ME, epoch: 2, at, reason: { by: 'router' } } },
    );
    center.held.delete(taken.conversationId);
    center.held.add(coming.conversationId);
    await back(60_000);
    await until(async () => (await summary()) !== null, 'summary', desk);
    const told = await summary();
    expect(told).toMatchObject({ absences: 1, counts: { newItems: 1, newMessages: 2, takenAway: 1, answeredByOthers: 1, deleted: 1, repliesSent: 0 } });
    expect((told?.until ?? 0) - (told?.since ?? 0)).toBeGreaterThanOrEqual(60_000);
    const line = (kind: string) => told?.items.find((item) => item.kind === kind);
    expect(line('newItem')).toMatchObject({ conversationId: coming.conversationId, contactName: 'Mia 4' });
    expect(line('newMessage')).toMatchObject({ conversationId: kept.conversationId, count: 2, at });
    expect(line('takenAway')).toMatchObject({ conversationId: taken.conversationId, contactName: 'Mia 2', byAgentId: OTHER });
    expect(line('answeredByOthers')).toMatchObject({ conversationId: answered.conversationId, byAgentId: OTHER });
    expect(line('deleted')).toMatchObject({ conversationId: answered.conversationId });
    expect(desk.pushes('away').at(-1)?.summary?.counts).toEqual(told?.counts);

    await desk.core.close();
    await desk.open();
    await desk.online();
    expect(await summary(), 'kept over a restart').toMatchObject({ counts: told?.counts });
    await desk.core.handlers['away.seen']({});
    expect(await summary()).toBeNull();
    expect(desk.pushes('away').at(-1)).toEqual({ summary: null });
  }, 60_000);

  test('A1 replies that waited over the absence are told with it, two absences add up, a blink is none', async () => {
    const { conversationId } = held(1);
    await here();
    await leave();
    await back(1_000);
    expect(await summary()).toBeNull();
    await leave();
    const { replyId } = await desk.send(conversationId, 'Geschrieben im Zug');
    await back(60_000);
    await desk.reaches(replyId, 'delivered', 40_000);
    await until(async () => (await summary())?.counts.repliesSent === 1, 'reply told', desk);
    expect((await summary())?.items).toEqual([expect.objectContaining({ kind: 'replySent', replyId, conversationId })]);
    await leave();
    held(2);
    await back(60_000);
    await until(async () => (await summary())?.counts.newItems === 1, 'second absence', desk);
    expect(await summary()).toMatchObject({ absences: 2, counts: { repliesSent: 1, newItems: 1 } });
  }, 60_000);
});

test('K7 content of a platform that asks for it leaves an offline desk after 24 h by itself, lists and search too; with the contact it comes back', async () => {
  const channels = CHANNELS as Map<string, ChannelDescriptor>;
  const before = channels.get('sandbox') as ChannelDescriptor;
  channels.set('sandbox', { ...before, purgeOfflineAfterMs: 24 * HOUR });
  try {
    const { conversationId } = held(1);
    const chat = held(2, { channel: 'sandbox-chat' });
    await here();
    const found = async (): Promise<number> => (await desk.core.handlers['search.run']({ text: 'Router', limit: 10 })).hits.length;
    expect(await found()).toBe(2);
    await desk.core.handlers['draft.save']({ conversationId, draft: { text: 'Meine eigenen Worte', visibility: 'public' } });
    await leave();
    lateMs += 23 * HOUR;
    await desk.core.close();
    await desk.open();
    expect(await found(), 'not before its time').toBe(2);
    lateMs += 2 * HOUR;
    await desk.core.close();
    await desk.open();
    expect(await found()).toBe(1);
    expect((await desk.core.handlers['conversation.open']({ conversationId })).held).toBe('offline');
    expect((await desk.core.handlers['conversation.open']({ conversationId: chat.conversationId })).held, 'another platform’s stays').toBe('held');
    const rows = (await desk.core.handlers['rows.load']({})).rows.filter(({ kind }) => kind === 'workItem').map(({ id }) => id);
    expect(rows, 'a line of a list names and quotes, too').toEqual([chat.workItemId]);
    await center.start();
    await desk.online();
    await until(async () => (await found()) === 2, 'it is back', desk);
    expect((await desk.core.handlers['conversation.open']({ conversationId })).draft?.text, 'own words are not content of the platform').toBe('Meine eigenen Worte');
  } finally {
    channels.set('sandbox', before);
  }
}, 60_000);

test('O3 a stop pressed while the desk is away is obeyed before it drains; pressed while one waits between two tries, the next does not go', async () => {
  const { conversationId } = held(1);
  await here();
  desk.platform.script = [() => ({ kind: 'failed', failure: { code: 'PLATFORM_RATE_LIMITED', detail: '429', retryable: true }, retryAfterMs: 3_000 })];
  const first = await desk.send(conversationId, 'Zuerst');
  await until(() => desk.platform.sends === 1, 'first try', desk);
  const stop = (): void => {
    center.append({ type: 'account.stopped', data: { accountId: 'acc-sandbox', agentId: OTHER, reason: 'crisis', at: 1 } });
    center.push({ rows: center.rows() });
  };
  stop();
  await until(async () => (await waitsFor(first.replyId)) === 'stopped', 'stopped', desk);
  await new Promise((resolve) => setTimeout(resolve, 3_500));
  expect(desk.platform.sends, 'its time has come and gone').toBe(1);
  center.append({ type: 'account.resumed', data: { accountId: 'acc-sandbox', agentId: OTHER, at: 2 } });
  center.push({ rows: center.rows() });
  await desk.reaches(first.replyId, 'delivered');

  await leave();
  const second = await desk.send(conversationId, 'Danach', { followUp: true });
  stop();
  await center.start();
  await desk.online();
  await until(async () => (await waitsFor(second.replyId)) === 'stopped', 'stopped before draining', desk);
  expect(center.decided.filter((command) => command.type === 'reply.requestPermit')).toHaveLength(1);
  expect(desk.platform.sends).toBe(2);
}, 60_000);
