import type { EntityPatch } from '../../shared/domain/entity.ts';
import type { CenterEvent, EventEnvelope } from '../../shared/events/index.ts';
import type { Batch, ConversationSnapshot } from '../../shared/protocol/messages.ts';
import type { Center } from '../center/center.ts';
import { companionsOf, draftSnapshot } from './snapshot.ts';
import type { Texts } from './texts.ts';

/** What frames are made of besides rows: conversations whole, and what events need to be understood. */
export class Frames {
  readonly #center: Center;
  readonly #texts: Texts;

  constructor(center: Center, texts: Texts) {
    this.#center = center;
    this.#texts = texts;
  }

  async snapshots(ids: readonly string[]): Promise<ConversationSnapshot[]> {
    const center = this.#center;
    const texts = this.#texts;
    const drafts = ids.flatMap((id) => draftSnapshot(center.committed, center.index, id, center.seq) ?? []);
    const read = await texts.read(drafts.flatMap((d) => d.refs));
    return drafts.map((d) => ({ conversationId: d.conversationId, asOfSeq: d.asOfSeq, entities: [...d.entities], bodies: pick(read, d.refs) }));
  }

  /** Texts the events name, and the people who speak in them. */
  async companions(events: readonly CenterEvent[]): Promise<{ entities: EntityPatch[]; bodies: Record<string, string> }> {
    const center = this.#center;
    const texts = this.#texts;
    const refs: string[] = [];
    const contacts = new Set<string>();
    for (const event of events) {
      const companions = companionsOf(event, center.committed);
      refs.push(...companions.refs);
      for (const id of companions.contactIds) contacts.add(id);
    }
    const entities: EntityPatch[] = [];
    for (const id of contacts) {
      const value = center.committed.get('contact', id);
      if (value === undefined) continue;
      entities.push({ noun: 'contact', id, seq: center.seq, value });
      refs.push(value.profileRef);
    }
    return { entities, bodies: pick(await texts.read(refs), refs) };
  }
}

export function emptyBatch(fromSeq: number, toSeq: number): Batch {
  return { fromSeq, toSeq, purges: [], snapshots: [], events: [], entities: [], bodies: {}, forget: [], rows: [] };
}

export function envelope(event: CenterEvent): EventEnvelope {
  return { seq: event.seq, at: event.at, type: event.type, v: event.v, actor: event.actor, data: event.data };
}

function pick(texts: ReadonlyMap<string, string>, refs: readonly string[]): Record<string, string> {
  const out: Record<string, string> = {};
  for (const ref of refs) {
    const text = texts.get(ref);
    if (text !== undefined) out[ref] = text;
  }
  return out;
}
