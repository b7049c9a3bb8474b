import type { Entity, Noun } from '../domain/entity.ts';
import type { RowPatch } from '../domain/rows.ts';
import type { CenterEvent, EventEnvelope } from '../events/index.ts';
import { readQuickly } from '../events/quick-read.ts';
import type { ConversationSnapshot } from '../protocol/down.ts';
import { applyEvent } from '../reducers/index.ts';
import { contactsOfPerson } from '../domain/person.ts';
import { EntityOverlay, type EntityWrite } from './entity-overlay.ts';
import { conversationOf, scopeOf } from './event-scope.ts';
import { freezeText, readFreeze } from './freeze.ts';
import { purge, strangers } from './purge.ts';
import type { ReadBatch } from './read-batch.ts';
import { keepRowsMark } from './rows-mark.ts';
import { filedUnder, textRefsOf, type Held, type ReplicaReader } from './replica-reader.ts';

export interface HeldWrite {
  readonly conversationId: string;
  /** undefined: not held any more. */
  readonly held: Held | undefined;
}
export interface BodyWrite {
  readonly ref: string;
  readonly text: string;
  /** Where it is filed; '' where it belongs to no conversation here. */
  readonly conversationId: string;
}

/** Everything of one frame, to be written in one transaction. */
export interface BatchPlan {
  readonly kind: 'apply';
  readonly cursor: number;
  readonly entities: readonly EntityWrite[];
  readonly bodies: readonly BodyWrite[];
  readonly forget: readonly string[];
  readonly held: readonly HeldWrite[];
  readonly rows: readonly RowPatch[];
  readonly rowsReset: boolean;
  /** The server's word for how far this copy's rows reach; '': no word holds any more; undefined: the one before still does. */
  readonly rowsMark?: string | undefined;
  /** Conversations whose snapshot came: a screen starts over. */
  readonly fresh: readonly string[];
  /** Events that were folded, for notices. */
  readonly applied: readonly CenterEvent[];
  /** What no conversation could be named for: kinds, for the log. */
  readonly setAside: readonly string[];
  /** Everything of the server's that is here goes first. */
  readonly startOver: boolean;
  /** Of something that is written: what the copy had of it. Absent: ask the copy. */
  readonly before?: ((noun: Noun, id: string) => Entity | undefined) | undefined;
}
const EMPTY: ReplicaReader = {
  cursor: () => 0,
  held: () => undefined,
  entity: () => undefined,
  ofConversation: () => [],
  ofThread: () => [],
  conversationIds: () => [],
};
export type BatchOutcome =
  | BatchPlan
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'gap'; readonly expected: number; readonly got: number };

/** Plans one frame. Pure: nothing is changed; `app` names this build in a freeze. */
export function planBatch(read: ReadBatch, reader: ReplicaReader, app: string): BatchOutcome {
  const { batch } = read;
  const cursor = reader.cursor();
  // The server's log ends before our cursor (restored from a backup): it starts over with us, and nothing of ours may stand in the way.
  if (batch.toSeq < batch.fromSeq && batch.fromSeq === cursor) {
    const plan = new Planner(EMPTY, app).plan(read);
    return { ...plan, startOver: true, rowsMark: plan.rowsMark ?? '' };
  }
  if (batch.fromSeq !== cursor)
    return batch.toSeq <= cursor && batch.snapshots.length + batch.purges.length + batch.rows.length === 0
      ? { kind: 'duplicate' }
      : { kind: 'gap', expected: cursor, got: batch.fromSeq };
  return new Planner(reader, app).plan(read);
}

const OF_THREAD: ReadonlySet<Noun> = new Set<Noun>(['thread', 'message']);

