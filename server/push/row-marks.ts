import type { RowKind } from '../../shared/domain/rows.ts';
import type { EntityRef } from '../../shared/reducers/index.ts';
import type { Center } from '../center/center.ts';

export type RowKey = `${RowKind}\n${string}`;

export const rowKey = (kind: RowKind, id: string): RowKey => `${kind}\n${id}`;

export function splitKey(key: RowKey): readonly [kind: RowKind, id: string] {
  const mark = key.indexOf('\n');
  return [key.slice(0, mark) as RowKind, key.slice(mark + 1)];
}

/** Which rows changed since they were last taken. Latest state wins: however often a row changed, it goes out once. */
export class RowMarks {
  readonly #center: Center;
  /** With the number of its last mark. */
  #dirty = new Map<RowKey, number>();
  #count = 0;
  readonly #watched = new Set<Set<RowKey>>();
  /** Who held an item at the last look: taken from one and given to another, both lines change. */
  readonly #owners = new Map<string, string>();

  constructor(center: Center) {
    this.#center = center;
    for (const [id, item] of center.committed.all('workItem')) if (item.ownerAgentId !== undefined) this.#owners.set(id, item.ownerAgentId);
  }

  /** Marks so far: what was marked up to here is in whatever is read from now on. */
  get count(): number {
    return this.#count;
  }

  get any(): boolean {
    return this.#dirty.size > 0;
  }

  mark(key: RowKey): void {
    this.#count += 1;
    this.#dirty.set(key, this.#count);
    for (const set of this.#watched) set.add(key);
  }

  take(): ReadonlyMap<RowKey, number> {
    const dirty = this.#dirty;
    this.#dirty = new Map();
    return dirty;
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
    const center = this.#center;
    for (const [noun, id] of refs) {
      switch (noun) {
        case 'workItem': {
          this.mark(rowKey('workItem', id));
          const item = center.committed.get('workItem', id);
          const before = this.#owners.get(id);
          if (item?.ownerAgentId === undefined) this.#owners.delete(id);
          else this.#owners.set(id, item.ownerAgentId);
          for (const agentId of [before, item?.ownerAgentId, item?.lastAgentId]) if (agentId !== undefined) this.mark(rowKey('agent', agentId));
          break;
        }
        case 'conversation':
          this.#conversation(id);
          break;
        case 'message': {
          // Its text stands in the row; edited or deleted it must not stay there.
          const conversationId = center.committed.get('message', id)?.conversationId;
          if (conversationId !== undefined && center.committed.get('conversation', conversationId)?.lastInboundMessageId === id) this.#conversation(conversationId);
          break;
        }
        case 'contact':
          for (const conversationId of center.index.conversationsOfContact(id)) this.#conversation(conversationId);
          break;
        case 'reservation': {
          const itemId = center.committed.get('reservation', id)?.workItemId;
          if (itemId !== undefined) this.mark(rowKey('workItem', itemId));
          break;
        }
        case 'agent':
        case 'queue':
        case 'skill':
        case 'team':
        case 'account':
        case 'strategy':
          this.mark(rowKey(noun, id));
          break;
        default:
      }
    }
  }

  /** Every item the conversation ever raised: a closed one is shown for a while, too. */
  #conversation(conversationId: string): void {
    for (const itemId of this.#center.index.itemsOfConversation(conversationId)) this.mark(rowKey('workItem', itemId));
  }
}
