import { isCountTold } from '../../shared/domain/article.ts';
import { contactsOfPerson } from '../../shared/domain/person.ts';
import type { CenterEvent } from '../../shared/events/index.ts';
import { touches, type EntityRef } from '../../shared/reducers/index.ts';
import type { Center } from '../center/center.ts';
import { RowHistory } from './row-history.ts';
import type { RowIndex } from './row-index.ts';
import { rowKey, type RowKey } from './row-key.ts';

/** Of so many events the changes are known; who missed more gets all rows. */
const HISTORY_EVENTS = 50_000;

interface Note {
  readonly key: RowKey;
  readonly moved: boolean;
}

/** What a change of these means for rows: whose line it is, and whether others may see it afterwards. */
export function* rowsOf(refs: readonly EntityRef[], { committed, index }: Center): Iterable<Note> {
  /** Every item the conversation ever raised: a closed one is shown for a while, too. */
  const ofConversation = function* (conversationId: string): Iterable<Note> {
    for (const itemId of index.itemsOfConversation(conversationId)) yield { key: rowKey('workItem', itemId), moved: false };
  };
  for (const [noun, id] of refs) {
    switch (noun) {
      case 'workItem':
        yield { key: rowKey('workItem', id), moved: true };
        break;
      case 'conversation':
        yield* ofConversation(id);
        break;
      case 'message': {
        // Its text stands in the row; edited or deleted it must not stay there.
        const conversationId = committed.get('message', id)?.conversationId;
        if (conversationId !== undefined && committed.get('conversation', conversationId)?.lastInboundMessageId === id) yield* ofConversation(conversationId);
        break;
      }
      case 'contact':
        // How a person is addressed is known of all their contacts.
        for (const contactId of contactsOfPerson(committed, id)) for (const conversationId of index.conversationsOfContact(contactId)) yield* ofConversation(conversationId);
        break;
      case 'reservation': {
        const itemId = committed.get('reservation', id)?.workItemId;
        if (itemId !== undefined) yield { key: rowKey('workItem', itemId), moved: true };
        break;
      }
      case 'strategy':
        // How a brand's numbers look is told with its accounts.
        for (const accountId of committed.all('account').keys()) yield { key: rowKey('account', accountId), moved: false };
        yield { key: rowKey('strategy', id), moved: false };
        break;
      case 'agent':
      case 'queue':
      case 'skill':
      case 'team':
      case 'account':
      case 'bulkAnswer':
      case 'bulkMember':
      case 'cluster':
      case 'situation':
      case 'spike':
      case 'searchBook':
      case 'figureRules':
      case 'invitation':
      case 'tag':
      case 'houseSetting':
      case 'calendar':
      case 'house':
      case 'briefing':
      case 'briefingReads':
        yield { key: rowKey(noun, id), moved: false };
        break;
      case 'roster':
      case 'savedView':
      case 'deskSetup':
      case 'mention':
      case 'article':
        yield { key: rowKey(noun, id), moved: true };
        break;
      case 'articleUse': {
        const use = committed.get('articleUse', id);
        if (use !== undefined && isCountTold(use.used + use.succeeded)) yield { key: rowKey('article', id), moved: false };
        break;
      }
      default:
    }
  }
}

/** Which rows changed since they were last taken (latest state wins: however often a row changed, it goes out once), and where in the log each changed last. */
export class RowMarks {
  readonly #center: Center;
  readonly #index: RowIndex;
  readonly #onMark: (key: RowKey) => void;
  /** With the number of its last mark. */
  #dirty = new Map<RowKey, number>();
  #count = 1;
  #takenAt: number;
  readonly #watched = new Set<Set<RowKey>>();
  /** Who held an item at the last look: taken from one and given to another, both lines change. */
  readonly #owners = new Map<string, string>();
  /** The teams of queues and accounts at the last look: they decide who sees the items in them. */
  readonly #teams = new Map<RowKey, string>();
  /** Of everything but people's lines. */
  readonly items: RowHistory;
  readonly people: RowHistory;

  /** `onMark`: what is known of this row is no longer true. */
  constructor(center: Center, index: RowIndex, onMark: (key: RowKey) => void) {
    this.#center = center;
    this.#index = index;
    this.#onMark = onMark;
    this.#takenAt = center.seq;
    this.items = new RowHistory(center.seq + 1);
    this.people = new RowHistory(0);
    for (const [id, item] of center.committed.all('workItem')) if (item.ownerAgentId !== undefined) this.#owners.set(id, item.ownerAgentId);
    for (const kind of ['queue', 'account'] as const) for (const id of center.committed.all(kind).keys()) this.#teamsChanged(kind, id);
    // Counts and words of a cluster follow its members after a moment, which the server may not have lived to tell.
    for (const kind of ['cluster', 'situation'] as const) for (const id of center.committed.all(kind).keys()) this.items.note(rowKey(kind, id), center.seq, false);
    // What desks said of themselves is not in the log: a server that starts knows of none, and every line may be another than before.
    for (const id of center.committed.all('agent').keys()) this.people.note(rowKey('agent', id), center.seq, false);
  }

