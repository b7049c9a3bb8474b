// S3 on a real server: asked by leads and by agents, over a restart, with figures of single people off and on.
import { afterEach, expect, test } from 'vitest';
import type { LeadReport } from '../../shared/domain/lead-report.ts';
import type { ServiceReport } from '../../shared/domain/service-report.ts';
import { startServerWorld, until, type RawDesk, type ServerWorld } from '../support/server-world.ts';

let world: ServerWorld | undefined;
afterEach(async () => {
  await world?.close();
});

const DAY = 86_400_000;
async function ask(desk: RawDesk, of: 'center' | 'own'): Promise<ServiceReport> {
  const now = Date.now();
  const report = await desk.up<LeadReport>('leadReport', { kind: 'service', of, from: now - DAY, to: now + DAY, compareFrom: now - 3 * DAY, compareTo: now - DAY, clock: 'wall', only: {} });
  if (report.kind !== 'service') throw new Error(report.kind);
  return report;
}

test('REP-1 REP-8 REP-9 REP-10 REP-12 an answer and the thanks for it are counted, told to whom they belong, and still so after a restart', async () => {
  world = await startServerWorld();
  const { center } = world.app;
  const ann = await world.desk('ann');
  await ann.hello();
  await ann.command({ type: 'agent.setState', data: { state: 'available' } });
  const post = { v: 1, channel: 'sandbox', account: 'musterkom', kind: 'post', direction: 'in', visibility: 'public', author: { remoteId: 'kim', handle: 'kim' } } as const;
  await world.ingest([{ ...post, remoteId: 'p1', sentAt: 1, text: 'Mein Internet geht seit gestern nicht mehr!' }]);
  const item = await until('ann to have it', () => [...center.committed.all('workItem').values()].find(({ ownerAgentId }) => ownerAgentId === 'ann'));
  const conversation = () => center.committed.get('conversation', item.conversationId);
  expect(await ann.command({ type: 'reply.requestPermit', data: { replyId: 'r1', conversationId: item.conversationId, workItemId: item.id, epoch: conversation()?.epoch ?? 0, answersThroughMessageId: conversation()?.openTurn?.at(-1)?.messageId, followUp: false, platformKey: 'r1', frozenAt: Date.now(), frozen: { parts: ['Wir schauen nach. ^AB'], visibility: 'public', inReplyToRemoteId: 'p1' } } } as never)).toMatchObject({ status: 'accepted' });
  expect(await ann.command({ type: 'reply.report', data: { replyId: 'r1', outcome: { kind: 'delivered', by: 'desk', remoteIds: ['o1'], sentAt: Date.now() } } })).toMatchObject({ status: 'accepted' });
  await world.ingest([{ ...post, remoteId: 'p2', sentAt: 2, text: 'Super, vielen Dank, ihr seid die Besten!', inReplyToRemoteId: 'o1' }]);
  expect(await ann.command({ type: 'workItem.close', data: { workItemId: item.id, disposition: { kind: 'noAnswerNeeded', reason: 'thanks' }, seenThroughMessageId: conversation()?.lastInboundMessageId } } as never)).toMatchObject({ status: 'accepted' });

  const lead = await world.desk('lea');
  await lead.hello();
  const told = async (desk: RawDesk, of: 'center' | 'own' = 'center') => {
    const { now, tables, perPerson } = await ask(desk, of);
    return { perPerson, messages: now.messages, requests: now.requests, answered: now.served?.firstResponse.count, thanks: now.thanks, people: tables.find(({ by }) => by === 'agent')?.rows.map(({ key }) => key) };
  };
  // One person stands behind it: what came in is told, how it was served is not.
  const hidden = { perPerson: false, messages: 2, requests: 1, answered: undefined, thanks: 0, people: undefined };
  expect(await told(lead)).toEqual(hidden);
  const own = { ...hidden, answered: 1, thanks: 1, messages: 1 };
  expect(await told(ann, 'own')).toEqual(own);
  expect(await told(lead, 'own')).toMatchObject({ answered: 0, thanks: 0 });
  await expect(ask(ann, 'center')).rejects.toThrow(/NOT_ALLOWED/);
  await expect(ann.up('leadReport', { kind: 'terms', from: 0 })).rejects.toThrow(/NOT_ALLOWED/);
  expect(await ann.up('leadReport', { kind: 'thanks', from: 0 })).toMatchObject({ thanks: [{ agentId: 'ann', conversationId: item.conversationId }] });
  expect(await lead.up('leadReport', { kind: 'thanks', from: 0 })).toEqual({ kind: 'thanks', thanks: [] });

  const admin = await world.desk('ada');
  await admin.hello();
  expect(await lead.command({ type: 'figures.switch', data: { perPerson: true } })).toMatchObject({ status: 'refused', error: { code: 'NOT_ALLOWED' } });
  expect(await admin.command({ type: 'figures.switch', data: { perPerson: true, note: 'Betriebsvereinbarung 7' } })).toMatchObject({ status: 'accepted' });
  await until('every desk to know', () => [lead, ann].every((desk) => JSON.stringify([...desk.rows('figureRules').values()]).includes('Betriebsvereinbarung 7')));
  const shown = { ...hidden, perPerson: true, answered: 1, thanks: 1, people: ['ann'] };
  expect(await told(lead)).toEqual(shown);

  await world.restart();
  const again = await world.desk('lea');
  await again.hello();
  expect(await told(again)).toEqual(shown);
});

