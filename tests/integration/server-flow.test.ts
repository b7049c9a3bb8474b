import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentRow, QueueRow } from '../../shared/domain/rows.ts';
import type { Command } from '../../shared/commands/index.ts';
import { post, startServerWorld, until, type RawDesk, type ServerWorld } from '../support/server-world.ts';

let world: ServerWorld;
beforeEach(async () => {
  world = await startServerWorld();
});
afterEach(() => world.close());

const items = (desk: RawDesk): QueueRow[] => [...desk.rows('workItem').values()] as QueueRow[];
const available: Command = { type: 'agent.setState', data: { state: 'available' } };

async function readyDesk(agentId: string, replicaId?: string): Promise<RawDesk> {
  const desk = await world.desk(agentId, replicaId);
  await desk.hello();
  expect(await desk.command(available)).toMatchObject({ status: 'accepted' });
  return desk;
}

async function ownItem(desk: RawDesk, agentId: string): Promise<QueueRow> {
  return until(`an item for ${agentId}`, () => items(desk).find((row) => row.item.ownerAgentId === agentId));
}

function permit(row: QueueRow, replyId: string, text: string, through: string): Command {
  return {
    type: 'reply.requestPermit',
    data: { replyId, conversationId: row.conversationId, workItemId: row.item.id, epoch: row.item.epoch, frozen: { parts: [text], visibility: 'public', inReplyToRemoteId: 'p1' }, answersThroughMessageId: through, followUp: false, platformKey: `key-${replyId}`, frozenAt: Date.now() },
  };
}

function lastInbound(desk: RawDesk, conversationId: string): string {
  for (const batch of desk.batches.toReversed()) for (const snapshot of batch.snapshots) if (snapshot.conversationId === conversationId) for (const patch of snapshot.entities) if (patch.noun === 'conversation' && patch.value !== null && 'lastInboundMessageId' in patch.value) return patch.value.lastInboundMessageId ?? '';
  throw new Error('no snapshot');
}

