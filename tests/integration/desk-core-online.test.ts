import { afterEach, beforeEach, expect, test } from 'vitest';
import { DeskWorld, until } from '../support/desk-world.ts';
import { FakeCenter } from '../support/fake-center.ts';
import { seedConversation } from '../support/fake-center-seed.ts';

let center: FakeCenter;
let desk: DeskWorld;
beforeEach(async () => {
  center = new FakeCenter();
  await center.start();
  desk = new DeskWorld(center.url);
  await desk.open();
});
afterEach(async () => {
  await desk.dispose();
  await center.stop();
});

test('signs in, shows rows and a conversation, and an answer goes out once, signed', async () => {
  const { conversationId, messageId } = seedConversation(center);
  center.held.add(conversationId);
  expect((await desk.core.handlers['session.get']({})).kind).toBe('signedOut');
  await desk.signIn();
  expect(await desk.core.handlers['session.get']({})).toMatchObject({ kind: 'signedIn', initials: 'AB', centerName: 'Musterkom' });
  const { rows } = await desk.core.handlers['rows.load']({});
  expect(rows.map((row) => row.kind).sort()).toEqual(['account', 'workItem']);
  const view = await desk.core.handlers['conversation.open']({ conversationId });
  expect(view.held).toBe('held');
  expect(view.entities.find(({ noun }) => noun === 'message')?.id).toBe(messageId);
  expect(JSON.parse(view.bodies['t-1'] ?? '{}')).toMatchObject({ text: expect.stringContaining('Router') });

  const entry = await desk.send(conversationId, 'Das klären wir sofort.', { then: { kind: 'wait' } });
  await desk.reaches(entry.replyId, 'delivered');
  expect(desk.platform.effects).toEqual([{ key: entry.replyId, text: 'Das klären wir sofort. ^AB', part: 0 }]);
  await until(() => center.state.get('reply', entry.replyId)?.state === 'delivered', 'report', desk);
  expect(center.decided.map((command) => command.type)).toEqual(['reply.requestPermit', 'workItem.park', 'reply.report']);
  await until(
    () =>
      desk.pushes('conversation').some((push) => push.entities.some(({ noun, id }) => noun === 'message' && id === `m-${entry.replyId}-0`)),
    'thread',
    desk,
  );
});

test('a wrong password is a coded refusal and nobody is signed in', async () => {
  await expect(desk.core.handlers['session.signIn']({ serverUrl: center.url, name: 'Ada', password: 'wrong' })).rejects.toMatchObject({
    code: 'AUTH_REFUSED',
  });
  expect((await desk.core.handlers['session.get']({})).kind).toBe('signedOut');
});