test('REP-14 REP-15 by the tags of the house, and what was asked of leads: single people only while they are on, the same after a restart', async () => {
  world = await startServerWorld();
  const { center } = world.app;
  const [ann, lead, admin] = [await world.desk('ann'), await world.desk('lea'), await world.desk('ada')];
  for (const desk of [ann, lead, admin]) await desk.hello();
  await ann.command({ type: 'agent.setState', data: { state: 'available' } });
  const tag = { id: 'move', name: 'Umzug', colour: 'blue' as const, archived: false };
  expect(await lead.command({ type: 'house.change', data: { edits: [{ noun: 'tag', id: 'move', before: null, after: tag }] } })).toMatchObject({ status: 'accepted' });
  await world.ingest(['p1', 'p2'].map((remoteId) => ({ v: 1, channel: 'sandbox', account: 'musterkom', kind: 'post', direction: 'in', visibility: 'public', author: { remoteId, handle: remoteId }, remoteId, sentAt: 1, text: 'Wir ziehen um, was nun?' })));
  const [first] = await until('ann to have both', () => {
    const held = [...center.committed.all('workItem').values()].filter(({ ownerAgentId }) => ownerAgentId === 'ann');
    return held.length === 2 ? held : undefined;
  });
  const conversationId = first?.conversationId ?? '';
  expect(await ann.command({ type: 'conversation.tag', data: { conversationId, tags: ['Umzug'] } })).toMatchObject({ status: 'accepted' });
  expect(await ann.command({ type: 'escalation.raise', data: { conversationId, id: 'e1', reason: 'Weiß nicht weiter' } })).toMatchObject({ status: 'accepted' });
  expect(await lead.command({ type: 'escalation.giveBack', data: { conversationId, id: 'e1', word: 'Schick den Link' } })).toMatchObject({ status: 'accepted' });
  // Renamed, what was tagged under the old name is found under the new one.
  expect(await lead.command({ type: 'house.change', data: { edits: [{ noun: 'tag', id: 'move', before: tag, after: { ...tag, name: 'Wohnungswechsel', was: ['Umzug'] } }] } })).toMatchObject({ status: 'accepted' });

  const told = async (desk: RawDesk) => {
    const { tables, help } = await ask(desk, 'center');
    const line = (of: readonly { by: string; rows: readonly { key: string; now: object }[] }[], by: string) => of.find((table) => table.by === by)?.rows.map(({ key, now }) => ({ key, ...now }));
    return { tags: line(tables, 'tag')?.map(({ key, ...now }) => ({ key, requests: (now as { requests?: number }).requests })), raised: help.now.raised, answered: help.now.served?.givenBack, byTag: line(help.tables, 'tag')?.map(({ key }) => key), people: line(help.tables, 'agent')?.map(({ key }) => key) };
  };
  const hidden = { tags: [{ key: '', requests: 1 }, { key: 'Wohnungswechsel', requests: 1 }], raised: 1, answered: undefined, byTag: ['Wohnungswechsel'], people: undefined };
  expect(await told(lead)).toEqual(hidden);
  await admin.command({ type: 'figures.switch', data: { perPerson: true, note: 'Betriebsvereinbarung 7' } });
  const shown = { ...hidden, answered: 1, people: ['ann'] };
  expect(await told(lead)).toEqual(shown);
  await world.restart();
  const again = await world.desk('lea');
  await again.hello();
  expect(await told(again)).toEqual(shown);
});
