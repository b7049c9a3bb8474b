import { createHash } from 'node:crypto';
import { WIRE_HASH } from '../../shared/protocol/version.ts';
import { isLeadViewer, type Viewer } from '../center/visibility.ts';

/** Raised by one when rows are made of something else, or seen by others, than before: desks then get all of theirs anew. */
const ROWS_VERSION = 2;
/** Who was away for longer gets all rows, ms. Shorter than a closed item is shown twice over. */
const BACK_WITHIN_MS = 24 * 3_600_000;

/** How far a desk was told of its rows: what changed at `seq` (of people's lines: at `people`) or later it may not have. */
export interface RowsSeen {
  readonly seq: number;
  readonly people: number;
  /** The center's time, ms. */
  readonly at: number;
}

/** Equal for people who see the same rows, but for what is their very own. */
export function viewKey(viewer: Viewer): string {
  return isLeadViewer(viewer) ? 'lead' : JSON.stringify(viewer.teamIds.toSorted());
}

/** The word for it that a desk keeps and says when it comes back. It means nothing to the desk. */
export function writeRowsWord({ seq, people, at }: RowsSeen, view: string): string {
  return [WIRE_HASH.slice(0, 8), ROWS_VERSION, seq, people, at, digest(view)].join('.');
}

/** Gives undefined where all rows have to be told anew: another build's word, other rights than now, another log, too long ago. */
export function readRowsWord(word: string | undefined, view: string, now: { readonly seq: number; readonly at: number }): RowsSeen | undefined {
  const [wire, version, ...rest] = (word ?? '').split('.');
  const [seq = NaN, people = NaN, at = NaN] = rest.slice(0, 3).map(Number);
  if (wire !== WIRE_HASH.slice(0, 8) || version !== String(ROWS_VERSION) || rest[3] !== digest(view) || rest.length !== 4) return undefined;
  if (![seq, people, at].every((value) => Number.isSafeInteger(value) && value >= 0)) return undefined;
  if (seq > now.seq || people > now.seq || at > now.at || now.at - at > BACK_WITHIN_MS) return undefined;
  return { seq, people, at };
}

const digests = new Map<string, string>();

function digest(view: string): string {
  let known = digests.get(view);
  if (known === undefined) {
    known = createHash('sha256').update(view).digest('hex').slice(0, 16);
    if (digests.size > 10_000) digests.clear();
    digests.set(view, known);
  }
  return known;
}
