// In the page of the whole desk: its rows are moved through the same door the desk program uses.
import type { QueueRow, RowPatch } from '../../../shared/domain/rows.ts';
import { seededRng } from '../../../shared/util/seeded-rng.ts';
import type { FakeWorkstation } from '../../support/fake-workstation.ts';
import { mover, runFrames, type FrameCosts, type FramePlan } from './frames.ts';

function runOnDesk(plan: FramePlan, seed: number): Promise<FrameCosts> {
  const fake = (window as unknown as { fake: FakeWorkstation }).fake;
  const rows = new Map<string, QueueRow>();
  for (const one of fake.state.rows.values()) if (one.kind === 'workItem' && one.value !== null && (one.value as QueueRow).item.state !== 'closed') rows.set(one.id, one.value as QueueRow);
  const dues = [...rows.values()].map(({ item }) => item.dueAt);
  const rng = seededRng(seed);
  const nextMove = mover([...rows.keys()], (id) => rows.get(id)?.item.dueAt ?? 0, [dues.reduce((a, b) => Math.min(a, b)), dues.reduce((a, b) => Math.max(a, b))], () => rng.next());
  return runFrames(plan, (count) => {
    const patches: RowPatch[] = [];
    for (let n = 0; n < count; n += 1) {
      const { id, dueAt } = nextMove();
      const row = rows.get(id);
      if (row === undefined) continue;
      const moved = { ...row, item: { ...row.item, dueAt } };
      rows.set(id, moved);
      fake.state.seq += 1;
      patches.push({ kind: 'workItem', id, seq: fake.state.seq, value: moved });
    }
    fake.emit('rows', { reset: false, rows: patches });
  });
}
Object.assign(window, { runOnDesk });