class Planner {
  readonly #reader: ReplicaReader;
  readonly #app: string;
  readonly #overlay: EntityOverlay;
  readonly #held = new Map<string, Held | undefined>();
  readonly #heldBefore = new Map<string, Held | undefined>();
  readonly #forget = new Set<string>();
  readonly #fresh = new Set<string>();
  readonly #applied: CenterEvent[] = [];
  readonly #setAside: string[];
  /** Texts of erased people: gone, whatever points at them. */
  readonly #erased = new Set<string>();
  readonly #texts = new Map<string, string>();
  /** What entities of snapshots point at. */
  readonly #shown = new Set<string>();
  /** From snapshots: the conversation a text came with. */
  readonly #cameWith = new Map<string, string>();

  constructor(reader: ReplicaReader, app: string) {
    this.#reader = reader;
    this.#app = app;
    this.#overlay = new EntityOverlay(reader);
    this.#setAside = [];
  }

  plan({ batch, unreadable, leftOut }: ReadBatch): BatchPlan {
    this.#setAside.push(...leftOut);
    for (const id of batch.purges) this.#held.set(id, undefined);
    for (const id of batch.purges)
      for (const ref of purge(id, batch.toSeq, this.#overlay, this.#reader, (other) => this.#heldNow(other) !== undefined))
        this.#forget.add(ref);
    for (const snapshot of batch.snapshots) this.#takeSnapshot(snapshot);
    this.#takeInOrder(batch.events, batch.entities);
    for (const [ref, text] of Object.entries(batch.bodies)) this.#texts.set(ref, text);
    // Snapshots are whole in their texts, too: one that did not come is erased, and the event that said so is passed over as older.
    for (const ref of this.#shown) if (!this.#texts.has(ref)) this.#erased.add(ref);
    for (const { conversationId, what } of unreadable) this.#freeze(conversationId, { what, seq: batch.toSeq });
    this.#dropStrangers(batch.toSeq);
    const entities = this.#overlay.writes();
    this.#forgetReplaced(entities);
    const wanted = this.#wanted();
    for (const ref of wanted) this.#forget.delete(ref);
    for (const ref of [...batch.forget, ...this.#erased]) this.#forget.add(ref);
    const filed = fileTexts(entities);
    return {
      kind: 'apply',
      cursor: batch.toSeq,
      entities,
      bodies: [...this.#texts]
        .filter(([ref]) => wanted.has(ref) && !this.#forget.has(ref))
        .map(([ref, text]) => ({ ref, text, conversationId: filed.get(ref) ?? this.#cameWith.get(ref) ?? '' })),
      forget: [...this.#forget],
      held: [...this.#held].map(([conversationId, held]) => ({ conversationId, held })),
      rows: batch.rows,
      rowsReset: batch.rowsReset === true,
      rowsMark: batch.rowsMark !== undefined ? keepRowsMark(batch.rowsMark, this.#app) : batch.rowsReset === true ? '' : undefined,
      fresh: [...this.#fresh],
      applied: this.#applied,
      setAside: this.#setAside,
      startOver: false,
      before: (noun, id) => this.#overlay.before(noun, id)?.value,
    };
  }

  /** Of frames that were joined a later event may be about what an earlier one brought: what is stated as of a place in the log is there before what comes behind it. */
  #takeInOrder(events: readonly EventEnvelope[], entities: readonly EntityWrite[]): void {
    const stated = entities.toSorted((a, b) => a.seq - b.seq);
    let next = 0;
    for (const event of events) {
      for (; next < stated.length && (stated[next] as EntityWrite).seq < event.seq; next += 1) this.#overlay.put(stated[next] as EntityWrite);
      this.#fold(event);
    }
    for (const patch of stated.slice(next)) this.#overlay.put(patch);
  }

  #heldNow(conversationId: string): Held | undefined {
    if (this.#held.has(conversationId)) return this.#held.get(conversationId);
    // Every event of a frame asks for it.
    if (!this.#heldBefore.has(conversationId)) this.#heldBefore.set(conversationId, this.#reader.held(conversationId));
    return this.#heldBefore.get(conversationId);
  }

  #takeSnapshot(snapshot: ConversationSnapshot): void {
    const { conversationId, asOfSeq } = snapshot;
    const known = this.#heldNow(conversationId);
    if (known !== undefined && known.frozen === undefined && known.asOfSeq > asOfSeq) return;
    const named = new Set(snapshot.entities.map((patch) => `${patch.noun} ${patch.id}`));
    // A snapshot is whole: what it does not name is gone.
    for (const { noun, id } of this.#reader.ofConversation(conversationId)) {
      if (!named.has(`${noun} ${id}`) && (this.#overlay.seqOf(noun, id) ?? 0) <= asOfSeq) this.#overlay.remove(noun, id, asOfSeq);
    }
    for (const patch of snapshot.entities) {
      this.#overlay.put(patch);
      if (patch.value !== null) for (const ref of textRefsOf(patch.noun, patch.value)) this.#shown.add(ref);
    }
    for (const [ref, text] of Object.entries(snapshot.bodies)) {
      this.#texts.set(ref, text);
      this.#forget.delete(ref);
      if (!this.#cameWith.has(ref)) this.#cameWith.set(ref, conversationId);
    }
    const frozen = readFreeze(known?.frozen);
    this.#held.set(
      conversationId,
      frozen !== undefined && frozen.app === this.#app && frozen.seq > asOfSeq ? { asOfSeq, frozen: known?.frozen } : { asOfSeq },
    );
    this.#fresh.add(conversationId);
  }

  #fold(envelope: EventEnvelope): void {
    const scope = scopeOf(envelope);
    const conversationId = conversationOf(scope, { entity: (noun, id) => this.#known(noun, id) });
    const held = conversationId === undefined ? undefined : this.#heldNow(conversationId);
    if (held !== undefined && envelope.seq <= held.asOfSeq) return;
    // What stands still may share its thread with another that goes on: that one shows every word of it.
    const isFrozen = held?.frozen !== undefined;
    if (isFrozen && !this.#sharesThread(conversationId ?? '')) return;
    const read = readQuickly(envelope);
    if (read.kind !== 'event') {
      if (isFrozen) return;
      if (held !== undefined && conversationId !== undefined)
        this.#freeze(conversationId, { what: envelope.type, v: envelope.v, seq: envelope.seq });
      else this.#setAside.push(`${envelope.type} v${envelope.v}`);
      return;
    }
    const threadHere = scope.threadId !== undefined && scope.public && this.#overlay.has('thread', scope.threadId);
    // Of a conversation that is not held only what its thread shows in public counts; of the center only what this copy already has.
    this.#overlay.at(envelope.seq, held === undefined && !threadHere, isFrozen ? OF_THREAD : undefined);
    if (applyEvent(this.#overlay, read.event).length > 0 && !isFrozen) this.#applied.push(read.event);
    if (read.event.type === 'conversation.erased') this.#erase(read.event.data.conversationId, read.event.data.contactId, envelope.seq);
    // They may be shown in others' threads, too.
    const erased = read.event.type === 'contact.erased' ? this.#overlay.get('contact', read.event.data.contactId) : undefined;
    if (erased !== undefined) this.#erased.add(erased.profileRef);
  }

  #sharesThread(conversationId: string): boolean {
    const threadId = this.#overlay.get('conversation', conversationId)?.threadId;
    const goesOn = (id: string): boolean => {
      const held = this.#heldNow(id);
      return id !== conversationId && held !== undefined && held.frozen === undefined;
    };
    return threadId !== undefined && this.#reader.ofThread(threadId).some(({ noun, id }) => noun === 'conversation' && goesOn(id));
  }

  #known(noun: Parameters<ReplicaReader['entity']>[0], id: string): never {
    const value = this.#overlay.get(noun, id);
    return (value === undefined ? undefined : { seq: 0, value }) as never;
  }

  #freeze(conversationId: string, at: { what: string; v?: number; seq: number }): void {
    const held = this.#heldNow(conversationId);
    if (held === undefined || held.frozen !== undefined) return;
    this.#held.set(conversationId, { asOfSeq: held.asOfSeq, frozen: freezeText({ ...at, app: this.#app }) });
  }

  /** What was said there after `seq` is not theirs: it came with a snapshot that is newer than the event. */
  #erase(conversationId: string, contactId: string, seq: number): void {
    const filed = this.#reader.ofConversation(conversationId);
    const own = [...this.#overlay.values()].filter(([noun, value]) => filedUnder(noun, idOf(value), value).conversationId === conversationId);
    for (const [noun, value] of [...filed.flatMap(({ noun, id }): [Noun, Entity][] => { const value = this.#overlay.get(noun, id); return value === undefined ? [] : [[noun, value]]; }), ...own]) {
      if (noun === 'message' && (value as Entity<'message'>).seq > seq) continue;
      for (const ref of textRefsOf(noun, value)) this.#erased.add(ref);
    }
    const contact = this.#overlay.get('contact', contactId);
    if (contact !== undefined) this.#erased.add(contact.profileRef);
  }

  /** A person comes along with what is about them; where that was left out (purged, never held), nothing here would ever name them and let them go. */
  #dropStrangers(seq: number): void {
    const people = new Set<string>();
    for (const { noun, id, value } of this.#overlay.writes()) if (noun === 'contact' && value !== null) people.add(id);
    if (people.size === 0) return;
    for (const [noun, value] of this.#overlay.values()) {
      if (noun === 'conversation') for (const id of contactsOfPerson(this.#overlay, (value as Entity<'conversation'>).contactId)) people.delete(id);
      else if (noun === 'message') people.delete((value as Entity<'message'>).authorContactId ?? '');
    }
    if (people.size > 0) for (const id of strangers(people, this.#overlay, this.#reader)) this.#overlay.remove('contact', id, seq);
  }

  /** A text that an entity no longer points at goes: of a post deleted at the source, of an edited one what it said before, an overwritten draft. */
  #forgetReplaced(writes: readonly EntityWrite[]): void {
    for (const write of writes) {
      const before = this.#overlay.before(write.noun, write.id)?.value;
      for (const ref of before === undefined ? [] : textRefsOf(write.noun, before)) this.#forget.add(ref);
      if (write.value !== null && isSpent(write.noun, write.value)) for (const ref of textRefsOf(write.noun, write.value)) this.#forget.add(ref);
    }
  }

  /** What something here points at. A text nobody points at is not kept, however it came. */
  #wanted(): ReadonlySet<string> {
    const wanted = new Set<string>();
    for (const [noun, value] of this.#overlay.values())
      // Of a conversation that is here only because its thread is shown, nothing but the thread.
      if (!isSpent(noun, value) && !(noun === 'conversation' && this.#heldNow((value as Entity<'conversation'>).id) === undefined)) for (const ref of textRefsOf(noun, value)) wanted.add(ref);
    return wanted;
  }
}

/** A draft goes by its conversation. */
function idOf(value: Entity): string {
  const { id, conversationId } = value as { id?: string; conversationId?: string };
  return id ?? conversationId ?? '';
}

/** Nothing it said is kept, however it came here: an erased person may come along with a frame that passes over the events of it. */
function isSpent(noun: Noun, value: Entity): boolean {
  return (noun === 'message' && (value as Entity<'message'>).deletedAt !== undefined) || (noun === 'contact' && (value as Entity<'contact'>).erasedAt !== undefined);
}

function fileTexts(writes: readonly EntityWrite[]): Map<string, string> {
  const filed = new Map<string, string>();
  for (const write of writes) {
    if (write.value === null) continue;
    const conversationId = filedUnder(write.noun, write.id, write.value).conversationId;
    if (conversationId !== undefined) for (const ref of textRefsOf(write.noun, write.value)) filed.set(ref, conversationId);
  }
  return filed;
}
