import type { RowKind, RowPatch } from '../../shared/domain/rows.ts';
import type { Center } from '../center/center.ts';
import { isLeadViewer, seesArticle, seesRow, type Viewer } from '../center/visibility.ts';
import type { DeskBook } from './desk-book.ts';
import { clusterRow, situationRow, type GatherSources } from './cluster-rows.ts';
import type { Back, DeskSession, RowView } from './desk-session.ts';
import type { RowHistory } from './row-history.ts';
import type { RowIndex } from './row-index.ts';
import { isPersonal, ownerOfPersonal, personalRows, seesPersonal } from './personal-rows.ts';
import { rowKey, splitKey, type RowKey } from './row-key.ts';
import { viewKey, type RowsSeen } from './rows-word.ts';

/** Rows as they are now; `value` null: there is none. */
export type RowPatches = ReadonlyMap<RowKey, RowPatch>;

/** Rows that a person may see beyond what their team sees. */
const isOwned = (key: RowKey): boolean => key.startsWith('workItem\n') || key.startsWith('article\n') || key.startsWith('bulk') || isPersonal(key);

const KINDS = ['agent', 'queue', 'skill', 'team', 'account', 'calendar', 'house', 'strategy', 'searchBook', 'article', 'cluster', 'situation', 'spike', 'figureRules', 'invitation', 'tag', 'houseSetting', 'roster', 'briefing', 'briefingReads'] as const;
/** Kinds only leads are told of. */
const LEADS_ONLY: ReadonlySet<RowKind> = new Set(['calendar', 'house', 'strategy', 'searchBook', 'spike', 'briefingReads', 'invitation']);
/** Leads are told of all, others of their own. */
const isLeadsAll = (viewer: Viewer, kind: RowKind): boolean => kind === 'roster' && isLeadViewer(viewer);

const NONE: ReadonlySet<RowKind> = new Set();
/** Everybody is told of these, so nobody's are noted: hundreds of views would each keep the names of thousands of people. */
const COMMON: ReadonlySet<RowKind> = new Set(['agent', 'queue', 'skill', 'team', 'account']);

/** Counted over what a desk may see, so that it differs from view to view. */
function isGathered(kind: RowKind): kind is 'cluster' | 'situation' {
  return kind === 'cluster' || kind === 'situation';
}

/**
 * Who is told which rows. Rows are judged once per view and told in one array that all its desks share; a desk gets an array of its own only for items
 * its person has, is offered or closed. Invariant: what a desk was told is in its view's `shown` or noted as told to it alone, so that nothing
 * stays on a desk that may no longer see it.
 */
export class RowViews {
  readonly #sources: GatherSources;
  readonly #center: Center;
  readonly #book: DeskBook;
  readonly #index: RowIndex;
  readonly #views = new Map<string, RowView>();
  readonly #alone = new Map<RowKey, Set<DeskSession>>();
  readonly #aloneOf = new Map<DeskSession, Set<RowKey>>();
  readonly #ofPatch = new WeakMap<RowPatch, Map<string, RowPatch>>();

  constructor(sources: GatherSources, book: DeskBook, index: RowIndex) {
    this.#sources = sources;
    this.#center = sources.center;
    this.#book = book;
    this.#index = index;
  }

  /** Whether anybody who is no lead is told of people's lines. */
  get hasPeople(): boolean {
    return this.#views.size > (this.#views.has('lead') ? 1 : 0);
  }

