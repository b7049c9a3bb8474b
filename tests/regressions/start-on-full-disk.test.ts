// Found by the simulation (seeds 68, 222, 230 of 5,000 steps): a desk that had died while sending could not start again as long as its disk was full.
import { expect, test } from 'vitest';
import { OutboxBook } from '../../electron/main/sync/outbox-book.ts';
import type { SyncBase } from '../../electron/main/sync/ports.ts';
import { CodedError } from '../../shared/util/errors.ts';
import { DeskDisk, MemoryDeskStores } from '../simulation/desk-disk.ts';

const REPLY = { frozen: { parts: ['Hallo'], visibility: 'public' }, agentId: 'ann', channel: 'sandbox', credentialId: 'sandbox', accountHandle: 'brand', followUp: false, then: { kind: 'wait' }, typed: 'Hallo' };
const SENDING = { kind: 'attempting', sent: [], attemptId: 'a1', startedAt: 5, firstAttemptAt: 5, tries: 1, doubtful: false };

function diedWhileSending(): DeskDisk {
  const disk = new DeskDisk('replica');
  const stores = new MemoryDeskStores(disk);
  stores.outbox.enqueue({ replyId: 'r1', conversationId: 'c1', accountId: 'x', epoch: 1, state: 'attempting', stateValue: SENDING, frozen: REPLY, platformKey: 'r1' }, 5);
  stores.attempts.start({ attemptId: 'a1', replyId: 'r1', part: 0 }, 5);
  return disk;
}

function bookOver(disk: DeskDisk, refuse?: () => Error): { book: OutboxBook; warned: string[] } {
  const warned: string[] = [];
  const stores = new MemoryDeskStores(disk, {
    beforeWrite: () => {
      if (refuse !== undefined) throw refuse();
    },
    beforeCommit: () => undefined,
    afterCommit: () => undefined,
  });
  const log = { debug: () => undefined, info: () => undefined, warn: (_: object, text: string) => void warned.push(text), error: () => undefined };
  const base = { stores, clock: { now: () => 100, steady: () => 0 }, log } as unknown as SyncBase;
  return { book: new OutboxBook(base, { change: () => undefined, undone: () => undefined }), warned };
}

test('on a full disk the desk starts, the attempt is unknown, and the next start still sees it', () => {
  const disk = diedWhileSending();
  const { book, warned } = bookOver(disk, () => new CodedError('DISK_FULL'));
  expect(book.get('r1')?.state.kind).toBe('unknown');
  expect(warned).toHaveLength(1);
  expect(disk.outbox.get('r1')?.state).toBe('attempting');
  const later = bookOver(disk);
  expect(later.book.get('r1')?.state.kind).toBe('unknown');
  expect(later.warned).toEqual([]);
  expect(disk.outbox.get('r1')?.state).toBe('unknown');
  expect([...disk.attempts.values()].map(({ outcome }) => outcome)).toEqual(['unknown']);
});

test('any other trouble with the copy is no reason to go on', () => {
  expect(() => bookOver(diedWhileSending(), () => new CodedError('REPLICA_DAMAGED'))).toThrow(CodedError);
});
