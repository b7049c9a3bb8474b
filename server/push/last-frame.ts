import type { Batch } from '../../shared/protocol/messages.ts';
import type { Told } from './row-push.ts';

const EVENTS = 1_000;
const ROWS = 500;

/** Frames of one catch-up, each held back until the next is known: what fits together goes as one, for the cost is the frame. */
export class LastFrame {
  readonly #send: (batch: Batch) => void;
  #frame: Batch | undefined;

  constructor(send: (batch: Batch) => void) {
    this.#send = send;
  }

  /** `batch` must join the one before. */
  put(batch: Batch): void {
    const last = this.#frame;
    if (last !== undefined && fits(last, batch)) {
      const { progress: _before, ...rest } = last;
      const { fromSeq: _joined, ...more } = batch;
      this.#frame = { ...rest, ...more, purges: last.purges, snapshots: last.snapshots, events: [...last.events, ...batch.events], entities: [...last.entities, ...batch.entities], bodies: { ...last.bodies, ...batch.bodies }, forget: last.forget };
      return;
    }
    this.end();
    this.#frame = batch;
  }

  /** Nothing follows. */
  end(): void {
    const last = this.#frame;
    this.#frame = undefined;
    if (last !== undefined) this.#send(last);
  }
}

/** What a frame brings is written in one order (snapshots, events, rows), so nothing may be joined behind what comes later in it. */
function fits(last: Batch, next: Batch): boolean {
  const startsOver = last.toSeq < last.fromSeq;
  if (startsOver && next.toSeq !== last.toSeq) return false;
  return last.rows.length === 0 && last.rowsReset === undefined && next.purges.length + next.snapshots.length + next.forget.length === 0 && last.events.length + next.events.length <= EVENTS;
}

/** Rows in frames small enough for the wire and for a count on the desk. With the last of them comes the word for all. */
export function pieces({ rows, isAll, word }: Told): Pick<Batch, 'rows' | 'rowsReset' | 'rowsMark' | 'progress'>[] {
  const out: Pick<Batch, 'rows' | 'rowsReset' | 'rowsMark' | 'progress'>[] = [];
  for (let done = 0; out.length === 0 || done < rows.length; ) {
    const part = rows.length <= ROWS ? rows : rows.slice(done, done + ROWS);
    const isFirst = done === 0;
    done += part.length;
    out.push({ rows: part, ...(isAll && isFirst ? { rowsReset: true } : {}), ...(done < rows.length ? { progress: { done, total: rows.length } } : { rowsMark: word }) });
  }
  return out;
}
