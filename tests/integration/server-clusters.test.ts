import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '../../shared/commands/index.ts';
import type { ClusterRow } from '../../shared/domain/cluster.ts';
import type { SituationRow } from '../../shared/domain/situation.ts';
import { post, startServerWorld, until, type RawDesk, type ServerWorld } from '../support/server-world.ts';
import { DOUBLE_DEBIT, OTHERS } from '../support/same-question-texts.ts';

const teams: Command[] = [
  { type: 'team.define', data: { id: 'south', name: 'South' } },
  { type: 'account.register', data: { id: 'south', channel: 'sandbox', handle: 'musterkom_sued', name: 'Musterkom Süd', brand: 'Musterkom', credentialId: 'sandbox', teamIds: ['south'], budget: { capacity: 1000, refillPerMinute: 1000 } } },
];

let world: ServerWorld;
let ann: RawDesk;
let lea: RawDesk;
beforeEach(async () => {
  world = await startServerWorld({ commands: teams });
  [ann, lea] = [await world.desk('ann'), await world.desk('lea')];
  await ann.hello();
  await lea.hello();
});
afterEach(() => world.close());

const clusters = (desk: RawDesk): ClusterRow[] => [...desk.rows('cluster').values()] as ClusterRow[];
const situations = (desk: RawDesk): SituationRow[] => [...desk.rows('situation').values()] as SituationRow[];
const asks = (texts: readonly string[], from = 0, more: Record<string, unknown> = {}) => world.ingest(texts.map((text, i) => post(`q${from + i}`, `kim${from + i}`, text, more)));
const proposed = (size: number, desk = lea) => until(`a cluster of ${size}`, () => clusters(desk).find((row) => row.size >= size));
const state = () => world.app.center.committed;
const of = (id: string) => state().get('cluster', id);
const conversationOf = (text: string): string => {
  const at = DOUBLE_DEBIT.indexOf(text);
  for (const [id, message] of state().all('message')) if (message.remoteId === `q${at}`) return state().get('message', id)?.conversationId ?? '';
  throw new Error(`nobody asked ${text}`);
};
const accepted = async (desk: RawDesk, command: Command): Promise<Record<string, unknown>> => {
  const answer = await desk.command(command);
  if (answer.status !== 'accepted') throw new Error(JSON.stringify(answer));
  return (answer.result ?? {}) as Record<string, unknown>;
};