  /** Everything this person may see a line of, by what it is now. */
  *watchedBy(viewer: Viewer): Iterable<RowKey> {
    for (const id of this.#index.shown) if (this.#seesItem(viewer, id)) yield rowKey('workItem', id);
    for (const key of this.#index.bulksOf(isLeadViewer(viewer) ? undefined : viewer.agentId)) yield key;
    for (const [key, isSeen] of personalRows(this.#center.committed, viewer.agentId, this.#center.now())) if (isSeen) yield key;
    yield* this.#listsOf(viewer, NONE);
  }

  /** The same of somebody who has nothing of their own, without what everybody is told of. Items are judged by one of those that are alike: all views may come back at once. */
  *#shownTo(viewer: Viewer): Iterable<RowKey> {
    if (isLeadViewer(viewer)) for (const id of this.#index.shown) if (this.#seesItem(viewer, id)) yield rowKey('workItem', id);
    if (!isLeadViewer(viewer))
      for (const ids of this.#index.alike) {
        const [first] = ids;
        if (first !== undefined && this.#seesItem(viewer, first)) for (const id of ids) yield rowKey('workItem', id);
      }
    for (const key of this.#index.bulksOf(isLeadViewer(viewer) ? undefined : viewer.agentId)) yield key;
    for (const [key, isSeen] of personalRows(this.#center.committed, viewer.agentId, this.#center.now())) if (isSeen) yield key;
    yield* this.#listsOf(viewer, COMMON);
  }

  *#listsOf(viewer: Viewer, without: ReadonlySet<RowKind>): Iterable<RowKey> {
    for (const kind of KINDS) if (!without.has(kind) && ((!LEADS_ONLY.has(kind) && kind !== 'roster') || isLeadViewer(viewer))) for (const id of this.#center.committed.all(kind).keys()) if (kind !== 'article' || seesArticle(this.#center.committed, viewer, id)) yield rowKey(kind, id);
  }

  /** All rows for one desk, which from now on gets its rows with the others of its view. `since`: the marks there were before the values were read. */
  enter(desk: DeskSession, patches: RowPatches, since: number): RowPatch[] {
    const view = this.#join(desk);
    if (view.desks.size === 1) Object.assign(view, { since, peopleSince: since });
    const told: RowPatch[] = [];
    for (const [key, whole] of patches) {
      const patch = this.#scoped(desk.viewer, whole);
      if (!this.#sees(desk.viewer, key, patch)) continue;
      told.push(patch);
      if (view.desks.size === 1 && this.#sees(view.viewer, key, patch)) this.#noteShown(view, key, patch.kind);
      else if (!view.shown.has(key)) this.#tellAlone(desk, key);
    }
    return told;
  }

  /**
   * What changed for a desk that has all rows of `seen`, people's lines left out: they wait for the others. From now on it gets its rows with its view.
   * Who could not see an item when it last moved between people, teams or states was never told of it and hears nothing of it now.
   */
  comeBack(desk: DeskSession, seen: RowsSeen, history: RowHistory, patchOf: (key: RowKey) => RowPatch, since: number): RowPatch[] {
    const view = this.#join(desk);
    if (view.desks.size === 1) {
      for (const key of this.#shownTo(view.viewer)) view.shown.add(key);
      view.since = since;
    }
    view.peopleSince = 0;
    const back = this.#back(view, seen, history, patchOf);
    const own = new Map<RowKey, RowPatch>();
    for (const id of this.#index.of(desk.viewer.agentId)) {
      const key = rowKey('workItem', id);
      // What the view sees is among its changes; what it was shown and sees no more is not, and may still be this person's own.
      if (this.#seesItem(view.viewer, id) || !this.#seesItem(desk.viewer, id)) continue;
      this.#tellAlone(desk, key);
      if (history.last(key) >= seen.seq) own.set(key, patchOf(key));
    }
    if (!isLeadViewer(desk.viewer))
      for (const key of this.#index.bulksOf(desk.viewer.agentId)) {
        this.#tellAlone(desk, key);
        if (history.last(key) >= seen.seq) own.set(key, patchOf(key));
      }
    for (const [key, isSeen] of personalRows(this.#center.committed, desk.viewer.agentId, this.#center.now())) {
      if (isSeen) this.#tellAlone(desk, key);
      // Of one's own also what went: a mention that was seen on another desk.
      if (history.last(key) >= seen.seq) own.set(key, isSeen ? patchOf(key) : this.#gone(key));
    }
    // Marked and not yet told to the view: if it goes again before that, this desk must hear of it all the same.
    for (const { kind, id, value } of back.patches) if (value !== null && !view.shown.has(rowKey(kind, id))) this.#tellAlone(desk, rowKey(kind, id));
    return own.size === 0 ? back.patches : [...back.patches.filter(({ kind, id }) => !own.has(rowKey(kind, id))), ...own.values()];
  }

  /** Rows of a view, or of this person alone, that `comeBack` makes for a desk if it is called in the same moment. */
  *changedFor(desk: DeskSession, seen: RowsSeen, history: RowHistory): Iterable<RowKey> {
    const { viewer } = desk;
    const view = this.#views.get(viewKey(viewer));
    // A view that is this desk's alone ends when it comes back.
    const back = view === undefined || (view.desks.size === 1 && view.desks.has(desk)) ? undefined : view.back;
    if (back === undefined || !this.#isFor(back, seen, history)) for (const key of this.#changedSince(seen, history)) if (!key.startsWith('workItem\n') || this.#seesItem(viewer, splitKey(key)[1])) yield key;
    for (const id of this.#index.of(viewer.agentId)) if (history.last(rowKey('workItem', id)) >= seen.seq && this.#seesItem(viewer, id)) yield rowKey('workItem', id);
  }

  #changedSince(seen: RowsSeen, history: RowHistory): Set<RowKey> {
    const keys = history.since(seen.seq);
    for (const id of this.#index.lapsedSince(seen.at)) keys.add(rowKey('workItem', id));
    return keys;
  }

  #back(view: RowView, seen: RowsSeen, history: RowHistory, patchOf: (key: RowKey) => RowPatch): Back {
    if (view.back !== undefined && this.#isFor(view.back, seen, history)) return view.back;
    const patches: RowPatch[] = [];
    const lapsed = new Set(this.#index.lapsedSince(seen.at).map((id) => rowKey('workItem', id)));
    for (const key of this.#changedSince(seen, history)) {
      const [kind, id] = splitKey(key);
      if (kind !== 'workItem') {
        const patch = this.#scoped(view.viewer, patchOf(key));
        if (this.#sees(view.viewer, key, patch)) patches.push(patch);
        else if (isGathered(kind) || kind === 'spike') patches.push(this.#gone(key));
        else if ((kind === 'article' || kind === 'savedView' || isLeadsAll(view.viewer, kind)) && history.hasMovedSince(key, seen.seq)) patches.push(this.#gone(key));
      } else if (this.#seesItem(view.viewer, id)) patches.push(patchOf(key));
      else if (lapsed.has(key) || history.hasMovedSince(key, seen.seq)) patches.push(this.#gone(key));
    }
    view.back = { seq: seen.seq, lapsed: lapsed.size, count: history.count, patches };
    return view.back;
  }

  #isFor(back: Back, seen: RowsSeen, history: RowHistory): boolean {
    return back.seq === seen.seq && back.count === history.count && back.lapsed === this.#index.lapsedSince(seen.at).length;
  }

  #join(desk: DeskSession): RowView {
    this.leave(desk);
    const view = this.#viewOf(desk.viewer);
    view.desks.add(desk);
    desk.view = view;
    desk.backlog = [];
    return view;
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
  ahead(desk: DeskSession, patches: RowPatches): RowPatch[] {
    const told: RowPatch[] = [];
    for (const [key, patch] of patches) {
      if (this.#sees(desk.viewer, key, patch)) {
        this.#tellAlone(desk, key);
        told.push(patch);
      } else if (this.#untellAlone(desk, key) || COMMON.has(patch.kind) || desk.view?.shown.has(key) === true) told.push(this.#gone(key));
    }
    return told;
  }

  #noteShown(view: RowView, key: RowKey, kind: RowKind): void {
    if (!COMMON.has(kind)) view.shown.add(key);
  }

  /** Whether any desk of those who are no leads came before this mark of a person's line. */
  lacksPerson(mark: number): boolean {
    for (const view of this.#views.values()) if (!isLeadViewer(view.viewer) && view.peopleSince < mark) return true;
    return false;
  }

  /**
   * Puts what of these concerns each desk at the end of its backlog, and says which desks got any. `marks`: of each row the last; `wants`: whether a view
   * is told of a kind at all.
   */
  spread(patches: RowPatches, marks: ReadonlyMap<RowKey, number>, wants: (lead: boolean, kind: RowKind) => boolean): DeskSession[] {
    const told: DeskSession[] = [];
    const own = this.#ownKeys(patches.keys());
    const gone = new Map<RowKey, RowPatch>();
    for (const view of this.#views.values()) {
      const isLead = isLeadViewer(view.viewer);
      const shared: RowPatch[] = [];
      for (const [key, whole] of patches) {
        const { kind } = whole;
        if (!wants(isLead, kind) || (marks.get(key) ?? 0) <= (kind === 'agent' && !isLead ? view.peopleSince : view.since)) continue;
        const patch = this.#scoped(view.viewer, whole);
        if (this.#sees(view.viewer, key, patch)) {
          this.#noteShown(view, key, kind);
          shared.push(patch);
        } else if (COMMON.has(kind) || view.shown.delete(key)) {
          const none = gone.get(key) ?? this.#gone(key);
          gone.set(key, none);
          shared.push(none);
        }
      }
      for (const desk of view.desks) {
        const keys = own.get(desk);
        const rows = keys === undefined ? shared : this.#withOwn(desk, view, keys, shared, patches);
        if (rows.length === 0) continue;
        desk.backlog.push(rows);
        told.push(desk);
      }
    }
    return told;
  }

  /** The rows of the view, with what differs for this person. */
  #withOwn(desk: DeskSession, view: RowView, keys: readonly RowKey[], shared: readonly RowPatch[], patches: RowPatches): RowPatch[] {
    const rows = new Map(shared.map((patch) => [`${patch.kind}\n${patch.id}`, patch]));
    for (const key of keys) {
      const patch = patches.get(key);
      const wasAlone = this.#untellAlone(desk, key);
      if (view.shown.has(key)) continue;
      if (patch !== undefined && this.#sees(desk.viewer, key, patch)) {
        this.#tellAlone(desk, key);
        rows.set(key, patch);
      } else if (wasAlone) rows.set(key, this.#gone(key));
    }
    return [...rows.values()];
  }

  /** Desks for which some of these items are more, or were told of more, than to the others of their view. */
  #ownKeys(keys: Iterable<RowKey>): Map<DeskSession, RowKey[]> {
    const found = new Map<DeskSession, RowKey[]>();
    for (const key of keys) {
      const [kind, id] = splitKey(key);
      if (!isOwned(key)) continue;
      const desks = new Set(this.#alone.get(key));
      for (const agentId of kind === 'workItem' ? this.#index.peopleOf(this.#center.committed.get('workItem', id)) : isPersonal(key) ? [ownerOfPersonal(this.#center.committed, key) ?? ''] : this.#index.bulkOwner(key)) for (const desk of this.#book.of(agentId)) desks.add(desk);
      for (const desk of desks) {
        const list = found.get(desk);
        if (list === undefined) found.set(desk, [key]);
        else list.push(key);
      }
    }
    return found;
  }

  #sees(viewer: Viewer, key: RowKey, { kind, value }: RowPatch): boolean {
    if (value === null) return false;
    if (LEADS_ONLY.has(kind)) return isLeadViewer(viewer);
    if (kind === 'bulkAnswer' || kind === 'bulkMember') return isLeadViewer(viewer) || (value as { agentId: string }).agentId === viewer.agentId;
    if (isLeadsAll(viewer, kind)) return true;
    if (isPersonal(key)) return seesPersonal(viewer.agentId, kind, value);
    if (kind === 'article') return seesArticle(this.#center.committed, viewer, splitKey(key)[1]);
    return kind !== 'workItem' || this.#seesItem(viewer, splitKey(key)[1]);
  }

  /** What this view is told of a row that is counted over what one may see. The same object for the same view, so that it is written out once. */
  #scoped(viewer: Viewer, patch: RowPatch): RowPatch {
    const { kind, id, value } = patch;
    if (value === null || !isGathered(kind) || isLeadViewer(viewer)) return patch;
    const scoped = this.#ofPatch.get(patch) ?? new Map<string, RowPatch>();
    this.#ofPatch.set(patch, scoped);
    const view = viewKey(viewer);
    let known = scoped.get(view);
    if (known === undefined) {
      const team: Viewer = { agentId: '', role: 'agent', teamIds: viewer.teamIds };
      known = { ...patch, value: (kind === 'cluster' ? clusterRow(this.#sources, team, id) : situationRow(this.#sources, team, id)) ?? null };
      scoped.set(view, known);
    }
    return known;
  }

  #seesItem(viewer: Viewer, id: string): boolean {
    const item = this.#center.committed.get('workItem', id);
    return item !== undefined && seesRow(this.#center.committed, viewer, item, this.#center.now());
  }

  /** The row left what somebody watches. */
  #gone(key: RowKey): RowPatch {
    const [kind, id] = splitKey(key);
    return { kind, id, seq: this.#center.seq, value: null };
  }

  #viewOf(viewer: Viewer): RowView {
    const isLead = isLeadViewer(viewer);
    const teamIds = isLead ? [] : viewer.teamIds.toSorted();
    const key = viewKey(viewer);
    const known = this.#views.get(key);
    if (known !== undefined) return known;
    const view: RowView = { key, viewer: { agentId: '', role: isLead ? viewer.role : 'agent', teamIds }, desks: new Set(), since: 0, peopleSince: 0, shown: new Set() };
    this.#views.set(key, view);
    return view;
  }

  /** Only items, articles and answers for many are seen by some and not by others. */
  #tellAlone(desk: DeskSession, key: RowKey): void {
    if (!isOwned(key)) return;
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
