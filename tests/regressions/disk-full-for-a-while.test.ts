// Found by the simulation (seeds 2102 and 2114, 5,000 steps): a full disk at the wrong moment kept a desk from draining, or a rebuilt one from starting.
import { expect, test } from 'vitest';
import { CommandLane } from '../../electron/main/sync/command-lane.ts';
import { OutboxBook } from '../../electron/main/sync/outbox-book.ts';
import { OutboxPump, type PumpParts } from '../../electron/main/sync/outbox-pump.ts';
import type { SyncBase } from '../../electron/main/sync/ports.ts';
import { envelopeOf } from '../../shared/commands/index.ts';
import { CodedError } from '../../shared/util/errors.ts';
import { DeskDisk, MemoryDeskStores } from '../simulation/desk-disk.ts';

function deskOver(disk: DeskDisk) {
  const room = { full: false };
  const timers: (() => void)[] = [];
  const warned: string[] = [];
  let ids = 0;
  const stores = new MemoryDeskStores(disk, {
    beforeWrite: () => {
      if (room.full) throw new CodedError('DISK_FULL');
    },
    beforeCommit: () => undefined,
    afterCommit: () => undefined,
  });
  const base = {
    stores,
    clock: { now: () => 100, steady: () => 100 },
    timers: { after: (_ms: number, run: () => void) => (timers.push(run), () => undefined) },
    ids: { next: () => `id-${(ids += 1)}` },
    rng: { next: () => 0.5 },
    log: { debug: () => undefined, info: () => undefined, warn: (_: object, text: string) => void warned.push(text), error: () => undefined },
  } as unknown as SyncBase;
  return { base, stores, room, timers, warned };
}

test('what the server knows is taken in later, and the draining goes on', async () => {
  const { base, stores, room, timers, warned } = deskOver(new DeskDisk('replica'));
  const frozen = { frozen: { parts: ['Hallo'], visibility: 'public' }, agentId: 'ann', channel: 'sandbox', credentialId: 'sandbox', accountHandle: 'brand', followUp: false, then: { kind: 'keep' }, typed: 'Hallo' };
  const unknown = { kind: 'unknown', sent: [], startedAt: 5, firstAttemptAt: 5, tries: 1, looks: 0, since: 5, until: 100_000, detail: '' };
  stores.outbox.enqueue({ replyId: 'r1', conversationId: 'c1', accountId: 'x', epoch: 1, state: 'unknown', stateValue: unknown, frozen, platformKey: 'r1' }, 5);
  const book = new OutboxBook(base, { change: () => undefined, undone: () => undefined });
  const lane = { pending: [], append: () => 1, flush: () => undefined };
  const view = { get: () => undefined, account: () => undefined };
  const leases = { state: () => 'valid' };
  const quiet = { connectors: new Map(), credentials: { status: () => 'present' }, onDraft: () => undefined, onStep: () => undefined, onNotice: () => undefined };
  const replyStatus = async () => ({ kind: 'ok', value: { replies: [{ replyId: 'r1', state: 'delivered' }] } });
  const pump = new OutboxPump({ base, book, lane, view, leases, replyStatus, ...quiet } as unknown as PumpParts);
  room.full = true;
  await pump.caughtUp();
  expect(book.get('r1')?.state.kind).toBe('unknown');
  expect(warned).toContain('what the server knows of a reply could not be stored');
  room.full = false;
  for (const run of timers.splice(0)) run();
  expect(book.get('r1')?.state).toMatchObject({ kind: 'delivered', by: 'server' });
});

test('commands out of a damaged copy wait for room, and go up in their order', () => {
  const before = deskOver(new DeskDisk('old'));
  const lane = (of: ReturnType<typeof deskOver>): CommandLane => new CommandLane({ base: of.base, up: () => new Promise(() => undefined), onAnswer: () => undefined, afterAnswer: () => undefined, onReset: () => undefined });
  const old = lane(before);
  for (const text of ['eins', 'zwei']) old.append({ type: 'note.add', data: { id: `n-${text}`, conversationId: 'c1', text } });
  const after = deskOver((before.stores as MemoryDeskStores).disk.salvaged('new', 100, () => false));
  after.room.full = true;
  const anew = lane(after);
  expect(anew.pending).toEqual([]);
  expect(after.stores.commands.salvaged()).toHaveLength(2);
  after.room.full = false;
  for (const run of after.timers.splice(0)) run();
  expect(after.stores.commands.salvaged()).toEqual([]);
  expect(anew.pending.map(({ commandNo, command }) => [commandNo, command])).toEqual(['eins', 'zwei'].map((text, index) => [index + 1, envelopeOf({ type: 'note.add', data: { id: `n-${text}`, conversationId: 'c1', text } })]));
});
