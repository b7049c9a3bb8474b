import type { RowKind, RowPatch, RowValue } from '../../shared/domain/rows.ts';
import type { EntityRef } from '../../shared/reducers/index.ts';
import type { Center } from '../center/center.ts';
import { CLOSED_SHOWN_MS, seesRow, type Viewer } from '../center/visibility.ts';
import type { DeskBook } from './desk-book.ts';
import type { DeskSession } from './desk-session.ts';
import type { DeskNews } from './port.ts';
import { RowMarks, rowKey, splitKey, type RowKey } from './row-marks.ts';
import { RowViews, type RowValues } from './row-views.ts';
import { agentRow, queueRow, rowRefs } from './rows.ts';
import type { Texts } from './texts.ts';

export interface RowSources {
  readonly center: Center;
  readonly texts: Texts;
  deskNews(agentId: string): DeskNews | undefined;
  sendingPossibleUntil(conversationId: string): number;
}

/** Lines of people to those who are no leads, each time. */
const LINES_AT_ONCE = 20;

export interface Spread {
  readonly desks: readonly DeskSession[];
  readonly seq: number;
}

/** What rows look like now, and to which desks that is to be told. People's lines go to leads with the others, to everybody else when `people` is called. */
export class RowPush {
  readonly #sources: RowSources;
  readonly #marks: RowMarks;
  readonly #views: RowViews;
  #people = new Map<RowKey, number>();

  constructor(sources: RowSources, book: DeskBook) {
    this.#sources = sources;
    this.#marks = new RowMarks(sources.center);
    this.#views = new RowViews(sources.center, book);
  }

  get hasDirty(): boolean {
    return this.#marks.any;
  }

  get peopleWait(): boolean {
    return this.#people.size > 0;
  }

  markAgent(agentId: string): void {
    this.#marks.mark(rowKey('agent', agentId));
  }

  changed(refs: readonly EntityRef[]): void {
    this.#marks.changed(refs);
  }

  leave(desk: DeskSession): void {
    this.#views.leave(desk);
  }

  /** Every row this desk watches; from now on it gets them with the others. What changes meanwhile comes once more behind it. */
  async all(desk: DeskSession): Promise<RowPatch[]> {
    const { texts } = this.#sources;
    const keys = this.#watchedBy(desk.viewer);
    const since = this.#marks.count;
    const { value: read, marked } = await this.#marks.during(() => texts.read(this.refs(keys)));
    for (const key of marked) this.#marks.mark(key);
    return this.#views.enter(desk, this.#values(keys, read), since);
  }

  /** Puts what is marked on the desks' backlogs: which desks got any, and up to where in the log. */
  spread(): Promise<Spread> {
    const marks = this.#marks.take();
    return this.#spread(marks, (isLead, kind) => isLead || kind !== 'agent').then((spread) => {
      for (const [key, no] of marks) if (key.startsWith('agent\n')) this.#people.set(key, no);
      return spread;
    });
  }

  /** The lines of people for everybody but leads: those that have waited longest, the others next time. Each assignment changes one, and each goes to all. */
  spreadPeople(): Promise<Spread> {
    const marks = new Map<RowKey, number>();
    for (const [key, no] of this.#people) {
      if (marks.size === LINES_AT_ONCE) break;
      this.#people.delete(key);
      if (this.#views.lacks(no, false)) marks.set(key, no);
    }
    return this.#spread(marks, (isLead) => !isLead);
  }

  async #spread(marks: ReadonlyMap<RowKey, number>, wants: (isLead: boolean, kind: RowKind) => boolean): Promise<Spread> {
    try {
      const read = await this.#sources.texts.read(this.refs(marks.keys()));
      // What is marked while the texts are read has no texts here: it comes with the next frame. From here on nothing awaits.
      return { desks: this.#views.spread(this.#values(marks.keys(), read), marks, wants), seq: this.#sources.center.seq };
    } catch (error) {
      for (const key of marks.keys()) this.#marks.mark(key);
      throw error;
    }
  }

  /** Rows for this desk before the others get them; `texts` holds what `refs` named. They stay marked for everybody else. */
  ahead(desk: DeskSession, keys: ReadonlySet<RowKey>, texts: ReadonlyMap<string, string>): RowPatch[] {
    return keys.size === 0 ? [] : this.#views.ahead(desk, this.#values(keys, texts));
  }

  /** Texts these rows are made of. */
  refs(keys: Iterable<RowKey>): string[] {
    const refs: string[] = [];
    for (const key of keys) if (key.startsWith('workItem\n')) refs.push(...rowRefs(this.#sources.center.committed, key.slice('workItem\n'.length)));
    return refs;
  }

  #watchedBy(viewer: Viewer): Set<RowKey> {
    const { center } = this.#sources;
    const { committed } = center;
    const keys = new Set<RowKey>();
    const now = center.now();
    for (const [id, item] of committed.all('workItem')) {
      if (item.state === 'closed' && now - (item.closedAt ?? 0) > CLOSED_SHOWN_MS) continue;
      if (seesRow(committed, viewer, item, now)) keys.add(rowKey('workItem', id));
    }
    for (const kind of ['agent', 'queue', 'skill', 'team', 'account', 'strategy'] as const) for (const id of committed.all(kind).keys()) keys.add(rowKey(kind, id));
    return keys;
  }

  #values(keys: Iterable<RowKey>, texts: ReadonlyMap<string, string>): RowValues {
    const values = new Map<RowKey, RowValue | undefined>();
    for (const key of keys) values.set(key, this.#value(...splitKey(key), texts));
    return values;
  }

  #value(kind: RowKind, id: string, texts: ReadonlyMap<string, string>): RowValue | undefined {
    const { center, deskNews, sendingPossibleUntil } = this.#sources;
    switch (kind) {
      case 'workItem':
        return queueRow(center.committed, id, texts);
      case 'agent':
        return agentRow(center.committed, center.index, id, deskNews(id), sendingPossibleUntil);
      default:
        return center.committed.get(kind, id);
    }
  }
}
