import { expect, test } from 'vitest';
import { DeskDisk, MemoryDeskStores } from '../simulation/desk-disk.ts';
import { ReplicaView } from '../../electron/main/sync/replica-view.ts';
import { writeBatch } from '../../electron/main/sync/replica-writer.ts';
import { planBatch } from '../../shared/sync/apply-batch.ts';
import { joinFrames } from '../../shared/sync/join-frames.ts';
import { readBatch, type ReadBatch } from '../../shared/sync/read-batch.ts';
import { diceFor } from '../simulation/dice.ts';
import { CoreWorld } from '../support/core-world.ts';
import { post, until } from '../support/server-world.ts';

/** Frames of the real server to a desk that holds conversations while people write, edit, delete, note, answer, move and forget. */
async function record(seed: number): Promise<unknown[]> {
  const dice = diceFor(seed, 'join-frames');
  const w = await CoreWorld.start();
  const desk = w.desk('ann');
  await desk.hello();
  const admin = { agentId: 'ada', role: 'admin', replicaId: 'x' } as const;
  for (let no = 0; no < 60; no += 1) {
    const root = dice.int(5);
    const ids = [...w.core.center.committed.all('message').values()].map(({ remoteId }) => remoteId);
    const items = [...w.core.center.committed.all('workItem').values()];
    const item = items.length === 0 ? undefined : dice.pick(items);
    const roll = dice.int(100);
    const some = (): string => (ids.length === 0 ? 'none' : dice.pick(ids));
    if (roll < 40 || item === undefined) await w.ingest(post(`m${no}`, `kim${dice.int(4)}`, `Text ${no}`, dice.chance(0.6) ? { inReplyToRemoteId: `m${root}` } : {}));
    else if (roll < 55) await w.core.commands.run({ agentId: 'ann', role: 'agent', replicaId: 'x' }, { type: 'workItem.take', data: { workItemId: item.id } });
    else if (roll < 65) await w.ingest({ v: 1, kind: 'edit', channel: 'sandbox', account: 'musterkom', remoteId: some(), text: `neu ${no}`, editedAt: w.now + no });
    else if (roll < 70) await w.ingest({ v: 1, kind: 'deletion', channel: 'sandbox', account: 'musterkom', remoteId: some(), deletedAt: w.now + no });
    else if (roll < 80) await w.core.commands.run({ agentId: 'ann', role: 'agent', replicaId: 'x' }, { type: 'note.add', data: { id: `n${no}`, conversationId: item.conversationId, text: `Notiz ${no}` } });
    else if (roll < 88) await w.core.commands.run({ agentId: 'ann', role: 'agent', replicaId: 'x' }, { type: 'draft.save', data: { conversationId: item.conversationId, draft: { text: `Entwurf ${no}`, visibility: 'public' } } });
    else await w.core.commands.run(admin, { type: 'workItem.reassign', data: { workItemIds: [item.id], to: dice.chance(0.5) ? { kind: 'agent', agentId: dice.pick(['ann', 'ben']) } : { kind: 'queue' }, force: true } });
    w.now += 50;
    if (dice.chance(0.5)) await new Promise((resolve) => setImmediate(resolve));
  }
  await until('the last frame', () => desk.cursor === w.core.center.seq || undefined);
  return desk.batches;
}

function take(frames: readonly ReadBatch[]): unknown {
  const stores = new MemoryDeskStores(new DeskDisk('r'));
  const view = new ReplicaView(stores);
  for (const frame of frames) {
    const plan = planBatch(frame, view, 'app');
    if (plan.kind !== 'apply') throw new Error(`a frame from ${frame.batch.fromSeq} is a ${plan.kind} at ${view.cursor()}`);
    writeBatch(stores, plan, 1);
  }
  const { entities, bodies, held, rows } = stores.disk;
  const sorted = (map: ReadonlyMap<string, unknown>): unknown => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { cursor: view.cursor(), entities: sorted(entities), bodies: sorted(bodies), held: sorted(held), rows: sorted(rows) };
}

test('K1 frames that wait for one another leave the same on a desk as one by one', async () => {
  let most = 0;
  for (let seed = 1; seed <= 12; seed += 1) {
    const frames = (await record(seed)).map((frame) => readBatch(frame) as ReadBatch);
    // Rows go out with many of these frames; of a tail they come with the last alone.
    const tail = frames.map((frame, i): ReadBatch => (i === frames.length - 1 ? frame : { ...frame, batch: { ...frame.batch, rows: [], rowsReset: undefined, rowsMark: undefined } }));
    const joined = joinFrames(tail);
    expect(joined.length, `seed ${seed}`).toBeLessThan(tail.length);
    expect(take(joined), `seed ${seed}`).toEqual(take(tail));
    most = Math.max(most, ...joined.map(({ batch }) => batch.events.length));
  }
  expect(most).toBeGreaterThan(5);
});