describe('the same question', () => {
  test('CLUS-1 thirty who ask the same among thirty others are proposed; four are not, and one who asks often is one', async () => {
    await world.ingest(DOUBLE_DEBIT.slice(0, 4).map((text, i) => post(`q${i}`, `kim${i}`, text)));
    await world.ingest([4, 5, 6].map((i) => post(`q${i}`, 'kim0', DOUBLE_DEBIT[i] as string)));
    await asks(OTHERS, 100);
    await until('all of it to be read', () => state().all('message').size === 37);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(clusters(lea)).toEqual([]);
    await world.ingest(DOUBLE_DEBIT.slice(7).map((text, i) => post(`q${7 + i}`, `kim${7 + i}`, text)));
    const row = await proposed(22);
    expect(row).toMatchObject({ state: 'proposed', waiting: row.size });
    expect(row.people).toBeLessThanOrEqual(row.size);
    const others = new Set([...state().all('message').values()].filter((m) => Number(m.remoteId.slice(1)) >= 100).map((m) => m.conversationId));
    expect(row.conversationIds.filter((id) => others.has(id))).toEqual([]);
    expect(row.words.map((word) => word.toLowerCase())).toEqual(expect.arrayContaining(['rechnung']));
    expect(JSON.stringify([...state().all('cluster').values()]), 'CLUS-3 no word of theirs is in the log').not.toMatch(/rechnung/iu);
  });

  test('CLUS-4 CLUS-5 CLUS-6 is confirmed, split, joined by late arrivals, and left by who turns out to be in danger', async () => {
    await asks(DOUBLE_DEBIT.slice(0, 20));
    const { id } = await proposed(12);
    await accepted(ann, { type: 'cluster.confirm', data: { clusterId: id, label: 'Doppelt abgebucht' } });
    const confirmed = of(id);
    expect(confirmed).toMatchObject({ state: 'confirmed', label: 'Doppelt abgebucht', decidedByAgentId: 'ann' });
    const [first = '', second = '', third = ''] = confirmed?.conversationIds ?? [];
    const split = await accepted(ann, { type: 'cluster.split', data: { clusterId: id, conversationIds: [first], label: 'Etwas anderes' } });
    expect(of(String(split['clusterId']))).toMatchObject({ state: 'confirmed', conversationIds: [first], label: 'Etwas anderes' });
    expect(of(id)?.conversationIds).not.toContain(first);
    await accepted(ann, { type: 'cluster.takeOut', data: { clusterId: id, conversationIds: [second] } });
    await asks(DOUBLE_DEBIT.slice(20), 20);
    const offered = await until('late arrivals', () => ((of(id)?.offeredIds.length ?? 0) > 2 ? of(id)?.offeredIds : undefined));
    expect(of(id)?.conversationIds, 'nobody becomes a member by themselves').not.toContain(offered[0]);
    expect(offered).not.toContain(second);
    await accepted(ann, { type: 'cluster.putIn', data: { clusterId: id, conversationIds: [offered[0] as string] } });
    expect(of(id)?.conversationIds).toContain(offered[0]);
    const thread = [...state().all('message').values()].find((m) => m.conversationId === third);
    await world.ingest([post('danger', `kim${thread?.remoteId.slice(1)}`, 'Ich kann nicht mehr, ich will nicht mehr leben.', { inReplyToRemoteId: thread?.remoteId })]);
    await until('who is in danger to leave', () => of(id)?.conversationIds.includes(third) === false);
    expect(await ann.command({ type: 'cluster.putIn', data: { clusterId: id, conversationIds: [third] } })).toMatchObject({ status: 'refused', error: { code: 'ANSWERED_ALONE' } });
    await accepted(lea, { type: 'cluster.dismiss', data: { clusterId: id } });
    expect(await ann.command({ type: 'cluster.confirm', data: { clusterId: id, label: 'x' } })).toMatchObject({ status: 'refused', error: { code: 'CLUSTER_OVER' } });
    await until('its row to go', () => !clusters(lea).some((row) => row.id === id));
  });

  test('CLUS-10 those of a spam wave are no members: not when it is marked, not by hand, and not when they were ended as spam', async () => {
    await asks(DOUBLE_DEBIT.slice(0, 12));
    const { id } = await proposed(8);
    const [spam = '', ended = ''] = of(id)?.conversationIds ?? [];
    const message = [...state().all('message').values()].find((m) => m.conversationId === spam);
    const summary = { sentiment: 'neutral' as const, caseType: 'other' as const, needsAnswer: false, language: 'de' as const, confidence: 0.9, flags: ['spamWave' as const], waveId: 'w1' };
    await world.app.center.submit('ingest:api', () => ({ events: [{ type: 'message.marked', data: { messageId: message?.id ?? '', threadId: message?.threadId ?? '', conversationId: spam, contactId: state().get('conversation', spam)?.contactId ?? '', visibility: 'public', marks: { wave: { id: 'w1', size: 8 } }, summary, at: Date.now() } }] }));
    await until('one of a wave to leave', () => of(id)?.conversationIds.includes(spam) === false);
    expect(await ann.command({ type: 'cluster.putIn', data: { clusterId: id, conversationIds: [spam] } })).toMatchObject({ status: 'refused', error: { code: 'ANSWERED_ALONE' } });
    const workItemId = state().get('conversation', ended)?.workItemId ?? '';
    await world.app.center.submit('ingest:api', () => ({ events: [{ type: 'workItem.closed', data: { workItemId, conversationId: ended, disposition: { kind: 'spam' }, at: Date.now() } }] }));
    await until('what was ended as spam to leave', () => of(id)?.conversationIds.includes(ended) === false);
    await world.restart();
    expect(of(id)?.conversationIds).not.toContain(spam);
  });

  test('CLUS-7 each desk counts the members it may see', async () => {
    await asks(DOUBLE_DEBIT.slice(0, 8));
    await asks(DOUBLE_DEBIT.slice(8, 16), 8, { account: 'musterkom_sued' });
    const all = await proposed(12);
    const mine = await until('what Ann sees', () => clusters(ann).find((row) => row.id === all.id));
    expect(mine.size).toBeGreaterThan(3);
    expect(mine.size).toBeLessThanOrEqual(8);
    expect(mine.accounts).toEqual([{ accountId: 'sandbox', count: mine.size }]);
    expect(all.accounts.map((one) => one.accountId).toSorted()).toEqual(['sandbox', 'south']);
  });

  test('CLUS-8 a restart proposes nothing twice, knows who was left out, and goes on where it was', async () => {
    await asks(DOUBLE_DEBIT.slice(0, 15));
    const { id } = await proposed(10);
    const out = conversationOf(DOUBLE_DEBIT[0] as string);
    await accepted(lea, { type: 'cluster.takeOut', data: { clusterId: id, conversationIds: [out] } });
    await world.restart();
    lea = await world.desk('lea');
    await lea.hello();
    await until('words after the restart', () => clusters(lea).find((row) => row.id === id && row.words.length > 0));
    await asks(DOUBLE_DEBIT.slice(15), 15);
    await until('more of the same', () => (of(id)?.conversationIds.length ?? 0) > 18);
    expect([...state().all('cluster').keys()]).toEqual([id]);
    expect(of(id)?.conversationIds).not.toContain(out);
  });

  test('CLUS-3 an erased person leaves the cluster', async () => {
    await asks(DOUBLE_DEBIT.slice(0, 12));
    const { id, conversationIds } = await proposed(8);
    const gone = conversationIds[0] as string;
    const { accessToken } = await world.signIn('Ada Egge');
    const contactId = state().get('conversation', gone)?.contactId;
    const response = await fetch(`${world.app.url}/admin/contacts/${contactId}/erase`, { method: 'POST', headers: { authorization: `Bearer ${accessToken}` } });
    expect(response.ok).toBe(true);
    await until('them to leave', () => of(id)?.conversationIds.includes(gone) === false);
  });
});

