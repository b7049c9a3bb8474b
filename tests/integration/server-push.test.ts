import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../shared/commands/index.ts';
import type { QueueRow } from '../../shared/domain/rows.ts';
import { post, RawDesk, startServerWorld, until, type ServerWorld } from '../support/server-world.ts';

let world: ServerWorld;
beforeEach(async () => {
  world = await startServerWorld({ config: { leaseValidForMs: 2_000, leaseRenewMs: 400, leaseMarginMs: 300 } });
});
afterEach(() => world.close());

const available: Command = { type: 'agent.setState', data: { state: 'available' } };
const items = (desk: RawDesk): QueueRow[] => [...desk.rows('workItem').values()] as QueueRow[];

async function ready(agentId: string, replicaId?: string): Promise<RawDesk> {
  const desk = await world.desk(agentId, replicaId);
  await desk.hello();
  await desk.command(available);
  return desk;
}

async function own(desk: RawDesk, agentId: string): Promise<QueueRow> {
  return until(`an item of ${agentId}`, () => items(desk).find((row) => row.item.ownerAgentId === agentId));
}

const permit = (row: QueueRow, replyId: string, through: string, more: Partial<Extract<Command, { type: 'reply.requestPermit' }>['data']> = {}): Command => ({
  type: 'reply.requestPermit',
  data: { replyId, conversationId: row.conversationId, workItemId: row.item.id, epoch: row.item.epoch, frozen: { parts: ['Hallo ^AB'], visibility: 'public', inReplyToRemoteId: 'p1' }, answersThroughMessageId: through, followUp: false, platformKey: `key-${replyId}`, frozenAt: Date.now(), ...more },
});

const through = (conversationId: string): string => world.app.center.committed.get('conversation', conversationId)?.lastInboundMessageId ?? '';

describe('PUSH-5 catching up (SYNC)', () => {
  it('sends a desk that comes back the events it missed, joined to its cursor', async () => {
    const first = await ready('ann', 'r-ann');
    await world.ingest([post('p1', 'kim', 'eins')]);
    const row = await own(first, 'ann');
    await until('the snapshot', () => first.batches.some((b) => b.snapshots.length > 0));
    const cursor = first.batches.at(-1)?.toSeq ?? 0;
    first.close();
    await world.ingest([post('p2', 'kim', 'zwei', { inReplyToRemoteId: 'p1' }), post('p3', 'kim', 'drei', { inReplyToRemoteId: 'p2' })]);
    const again = await world.desk('ann', 'r-ann');
    await again.hello({ cursor, held: [{ conversationId: row.conversationId, asOfSeq: cursor, frozen: false }] });
    await until('both messages', () => again.batches.flatMap((b) => b.events).filter((e) => e.type === 'message.received').length === 2);
    let at = cursor;
    for (const batch of again.batches) {
      expect(batch.fromSeq).toBe(at);
      at = batch.toSeq;
    }
    expect(again.batches.flatMap((b) => b.snapshots)).toEqual([]);
  });

  it('purges what the desk lost while it was away, and sends a frozen conversation anew', async () => {
    const ann = await ready('ann', 'r-ann');
    await world.ingest([post('p1', 'kim', 'eins')]);
    const row = await own(ann, 'ann');
    const cursor = ann.batches.at(-1)?.toSeq ?? 0;
    ann.close();
    const lea = await world.desk('lea');
    await lea.hello();
    await until('the drop', () => world.app.center.committed.get('agent', 'ann')?.connected === false);
    await lea.command({ type: 'workItem.reassign', data: { workItemIds: [row.item.id], to: { kind: 'agent', agentId: 'ben' }, force: false } });
    const back = await world.desk('ann', 'r-ann');
    await back.hello({ cursor, held: [{ conversationId: row.conversationId, asOfSeq: cursor, frozen: false }] });
    await until('the purge', () => back.batches.some((b) => b.purges.includes(row.conversationId)));
    const ben = await world.desk('ben', 'r-ben');
    await ben.hello({ cursor: world.app.center.seq, held: [{ conversationId: row.conversationId, asOfSeq: 1, frozen: true }] });
    await until('the snapshot', () => ben.batches.some((b) => b.snapshots.some((s) => s.conversationId === row.conversationId)));
  });

  it('lets a lead read on request, an agent only what the queue shows', async () => {
    await world.ingest([post('p1', 'kim', 'Netz weg')]);
    const [item] = [...world.app.center.committed.all('workItem').values()];
    const conversationId = item?.conversationId ?? '';
    const lea = await world.desk('lea');
    await lea.hello();
    expect(await lea.up('fetchConversation', { conversationId })).toEqual({ granted: true });
    await until('the text', () => JSON.stringify(lea.batches).includes('Netz weg'));
    const ben = await world.desk('ben');
    await ben.hello();
    expect(await ben.up('fetchConversation', { conversationId })).toEqual({ granted: true });
    expect(await ben.up('fetchConversation', { conversationId: 'no-such' })).toEqual({ granted: false });
    await ben.up('releaseConversation', { conversationId });
    await until('the purge', () => ben.batches.some((b) => b.purges.includes(conversationId)));
  });
});

