// Found by the proof `kill`: a session that ended while an answer was on its way left a timer of the screen that read the closed copy,
// and the error nobody caught ended the desk's process.
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
});
afterEach(async () => {
  await desk.dispose();
  await center.stop();
});

test('a session that ends while an answer is on its way closes the copy and nothing reads it afterwards', async () => {
  const { conversationId } = seedConversation(center);
  center.held.add(conversationId);
  await desk.open();
  await desk.signIn();
  desk.platform.script = [() => new Promise(() => undefined)];
  await desk.send(conversationId, 'Hallo Mia');
  await until(() => desk.platform.sends === 1, 'the send', desk);
  const uncaught: unknown[] = [];
  const note = (error: unknown): void => void uncaught.push(error);
  process.prependListener('uncaughtException', note);
  // The link is down when the server says that the session is over.
  center.refuseAccess = true;
  center.refuseRefresh = true;
  center.cut();
  await until(async () => (await desk.core.handlers['session.get']({})).kind === 'signedOut', 'the end of the session', desk);
  // Longer than the screen gathers changes.
  await new Promise((resolve) => setTimeout(resolve, 80));
  process.removeListener('uncaughtException', note);
  expect(uncaught).toEqual([]);
  expect(desk.platform.effects).toEqual([]);
});