describe('the situation', () => {
  const text = (untilAt: number) => ({ title: 'Doppelte Abbuchung', product: 'Rechnung', status: 'fixing' as const, untilAt, du: 'Wir erstatten dir das bis {until}.', sie: 'Wir erstatten Ihnen das bis {until}.' });

  test('SITU-1 SITU-4 is opened from a cluster, told to every desk, changed by leads alone and never over somebody else', async () => {
    await asks(DOUBLE_DEBIT.slice(0, 12));
    const { id } = await proposed(8);
    expect(await ann.command({ type: 'situation.open', data: { text: text(2_000_000_000_000), clusterId: id } })).toMatchObject({ status: 'refused', error: { code: 'NOT_ALLOWED' } });
    const { situationId } = await accepted(lea, { type: 'situation.open', data: { text: text(2_000_000_000_000), clusterId: id } });
    expect(await lea.command({ type: 'situation.open', data: { text: text(2_000_000_000_000), clusterId: id } })).toMatchObject({ status: 'refused', error: { code: 'SITUATION_STALE' } });
    await until('Ann to be told', () => situations(ann).find((row) => row.id === situationId && row.state === 'open'));
    await until('the cluster to name it', () => clusters(lea).find((row) => row.situationId === situationId));
    await accepted(lea, { type: 'situation.change', data: { situationId: String(situationId), version: 1, text: text(2_000_000_100_000) } });
    expect(await lea.command({ type: 'situation.change', data: { situationId: String(situationId), version: 1, text: text(1) } })).toMatchObject({ status: 'refused', error: { code: 'SITUATION_STALE' } });
    const { product: _product, ...nowhere } = text(1);
    expect(await lea.command({ type: 'situation.open', data: { text: nowhere } })).toMatchObject({ status: 'refused', error: { code: 'INPUT_INVALID' } });
    await accepted(lea, { type: 'situation.close', data: { situationId: String(situationId) } });
    await until('Ann to hear that it is over', () => situations(ann).find((row) => row.state === 'closed'));
  });

  test('SITU-2 SITU-3 who was promised the old time is listed when it changes, and becomes a follow-up set', async () => {
    await accepted(ann, { type: 'agent.setState', data: { state: 'available' } });
    await world.ingest([post('one', 'kim', DOUBLE_DEBIT[0] as string)]);
    const conversation = await until('Ann to have it', () => [...state().all('conversation').values()].find((c) => c.ownerAgentId === 'ann'));
    const { situationId } = await accepted(lea, { type: 'situation.open', data: { text: text(2_000_000_000_000) } });
    const id = String(situationId);
    const turn = conversation.openTurn ?? [];
    await accepted(ann, {
      type: 'reply.requestPermit',
      data: { replyId: 'r1', conversationId: conversation.id, epoch: conversation.epoch, frozen: { parts: ['Wir erstatten dir das bis morgen. ^AB'], visibility: 'public', inReplyToRemoteId: 'one', situation: { id, version: 1 } }, answersThroughMessageId: turn.at(-1)?.messageId as string, followUp: false, platformKey: 'k1', frozenAt: Date.now(), ...(conversation.workItemId === undefined ? {} : { workItemId: conversation.workItemId }) },
    });
    await until('the promise', () => (state().get('situation', id)?.promises.length === 1 ? true : undefined));
    expect(situations(lea).find((row) => row.id === id)?.owed ?? []).toEqual([]);
    const changed = await accepted(lea, { type: 'situation.change', data: { situationId: id, version: 1, text: text(2_000_000_500_000) } });
    expect(changed).toEqual({ version: 2, owed: 1 });
    const row = await until('who is owed a word', () => situations(ann).find((one) => one.id === id && one.owed.length === 1));
    expect(row.owed).toMatchObject([{ conversationId: conversation.id, version: 1, untilAt: 2_000_000_000_000 }]);
    const followUp = await accepted(lea, { type: 'situation.followUp', data: { situationId: id, label: 'Neue Zeit' } });
    expect(of(String(followUp['clusterId']))).toMatchObject({ kind: 'followUp', state: 'confirmed', situationId: id, conversationIds: [conversation.id] });
    await accepted(ann, { type: 'reply.report', data: { replyId: 'r1', outcome: { kind: 'failed', failure: { code: 'X', detail: '', retryable: false } } } });
    await until('nobody to be owed what never went out', () => situations(lea).find((one) => one.id === id && one.owed.length === 0));
  });

  test('SITU-5 SITU-4 who was promised the old time by hand is listed with it, in the cluster of the situation or after an answer of it, as far as their line is seen', async () => {
    const [old, later] = [2_000_000_000_000, 2_000_000_500_000];
    await asks(DOUBLE_DEBIT.slice(0, 12));
    await asks(DOUBLE_DEBIT.slice(12, 20), 12, { account: 'musterkom_sued' });
    const { id } = await proposed(12);
    await asks(['Was anderes: wann kommt mein Paket?'], 50);
    const elsewhere = (await until('the other one', () => [...state().all('message').values()].find((m) => m.remoteId === 'q50'))).conversationId ?? '';
    const onAccount = (accountId: string) => (of(id)?.conversationIds ?? []).filter((one) => state().get('conversation', one)?.accountId === accountId);
    // It grows as they are read.
    const south = await until('one of the other account', () => onAccount('south')[0]);
    const [typed = '', near = '', other = ''] = await until('three of this one', () => (onAccount('sandbox').length >= 3 ? onAccount('sandbox') : undefined));
    const situationId = String((await accepted(lea, { type: 'situation.open', data: { text: text(old), clusterId: id } }))['situationId']);
    const promise = async (conversationId: string, promiseDueAt: number) => {
      const workItemId = state().get('conversation', conversationId)?.workItemId ?? '';
      await accepted(lea, { type: 'workItem.take', data: { workItemId } });
      await accepted(lea, { type: 'workItem.park', data: { workItemId, promiseDueAt } });
    };
    await promise(typed, old);
    await promise(near, old + 2 * 60_000);
    await promise(other, old + 3 * 3_600_000);
    await promise(south, old);
    await promise(elsewhere, old);
    expect(situations(lea).find((row) => row.id === situationId)?.owed ?? []).toEqual([]);
    expect(await accepted(lea, { type: 'situation.change', data: { situationId, version: 1, text: text(later) } })).toEqual({ version: 2, owed: 3 });
    const row = await until('the lead to see all three', () => situations(lea).find((one) => one.id === situationId && one.owed.length === 3));
    expect(row.owed.map((one) => one.conversationId).toSorted()).toEqual([typed, near, south].toSorted());
    expect(row.owed.find((one) => one.conversationId === near)).toMatchObject({ version: 1, untilAt: old, byHand: { dueAt: old + 2 * 60_000, byAgentId: 'lea' } });
    const anns = await until('Ann to be told', () => situations(ann).find((one) => one.id === situationId && one.version === 2));
    expect(anns.owed.map((one) => one.conversationId)).not.toContain(south);
    // A new word takes them off the list, with no event of the situation.
    await accepted(lea, { type: 'workItem.park', data: { workItemId: state().get('conversation', typed)?.workItemId ?? '', promiseDueAt: later } });
    await until('the one told the new time to leave', () => situations(lea).find((one) => one.id === situationId && one.owed.length === 2));
    const followUp = await accepted(lea, { type: 'situation.followUp', data: { situationId, label: 'Neue Zeit' } });
    expect(of(String(followUp['clusterId']))?.conversationIds.toSorted()).toEqual([near, south].toSorted());
    await world.restart();
    const again = await world.desk('lea');
    await again.hello();
    await until('the same list after a restart', () => situations(again).find((one) => one.id === situationId && one.owed.length === 2));
  });
});
