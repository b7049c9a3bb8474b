import type { EntityPatch } from '../../shared/domain/entity.ts';
import type { CenterEvent, EventEnvelope } from '../../shared/events/index.ts';
import type { Batch, ConversationSnapshot } from '../../shared/protocol/messages.ts';
import type { Viewer } from '../center/visibility.ts';
import type { Center } from '../center/center.ts';
import { companionsOf, draftSnapshot } from './snapshot.ts';
import type { Texts } from './texts.ts';

type Read = ReadonlyMap<string, string>;

/** Something that needs texts to be sent: which, and what it is with them. */
export interface Draft<T> {
  readonly refs: readonly string[];
  with(texts: Read): T;
}

export interface Companions {
  readonly entities: EntityPatch[];
  readonly bodies: Record<string, string>;
}

/** What frames are made of besides rows: conversations whole, and what events need to be understood. */
export class Frames {
  readonly #center: Center;
  readonly #texts: Texts;

  constructor(center: Center, texts: Texts) {
    this.#center = center;
    this.#texts = texts;
  }

  async read<T>(draft: Draft<T>): Promise<T> {
    return draft.with(await this.#texts.read(draft.refs));
  }

  snapshots(ids: readonly string[], reader: Viewer): Draft<ConversationSnapshot[]> {
    const center = this.#center;
    const drafts = ids.flatMap((id) => draftSnapshot(center.committed, center.index, id, center.seq, reader) ?? []);
    return {
      refs: drafts.flatMap((d) => d.refs),
      with: (texts) => drafts.map((d) => ({ conversationId: d.conversationId, asOfSeq: d.asOfSeq, entities: [...d.entities], bodies: pick(texts, d.refs) })),
    };
  }

  /** Whether words of a person come with it. */
  bringsTexts(event: CenterEvent): boolean {
    const { refs, contactIds } = companionsOf(event, this.#center.committed);
    return refs.length + contactIds.length > 0;
  }

  /** Texts the events name, and the people who speak in them. */
  companions(events: readonly CenterEvent[], reader: Viewer): Draft<Companions> {
    const center = this.#center;
    const refs: string[] = [];
    const contacts = new Set<string>();
    for (const event of events) {
      const companions = companionsOf(event, center.committed, reader);
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
    return { refs, with: (texts) => ({ entities, bodies: pick(texts, refs) }) };
  }
}

export function emptyBatch(fromSeq: number, toSeq: number): Batch {
  return { fromSeq, toSeq, purges: [], snapshots: [], events: [], entities: [], bodies: {}, forget: [], rows: [] };
}

export function envelope(event: CenterEvent): EventEnvelope {
  return { seq: event.seq, at: event.at, type: event.type, v: event.v, actor: event.actor, data: event.data };
}

function pick(texts: Read, refs: readonly string[]): Record<string, string> {
  const out: Record<string, string> = {};
  for (const ref of refs) {
    const text = texts.get(ref);
    if (text !== undefined) out[ref] = text;
  }
  return out;
}
