// Found by the simulation (seed 200045, 5,000 steps): a reply in the same words as the one before it was taken for delivered, though it had never gone out.
import { expect, test } from 'vitest';
import { createSandboxConnector } from '../../electron/main/channels/sandbox/connector.ts';
import { OutboxSender, type SenderParts } from '../../electron/main/sync/outbox-sender.ts';
import type { FrozenReply } from '../../shared/domain/reply.ts';
import { BRAND, startPopulated } from '../support/sandbox-client.ts';

test('what is known to be another answer is not found again', async () => {
  const { sandbox, client } = await startPopulated({});
  try {
    const { token } = await client.ok<{ token: string }>('POST', '/tokens', { name: 'desk', scopes: ['read', 'write'], handles: [BRAND] });
    await client.ok('PUT', '/settings', { idempotency: 'none' });
    const connector = createSandboxConnector(Date.now);
    const base = { accountHandle: BRAND, credential: JSON.stringify({ url: sandbox.url, token }), signal: AbortSignal.timeout(20_000), part: 0 };
    const asked = await client.post({ author: 'lena', text: `@${BRAND} Internet weg` });
    const frozen: FrozenReply = { parts: ['Wir kümmern uns darum.'], visibility: 'public', inReplyToRemoteId: asked.id, recipientRemoteId: 'lena' };
    const sent = await connector.send({ ...base, frozen, platformKey: 'r1' });
    if (sent.kind !== 'delivered') throw new Error(JSON.stringify(sent));
    const look = (isTaken: (remoteId: string) => boolean) => connector.reconcile({ ...base, frozen, platformKey: 'r2', attemptStartedAt: Date.now() - 1_000, isTaken });
    expect(await look(() => false)).toMatchObject({ kind: 'found', remoteId: sent.remoteId });
    expect(await look((remoteId) => remoteId === sent.remoteId)).toEqual({ kind: 'notFound' });
  } finally {
    await sandbox.close();
  }
});

test('the desk knows others’ posts by its own outbox and by the thread', async () => {
  const unknown = { kind: 'unknown', sent: [], startedAt: 1, firstAttemptAt: 1, tries: 1, looks: 0, since: 1, until: 1, detail: '' };
  const item = { replyId: 'r2', conversationId: 'c1', platformKey: 'r2', reply: { channel: 'sandbox', credentialId: 'x', accountHandle: 'b', frozen: { parts: ['Hallo'] } }, state: unknown };
  const earlier = { replyId: 'r1', state: { kind: 'delivered', sent: [{ remoteId: 'p1' }] } };
  const messages: Record<string, object> = { m1: { remoteId: 'p2', replyId: 'r0' }, m2: { remoteId: 'p3', replyId: 'r2' }, m3: { remoteId: 'p4' } };
  const taken: boolean[] = [];
  const reconcile = async ({ isTaken }: { isTaken: (id: string) => boolean }) => {
    taken.push(...['p1', 'p2', 'p3', 'p4'].map(isTaken));
    return { kind: 'notFound' };
  };
  const parts = {
    base: { clock: { now: () => 5 }, rng: { next: () => 0.5 }, timers: { after: () => () => undefined }, log: {} },
    book: { get: () => item, all: () => [earlier, item], change: () => item },
    lane: { flush: () => undefined },
    connectors: new Map([['sandbox', { reconcile }]]),
    credentials: { value: async () => 'secret' },
    view: { account: () => undefined, get: (_: string, id: string) => messages[id], ofConversation: () => Object.keys(messages).map((id) => ({ noun: 'message', id })) },
  };
  await new OutboxSender(parts as unknown as SenderParts).look('r2');
  expect(taken).toEqual([true, true, false, false]);
});
