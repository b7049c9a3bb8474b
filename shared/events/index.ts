import { z } from 'zod';
import { instantSchema, seqSchema } from '../domain/ids.ts';
import { liftData, type EventDefinition } from './define.ts';
import * as agent from './agent.ts';
import * as approval from './approval.ts';
import * as article from './article.ts';
import * as briefing from './briefing.ts';
import * as awayNotice from './away-notice.ts';
import * as bulkAnswer from './bulk-answer.ts';
import * as caseEvents from './case.ts';
import * as center from './center.ts';
import * as cluster from './cluster.ts';
import * as contact from './contact.ts';
import * as conversation from './conversation.ts';
import * as house from './house.ts';
import * as escalation from './escalation.ts';
import * as figures from './figures.ts';
import * as invitation from './invitation.ts';
import * as deskTools from './desk-tools.ts';
import * as leadRead from './lead-read.ts';
import * as message from './message.ts';
import * as profile from './profile.ts';
import * as reply from './reply.ts';
import * as situation from './situation.ts';
import * as spike from './spike.ts';
import * as strategy from './strategy.ts';
import * as whisper from './whisper.ts';
import * as workItem from './work-item.ts';
import * as searchTerms from './search-terms.ts';

const definitions = { ...agent, ...approval, ...article, ...briefing, ...awayNotice, ...bulkAnswer, ...caseEvents, ...center, ...cluster, ...contact, ...conversation, ...deskTools, ...escalation, ...figures, ...house, ...invitation, ...leadRead, ...message, ...profile, ...reply, ...searchTerms, ...situation, ...spike, ...strategy, ...whisper, ...workItem };
type Definition = (typeof definitions)[keyof typeof definitions];

export type EventType = Definition['type'];
type DataOf<D> = D extends { readonly type: infer T; readonly schema: infer S } ? (S extends z.ZodType ? { readonly type: T; readonly data: z.infer<S> } : never) : never;

/** What a decider produces: type and data; the writer adds place, time and author. */
export type NewEvent = DataOf<Definition>;
export type EventOf<T extends EventType> = Extract<NewEvent, { type: T }>;

/** An event in its place. `actor`: an agent id, `router`, `ingest:<channel>` or `system`. */
export type CenterEvent = NewEvent & { readonly seq: number; readonly at: number; readonly v: number; readonly actor: string };

export const EVENT_DEFINITIONS: ReadonlyMap<string, Definition> = new Map(Object.values(definitions).map((d) => [d.type, d]));

export const eventEnvelopeSchema = z.object({ seq: seqSchema, at: instantSchema, type: z.string().max(64), v: z.number().int().min(1), actor: z.string().max(160), data: z.unknown() });
export type EventEnvelope = z.infer<typeof eventEnvelopeSchema>;

export type ReadEvent = { readonly kind: 'event'; readonly event: CenterEvent } | { readonly kind: 'unknown'; readonly seq: number; readonly type: string; readonly v: number } | { readonly kind: 'invalid'; readonly seq: number; readonly type: string; readonly problem: string };

/** Lifts a stored or received event to the version this build speaks. Never throws: an unknown kind or a newer version is said so. */
export function readEvent(envelope: EventEnvelope): ReadEvent {
  const definition = EVENT_DEFINITIONS.get(envelope.type);
  const { seq, type } = envelope;
  if (definition === undefined) return { kind: 'unknown', seq, type, v: envelope.v };
  const lifted = liftData(definition as EventDefinition, envelope.v, envelope.data);
  if (lifted.kind === 'newer') return { kind: 'unknown', seq, type, v: envelope.v };
  if (lifted.kind === 'invalid') return { kind: 'invalid', seq, type, problem: lifted.problem };
  return { kind: 'event', event: { ...envelope, v: definition.v, type: definition.type, data: lifted.data } as CenterEvent };
}

/** Puts a new event into its place, checked against its own schema: an event that cannot be read back is never written. */
export function placeEvent(event: NewEvent, place: { seq: number; at: number; actor: string }): CenterEvent {
  const definition = EVENT_DEFINITIONS.get(event.type);
  if (definition === undefined) throw new Error(`no definition of ${event.type}`);
  return { ...place, type: event.type, v: definition.v, data: definition.schema.parse(event.data) } as CenterEvent;
}
