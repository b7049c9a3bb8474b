import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChangeOutcome, ChangeRequest } from '../../electron/main/channels/ports.ts';
import { DeskWorld, until } from '../support/desk-world.ts';
import { FakeCenter } from '../support/fake-center.ts';
import { seedConversation } from '../support/fake-center-seed.ts';

let center: FakeCenter;
let desk: DeskWorld;
let ids: ReturnType<typeof seedConversation>;
let asked: (ChangeRequest & { text?: string })[];
let answer: () => ChangeOutcome;
let messageId: string;

beforeEach(async () => {
  center = new FakeCenter();
  await center.start();
  ids = seedConversation(center);
  center.held.add(ids.conversationId);
  desk = new DeskWorld(center.url);
  asked = [];
  answer = () => ({ kind: 'done', at: 1 });
  Object.assign(desk.platform, {
    remove: (request: ChangeRequest) => (asked.push(request), Promise.resolve(answer())),
    correct: (request: ChangeRequest & { text: string }) => (asked.push(request), Promise.resolve(answer())),
  });
  await desk.open();
  await desk.signIn();
  const { replyId } = await desk.send(ids.conversationId, 'Um 12 Uhr kommt jemand.');
  await desk.reaches(replyId, 'delivered');
  messageId = '';
  const find = async (): Promise<boolean> => {
    const found = (await view()).entities.find(({ noun, value }) => noun === 'message' && value !== null && 'replyId' in value && value.replyId === replyId);
    messageId = found?.id ?? '';
    return found !== undefined;
  };
  await until(find, 'the message of the reply', desk);
});
afterEach(async () => {
  await desk.dispose();
  await center.stop();
});

const view = () => desk.core.handlers['conversation.open']({ conversationId: ids.conversationId });
const changes = (): string[] => center.decided.flatMap(({ type, data }) => (type === 'message.requestChange' ? [`ask ${data.to.kind}`] : type === 'message.reportChange' ? [`tell ${data.outcome.kind}`] : []));

test('PUT-3 leave first, then the platform, then the report', async () => {
  let askedBefore: string[] = [];
  answer = () => ((askedBefore = changes()), { kind: 'done', at: 1 });
  expect(await desk.core.handlers['message.putRight']({ messageId, reason: 'mistake', to: { kind: 'correct', text: 'Um 14 Uhr kommt jemand.' } })).toEqual({ outcome: 'done' });
  expect(askedBefore).toEqual(['ask correct']);
  expect(changes()).toEqual(['ask correct', 'tell done']);
  expect(asked).toMatchObject([{ text: 'Um 14 Uhr kommt jemand.', visibility: 'public' }]);
});

test('PUT-3 without leave the platform is not asked', async () => {
  center.decide = (command) => (command.type === 'message.requestChange' ? 'NOT_ALLOWED' : undefined);
  await expect(desk.core.handlers['message.putRight']({ messageId, reason: 'mistake', to: { kind: 'delete' } })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  expect(asked).toEqual([]);
});

test('PUT-4 what failed or is unclear is told as such', async () => {
  answer = () => ({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: 'too late', retryable: false } });
  expect(await desk.core.handlers['message.putRight']({ messageId, reason: 'tone', to: { kind: 'delete' } })).toEqual({ outcome: 'failed', code: 'PLATFORM_REFUSED', detail: 'too late' });
  answer = () => ({ kind: 'unknown', detail: 'no answer' });
  expect(await desk.core.handlers['message.putRight']({ messageId, reason: 'tone', to: { kind: 'delete' } })).toEqual({ outcome: 'unclear', detail: 'no answer' });
  answer = () => {
    throw new Error('a connector that throws');
  };
  Object.assign(desk.platform, { remove: () => Promise.reject(new Error('broken')) });
  expect(await desk.core.handlers['message.putRight']({ messageId, reason: 'tone', to: { kind: 'delete' } })).toEqual({ outcome: 'unclear', detail: 'broken' });
  expect(changes()).toEqual(['ask delete', 'tell failed', 'ask delete', 'tell unclear', 'ask delete', 'tell unclear']);
});
