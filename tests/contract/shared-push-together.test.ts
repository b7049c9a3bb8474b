import { beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '../../shared/commands/index.ts';
import type { Batch } from '../../shared/protocol/down.ts';
import type { Desk } from '../../server/push/port.ts';
import { CoreWorld } from '../support/core-world.ts';
import { post, until } from '../support/server-world.ts';

// Rows are judged once for all who see the same, and go out as one and the same frame; what is a person's own does not wait for it.

const member = (id: string, role: 'agent' | 'supervisor', teamIds: string[]): Command => ({
  type: 'agent.register',
  data: { id, name: id, initials: id.toUpperCase().slice(0, 3), role, teamIds, place: 'office', skills: [{ skillId: 'mobile', level: 3 }], capacity: 100, disabled: false },
});

let w: CoreWorld;
interface Told {
  readonly desk: Desk;
  readonly frames: Batch[];
}
beforeEach(async () => {
  w = await CoreWorld.start({ commands: [member('cleo', 'agent', ['north']), member('dora', 'agent', ['north']), member('eve', 'agent', ['south']), member('max', 'supervisor', [])] });
});

/** A desk that keeps the very objects it is handed. */
async function told(agentId: string): Promise<Told> {
  const agent = w.core.center.committed.get('agent', agentId);
  const frames: Batch[] = [];
  const desk = w.core.hub.open({ id: `s-${agentId}`, replicaId: `r-${agentId}`, viewer: { agentId, role: agent?.role ?? 'agent', teamIds: agent?.teamIds ?? [] }, send: (batch) => void frames.push(batch), ephemeral: () => undefined });
  await w.core.hub.start(desk, { cursor: w.core.center.seq, held: [], outbox: { waiting: 0, unclear: 0 } });
  await until('all rows', () => frames.some((b) => b.rowsReset === true));
  return { desk, frames };
}

const item = () => [...w.core.center.committed.all('workItem').values()][0];
const itemRows = (of: Told): (readonly [string, boolean])[] => of.frames.filter((b) => b.rowsReset !== true).flatMap((b) => b.rows.filter((r) => r.kind === 'workItem').map((r) => [r.id, r.value !== null] as const));
const frameWithItem = (of: Told): Batch | undefined => of.frames.find((b) => b.rowsReset !== true && b.rows.some((r) => r.kind === 'workItem'));

describe('rows go together', () => {
  test('PUSH-10 desks that see the same get the very same frame; somebody of another team hears of it by the same rule as alone', async () => {
    const [cleo, dora, max] = [await told('cleo'), await told('dora'), await told('max')];
    await w.ingest(post('p1', 'kim', 'Kein Netz'));
    await until('the row', () => [cleo, dora, max].every((t) => frameWithItem(t) !== undefined));
    expect(frameWithItem(cleo)).toBe(frameWithItem(dora));
    expect(frameWithItem(max)).not.toBe(frameWithItem(cleo));
    expect(frameWithItem(cleo)?.rows.find((r) => r.kind === 'workItem')?.id).toBe(item()?.id);
  });

  test('PUSH-11 PUSH-10 who has the item gets its row ahead, and all hear that it left when it is closed, but for who closed it', async () => {
    const [cleo, dora] = [await told('cleo'), await told('dora')];
    await w.ingest(post('p1', 'kim', 'Kein Netz'));
    await until('the row', () => frameWithItem(cleo) !== undefined);
    const workItemId = item()?.id ?? '';
    await w.core.commands.run({ agentId: 'cleo', role: 'agent', replicaId: 'x' }, { type: 'workItem.take', data: { workItemId } });
    await until('the snapshot', () => cleo.frames.some((b) => b.snapshots.length > 0));
    const own = cleo.frames.find((b) => b.snapshots.length > 0);
    expect(own?.rows.some((r) => r.id === workItemId)).toBe(true);
    await w.core.commands.run({ agentId: 'cleo', role: 'agent', replicaId: 'x' }, { type: 'workItem.close', data: { workItemId, epoch: item()?.epoch ?? 0, disposition: { kind: 'noAnswerNeeded', reason: 'thanks' }, seenThroughMessageId: w.core.center.committed.get('conversation', item()?.conversationId ?? '')?.lastInboundMessageId } as never });
    await until('the end', () => itemRows(dora).some(([, there]) => !there));
    expect(itemRows(dora).at(-1)).toEqual([workItemId, false]);
    await until('its own last row', () => itemRows(cleo).length >= 3);
    expect(itemRows(cleo).at(-1)).toEqual([workItemId, true]);
  });

  test('PUSH-10 whoever comes between two changes is told when a row they were shown goes', async () => {
    await told('cleo');
    await w.ingest(post('p1', 'kim', 'Kein Netz'));
    // Not yet told to the others: shown to the one who comes, and gone before the next frame.
    const eve = await told('dora');
    const shown = eve.frames.find((b) => b.rowsReset === true)?.rows.some((r) => r.kind === 'workItem');
    expect(shown).toBe(true);
    const workItemId = item()?.id ?? '';
    await w.core.center.submit('system', () => ({ events: [{ type: 'workItem.closed', data: { workItemId, conversationId: item()?.conversationId ?? '', disposition: { kind: 'resolved' }, at: w.now } }] }));
    await until('the end', () => itemRows(eve).some(([, there]) => !there));
    expect(itemRows(eve).at(-1)).toEqual([workItemId, false]);
  });

  test('PUSH-11 lines of people go to leads with the rest, to others later and few at a time, the own one at once', async () => {
    const crowd = Array.from({ length: 45 }, (_, i) => member(`p${String(i).padStart(2, '0')}`, 'agent', ['north']));
    for (const command of crowd) await w.core.commands.run({ agentId: 'system', role: 'admin', replicaId: 'x' }, command);
    const [cleo, max] = [await told('cleo'), await told('max')];
    const at = w.now;
    await w.core.center.submit('system', () => ({ events: [...crowd.map((c) => (c.data as { id: string }).id), 'cleo'].map((agentId) => ({ type: 'agent.stateChanged' as const, data: { agentId, state: 'available' as const, at } })) }));
    const people = (batch: Batch): string[] => batch.rows.flatMap((r) => (r.kind === 'agent' && batch.rowsReset !== true && r.value !== null && (r.value as { state: string }).state === 'available' ? [r.id] : []));
    const known = (of: Told): Set<string> => new Set(of.frames.flatMap(people));
    await until('the lead to know', () => known(max).size === 46);
    expect([...known(cleo)]).toEqual(['cleo']);
    await until('the others', () => known(cleo).size === 46);
    for (const frame of cleo.frames) expect(people(frame).length).toBeLessThanOrEqual(20);
  });
});

test('PUSH-4 what was in the first rows of a desk is not told again, though it had changed just before', async () => {
  for (let i = 0; i < 30; i += 1) await w.core.commands.run({ agentId: 'system', role: 'admin', replicaId: 'x' }, member(`p${String(i).padStart(2, '0')}`, 'agent', ['north']));
  await w.ingest(post('p1', 'kim', 'Kein Netz'));
  const [cleo, max] = [await told('cleo'), await told('max')];
  await w.ingest(post('p2', 'tom', 'Auch nicht'));
  await until('news', () => [cleo, max].every((t) => frameWithItem(t) !== undefined));
  await new Promise((resolve) => setTimeout(resolve, 1_300));
  const again = (of: Told): string[] => of.frames.flatMap((b) => (b.rowsReset === true ? [] : b.rows.map((r) => `${r.kind} ${r.id}`)));
  expect(again(cleo)).toEqual(again(max));
  expect(again(cleo).filter((row) => row.startsWith('agent '))).toEqual([]);
  expect(again(cleo)).toHaveLength(1);
});

describe('one commit', () => {
  test('an item and its assignment reach the disk together', async () => {
    let commits = 0;
    const own = await CoreWorld.start({ commands: [member('cleo', 'agent', ['north'])], beforeCommit: () => void (commits += 1) });
    await own.core.center.submit('system', () => ({ events: [{ type: 'agent.stateChanged', data: { agentId: 'cleo', state: 'available', at: own.now } }, { type: 'agent.connected', data: { agentId: 'cleo', at: own.now } }] }));
    own.core.start();
    await own.core.router.idle();
    const before = own.types().length;
    commits = 0;
    await own.ingest(post('p1', 'kim', 'Kein Netz'));
    expect(own.types().slice(before)).toEqual(expect.arrayContaining(['workItem.queued', 'workItem.assigned']));
    await own.core.router.idle();
    expect(commits).toBe(1);
    await own.core.stop();
  });
});
