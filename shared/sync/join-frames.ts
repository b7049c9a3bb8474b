import type { Batch } from '../protocol/down.ts';
import type { ReadBatch } from './read-batch.ts';

/** Frames that are planned together come to the same as one by one; neighbours that do not join stay apart. */
export function joinFrames(frames: readonly ReadBatch[]): ReadBatch[] {
  const joined: ReadBatch[] = [];
  for (let i = 0; i < frames.length; ) {
    let to = i + 1;
    while (to < frames.length && joins(frames[to - 1] as ReadBatch, frames[to] as ReadBatch)) to += 1;
    joined.push(to === i + 1 ? (frames[i] as ReadBatch) : asOne(frames.slice(i, to)));
    i = to;
  }
  return joined;
}

/**
 * What a frame brings whole, takes away, freezes or says of the lists holds before the next one is looked at, so only what is told of conversations in order is put together.
 * Rows stand at the end of a frame and may come with the last.
 */
function joins({ batch: one, unreadable }: ReadBatch, { batch: next }: ReadBatch): boolean {
  if (one.toSeq !== next.fromSeq || one.toSeq < one.fromSeq || next.toSeq < next.fromSeq || unreadable.length > 0) return false;
  if (one.purges.length + one.snapshots.length + one.forget.length + one.rows.length > 0 || one.rowsReset !== undefined || one.rowsMark !== undefined) return false;
  return next.purges.length + next.forget.length + next.snapshots.length === 0;
}

function asOne(frames: readonly ReadBatch[]): ReadBatch {
  const batches = frames.map(({ batch }) => batch);
  const [first, last] = [batches[0] as Batch, batches.at(-1) as Batch];
  return {
    batch: { ...last, fromSeq: first.fromSeq, events: batches.flatMap(({ events }) => events), entities: batches.flatMap(({ entities }) => entities), bodies: Object.assign({}, ...batches.map(({ bodies }) => bodies)) as Batch['bodies'] },
    unreadable: frames.flatMap(({ unreadable }) => unreadable),
    leftOut: frames.flatMap(({ leftOut }) => leftOut),
  };
}