describe('permits', () => {
  it('SEND-8 holds everything on a stopped account, for as long as it is stopped', async () => {
    const ann = await ready('ann');
    await world.ingest([post('p1', 'kim', 'eins')]);
    const row = await own(ann, 'ann');
    const lea = await world.desk('lea');
    await lea.hello();
    expect(await lea.command({ type: 'account.stop', data: { accountId: 'sandbox', reason: 'Krise' } })).toMatchObject({ status: 'accepted' });
    expect(await ann.command(permit(row, 'r1', through(row.conversationId)))).toMatchObject({ status: 'refused', error: { code: 'ACCOUNT_STOPPED' } });
    await lea.command({ type: 'account.resume', data: { accountId: 'sandbox' } });
    expect(await ann.command(permit(row, 'r1', through(row.conversationId)))).toMatchObject({ status: 'accepted' });
  });

  it('refuses a reply held back while the customer wrote on, and one to an edited or deleted message', async () => {
    const ann = await ready('ann');
    await world.ingest([post('p1', 'kim', 'eins')]);
    const row = await own(ann, 'ann');
    const old = through(row.conversationId);
    await world.ingest([post('p2', 'kim', 'nein, anders', { inReplyToRemoteId: 'p1' })]);
    expect(await ann.command(permit(row, 'r1', old, { frozenAt: Date.now() - 11 * 60_000 }))).toMatchObject({ status: 'refused', error: { code: 'TEXT_STALE' } });
    await world.ingest([{ v: 1, kind: 'edit', channel: 'sandbox', account: 'musterkom', remoteId: 'p1', text: 'anders', editedAt: Date.now() }]);
    expect(await ann.command(permit(row, 'r2', old, { frozenAt: Date.now() - 60_000 }))).toMatchObject({ status: 'refused', error: { code: 'MESSAGE_EDITED' } });
    await world.ingest([{ v: 1, kind: 'deletion', channel: 'sandbox', account: 'musterkom', remoteId: 'p1', deletedAt: Date.now() }]);
    expect(await ann.command(permit(row, 'r3', old))).toMatchObject({ status: 'refused', error: { code: 'MESSAGE_DELETED' } });
    expect(await ann.command(permit(row, 'r4', through(row.conversationId)))).toMatchObject({ status: 'accepted' });
  });

  it('OWN-5 reassigns an item with an answer under way only after lease and margin, or by force, and says until when', async () => {
    const ann = await ready('ann');
    await world.ingest([post('p1', 'kim', 'eins')]);
    const row = await own(ann, 'ann');
    await ann.command(permit(row, 'r1', through(row.conversationId)));
    const lea = await world.desk('lea');
    await lea.hello();
    const reassign = (force: boolean): Command => ({ type: 'workItem.reassign', data: { workItemIds: [row.item.id], to: { kind: 'agent', agentId: 'ben' }, force } });
    const refused = await lea.command(reassign(false));
    expect(refused).toMatchObject({ status: 'refused', error: { code: 'REPLY_UNDER_WAY' } });
    expect(refused.status === 'refused' && refused.error.retryAfterMs).toBeGreaterThan(0);
    expect(await lea.command(reassign(true))).toMatchObject({ status: 'accepted' });
    // The turn stays locked: the new owner cannot answer what may already be answered.
    const ben = await ready('ben');
    const moved = await own(ben, 'ben');
    expect(await ben.command(permit(moved, 'r2', through(row.conversationId)))).toMatchObject({ status: 'refused', error: { code: 'TURN_LOCKED' } });
  });

  it('SEND-17 marks a permitted reply whose desk fell silent as unconfirmed; anybody entitled may report what they found', async () => {
    const ann = await ready('ann');
    await world.ingest([post('p1', 'kim', 'eins')]);
    const row = await own(ann, 'ann');
    await ann.command(permit(row, 'r1', through(row.conversationId)));
    ann.close();
    await until('the watchdog', () => world.app.center.committed.get('reply', 'r1')?.state === 'unconfirmed');
    expect(world.app.center.committed.get('conversation', row.conversationId)?.lockedByReplyId).toBe('r1');
    const ben = await ready('ben');
    expect(await ben.command({ type: 'reply.report', data: { replyId: 'r1', outcome: { kind: 'delivered', by: 'reconcile', remoteIds: ['a1'], sentAt: Date.now() } } })).toMatchObject({ status: 'accepted' });
    expect(world.app.center.committed.get('conversation', row.conversationId)?.lockedByReplyId).toBeUndefined();
  });

  it('SEND-13 wakes a closed item when its answer failed: the customer still waits', async () => {
    const ann = await ready('ann');
    await world.ingest([post('p1', 'kim', 'eins')]);
    const row = await own(ann, 'ann');
    await ann.command(permit(row, 'r1', through(row.conversationId)));
    await ann.command({ type: 'workItem.close', data: { workItemId: row.item.id, disposition: { kind: 'resolved' } } });
    await ann.command({ type: 'reply.report', data: { replyId: 'r1', outcome: { kind: 'failed', failure: { code: 'REJECTED', detail: 'no', retryable: false } } } });
    const item = world.app.center.committed.get('workItem', row.item.id);
    expect(item).toMatchObject({ state: 'assigned', ownerAgentId: 'ann', waitingFor: 'us' });
    expect(world.app.center.committed.get('conversation', row.conversationId)?.openTurn).toHaveLength(1);
  });

  it('refuses to close over a message the agent has not seen', async () => {
    const ann = await ready('ann');
    await world.ingest([post('p1', 'kim', 'eins')]);
    const row = await own(ann, 'ann');
    const seen = through(row.conversationId);
    await world.ingest([post('p2', 'kim', 'und noch etwas', { inReplyToRemoteId: 'p1' })]);
    expect(await ann.command({ type: 'workItem.close', data: { workItemId: row.item.id, disposition: { kind: 'resolved' }, seenThroughMessageId: seen } })).toMatchObject({ status: 'refused', error: { code: 'NEWER_MESSAGE' } });
  });
});

