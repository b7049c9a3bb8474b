// Found by the simulation (seeds 96, 134, 142 of 5,000 steps): the last part of a long reply was taken for delivered because another reply ended in the same words.
import { expect, test } from 'vitest';
import { createSandboxConnector } from '../../electron/main/channels/sandbox/connector.ts';
import type { FrozenReply } from '../../shared/domain/reply.ts';
import { BRAND, startPopulated } from '../support/sandbox-client.ts';

test('a later part is found only under the part before it, not by its words alone', async () => {
  const { sandbox, client } = await startPopulated({});
  try {
    const { token } = await client.ok<{ token: string }>('POST', '/tokens', { name: 'desk', scopes: ['read', 'write'], handles: [BRAND] });
    await client.ok('PUT', '/settings', { idempotency: 'none' });
    const desk = createSandboxConnector(Date.now);
    const base = { accountHandle: BRAND, credential: JSON.stringify({ url: sandbox.url, token }), signal: AbortSignal.timeout(20_000) };
    const toCustomer = async (author: string, first: string): Promise<FrozenReply> => {
      const asked = await client.post({ author, text: `@${BRAND} Internet weg` });
      return { parts: [first, 'Viele Grüße vom ganzen Team'], visibility: 'public', inReplyToRemoteId: asked.id, recipientRemoteId: author };
    };
    const send = async (frozen: FrozenReply, part: number, platformKey: string, previousRemoteId?: string): Promise<string> => {
      const sent = await desk.send({ ...base, frozen, part, platformKey, previousRemoteId });
      if (sent.kind !== 'delivered') throw new Error(JSON.stringify(sent));
      return sent.remoteId;
    };
    const toLena = await toCustomer('lena', '@lena 1/2');
    const toJonas = await toCustomer('jonas', '@jonas 1/2');
    const lenaFirst = await send(toLena, 0, 'reply-lena');
    const lenaSecond = await send(toLena, 1, 'reply-lena', lenaFirst);
    const jonasFirst = await send(toJonas, 0, 'reply-jonas');
    const look = (frozen: FrozenReply, platformKey: string, previousRemoteId: string) => desk.reconcile({ ...base, frozen, part: 1, platformKey, previousRemoteId, attemptStartedAt: Date.now() - 1_000 });
    expect(await look(toJonas, 'reply-jonas', jonasFirst)).toEqual({ kind: 'notFound' });
    expect(await look(toLena, 'reply-lena', lenaFirst)).toMatchObject({ kind: 'found', remoteId: lenaSecond });
  } finally {
    await sandbox.close();
  }
});
