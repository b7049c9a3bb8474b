// What a call has promised by returning is there after the process was killed.
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openOrRebuild } from '../../electron/main/storage/care.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { TEST_KEY, TEST_NOW, replicaFolder } from '../support/replica-kit.ts';
import type { ReplicaFolder } from '../support/replica-kit.ts';

const child = path.join(import.meta.dirname, '../support/replica-child.ts');
let folder: ReplicaFolder;
beforeEach(() => {
  folder = replicaFolder();
});
afterEach(() => folder.remove());

test('STORE-7 an attempt that was started is there, without an outcome, after a kill right behind it', () => {
  const killed = spawnSync(process.execPath, [child, 'start-and-die', folder.dataDir]);
  expect(killed.signal).toBe('SIGKILL');
  const { replica, stores, outcome } = openOrRebuild({ dataDir: folder.dataDir, key: TEST_KEY, now: () => TEST_NOW });
  expect(outcome).toBe('opened');
  expect(stores.attempts.withoutOutcome()).toMatchObject([{ attemptId: 'a1', replyId: 'r1', part: 0, startedAt: 2 }]);
  expect(stores.outbox.get('r1')?.state).toBe('queued');
  replica.close();
});

test('STORE-7 killed at random moments while working: nothing promised is missing, nothing is half there', { timeout: 120_000 }, async () => {
  const seed = Number(process.env['SEED'] ?? 20_260_301);
  const rng = seededRng(seed);
  let promised = 0;
  for (let round = 0; round < 12; round++) {
    const own = replicaFolder();
    const said = await workUntilKilled(own.dataDir, 1 + rng.int(400));
    const { replica, stores, outcome } = openOrRebuild({ dataDir: own.dataDir, key: TEST_KEY, now: () => TEST_NOW });
    expect(outcome).toBe('opened');
    const open = new Set(stores.attempts.withoutOutcome().map(({ attemptId }) => attemptId));
    const replies = new Map(stores.outbox.all().map((reply) => [reply.replyId, reply.state]));
    for (const line of said) {
      const [what, id = ''] = line.split(' ');
      const number = id.slice(1);
      if (what === 'enqueued') expect(replies.has(id), line).toBe(true);
      if (what === 'started') expect(stores.attempts.byReply(`r${number}`).map(({ attemptId }) => attemptId), line).toEqual([id]);
      if (what === 'finished') expect([open.has(id), replies.get(`r${number}`)], line).toEqual([false, 'delivered']);
    }
    // Outcome and state were written together.
    for (const [replyId, state] of replies) expect(state === 'delivered', replyId).toBe(stores.attempts.byReply(replyId)[0]?.outcome === 'delivered');
    promised += said.length;
    replica.close();
    own.remove();
  }
  console.log(`12 kills, seed ${seed}: ${promised} promises, 0 broken`);
  expect(promised).toBeGreaterThan(100);
});

/** Lets the child work, kills it once it has made `promises` promises, gives all whole lines it had said. */
function workUntilKilled(dataDir: string, promises: number): Promise<string[]> {
  const { promise, resolve, reject } = Promise.withResolvers<string[]>();
  const working = spawn(process.execPath, [child, 'work-until-killed', dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  working.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (text.split('\n').length > promises) working.kill('SIGKILL');
  });
  working.on('error', reject);
  working.on('close', () => resolve(text.split('\n').slice(0, -1)));
  return promise;
}
