import type { RowKind, RowPatch, RowValue } from '../../shared/domain/rows.ts';
import type { WorkItem } from '../../shared/domain/work-item.ts';
import type { Center } from '../center/center.ts';
import { isLeadViewer, seesRow, type Viewer } from '../center/visibility.ts';
import type { DeskBook } from './desk-book.ts';
import type { DeskSession } from './desk-session.ts';
import { splitKey, type RowKey } from './row-marks.ts';

/** Desks whose people have the same rights to rows, but for what is their very own. */
export interface RowView {
  readonly key: string;
  /** Somebody of these rights who has nothing of their own. */
  readonly viewer: Viewer;
  readonly desks: Set<DeskSession>;
  /** Marks up to this one were in what the first of them was told when it came. */
  since: number;
  /** Rows all of them were told of. */
  readonly shown: Set<RowKey>;
}

export type RowValues = ReadonlyMap<RowKey, RowValue | undefined>;

/**
 * Who is told which rows. Rows are judged once per view and told in one array that all its desks share; a desk gets an array of its own only for items
 * its person has, is offered or closed. Invariant: what a desk was told is in its view's `shown` or noted as told to it alone, so that nothing
 * stays on a desk that may no longer see it.
 */
export class RowViews {
  readonly #center: Center;
  readonly #book: DeskBook;
  readonly #views = new Map<string, RowView>();
  readonly #alone = new Map<RowKey, Set<DeskSession>>();
  readonly #aloneOf = new Map<DeskSession, Set<RowKey>>();

  constructor(center: Center, book: DeskBook) {
    this.#center = center;
    this.#book = book;
  }