describe('answers from outside', () => {
  it('settles an item the brand answered elsewhere, and keeps one the customer asked again', async () => {
    const lea = await world.desk('lea');
    await lea.hello();
    const t = Date.now();
    await world.ingest([post('p1', 'kim', 'eins', { sentAt: t }), post('b1', 'musterkom', 'Antwort', { direction: 'out', inReplyToRemoteId: 'p1', sentAt: t + 1_000 })]);
    const [settled] = [...world.app.center.committed.all('workItem').values()];
    expect(settled).toMatchObject({ state: 'closed', disposition: { kind: 'answeredElsewhere' } });
    await world.ingest([post('p2', 'kim', 'geht nicht', { inReplyToRemoteId: 'b1', sentAt: t + 2_000 })]);
    const all = [...world.app.center.committed.all('workItem').values()];
    expect(all).toHaveLength(2);
    expect(all.filter((i) => i.state !== 'closed')).toHaveLength(1);
    expect(new Set([...world.app.center.committed.all('conversation').keys()]).size).toBe(1);
  });
});

describe('sessions', () => {
  it('AUTH-4 ends a socket at once when its user is disabled, and nobody else', async () => {
    const ann = await ready('ann');
    const ended: unknown[] = [];
    ann.socket.on('sessionEnded', (said) => ended.push(said));
    const { accessToken } = await world.signIn('Ada Egge');
    const response = await fetch(`${world.app.url}/commands`, { method: 'POST', headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }, body: JSON.stringify({ command: { type: 'agent.setState', v: 1, data: { state: 'available' } } }) });
    expect(response.status).toBe(200);
    const made = await fetch(`${world.app.url}/admin/users`, { method: 'POST', headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Zoe', password: 'long enough words', role: 'agent', agentId: 'ann' }) });
    const { id } = (await made.json()) as { id: string };
    const zoe = await fetch(`${world.app.url}/auth/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Zoe', password: 'long enough words' }) });
    const desk = await RawDesk.connect(world.app.url, ((await zoe.json()) as { accessToken: string }).accessToken, 'r-zoe');
    const gone = new Promise<string>((resolve) => desk.socket.once('sessionEnded', (said: { error: { code: string } }) => resolve(said.error.code)));
    const disabled = await fetch(`${world.app.url}/admin/users/${id}`, { method: 'POST', headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }, body: JSON.stringify({ disabled: true }) });
    expect(disabled.status).toBe(200);
    expect(await gone).toBe('SESSION_ENDED');
    await until('the closed socket', () => desk.socket.disconnected);
    expect(ended).toEqual([]);
  });

  it('WIRE-4 limits what one socket may send, and says when to come back', async () => {
    await world.close();
    world = await startServerWorld({ config: { ratePerSocket: 5, ratePerUser: 5 } });
    const ann = await world.desk('ann');
    await ann.hello();
    const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => ann.up('presence', { conversationId: 'x', typing: true })));
    const refused = outcomes.filter((o) => o.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((o) => o.status === 'rejected' && (o.reason as { code: string; retryAfterMs: number }).code === 'RATE_EXCEEDED' && (o.reason as { retryAfterMs: number }).retryAfterMs > 0)).toBe(true);
  });
});

describe('a change of teams', () => {
  it('is seen at once by the desk of whom it concerns: rows appear and go', async () => {
    await world.close();
    const queue = { id: 'south', name: { de: 'Süd', en: 'South' }, teamIds: ['south'], needs: [], match: { accountIds: [], terms: [] }, order: 0, priority: 0, targets: { firstResponseMs: 60_000, nextResponseMs: 60_000 }, hours: { timeZone: 'UTC', week: Array.from({ length: 7 }, () => [{ fromMinute: 0, toMinute: 1440 }]), holidays: [] }, distribution: 'assign' as const, offerMs: 1_000 };
    world = await startServerWorld({ commands: [{ type: 'team.define', data: { id: 'south', name: 'South' } }, { type: 'queue.define', data: queue }] });
    const ann = await world.desk('ann');
    await ann.hello();
    await world.ingest([post('p1', 'kim', 'hallo')]);
    const ada = await world.desk('ada');
    await ada.hello();
    await until('the admin to see it', () => items(ada).length === 1);
    expect(items(ann)).toEqual([]);
    const register = (teamIds: string[]): Command => ({ type: 'agent.register', data: { id: 'ann', name: 'Ann Berg', initials: 'AB', role: 'agent', teamIds, place: 'office', skills: [], capacity: 100, disabled: false } });
    await ada.command(register(['south']));
    await until('the row', () => items(ann).length === 1);
    await ada.command(register(['north']));
    await until('the row to go', () => items(ann).length === 0);
  });
});