describe('from a post to a delivered answer', () => {
  it('routes by skill, pushes the conversation with its text, permits once and shows the answer', async () => {
    const ann = await readyDesk('ann');
    expect(await world.ingest([post('p1', 'kim', 'Kein Netz in Kiel!')])).toMatchObject([{ status: 'ingested' }]);
    const row = await ownItem(ann, 'ann');
    expect(row).toMatchObject({ contactName: 'kim', firstLine: 'Kein Netz in Kiel!', turnMessages: 1, item: { queueId: 'mobile', reason: { by: 'router' } } });
    const through = await until('the conversation', () => (ann.batches.some((b) => b.snapshots.length > 0) ? lastInbound(ann, row.conversationId) : undefined));
    const texts = ann.batches.flatMap((b) => b.snapshots).flatMap((s) => Object.values(s.bodies));
    expect(texts.some((t) => t.includes('Kein Netz in Kiel!'))).toBe(true);

    const request = permit(row, 'r1', 'Wir schauen nach. ^AB', through);
    expect(await ann.command(request)).toMatchObject({ status: 'accepted', result: { state: 'permitted' } });
    // SENDING 4: a second answer to the same turn is refused while the first is under way.
    expect(await ann.command(permit(row, 'r2', 'Noch eine ^AB', through))).toMatchObject({ status: 'refused', error: { code: 'TURN_LOCKED' } });
    expect(await ann.command({ type: 'reply.report', data: { replyId: 'r1', outcome: { kind: 'delivered', by: 'desk', remoteIds: ['a1'], sentAt: Date.now() } } })).toMatchObject({ status: 'accepted' });
    expect(await ann.command(permit(row, 'r3', 'Und noch eine ^AB', through))).toMatchObject({ status: 'refused', error: { code: 'TURN_ANSWERED' } });
    // The echo of the own answer is no second message.
    expect(await world.ingest([post('a1', 'musterkom', 'Wir schauen nach. ^AB', { direction: 'out', inReplyToRemoteId: 'p1' })])).toMatchObject([{ status: 'duplicate' }]);
    const delivered = await until('the delivery', () => ann.batches.flatMap((b) => b.events).find((e) => e.type === 'reply.delivered'));
    expect(delivered.data).toMatchObject({ replyId: 'r1', remoteIds: ['a1'] });
  });

  it('takes the echo as the delivery when the desk never reports', async () => {
    const ann = await readyDesk('ann');
    await world.ingest([post('p1', 'kim', 'Hallo?')]);
    const row = await ownItem(ann, 'ann');
    const through = await until('the conversation', () => (ann.batches.some((b) => b.snapshots.length > 0) ? lastInbound(ann, row.conversationId) : undefined));
    await ann.command(permit(row, 'r1', 'Hallo Kim ^AB', through));
    expect(await world.ingest([post('a9', 'musterkom', 'Hallo Kim ^AB', { direction: 'out', inReplyToRemoteId: 'p1' })])).toMatchObject([{ status: 'ingested' }]);
    const reply = world.app.center.committed.get('reply', 'r1');
    expect(reply).toMatchObject({ state: 'delivered', remoteIds: ['a9'] });
    expect(world.app.center.committed.get('conversation', row.conversationId)?.openTurn).toBeUndefined();
    // The desk's own report afterwards changes nothing.
    expect(await ann.command({ type: 'reply.report', data: { replyId: 'r1', outcome: { kind: 'delivered', by: 'desk', remoteIds: ['a9'], sentAt: 1 } } })).toMatchObject({ status: 'accepted' });
  });

  it('lets the lead reassign: the one loses the conversation, the other gets it with a new epoch', async () => {
    const ann = await readyDesk('ann');
    await world.ingest([post('p1', 'kim', 'Kein Netz')]);
    const row = await ownItem(ann, 'ann');
    const ben = await readyDesk('ben');
    const lea = await world.desk('lea');
    await lea.hello();
    await until('the lead to see it', () => items(lea).length === 1);
    expect(await ann.command({ type: 'workItem.reassign', data: { workItemIds: [row.item.id], to: { kind: 'agent', agentId: 'ben' }, force: false } })).toMatchObject({ status: 'refused', error: { code: 'NOT_ALLOWED' } });
    expect(await lea.command({ type: 'workItem.reassign', data: { workItemIds: [row.item.id], to: { kind: 'agent', agentId: 'ben' }, force: false } })).toMatchObject({ status: 'accepted' });
    const moved = await ownItem(ben, 'ben');
    expect(moved.item.epoch).toBe(row.item.epoch + 1);
    await until('the purge', () => ann.batches.some((b) => b.purges.includes(row.conversationId)));
    expect(await ann.command(permit(row, 'r1', 'zu spät ^AB', 'x'))).toMatchObject({ status: 'refused', error: { code: 'LEASE_LOST' } });
  });

  it('gives each of two people in one thread a conversation of their own', async () => {
    const lea = await world.desk('lea');
    await lea.hello();
    const [first, second] = await world.ingest([post('p1', 'kim', 'Netz weg'), post('p2', 'tom', 'bei mir auch', { inReplyToRemoteId: 'p1' })]);
    expect(first).toMatchObject({ newThread: true, newConversation: true });
    expect(second).toMatchObject({ newThread: false, newConversation: true });
    await until('both rows', () => items(lea).length === 2);
    expect(new Set(items(lea).map((row) => row.threadId)).size).toBe(1);
  });

  it('answers a resent command with the first answer and refuses another under its number', async () => {
    const ann = await world.desk('ann', 'replica-x');
    await ann.hello();
    const first = await ann.command(available, 1);
    expect(await ann.command(available, 1)).toEqual(first);
    expect(await ann.command({ type: 'agent.setState', data: { state: 'runOut' } }, 1)).toMatchObject({ status: 'refused', error: { code: 'COMMAND_MISMATCH' } });
  });

  it('survives a restart with everything acknowledged, and a duplicate stays one', async () => {
    await world.ingest([post('p1', 'kim', 'Kein Netz'), post('p2', 'tom', 'TV geht nicht')]);
    const before = [...world.app.center.committed.all('workItem').keys()];
    await world.restart();
    expect([...world.app.center.committed.all('workItem').keys()]).toEqual(before);
    expect(await world.ingest([post('p1', 'kim', 'Kein Netz')])).toMatchObject([{ status: 'duplicate' }]);
    const ben = await readyDesk('ben');
    const row = await ownItem(ben, 'ben');
    expect(['mobile', 'tv']).toContain(row.item.queueId);
  });

  it('purges a text deleted at the source from the store and every desk', async () => {
    const ann = await readyDesk('ann');
    await world.ingest([post('p1', 'kim', 'geheim 4711')]);
    await ownItem(ann, 'ann');
    await until('the text', () => ann.batches.some((b) => JSON.stringify(b).includes('geheim 4711')));
    expect(await world.ingest([{ v: 1, kind: 'deletion', channel: 'sandbox', account: 'musterkom', remoteId: 'p1', deletedAt: Date.now() }])).toMatchObject([{ status: 'ingested' }]);
    await until('the forgetting', () => ann.batches.some((b) => b.forget.length > 0));
    expect([...world.app.center.committed.all('workItem').values()]).toMatchObject([{ state: 'closed', disposition: { kind: 'deletedAtSource' } }]);
  });

  it('says of every desk what is known: who dropped, since when', async () => {
    const ann = await readyDesk('ann');
    const lea = await world.desk('lea');
    await lea.hello();
    ann.close();
    const row = await until('the drop', () => ([...lea.rows('agent').values()] as AgentRow[]).find((a) => a.id === 'ann' && !a.connected && a.droppedAt !== undefined));
    expect(row.outbox).toMatchObject({ waiting: 0, unclear: 0 });
  });
});