  /** All rows for one desk, which from now on gets its rows with the others of its view. `since`: the marks there were before the values were read. */
  enter(desk: DeskSession, values: RowValues, since: number): RowPatch[] {
    this.leave(desk);
    const view = this.#viewOf(desk.viewer);
    const isFirst = view.desks.size === 0;
    if (isFirst) view.since = since;
    view.desks.add(desk);
    desk.view = view;
    desk.backlog = [];
    const patches: RowPatch[] = [];
    for (const [key, value] of values) {
      if (!this.#sees(desk.viewer, key, value)) continue;
      patches.push(this.#patch(key, value));
      if (isFirst && this.#sees(view.viewer, key, value)) view.shown.add(key);
      else if (!view.shown.has(key)) this.#tellAlone(desk, key);
    }
    return patches;
  }

  leave(desk: DeskSession): void {
    for (const key of [...(this.#aloneOf.get(desk) ?? [])]) this.#untellAlone(desk, key);
    this.#aloneOf.delete(desk);
    const { view } = desk;
    desk.view = undefined;
    if (view === undefined) return;
    view.desks.delete(desk);
    if (view.desks.size === 0) this.#views.delete(view.key);
  }

  /** What of these concerns this desk alone, ahead of the others. */
  ahead(desk: DeskSession, values: RowValues): RowPatch[] {
    const patches: RowPatch[] = [];
    for (const [key, value] of values) {
      if (this.#sees(desk.viewer, key, value)) {
        this.#tellAlone(desk, key);
        patches.push(this.#patch(key, value));
      } else if (this.#untellAlone(desk, key) || desk.view?.shown.has(key) === true) patches.push(this.#patch(key, undefined));
    }
    return patches;
  }

  /** Whether any desk, of leads or of others, came before this mark. */
  lacks(mark: number, isLead: boolean): boolean {
    for (const view of this.#views.values()) if (isLeadViewer(view.viewer) === isLead && view.since < mark) return true;
    return false;
  }

  /**
   * Puts what of these concerns each desk at the end of its backlog, and says which desks got any. `marks`: of each row the last; `wants`: whether a view
   * is told of a kind at all.
   */
  spread(values: RowValues, marks: ReadonlyMap<RowKey, number>, wants: (lead: boolean, kind: RowKind) => boolean): DeskSession[] {
    const told: DeskSession[] = [];
    const own = this.#ownKeys(values.keys());
    const patches = new Map<RowKey, RowPatch>();
    const gone = new Map<RowKey, RowPatch>();
    for (const view of this.#views.values()) {
      const shared: RowPatch[] = [];
      for (const [key, value] of values) {
        if (!wants(isLeadViewer(view.viewer), splitKey(key)[0]) || (marks.get(key) ?? 0) <= view.since) continue;
        if (this.#sees(view.viewer, key, value)) {
          view.shown.add(key);
          shared.push(this.#once(patches, key, value));
        } else if (view.shown.delete(key)) shared.push(this.#once(gone, key, undefined));
      }
      for (const desk of view.desks) {
        const keys = own.get(desk);
        const rows = keys === undefined ? shared : this.#withOwn(desk, view, keys, shared, values);
        if (rows.length === 0) continue;
        desk.backlog.push(rows);
        told.push(desk);
      }
    }
    return told;
  }

  /** The rows of the view, with what differs for this person. */
  #withOwn(desk: DeskSession, view: RowView, keys: readonly RowKey[], shared: readonly RowPatch[], values: RowValues): RowPatch[] {
    const rows = new Map(shared.map((patch) => [`${patch.kind}\n${patch.id}`, patch]));
    for (const key of keys) {
      const value = values.get(key);
      const wasAlone = this.#untellAlone(desk, key);
      if (view.shown.has(key)) continue;
      if (this.#sees(desk.viewer, key, value)) {
        this.#tellAlone(desk, key);
        rows.set(key, this.#patch(key, value));
      } else if (wasAlone) rows.set(key, this.#patch(key, undefined));
    }
    return [...rows.values()];
  }

  /** Desks for which some of these items are more, or were told of more, than to the others of their view. */
  #ownKeys(keys: Iterable<RowKey>): Map<DeskSession, RowKey[]> {
    const found = new Map<DeskSession, RowKey[]>();
    for (const key of keys) {
      const [kind, id] = splitKey(key);
      if (kind !== 'workItem') continue;
      const desks = new Set(this.#alone.get(key));
      for (const agentId of this.#peopleOf(this.#center.committed.get('workItem', id))) for (const desk of this.#book.of(agentId)) desks.add(desk);
      for (const desk of desks) {
        const list = found.get(desk);
        if (list === undefined) found.set(desk, [key]);
        else list.push(key);
      }
    }
    return found;
  }

  /** To whom the item is their own: see `seesRow`. */
  #peopleOf(item: WorkItem | undefined): (string | undefined)[] {
    if (item === undefined) return [];
    const reservation = item.reservationId === undefined ? undefined : this.#center.committed.get('reservation', item.reservationId);
    return [item.ownerAgentId, item.lastAgentId, reservation?.agentId];
  }

  #sees(viewer: Viewer, key: RowKey, value: RowValue | undefined): value is RowValue {
    if (value === undefined) return false;
    const [kind, id] = splitKey(key);
    if (kind === 'strategy') return isLeadViewer(viewer);
    if (kind !== 'workItem') return true;
    const item = this.#center.committed.get('workItem', id);
    return item !== undefined && seesRow(this.#center.committed, viewer, item, this.#center.now());
  }

  #patch(key: RowKey, value: RowValue | undefined): RowPatch {
    const [kind, id] = splitKey(key);
    return { kind, id, seq: this.#center.seq, value: value ?? null };
  }

  #once(made: Map<RowKey, RowPatch>, key: RowKey, value: RowValue | undefined): RowPatch {
    const patch = made.get(key) ?? this.#patch(key, value);
    made.set(key, patch);
    return patch;
  }

  #viewOf(viewer: Viewer): RowView {
    const isLead = isLeadViewer(viewer);
    const teamIds = isLead ? [] : viewer.teamIds.toSorted();
    const key = isLead ? 'lead' : JSON.stringify(teamIds);
    const known = this.#views.get(key);
    if (known !== undefined) return known;
    const view: RowView = { key, viewer: { agentId: '', role: isLead ? viewer.role : 'agent', teamIds }, desks: new Set(), since: 0, shown: new Set() };
    this.#views.set(key, view);
    return view;
  }

  /** Only items are seen by some and not by others. */
  #tellAlone(desk: DeskSession, key: RowKey): void {
    if (!key.startsWith('workItem\n')) return;
    const desks = this.#alone.get(key);
    if (desks === undefined) this.#alone.set(key, new Set([desk]));
    else desks.add(desk);
    const keys = this.#aloneOf.get(desk);
    if (keys === undefined) this.#aloneOf.set(desk, new Set([key]));
    else keys.add(key);
  }

  #untellAlone(desk: DeskSession, key: RowKey): boolean {
    const desks = this.#alone.get(key);
    if (desks?.delete(desk) !== true) return false;
    if (desks.size === 0) this.#alone.delete(key);
    this.#aloneOf.get(desk)?.delete(key);
    return true;
  }
}
