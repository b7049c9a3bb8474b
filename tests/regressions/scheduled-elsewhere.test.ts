// Found by the simulation (seeds 4, 4052, 4080, 4106 of 4,000 steps, 100009 of 5,000): scheduled replies that nobody would ever send, and nobody heard of.
import { expect, test } from 'vitest';
import { Scheduled, type ScheduledParts } from '../../electron/main/sync/scheduled.ts';
import { watchOutbox, type WatchdogParts } from '../../electron/main/sync/outbox-watchdog.ts';
import { callOffScheduled } from '../../server/permits/watchdog.ts';
import { companionsOf } from '../../server/push/snapshot.ts';
import type { CenterEvent } from '../../shared/events/index.ts';
import { EntityMaps } from '../../shared/reducers/entity-maps.ts';

test('the event of a scheduled reply brings its bytes, so that the desk that is to send it can', () => {
  const event = { seq: 1, at: 1, type: 'reply.scheduled', v: 1, actor: 'ann', data: { bodyRef: 'b', partBodyRefs: ['b1', 'b2'] } } as unknown as CenterEvent;
  expect(companionsOf(event, new EntityMaps()).refs).toEqual(['b', 'b1', 'b2']);
});

test('one whose conversation was closed or went to somebody else is called off, others wait', async () => {
  const reply = (id: string, conversationId: string) => ({ id, conversationId, state: 'scheduled', agentId: 'ann', epoch: 1 });
  const found: Record<string, unknown> = {
    'reply kept': reply('kept', 'c1'),
    'reply moved': reply('moved', 'c2'),
    'reply closed': reply('closed', 'c3'),
    'conversation c1': { ownerAgentId: 'ann', epoch: 1 },
    'conversation c2': { ownerAgentId: 'ben', epoch: 2 },
    'conversation c3': { epoch: 1 },
  };
  const get = (noun: string, id: string): unknown => found[`${noun} ${id}`];
  const events: { type: string; data: { replyId: string } }[] = [];
  const center = { now: () => 5, live: { get }, facts: { get }, index: { scheduledReplies: () => new Set(['kept', 'moved', 'closed']) }, submit: async (_: string, work: () => { events: typeof events }) => void events.push(...work().events) };
  expect(await callOffScheduled(center as never)).toBe(2);
  expect(events.map(({ type, data }) => `${type} ${data.replyId}`)).toEqual(['reply.failed moved', 'reply.failed closed']);
});

function scheduledOver(isHeadless: boolean) {
  const sent: unknown[] = [];
  const pending: { command: unknown }[] = [];
  const lane = { pending, append: (command: { data: unknown }) => pending.push({ command: (sent.push(command), command) }), flush: () => undefined };
  const item = { replyId: 'r1', state: { kind: 'scheduled', sendAt: 9, executor: 'headless', since: 1 } };
  const base = { stores: { meta: { replicaId: () => 'new' } }, person: () => ({ agentId: 'ann' }) };
  const parts = { base, lane, isHeadless, book: { get: () => item, change: () => item }, pump: () => ({ kick: () => undefined }), view: {}, onNotice: () => undefined };
  return { scheduled: new Scheduled(parts as unknown as ScheduledParts), sent };
}

test('a copy built anew claims what the one before it was to send, once; a desk without a screen claims nothing', () => {
  const reply = { id: 'r1', state: 'scheduled', agentId: 'ann', executor: { kind: 'desk', replicaId: 'old' } };
  const desk = scheduledOver(false);
  desk.scheduled.follow([reply as never]);
  desk.scheduled.follow([reply as never]);
  expect(desk.sent).toEqual([{ type: 'reply.changeExecutor', data: { replyId: 'r1', executor: 'desk' } }]);
  const office = scheduledOver(true);
  office.scheduled.follow([reply as never]);
  expect(office.sent).toEqual([]);
});

test('what became of it is asked for as long as it waits, and a full disk ends no watch', () => {
  const timers: (() => void)[] = [];
  let asked = 0;
  let state: { kind: string } = { kind: 'scheduled' };
  const base = { timers: { after: (_: number, run: () => void) => (timers.push(run), () => undefined) }, clock: { now: () => 1 }, log: { warn: () => undefined } };
  const parts = { base, book: { open: () => [{ replyId: 'r1', state }] }, isPending: () => false, isBusy: () => false, isFull: () => false, action: () => ({ do: 'wait' }), kick: () => undefined, onTakenUp: () => undefined, ask: () => void (asked += 1) };
  const to = (): never => {
    throw new Error('the disk is full');
  };
  watchOutbox({ ...parts, to } as unknown as WatchdogParts);
  timers.shift()?.();
  expect(asked).toBe(1);
  state = { kind: 'asking' };
  timers.shift()?.();
  expect(asked).toBe(1);
  expect(timers).toHaveLength(1);
});
