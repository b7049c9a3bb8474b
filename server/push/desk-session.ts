import type { Batch } from '../../shared/protocol/messages.ts';
import type { RowPatch } from '../../shared/domain/rows.ts';
import type { RowKey } from './row-key.ts';
import type { CenterEvent } from '../../shared/events/index.ts';
import type { Desk } from './port.ts';
import type { Viewer } from '../center/visibility.ts';

/** One connected desk, as the push sees it. What is its own waits here until its next frame. */
export interface DeskSession extends Desk {
  viewer: Viewer;
  /** `starting`: hello is being answered, nothing is pushed yet. */
  phase: 'starting' | 'live';
  /** A frame is being made: the next one waits for it, whatever it carries. */
  busy: boolean;
  cursor: number;
  readonly held: Set<string>;
  /** Opened on request, not by holding the item: stay until released. */
  readonly fetched: Set<string>;
  events: CenterEvent[];
  readonly grants: Set<string>;
  readonly purges: Set<string>;
  forget: string[];
  /** Rows this person works on: they do not wait for the others. */
  ownRows: Set<RowKey>;
  /** What this desk sees is judged again: its next frame carries all rows. */
  rowsAnew: boolean;
  /** Those it gets its rows together with; none until it was sent all of them. */
  view: RowView | undefined;
  /** Rows to be sent, oldest first; the same array for every desk that gets the same. */
  backlog: RowPatch[][];
  send(batch: Batch): void;
}

/** Desks whose people have the same rights to rows, but for what is their very own. */
export interface RowView {
  readonly key: string;
  /** Somebody of these rights who has nothing of their own. */
  readonly viewer: Viewer;
  readonly desks: Set<DeskSession>;
  /** Marks up to this one were in what the first of them was told when it came. */
  since: number;
  /** The same of people's lines, which who comes back is told of later. */
  peopleSince: number;
  /** Rows all of them were told of, but for those everybody is told of. */
  readonly shown: Set<RowKey>;
  /** What the last of them that came back was told; the next one asks for the same. */
  back?: Back | undefined;
}

/** What changed of the lists since a place of the log, for everybody of a view. */
export interface Back {
  readonly seq: number;
  /** How many items left the lists by time alone. */
  readonly lapsed: number;
  /** Of the history it was made from. */
  readonly count: number;
  readonly patches: RowPatch[];
}

export function newDeskSession(options: { id: string; replicaId: string; viewer: Viewer; send: (batch: Batch) => void; ephemeral: DeskSession['ephemeral'] }): DeskSession {
  return { ...options, phase: 'starting', busy: false, cursor: 0, held: new Set(), fetched: new Set(), events: [], grants: new Set(), purges: new Set(), forget: [], ownRows: new Set(), rowsAnew: false, view: undefined, backlog: [] };
}
