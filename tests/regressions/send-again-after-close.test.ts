// Found by the proofs `kill` and `response-lost`: an answer closed its item when it got leave, nobody could tell whether it was out, and
// "send again" always ended as a draft: letting the old one go reopens the item under a new epoch, and leave was asked under the old.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { envelopeOf } from '../../shared/commands/index.ts';
import { DeskWorld, until } from '../support/desk-world.ts';
import { PASSWORD, post, startServerWorld, type ServerWorld } from '../support/server-world.ts';

let server: ServerWorld;
let desk: DeskWorld;
beforeEach(async () => {
  server = await startServerWorld();
  desk = new DeskWorld(server.app.url);
  await desk.open();
});
afterEach(async () => {
  await desk.dispose();
  await server.close();
});

test.each(['unclear', 'failed'] as const)('%s after its item was closed: sent again it goes out, once', { timeout: 60_000 }, async (how) => {
  const { handlers } = desk.core;
  await handlers['session.signIn']({ serverUrl: server.app.url, name: 'Ann Berg', password: PASSWORD });
  await handlers['credentials.set']({ credentialId: 'sandbox', value: '{"token":"x"}' });
  await desk.online();
  await handlers['command.run']({ command: envelopeOf({ type: 'agent.setState', data: { state: 'available' } }) });
  await server.ingest([post('p1', 'mia', 'Mein Router blinkt rot')]);
  const { center } = server.app;
  const conversation = (): { id: string; ownerAgentId?: string | undefined } | undefined => [...center.live.all('conversation').values()][0];
  await until(() => conversation()?.ownerAgentId === 'ann', 'assigned', desk);
  const conversationId = conversation()?.id ?? '';
  await until(async () => (await handlers['conversation.open']({ conversationId })).held === 'held', 'held', desk);

  desk.platform.reconcileWith = () => ({ kind: 'notFound' });
  desk.platform.script =
    how === 'unclear'
      ? [() => ({ kind: 'unknown', detail: 'the answer was lost' })]
      : [() => ({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: 'no', retryable: false } })];
  const { replyId } = await desk.send(conversationId, 'Hallo Mia', { then: { kind: 'close', disposition: { kind: 'resolved' } } });
  if (how === 'failed') await desk.reaches(replyId, 'failed');
  else await until(() => desk.platform.looks > 0, 'a look', desk);
  await until(() => [...center.live.all('workItem').values()][0]?.state === (how === 'failed' ? 'assigned' : 'closed'), 'the item', desk);

  const settle = () => handlers['reply.settle']({ replyId, decision: 'sendAgain' });
  let again: Awaited<ReturnType<typeof settle>> | undefined;
  // While it is being looked for nobody may decide.
  await until(async () => (again = await settle().catch(() => undefined)) !== undefined, 'the decision', desk);
  await desk.reaches(again?.entry?.replyId ?? '', 'delivered');
  expect(desk.platform.effects).toEqual([{ key: again?.entry?.replyId, text: 'Hallo Mia ^AB', part: 0 }]);
});
