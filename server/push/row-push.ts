import { invitationRowSchema } from '../../shared/domain/invitation.ts';
import type { RowKind, RowPatch, RowValue } from '../../shared/domain/rows.ts';
import type { EntityRef } from '../../shared/reducers/index.ts';
import type { Center } from '../center/center.ts';
import { isLeadViewer, type Viewer } from '../center/visibility.ts';
import { clusterRow, situationRow, spikeRow } from './cluster-rows.ts';
import type { DeskBook } from './desk-book.ts';
import type { DeskSession } from './desk-session.ts';
import type { DeskNews } from './port.ts';
import { RowIndex } from './row-index.ts';
import { rowKey, splitKey, type RowKey } from './row-key.ts';
import { RowMarks } from './row-marks.ts';
import { RowViews, type RowPatches } from './row-views.ts';
import { accountRow, agentRow, articleRow, queueRow, rowRefs } from './rows.ts';
import { readRowsWord, viewKey, writeRowsWord, type RowsSeen } from './rows-word.ts';
import type { Tail } from './tail.ts';
import type { Texts } from './texts.ts';

export interface RowSources {
  readonly center: Center;
  readonly texts: Texts;
  deskNews(agentId: string): DeskNews | undefined;
  sendingPossibleUntil(conversationId: string): number;
  /** Words the members of a cluster have in common; none until they were read. */
  clusterWords(clusterId: string): readonly string[];
}

/** Lines of people to those who are no leads, each time. */
const LINES_AT_ONCE = 20;

export interface Spread {
  readonly desks: readonly DeskSession[];
  readonly seq: number;
}

/** Answer to a desk that came. */
export interface Told {
  readonly rows: RowPatch[];
  /** They are all there are; else those that changed since the desk was here. */
  readonly isAll: boolean;
  /** What the desk says when it comes back. */
  readonly word: string;
}

/** A line of a person that waits for everybody but leads. */
interface Waiting {
  /** Of its last mark. */
  readonly no: number;
  /** What changed of it before this place of the log was told. */
  readonly seq: number;
}

const NO_MARKS: ReadonlyMap<RowKey, number> = new Map();
const NO_TEXTS: ReadonlyMap<string, string> = new Map();
/** Who missed more changes than this, and more than the lists are long, gets all rows. */
const MANY = 500;

/**
 * What rows look like now, and to which desks that is to be told. People's lines go to leads with the others, to everybody else when `spreadPeople` is
 * called. Invariant of the word a desk is given: of everything that changed before it, the desk has the latest state or is about to get it in the very frame.
 */
export class RowPush {
  readonly #sources: RowSources;
  readonly #tail: Tail;
  readonly #index: RowIndex;
  readonly #marks: RowMarks;
  readonly #views: RowViews;
  readonly #patches = new Map<RowKey, RowPatch>();
  /** Those longest in waiting first. */
  readonly #people = new Map<RowKey, Waiting>();
  /** Lines that were told to everybody: where they had changed last. */
  readonly #toldPeople = new Map<RowKey, number>();
  /** Taken, while their texts are read. */
  #underWay = NO_MARKS;
  /** What changed before this place of the log, or by time alone before `at`, has been put on the desks' backlogs. */
  #spreadTo: { readonly seq: number; readonly at: number };

  constructor(sources: RowSources, book: DeskBook, tail: Tail) {
    const { center } = sources;
    this.#sources = sources;
    this.#tail = tail;
    this.#index = new RowIndex(center);
    this.#marks = new RowMarks(center, this.#index, (key) => this.#patches.delete(key));
    this.#views = new RowViews(sources, book, this.#index);
    this.#spreadTo = { seq: center.seq, at: center.now() };
    for (const id of center.committed.all('agent').keys()) this.#people.set(rowKey('agent', id), { no: this.#marks.count, seq: center.seq });
  }

  get hasDirty(): boolean {
    return this.#marks.any;
  }

  get peopleWait(): boolean {
    return this.#people.size > 0 && this.#views.hasPeople;
  }

  markAgent(agentId: string): void {
    this.#marks.mark(rowKey('agent', agentId));
  }

  changed(refs: readonly EntityRef[]): void {
    this.#marks.changed(refs);
  }

  /** Counts or words of these clusters and situations changed without an event of their own. */
  markGathered(kind: 'cluster' | 'situation', ids: Iterable<string>): void {
    for (const id of ids) this.#marks.mark(rowKey(kind, id));
  }

  leave(desk: DeskSession): void {
    this.#views.leave(desk);
  }

