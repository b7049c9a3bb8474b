import { beforeEach, expect, test } from 'vitest';
import { CoreWorld, type WireDesk } from '../support/core-world.ts';
import { until } from '../support/server-world.ts';

// What leads read and say in what somebody else holds, as it crosses the wire.

let world: CoreWorld;
let ann: WireDesk;
let ben: WireDesk;
let lea: WireDesk;
let conversationId: string;

beforeEach(async () => {
  world = await CoreWorld.start();
  world.core.start();
  ann = world.desk('ann');
  ben = world.desk('ben');
  lea = world.desk('lea');
  for (const desk of [ann, ben, lea]) await desk.hello();
  await world.ingest({ v: 1, kind: 'post', channel: 'sandbox', account: 'musterkom', remoteId: 'q1', direction: 'in', author: { remoteId: 'kim', handle: 'kim' }, text: 'Mein Handy geht nicht', visibility: 'public', sentAt: 1 });
  const item = [...world.core.center.committed.all('workItem').values()][0];
  conversationId = item?.conversationId ?? '';
  await ann.command({ type: 'workItem.take', data: { workItemId: item?.id ?? '' } });
  // A colleague of the team has opened it, too.
  await ben.up('fetchConversation', { conversationId });
  await until('ben’s copy', () => ben.batches.some(({ snapshots }) => snapshots.length > 0));
});

const conversation = () => world.core.center.committed.get('conversation', conversationId);
const switchFigures = (perPerson: boolean): Promise<unknown> => world.core.commands.run({ agentId: 'ada', role: 'admin', replicaId: 'x' }, { type: 'figures.switch', data: { perPerson } });

test('WHIS-1 WHIS-2 a whisper reaches who holds it and leads, its words no other desk; the lead sees that it was read', async () => {
  await lea.up('fetchConversation', { conversationId });
  expect(await lea.command({ type: 'whisper.send', data: { id: 'w1', conversationId, text: 'Frag nach dem Vertrag' } })).toMatchObject({ status: 'accepted' });
  await until('ann to hear it', () => ann.has('Frag nach dem Vertrag'));
  await until('lea’s own copy', () => lea.has('Frag nach dem Vertrag'));
  await until('ben to be as far', () => ben.cursor >= ann.cursor);
  expect(ben.has('Frag nach dem Vertrag')).toBe(false);
  expect(world.written).not.toContain('Frag nach dem Vertrag');
  // Not with a copy made later either.
  const again = world.desk('ben', 'replica-ben-2');
  await again.hello();
  await again.up('fetchConversation', { conversationId });
  await until('the later copy', () => again.batches.some(({ snapshots }) => snapshots.length > 0));
  expect(again.has('Frag nach dem Vertrag')).toBe(false);
  expect(await ann.command({ type: 'whisper.markSeen', data: { conversationId, whisperId: 'w1' } })).toMatchObject({ status: 'accepted' });
  expect(conversation()?.whispers?.[0]).toMatchObject({ toAgentId: 'ann', byAgentId: 'lea', seenAt: world.now });
});

test('WATCH-1 WATCH-2 where figures of single people are on a lead reads silently: in the audit log at once, shown to the person once it is over', async () => {
  await switchFigures(true);
  const before = ann.presence.length;
  await lea.up('fetchConversation', { conversationId });
  await lea.up('presence', { conversationId, typing: false });
  expect(ann.presence.length).toBe(before);
  expect(world.audit.entries.some(({ action, actorId, subjectIds }) => action === 'conversation.read' && actorId === 'lea' && subjectIds.includes('ann'))).toBe(true);
  expect(conversation()?.leadReads).toBeUndefined();
  world.now += 60_000;
  await lea.up('releaseConversation', { conversationId });
  await until('the reading on record', () => conversation()?.leadReads?.length === 1);
  expect(conversation()?.leadReads?.[0]).toMatchObject({ agentId: 'ann', byAgentId: 'lea', untilAt: world.now, fromAt: world.now - 60_000 });
  await until('ann to be told', () => ann.has('conversation.readByLead'));
});

test('WATCH-2 while they are off nobody reads unseen: the person is told at once, and when the lead leaves', async () => {
  await lea.up('fetchConversation', { conversationId });
  expect(ann.presence).toContainEqual({ conversationId, agentId: 'lea', typing: false, here: true });
  lea.leave();
  expect(ann.presence).toContainEqual({ conversationId, agentId: 'lea', typing: false, here: false });
  await until('the reading on record', () => conversation()?.leadReads?.length === 1);
});

test('ESC-1 ESC-3 who holds it asks for help: leads have the line and the reason at once, no clear text lies on disk; the word that comes back is heard by who asked, and by no colleague', async () => {
  await lea.up('fetchConversation', { conversationId });
  expect(await ann.command({ type: 'escalation.raise', data: { id: 'e1', conversationId, reason: 'Droht mit der Presse', approverId: 'lea' } })).toMatchObject({ status: 'accepted' });
  const row = () => lea.batches.flatMap(({ rows }) => rows ?? []).findLast(({ kind, id }) => kind === 'workItem' && id === conversation()?.workItemId)?.value as { escalation?: unknown } | undefined;
  await until('the line of lea’s board', () => row()?.escalation !== undefined);
  expect(row()?.escalation).toMatchObject({ id: 'e1', agentId: 'ann', approverId: 'lea' });
  await until('the reason on lea’s desk', () => lea.has('Droht mit der Presse'));
  expect(world.written).not.toContain('Droht mit der Presse');
  expect(await ben.command({ type: 'escalation.takeOver', data: { conversationId, id: 'e1' } })).toMatchObject({ status: 'refused', error: { code: 'NOT_ALLOWED' } });
  expect(await lea.command({ type: 'escalation.giveBack', data: { conversationId, id: 'e1', word: 'Biete den Rückruf an' } })).toMatchObject({ status: 'accepted' });
  await until('ann to hear it', () => ann.has('Biete den Rückruf an'));
  await until('ben to be as far', () => ben.cursor >= ann.cursor);
  expect(ben.has('Biete den Rückruf an')).toBe(false);
  await until('the line to be as before', () => row()?.escalation === undefined);
  expect(await lea.command({ type: 'escalation.takeOver', data: { conversationId, id: 'e1' } })).toMatchObject({ status: 'refused', error: { code: 'ESCALATION_OVER' } });
});

test('CAP-1 CAP-2 CAP-3 a forced capacity reaches the person with who and why, and runs out by itself', async () => {
  const untilAt = world.now + 60_000;
  expect(await lea.command({ type: 'agent.forceCapacity', data: { agentId: 'ann', capacity: 0, reason: 'relief', untilAt } })).toMatchObject({ status: 'accepted' });
  await until('ann to see it', () => ann.has('"forcedCapacity":{"capacity":0,"reason":"relief","byAgentId":"lea"'));
  expect(world.core.center.committed.get('agent', 'ann')?.forcedCapacity).toMatchObject({ capacity: 0, untilAt });
  world.now = untilAt + 1;
  await lea.command({ type: 'agent.planShift', data: { agentId: 'ben', shift: { startAt: world.now, endAt: world.now + 60_000 } } });
  await until('its end', () => world.core.center.committed.get('agent', 'ann')?.forcedCapacity === undefined);
  expect(await lea.command({ type: 'agent.liftCapacity', data: { agentId: 'ann' } })).toMatchObject({ status: 'accepted' });
});
