import type { Entity, EntityPatch, EntityReader, Noun } from '../../../shared/domain/entity.ts';
import { contactsOfPerson } from '../../../shared/domain/person.ts';
import { messageBodySchema } from '../../../shared/domain/message.ts';
import type { RowKind, RowPatch, RowValue } from '../../../shared/domain/rows.ts';
import { rowSchemas } from '../../../shared/domain/rows.ts';
import { textRefOf, textRefsOf, type EntityId, type Held, type KnownEntity, type ReplicaReader } from '../../../shared/sync/replica-reader.ts';
import type { DeskStores, EntityRecord } from './storage-port.ts';

/** The local copy in the words of the field. What lies in it was parsed when it came, so it is not parsed again. */
export class ReplicaView implements ReplicaReader, EntityReader {
  readonly #stores: DeskStores;

  constructor(stores: DeskStores) {
    this.#stores = stores;
  }

  cursor(): number {
    return this.#stores.meta.cursor();
  }

  held(conversationId: string): Held | undefined {
    return this.#stores.held.get(conversationId);
  }

  entity<N extends Noun>(noun: N, id: string): KnownEntity<N> | undefined {
    const record = this.#stores.entities.get(noun, id);
    return record === undefined ? undefined : { seq: record.seq, value: record.value as Entity<N> };
  }

  get<N extends Noun>(noun: N, id: string): Entity<N> | undefined {
    return this.entity(noun, id)?.value;
  }

  ofConversation(conversationId: string): readonly EntityId[] {
    return this.#stores.entities.byConversation(conversationId).map(toId);
  }

  ofThread(threadId: string): readonly EntityId[] {
    return this.#stores.entities.byThread(threadId).map(toId);
  }

  conversationIds(): readonly string[] {
    return this.#stores.entities.byNoun('conversation').map((record) => record.id);
  }

  all<N extends Noun>(noun: N): Entity<N>[] {
    return this.#stores.entities.byNoun(noun).map((record) => record.value as Entity<N>);
  }

  row<K extends RowKind>(kind: K, id: string): RowValue<K> | undefined {
    return this.#stores.rows.get(kind, id)?.value as RowValue<K> | undefined;
  }

  rowsOf<K extends RowKind>(kind: K): RowValue<K>[] {
    return this.#stores.rows.byKind(kind).map(({ value }) => value as RowValue<K>);
  }

  rowPatch(kind: RowKind, id: string): RowPatch | undefined {
    const row = this.#stores.rows.get(kind, id);
    return row === undefined ? undefined : { kind, id, seq: row.seq, value: row.value as RowValue };
  }

  rows(): RowPatch[] {
    return (Object.keys(rowSchemas) as RowKind[]).flatMap((kind) =>
      this.#stores.rows.byKind(kind).map(({ id, seq, value }) => ({ kind, id, seq, value: value as RowValue })),
    );
  }

  /** The account, from the conversation's snapshot or from the watched rows. */
  account(id: string): Entity<'account'> | undefined {
    const entity = this.entity('account', id);
    const row = this.#stores.rows.get('account', id);
    if (entity === undefined) return row?.value as Entity<'account'> | undefined;
    return row !== undefined && row.seq > entity.seq ? (row.value as Entity<'account'>) : entity.value;
  }

  /** All a screen shows of one conversation: itself, its thread, the people in it, their agents. */
  conversationEntities(conversationId: string): EntityPatch[] {
    const records = new Map<string, EntityRecord>();
    const add = (record: EntityRecord | undefined): void => {
      if (record !== undefined) records.set(`${record.noun} ${record.id}`, record);
    };
    for (const record of this.#stores.entities.byConversation(conversationId)) add(record);
    const conversation = this.get('conversation', conversationId);
    if (conversation !== undefined) for (const record of this.#stores.entities.byThread(conversation.threadId)) add(record);
    for (const { noun, value } of [...records.values()]) {
      const v = value as { authorContactId?: string; contactId?: string; agentId?: string; accountId?: string };
      const contactId = noun === 'message' ? v.authorContactId : noun === 'conversation' ? v.contactId : undefined;
      for (const id of contactId === undefined ? [] : noun === 'conversation' && v.contactId !== undefined ? contactsOfPerson(this, contactId) : [contactId]) if (!records.has(`contact ${id}`)) add(this.#stores.entities.get('contact', id));
      if (v.agentId !== undefined && !records.has(`agent ${v.agentId}`)) add(this.#stores.entities.get('agent', v.agentId));
      if (noun === 'conversation' && v.accountId !== undefined && !records.has(`account ${v.accountId}`))
        add(this.#stores.entities.get('account', v.accountId));
    }
    return [...records.values()].map(({ noun, id, seq, value }) => ({ noun: noun as Noun, id, seq, value: value as Entity }));
  }

  /** The contact's other conversations as far as this copy has them; for use without the server. */
  knownHistory(
    conversationId: string,
  ): { conversationId: string; channel: string; openedAt: number; lastInboundAt?: number; firstLine: string; caseId?: string }[] {
    const contactId = this.get('conversation', conversationId)?.contactId;
    const person = new Set(contactId === undefined ? [] : contactsOfPerson(this, contactId));
    const caseId = this.get('conversation', conversationId)?.caseId;
    const others = this.all('conversation').filter((other) => (person.has(other.contactId) || (caseId !== undefined && other.caseId === caseId)) && other.id !== conversationId);
    return others.map(({ id, channel, openedAt, lastInboundAt, lastInboundMessageId, caseId }) => ({
      conversationId: id,
      channel,
      openedAt,
      firstLine: this.firstLine(lastInboundMessageId),
      ...(lastInboundAt === undefined ? {} : { lastInboundAt }),
      ...(caseId === undefined ? {} : { caseId }),
    }));
  }

  /** The beginning of a message, '' where its text is not here. */
  firstLine(messageId: string | undefined): string {
    const ref = messageId === undefined ? undefined : this.get('message', messageId)?.bodyRef;
    const text = ref === undefined ? undefined : this.#stores.bodies.get(ref);
    const body = text === undefined ? undefined : messageBodySchema.safeParse(JSON.parse(text));
    return body?.success === true ? (body.data.text.split('\n')[0] ?? '').slice(0, 160) : '';
  }

  /** A sealed text in clear, where it is here. */
  text(ref: string): string | undefined {
    return this.#stores.bodies.get(ref);
  }

  textsOf(patches: readonly EntityPatch[]): Record<string, string> {
    const texts: Record<string, string> = {};
    for (const { noun, value } of patches) {
      const ref = value === null ? undefined : textRefOf(noun, value);
      for (const one of value !== null && noun === 'conversation' ? textRefsOf(noun, value) : ref === undefined ? [] : [ref]) {
        const text = this.#stores.bodies.get(one);
        if (text !== undefined) texts[one] = text;
      }
    }
    return texts;
  }
}

function toId(record: EntityRecord): EntityId {
  return { noun: record.noun as Noun, id: record.id };
}
