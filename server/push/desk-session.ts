import type { Batch } from '../../shared/protocol/messages.ts';
import type { RowKind } from '../../shared/domain/rows.ts';
import type { RowKey } from './row-push.ts';
import type { CenterEvent } from '../../shared/events/index.ts';
import type { Desk } from './port.ts';
import type { Viewer } from '../center/visibility.ts';

/** One connected desk, as the push sees it. Events wait here until the next frame. */
export interface DeskSession extends Desk {
  viewer: Viewer;
  /** `starting`: hello is being answered, nothing is pushed yet. */
  phase: 'starting' | 'live';
  cursor: number;
  readonly held: Set<string>;
  /** Opened on request, not by holding the item: stay until released. */
  readonly fetched: Set<string>;
  readonly rows: Map<RowKind, Set<string>>;
  events: CenterEvent[];
  readonly grants: Set<string>;
  readonly purges: Set<string>;
  forget: string[];
  /** Rows this person works on: they do not wait for the others. */
  ownRows: Set<RowKey>;
  /** What this desk sees is judged again: its next frame carries all rows. */
  rowsAnew: boolean;
  send(batch: Batch): void;
}

export function newDeskSession(options: { id: string; replicaId: string; viewer: Viewer; send: (batch: Batch) => void; ephemeral: DeskSession['ephemeral'] }): DeskSession {
  return { ...options, phase: 'starting', cursor: 0, held: new Set(), fetched: new Set(), rows: new Map(), events: [], grants: new Set(), purges: new Set(), forget: [], ownRows: new Set(), rowsAnew: false };
}