describe('bad input at the doors', () => {
  it('refuses forged and malformed ingest with codes, and goes on', async () => {
    await expect(world.ingest([post('p1', 'kim', 'x')], 'another-key-0123456789')).rejects.toThrow('INGEST_SIGNATURE');
    const results = await world.ingest([post('p1', 'kim', 'gut'), { ...post('p2', 'kim', 'x'), v: 9 }, { nonsense: true }, { ...post('p3', 'kim', 'x'), account: 'nobody' }, { ...post('p4', 'kim', 'x'), channel: 'telex' }, post('p1', 'kim', 'gut'), 42]);
    expect(results.map((r) => (r.status === 'rejected' ? r.code : r.status))).toEqual(['ingested', 'VERSION_UNKNOWN', 'INPUT_INVALID', 'ACCOUNT_UNKNOWN', 'CHANNEL_UNKNOWN', 'duplicate', 'INPUT_INVALID']);
  });

  it('refuses sockets without token, with another version, and from a foreign page', async () => {
    const { RawDesk: Desk } = await import('../support/server-world.ts');
    const { accessToken } = await world.signIn('Ann Berg');
    await expect(Desk.connect(world.app.url, 'wrong', 'r')).rejects.toThrow(/AUTH_TOKEN_INVALID/);
    await expect(Desk.connect(world.app.url, accessToken, 'r', { protocol: 99 })).rejects.toThrow(/PROTOCOL_MISMATCH/);
    const desk = await Desk.connect(world.app.url, accessToken, 'r');
    await expect(desk.up('command', { commandNo: 0 })).rejects.toThrow(/INPUT_INVALID/);
    await expect(desk.command(available)).rejects.toThrow(/HELLO_FIRST/);
    await desk.hello();
    expect(await desk.command({ type: 'no.such' as never, data: {} as never }, 1)).toMatchObject({ status: 'refused', error: { code: 'VERSION_UNKNOWN' } });
    desk.close();
  });
});
