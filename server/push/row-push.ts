import type { RowKind, RowPatch, RowValue } from '../../shared/domain/rows.ts';
import type { EntityRef } from '../../shared/reducers/index.ts';
import type { Center } from '../center/center.ts';
import type { DeskSession } from './desk-session.ts';
import type { DeskNews } from './port.ts';
import { agentRow, queueRow, rowRefs } from './rows.ts';
import type { Texts } from './texts.ts';
import { CLOSED_SHOWN_MS, seesRow } from '../center/visibility.ts';

export interface RowSources {
  readonly center: Center;
  readonly texts: Texts;
  deskNews(agentId: string): DeskNews | undefined;
  sendingPossibleUntil(conversationId: string): number;
}

export type RowKey = `${RowKind}\n${string}`;

/** Which rows changed since the last frame, and what they look like now. Latest state wins: however often a row changed, it goes out once. */
export class RowPush {
  readonly #sources: RowSources;
  #dirty = new Set<RowKey>();
  /** Who held an item at the last look: taken from one and given to another, both lines change. */
  readonly #owners = new Map<string, string>();

  constructor(sources: RowSources) {
    this.#sources = sources;
    for (const [id, item] of sources.center.committed.all('workItem')) if (item.ownerAgentId !== undefined) this.#owners.set(id, item.ownerAgentId);
  }

  get hasDirty(): boolean {
    return this.#dirty.size > 0;
  }

  mark(kind: RowKind, id: string): void {
    this.#dirty.add(`${kind}\n${id}`);
  }

  /** What a committed change means for rows. */
  markChanged(refs: readonly EntityRef[]): void {
    const { center } = this.#sources;
    for (const [noun, id] of refs) {
      switch (noun) {
        case 'workItem': {
          this.mark('workItem', id);
          const item = center.committed.get('workItem', id);
          const before = this.#owners.get(id);
          if (item?.ownerAgentId === undefined) this.#owners.delete(id);
          else this.#owners.set(id, item.ownerAgentId);
          for (const agentId of [before, item?.ownerAgentId, item?.lastAgentId]) if (agentId !== undefined) this.mark('agent', agentId);
          break;
        }
        case 'conversation':
          this.#markConversation(id);
          break;
        case 'message': {
          // Its text stands in the row; edited or deleted it must not stay there.
          const conversationId = center.committed.get('message', id)?.conversationId;
          if (conversationId !== undefined && center.committed.get('conversation', conversationId)?.lastInboundMessageId === id) this.#markConversation(conversationId);
          break;
        }
        case 'contact':
          for (const conversationId of center.index.conversationsOfContact(id)) this.#markConversation(conversationId);
          break;
        case 'reservation': {
          const itemId = center.committed.get('reservation', id)?.workItemId;
          if (itemId !== undefined) this.mark('workItem', itemId);
          break;
        }
        case 'agent':
        case 'queue':
        case 'skill':
        case 'team':
        case 'account':
          this.mark(noun, id);
          break;
        default:
      }
    }
  }

  /** Every item the conversation ever raised: a closed one is shown for a while, too. */
  #markConversation(conversationId: string): void {
    for (const itemId of this.#sources.center.index.itemsOfConversation(conversationId)) this.mark('workItem', itemId);
  }

  /** What these look like now; they stay marked for everybody else. */
  look(keys: ReadonlySet<RowKey>): Promise<ReadonlyMap<RowKey, RowValue | undefined>> {
    return this.#build(keys);
  }

  /** The values of everything marked; unmarks it. */
  async take(): Promise<ReadonlyMap<RowKey, RowValue | undefined>> {
    const dirty = this.#dirty;
    this.#dirty = new Set();
    return this.#build(dirty);
  }

  /** Every row this desk watches. */
  async all(session: DeskSession): Promise<RowPatch[]> {
    const { committed } = this.#sources.center;
    const keys = new Set<RowKey>();
    const now = this.#sources.center.now();
    for (const [id, item] of committed.all('workItem')) {
      if (item.state === 'closed' && now - (item.closedAt ?? 0) > CLOSED_SHOWN_MS) continue;
      if (seesRow(committed, session.viewer, item, now)) keys.add(`workItem\n${id}`);
    }
    for (const kind of ['agent', 'queue', 'skill', 'team', 'account'] as const) for (const id of committed.all(kind).keys()) keys.add(`${kind}\n${id}`);
    const values = await this.#build(keys);
    session.rows.clear();
    return this.patchesFor(session, values);
  }

  /** What of these concerns this desk: upserts of what it sees, removals of what it saw. */
  patchesFor(session: DeskSession, values: ReadonlyMap<RowKey, RowValue | undefined>): RowPatch[] {
    const { center } = this.#sources;
    const patches: RowPatch[] = [];
    const now = center.now();
    for (const [key, value] of values) {
      const mark = key.indexOf('\n');
      const kind = key.slice(0, mark) as RowKind;
      const id = key.slice(mark + 1);
      const shown = session.rows.get(kind) ?? new Set<string>();
      session.rows.set(kind, shown);
      const item = kind === 'workItem' ? center.committed.get('workItem', id) : undefined;
      const sees = value !== undefined && (kind !== 'workItem' || (item !== undefined && seesRow(center.committed, session.viewer, item, now)));
      if (sees) {
        shown.add(id);
        patches.push({ kind, id, seq: center.seq, value });
      } else if (shown.delete(id)) patches.push({ kind, id, seq: center.seq, value: null });
    }
    return patches;
  }

  async #build(marked: ReadonlySet<RowKey>): Promise<Map<RowKey, RowValue | undefined>> {
    const { center, texts } = this.#sources;
    // What is marked while the texts are read has no texts here: it comes with the next frame.
    const keys = [...marked];
    const refs: string[] = [];
    for (const key of keys) if (key.startsWith('workItem\n')) refs.push(...rowRefs(center.committed, key.slice('workItem\n'.length)));
    const read = await texts.read(refs);
    const values = new Map<RowKey, RowValue | undefined>();
    for (const key of keys) {
      const mark = key.indexOf('\n');
      values.set(key, this.#value(key.slice(0, mark) as RowKind, key.slice(mark + 1), read));
    }
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
