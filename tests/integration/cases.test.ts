import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Command } from '../../shared/commands/index.ts';
import { systemClock } from '../../server/system-ports.ts';
import { callChannel } from '../../shared/channels/index.ts';
import type { QueueRow } from '../../shared/domain/rows.ts';
import type { Timeline } from '../../shared/domain/timeline.ts';
import { post, startServerWorld, until, type RawDesk, type ServerWorld } from '../support/server-world.ts';

// D15 and C5 over a real server, socket and log; the clock is moved on, not waited for.

let world: ServerWorld;
let ann: RawDesk;
let ahead = 0;
const clock = { ...systemClock, now: () => Date.now() + ahead };
const HOUR = 3_600_000;
beforeEach(async () => {
  ahead = 0;
  world = await startServerWorld({ clock });
  ann = await sit('ann');
});
afterEach(() => world.close());

async function sit(agentId: string): Promise<RawDesk> {
  const desk = await world.desk(agentId);
  await desk.hello();
  await desk.command({ type: 'agent.setState', data: { state: 'available' } });
  return desk;
}
async function run<T extends Command['type']>(type: T, data: Extract<Command, { type: T }>['data'], desk = ann): Promise<Readonly<Record<string, unknown>>> {
  const answer = await desk.command({ type, data } as Command);
  if (answer.status !== 'accepted') throw new Error(answer.error.code);
  return answer.result ?? {};
}
const conversation = (id: string) => world.app.center.committed.get('conversation', id);
const itemOf = (id: string) => world.app.center.committed.get('workItem', conversation(id)?.workItemId ?? '');
const rowOf = (desk: RawDesk, id: string): QueueRow | undefined => [...desk.rows('workItem').values()].map((row) => row as QueueRow).find((row) => row.conversationId === id);

async function question(): Promise<string> {
  await world.ingest([post('q1', 'kim', 'Mein Router ist kaputt')]);
  return until('ann has it', () => [...world.app.center.committed.all('conversation').values()].find((one) => one.ownerAgentId === 'ann')?.id);
}

test('CASE-4 a case that was ended comes back when its ticket is overdue, before the customer asks, once, over a restart; the line says so', async () => {
  const id = await question();
  await run('ticket.open', { conversationId: id, number: 'BO-4711', owner: 'Technik Nord', dueAt: clock.now() + HOUR, rest: true });
  await until('the line names the ticket', () => rowOf(ann, id)?.ticket?.number === 'BO-4711');
  expect(itemOf(id)).toMatchObject({ cost: 0, state: 'assigned' });
  await run('workItem.close', { workItemId: itemOf(id)?.id ?? '', disposition: { kind: 'handedOver' } });
  await world.restart();
  ann = await sit('ann');
  ahead = 2 * HOUR;
  await until('it is back', () => conversation(id)?.tickets?.[0]?.overdueAt !== undefined && itemOf(id)?.state !== 'closed');
  expect(itemOf(id)).toMatchObject({ priority: 8, reopened: 1 });
  await until('the line says that it is overdue', () => rowOf(ann, id)?.ticket?.overdueAt !== undefined);
  const { entries } = await ann.up<Timeline>('timeline', { conversationId: id });
  expect(entries.filter((one) => one.kind === 'ticket').map((one) => one.step)).toEqual(['overdue', 'opened']);
  await world.restart();
  expect([...world.app.center.committed.all('workItem').values()].map((item) => item.reopened)).toEqual([1]);
}, 60_000);

test('CASE-1 what is linked is listed with the conversation, of whomever it is, and out again', async () => {
  const id = await question();
  await world.ingest([post('n1', 'nachbarin', 'Bei uns geht auch nichts, gleiche Straße')]);
  const other = await until('the neighbour is known', () => [...world.app.center.committed.all('conversation').values()].find((one) => one.id !== id)?.id);
  const parts = async (): Promise<string[]> => (await ann.up<{ items: { conversationId: string }[] }>('contactHistory', { conversationId: id })).items.map((one) => one.conversationId);
  expect(await parts()).toEqual([]);
  await run('conversation.link', { conversationId: id, withConversationId: other });
  expect(await parts()).toEqual([other]);
  await run('conversation.unlink', { conversationId: other });
  expect(await parts()).toEqual([]);
}, 60_000);

test('CALL-1 CALL-3 a promised call comes as an offer shortly before; the number is with whoever has it and in no file in clear', async () => {
  const id = await question();
  const number = '0431 998877';
  const fromAt = clock.now() + HOUR;
  const { conversationId } = await run('callBack.plan', { conversationId: id, number, about: 'Router', window: { fromAt, untilAt: fromAt + HOUR }, own: false });
  const call = String(conversationId);
  await run('workItem.close', { workItemId: itemOf(id)?.id ?? '', disposition: { kind: 'resolved' } });
  expect(itemOf(call)).toMatchObject({ channel: callChannel.name, state: 'queued', contactId: conversation(id)?.contactId });
  expect(itemOf(call)?.snooze?.untilAt).toBeLessThan(fromAt);
  ahead = HOUR;
  // Time alone wakes it; the router looks when something happens.
  await run('note.add', { id: 'n1', conversationId: id, text: 'gleich anrufen' });
  const reservationId = await until('it is offered', () => (itemOf(call)?.state === 'offered' ? itemOf(call)?.reservationId : undefined));
  const desk = world.app.center.committed.get('reservation', reservationId)?.agentId === 'ann' ? ann : undefined;
  expect(desk, 'ann is the only one here').toBe(ann);
  await run('reservation.accept', { reservationId });
  await until('the number is on the desk', () => ann.batches.some((batch) => [...Object.values(batch.bodies), ...batch.snapshots.flatMap((one) => Object.values(one.bodies))].some((text) => text.includes(number))));
  expect(itemOf(call)).toMatchObject({ state: 'assigned', cost: 100 });
  await run('callBack.report', { conversationId: call, outcome: 'reached' });
  expect(itemOf(call)).toMatchObject({ state: 'closed', disposition: { kind: 'resolved' } });
  expect(conversation(call)?.callBack).toMatchObject({ state: 'reached', tries: [{ outcome: 'reached', byAgentId: 'ann' }] });
}, 60_000);