  /**
   * Rows for a desk that comes: by the word it brings those that changed since, else every row it watches. From now on it gets its rows with the others;
   * what changes meanwhile comes once more behind it.
   */
  async welcome(desk: DeskSession, word?: string): Promise<Told> {
    const { center } = this.#sources;
    const view = viewKey(desk.viewer);
    const seen = await this.#seen(desk, word);
    this.#marks.lapse();
    const upTo = { seq: center.seq, at: center.now() };
    const since = this.#marks.count;
    const wanted = (): Set<RowKey> => new Set(seen === undefined ? this.#views.watchedBy(desk.viewer) : this.#views.changedFor(desk, seen, this.#marks.items));
    const texts = new Map<string, string>();
    const asked = new Set<string>();
    let keys = wanted();
    // What is wanted may have become more while texts were read: a row made without its own would be told, and kept, empty.
    for (let refs = this.#missing(keys, asked); refs.length > 0; keys = wanted(), refs = this.#missing(keys, asked)) {
      for (const [ref, text] of await this.#read(refs)) texts.set(ref, text);
      // Their rights changed meanwhile: what was found is of before.
      if (seen !== undefined && view !== viewKey(desk.viewer)) return this.welcome(desk);
    }
    // From here on nothing awaits.
    const patchOf = (key: RowKey): RowPatch => this.#patch(key, texts);
    if (seen === undefined) {
      const rows = this.#views.enter(desk, new Map([...keys].map((key) => [key, patchOf(key)])), since);
      return { rows, isAll: true, word: this.#word(desk.viewer, upTo) };
    }
    const rows = this.#views.comeBack(desk, seen, this.#marks.items, patchOf, since);
    const people = [...this.#peopleFor(desk.viewer, seen)].map(patchOf);
    return { rows: people.length === 0 ? rows : [...rows, ...people], isAll: false, word: this.#word(desk.viewer, upTo) };
  }

  /** What the desk is told next time when it is now at the end of its backlog. */
  word({ view }: DeskSession): string | undefined {
    return view === undefined ? undefined : this.#word(view.viewer, this.#spreadTo);
  }

  #word(viewer: Viewer, { seq, at }: { readonly seq: number; readonly at: number }): string {
    const first = this.#people.values().next().value?.seq ?? Infinity;
    const people = isLeadViewer(viewer) ? seq : Math.min(first, this.#marks.takenAt, seq);
    return writeRowsWord({ seq, people, at }, viewKey(viewer));
  }

  async #seen(desk: DeskSession, word: string | undefined): Promise<RowsSeen | undefined> {
    const { center } = this.#sources;
    const now = (): { seq: number; at: number } => ({ seq: center.seq, at: center.now() });
    const seen = readRowsWord(word, viewKey(desk.viewer), now());
    if (seen === undefined) return undefined;
    const { items, people } = this.#marks;
    if (seen.seq < items.from) {
      if (!(await this.#tail.cover(seen.seq - 1))) return undefined;
      if (seen.seq < items.from) this.#marks.remember(seen.seq, this.#tail.since(seen.seq - 1));
    }
    if (seen.people < people.from || this.#isTooMuch(seen.seq)) return undefined;
    // Rights may have changed while the log was read.
    return readRowsWord(word, viewKey(desk.viewer), now());
  }

  #isTooMuch(seq: number): boolean {
    const { items } = this.#marks;
    const most = Math.max(MANY, this.#index.shown.size);
    return items.notesSince(seq) > most && items.since(seq).size > most;
  }

  /** Lines of people that a desk which comes back lacks and that do not wait for everybody: and their own, which waits for nobody. */
  *#peopleFor(viewer: Viewer, { seq, people }: RowsSeen): Iterable<RowKey> {
    const history = this.#marks.people;
    if (isLeadViewer(viewer)) return yield* history.since(seq);
    const own = rowKey('agent', viewer.agentId);
    if (history.last(own) >= people) yield own;
    for (const [key, at] of this.#toldPeople) if (at >= people && key !== own && !this.#people.has(key) && !this.#marks.isDirty(key)) yield key;
  }

  /** Texts of rows that are not made yet and were not asked for before; from now on they were. */
  #missing(keys: ReadonlySet<RowKey>, asked: Set<string>): string[] {
    const refs = this.refs([...keys].filter((key) => !this.#patches.has(key))).filter((ref) => !asked.has(ref));
    for (const ref of refs) asked.add(ref);
    return refs;
  }

  /** What changes while they are read comes again with the next rows. */
  async #read(refs: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { value, marked } = await this.#marks.during(() => this.#sources.texts.read(refs));
    for (const key of marked) this.#marks.mark(key);
    return value;
  }

  /** Puts what is marked on the desks' backlogs: which desks got any, and up to where in the log. */
  async spread(): Promise<Spread> {
    const before = this.#marks.takenAt;
    const marks = this.#marks.take();
    const upTo = { seq: this.#marks.takenAt, at: this.#sources.center.now() };
    for (const [key, no] of marks) if (key.startsWith('agent\n')) this.#people.set(key, { no, seq: this.#people.get(key)?.seq ?? before });
    const spread = await this.#spread(marks, (isLead, kind) => isLead || kind !== 'agent');
    this.#spreadTo = upTo;
    return spread;
  }

  /** The lines of people for everybody but leads: those that have waited longest, the others next time. Each assignment changes one, and each goes to all. */
  async spreadPeople(): Promise<Spread> {
    const marks = new Map<RowKey, number>();
    for (const [key, { no }] of this.#people) {
      if (marks.size === LINES_AT_ONCE) break;
      if (this.#views.lacksPerson(no)) marks.set(key, no);
      else this.#personTold(key, no);
    }
    const spread = await this.#spread(marks, (isLead) => !isLead);
    for (const [key, no] of marks) this.#personTold(key, no);
    return spread;
  }

  #personTold(key: RowKey, no: number): void {
    if (this.#people.get(key)?.no === no) this.#people.delete(key);
    this.#toldPeople.set(key, this.#marks.people.last(key));
  }

  async #spread(marks: ReadonlyMap<RowKey, number>, wants: (isLead: boolean, kind: RowKind) => boolean): Promise<Spread> {
    this.#underWay = marks;
    try {
      const refs = this.refs(marks.keys());
      const read = refs.length === 0 ? NO_TEXTS : await this.#sources.texts.read(refs);
      this.#underWay = NO_MARKS;
      // What is marked while the texts are read has no texts here: it comes with the next frame. From here on nothing awaits.
      return { desks: this.#views.spread(this.#now(marks.keys(), read), marks, wants), seq: this.#sources.center.seq };
    } catch (error) {
      for (const key of marks.keys()) this.#marks.mark(key, true);
      throw error;
    } finally {
      this.#underWay = NO_MARKS;
    }
  }

  /** Rows for this desk before the others get them; `texts` holds what `refs` named. They stay marked for everybody else. */
  ahead(desk: DeskSession, keys: ReadonlySet<RowKey>, texts: ReadonlyMap<string, string>): RowPatch[] {
    return keys.size === 0 ? [] : this.#views.ahead(desk, this.#now(keys, texts));
  }

  /** Texts these rows are made of. */
  refs(keys: Iterable<RowKey>): string[] {
    const refs: string[] = [];
    for (const key of keys) if (key.startsWith('workItem\n')) refs.push(...rowRefs(this.#sources.center.committed, key.slice('workItem\n'.length)));
    return refs;
  }

  #now(keys: Iterable<RowKey>, texts: ReadonlyMap<string, string>): RowPatches {
    return new Map([...keys].map((key) => [key, this.#patch(key, texts)]));
  }

  /** The row as it is now. Kept until it changes, and with it what it is on the wire; while it is marked, or about to be told, its texts may be of before. */
  #patch(key: RowKey, texts: ReadonlyMap<string, string>): RowPatch {
    const known = this.#patches.get(key);
    if (known !== undefined) return known;
    const [kind, id] = splitKey(key);
    const patch: RowPatch = { kind, id, seq: this.#sources.center.seq, value: this.#value(kind, id, texts) ?? null };
    if (!this.#marks.isDirty(key) && !this.#underWay.has(key)) this.#patches.set(key, patch);
    return patch;
  }

  #value(kind: RowKind, id: string, texts: ReadonlyMap<string, string>): RowValue | undefined {
    const { center, deskNews, sendingPossibleUntil } = this.#sources;
    switch (kind) {
      case 'workItem':
        return queueRow(center.committed, id, texts);
      case 'agent':
        return agentRow(center.committed, center.index, id, deskNews(id), sendingPossibleUntil);
      case 'account':
        return accountRow(center.committed, id);
      case 'article':
        return articleRow(center.committed, id);
      case 'cluster':
        return clusterRow(this.#sources, undefined, id);
      case 'situation':
        return situationRow(this.#sources, undefined, id);
      case 'invitation': {
        // What opens the door stays here.
        const { digest: _kept, ...row } = center.committed.get('invitation', id) ?? {};
        return invitationRowSchema.safeParse(row).data;
      }
      case 'spike':
        return spikeRow(center.committed, id);
      default:
        return center.committed.get(kind, id);
    }
  }
}