  /** Marks so far: what was marked up to here is in whatever is read from now on. */
  get count(): number {
    return this.#count;
  }

  get any(): boolean {
    return this.#dirty.size > 0;
  }

  /** What changed before this place of the log has been taken. */
  get takenAt(): number {
    return this.#takenAt;
  }

  isDirty(key: RowKey): boolean {
    return this.#dirty.has(key);
  }

  mark(key: RowKey, moved = false): void {
    this.#count += 1;
    this.#dirty.set(key, this.#count);
    (key.startsWith('agent\n') ? this.people : this.items).note(key, this.#center.seq, moved);
    this.#onMark(key);
    for (const set of this.#watched) set.add(key);
  }

  take(): ReadonlyMap<RowKey, number> {
    this.lapse();
    const dirty = this.#dirty;
    this.#dirty = new Map();
    this.#takenAt = this.#center.seq;
    if (this.#center.seq - this.items.from > 2 * HISTORY_EVENTS) for (const history of [this.items, this.people]) history.dropBefore(this.#center.seq - HISTORY_EVENTS);
    return dirty;
  }

  /** Items that leave the lists by time alone. */
  lapse(): void {
    for (const id of this.#index.lapse(this.#center.now())) this.mark(rowKey('workItem', id), true);
  }

  /** What is marked while `work` runs. */
  async during<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly marked: ReadonlySet<RowKey> }> {
    const marked = new Set<RowKey>();
    this.#watched.add(marked);
    try {
      return { value: await work(), marked };
    } finally {
      this.#watched.delete(marked);
    }
  }

  /** What a committed change means for rows. */
  changed(refs: readonly EntityRef[]): void {
    for (const [noun, id] of refs) {
      if (noun === 'workItem') this.#itemChanged(id);
      if ((noun === 'queue' || noun === 'account') && this.#teamsChanged(noun, id)) this.#allOf(noun, id);
    }
    for (const { key, moved } of rowsOf(refs, this.#center)) this.mark(key, moved);
  }

  #itemChanged(id: string): void {
    const item = this.#center.committed.get('workItem', id);
    const before = this.#owners.get(id);
    if (item?.ownerAgentId === undefined) this.#owners.delete(id);
    else this.#owners.set(id, item.ownerAgentId);
    this.#index.follow(id);
    for (const agentId of [before, item?.ownerAgentId, item?.lastAgentId]) if (agentId !== undefined) this.mark(rowKey('agent', agentId));
  }

  #teamsChanged(kind: 'queue' | 'account', id: string): boolean {
    const key = rowKey(kind, id);
    const entity = this.#center.committed.get(kind, id);
    const rights = entity !== undefined && 'rights' in entity ? entity.rights : undefined;
    const brand = entity !== undefined && 'brand' in entity ? entity.brand : undefined;
    const teams = JSON.stringify([entity?.teamIds.toSorted() ?? [], rights?.answer?.toSorted(), rights?.read?.toSorted(), rights?.answerPeople?.toSorted(), rights?.readPeople?.toSorted(), brand]);
    const before = this.#teams.get(key);
    this.#teams.set(key, teams);
    return before !== teams;
  }

  #allOf(kind: 'queue' | 'account', id: string): void {
    for (const key of this.#itemsIn(kind, id)) this.mark(key, true);
  }

  /** Lines that others may see when the teams of this queue or account change. */
  *#itemsIn(kind: 'queue' | 'account', id: string): Iterable<RowKey> {
    if (kind === 'account') for (const [articleId, { content }] of this.#center.committed.all('article')) if (content.brands.length + content.accountIds.length > 0) yield rowKey('article', articleId);
    for (const itemId of this.#index.shown) {
      const item = this.#center.committed.get('workItem', itemId);
      if ((kind === 'queue' ? item?.queueId : item?.accountId) === id) yield rowKey('workItem', itemId);
    }
  }

  /** Takes in what was logged before this server started. `events` begin with the one at `from` and reach up to what is known. */
  remember(from: number, events: readonly CenterEvent[]): void {
    const older: { key: RowKey; seq: number; moved: boolean }[] = [];
    for (const event of events) {
      if (event.seq >= this.items.from) break;
      const refs = touches(event, this.#center.committed);
      for (const [noun, id] of refs) if (noun === 'queue' || noun === 'account') for (const key of this.#itemsIn(noun, id)) older.push({ key, seq: event.seq, moved: true });
      for (const { key, moved } of rowsOf(refs, this.#center)) if (!key.startsWith('agent\n')) older.push({ key, seq: event.seq, moved });
    }
    this.items.prepend(from, older);
  }
}
