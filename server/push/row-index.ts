import { BULK_SHOWN_MS } from '../../shared/domain/bulk-answer.ts';
import type { WorkItem } from '../../shared/domain/work-item.ts';
import type { Center } from '../center/center.ts';
import { CLOSED_SHOWN_MS } from '../center/visibility.ts';
import { rowKey, splitKey, type RowKey } from './row-key.ts';

const NONE: ReadonlySet<string> = new Set();
/** Items that left the lists by time alone are remembered as long as desks may come back to hear of it. */
const REMEMBERED_MS = 24 * 3_600_000;
const FORGOTTEN_AT = 10_000;

/** The items that stand in anybody's lists: those not closed, and those closed lately. Found by person, and in the order in which they leave. */
export class RowIndex {
  readonly #center: Center;
  readonly #shown = new Set<string>();
  readonly #people = new Map<string, readonly string[]>();
  readonly #byPerson = new Map<string, Set<string>>();
  /** In the order of closing; up to `#left` they have left the lists. */
  #closed: { readonly at: number; readonly id: string }[] = [];
  readonly #closedAt = new Map<string, number>();
  readonly #alike = new Map<string, Set<string>>();
  readonly #alikeOf = new Map<string, string>();
  #left = 0;

  constructor(center: Center) {
    this.#center = center;
    for (const id of center.committed.all('workItem').keys()) this.follow(id);
    this.#closed.sort((a, b) => a.at - b.at);
    this.lapse(center.now());
  }

  get shown(): ReadonlySet<string> {
    return this.#shown;
  }

  /** Items not closed, by account and queue: of each of these sets, who has none of them as their own sees all or none. */
  get alike(): Iterable<ReadonlySet<string>> {
    return this.#alike.values();
  }

  #fileAlike(id: string, item: WorkItem | undefined): void {
    const key = item === undefined || item.state === 'closed' ? undefined : `${item.accountId}\n${item.queueId}`;
    const before = this.#alikeOf.get(id);
    if (before === key) return;
    if (before !== undefined) {
      const items = this.#alike.get(before);
      items?.delete(id);
      if (items?.size === 0) this.#alike.delete(before);
    }
    if (key === undefined) return void this.#alikeOf.delete(id);
    this.#alikeOf.set(id, key);
    const items = this.#alike.get(key);
    if (items === undefined) this.#alike.set(key, new Set([id]));
    else items.add(id);
  }

  /** Items that are this person's own: held, offered, or had last. */
  of(agentId: string): ReadonlySet<string> {
    return this.#byPerson.get(agentId) ?? NONE;
  }

  /** To whom an item is their own: see `seesRow`. */
  peopleOf(item: WorkItem | undefined): string[] {
    if (item === undefined) return [];
    const reservation = item.reservationId === undefined ? undefined : this.#center.committed.get('reservation', item.reservationId);
    return [item.ownerAgentId, item.lastAgentId, reservation?.agentId].filter((id): id is string => id !== undefined);
  }

  #drop(id: string): void {
    for (const agentId of this.#people.get(id) ?? []) {
      const items = this.#byPerson.get(agentId);
      items?.delete(id);
      if (items?.size === 0) this.#byPerson.delete(agentId);
    }
    this.#people.delete(id);
    this.#shown.delete(id);
  }

  /** D6: answers for many and their members: of this person, of everybody for leads. As long as lists show them. */
  *bulksOf(agentId: string | undefined): Iterable<RowKey> {
    const { committed } = this.#center;
    const now = this.#center.now();
    for (const [id, bulk] of committed.all('bulkAnswer')) {
      if ((agentId !== undefined && bulk.agentId !== agentId) || now - bulk.changedAt > BULK_SHOWN_MS) continue;
      yield rowKey('bulkAnswer', id);
      for (const conversationId of bulk.conversationIds) if (committed.get('bulkMember', conversationId)?.bulkId === id) yield rowKey('bulkMember', conversationId);
    }
  }

  /** Who answers, of a row of either kind. */
  bulkOwner(key: RowKey): string[] {
    const [kind, id] = splitKey(key);
    const agentId = kind === 'bulkAnswer' ? this.#center.committed.get('bulkAnswer', id)?.agentId : this.#center.committed.get('bulkMember', id)?.agentId;
    return agentId === undefined ? [] : [agentId];
  }

  /** Takes in what became of an item. */
  follow(id: string): void {
    const item = this.#center.committed.get('workItem', id);
    this.#drop(id);
    this.#fileAlike(id, item);
    if (item?.state !== 'closed') this.#closedAt.delete(id);
    if (item === undefined) return;
    if (item.state === 'closed') {
      const at = item.closedAt ?? 0;
      const agoMs = this.#center.now() - at;
      if (agoMs <= CLOSED_SHOWN_MS + REMEMBERED_MS && this.#closedAt.get(id) !== at) {
        this.#closed.push({ at, id });
        this.#closedAt.set(id, at);
      }
      if (agoMs > CLOSED_SHOWN_MS) return;
    }
    this.#shown.add(id);
    const people = [...new Set(this.peopleOf(item))];
    this.#people.set(id, people);
    for (const agentId of people) {
      const items = this.#byPerson.get(agentId);
      if (items === undefined) this.#byPerson.set(agentId, new Set([id]));
      else items.add(id);
    }
  }

  /** Items that have left the lists since the last look, by time alone. */
  lapse(now: number): string[] {
    const gone: string[] = [];
    for (; this.#left < this.#closed.length; this.#left += 1) {
      const { at, id } = this.#closed[this.#left] as { at: number; id: string };
      if (now - at <= CLOSED_SHOWN_MS) break;
      if (!this.#isStillClosed(id, at)) continue;
      this.#drop(id);
      gone.push(id);
    }
    if (this.#left > FORGOTTEN_AT) this.#forget(now);
    return gone;
  }

  #forget(now: number): void {
    const first = this.#closed.findIndex(({ at }) => now - at <= CLOSED_SHOWN_MS + REMEMBERED_MS);
    const old = Math.min(first < 0 ? this.#left : first, this.#left);
    for (const { at, id } of this.#closed.splice(0, old)) if (this.#closedAt.get(id) === at) this.#closedAt.delete(id);
    this.#left -= old;
  }

  /** Items that left the lists by time alone after `at` (at most a day ago, ms). */
  lapsedSince(at: number): string[] {
    const found: string[] = [];
    for (let i = this.#left - 1; i >= 0 && (this.#closed[i]?.at ?? 0) + CLOSED_SHOWN_MS >= at; i -= 1) {
      const { at: closedAt, id } = this.#closed[i] as { at: number; id: string };
      if (this.#isStillClosed(id, closedAt)) found.push(id);
    }
    return found;
  }

  /** It may have been opened again, and closed again. */
  #isStillClosed(id: string, at: number): boolean {
    const item = this.#center.committed.get('workItem', id);
    return item?.state === 'closed' && item.closedAt === at;
  }
}
