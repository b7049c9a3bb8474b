import { z } from 'zod';

// Flavoured ids: a plain string fits every id, but an AgentId never fits where a ContactId is asked for.
declare const kind: unique symbol;
type Id<K extends string> = string & { readonly [kind]?: K };

export type AccountId = Id<'account'>;
export type AgentId = Id<'agent'>;
export type TeamId = Id<'team'>;
export type SkillId = Id<'skill'>;
export type QueueId = Id<'queue'>;
export type CalendarId = Id<'calendar'>;
export type ContactId = Id<'contact'>;
export type ThreadId = Id<'thread'>;
export type ConversationId = Id<'conversation'>;
export type MessageId = Id<'message'>;
export type WorkItemId = Id<'workItem'>;
export type ReservationId = Id<'reservation'>;
export type ReplyId = Id<'reply'>;
export type NoteId = Id<'note'>;
export type CommandId = Id<'command'>;
export type ReplicaId = Id<'replica'>;
/** Names a sealed text in the content store; the event log holds only this. */
export type BodyRef = Id<'body'>;

function idSchema<T extends string>(): z.ZodType<T, T> {
  return z.string().min(1).max(128).regex(/^[\w.:@-]+$/u, 'letters, digits and . _ : @ - only') as unknown as z.ZodType<T, T>;
}

export const accountIdSchema = idSchema<AccountId>();
export const agentIdSchema = idSchema<AgentId>();
export const teamIdSchema = idSchema<TeamId>();
export const skillIdSchema = idSchema<SkillId>();
export const queueIdSchema = idSchema<QueueId>();
export const calendarIdSchema = idSchema<CalendarId>();
export const contactIdSchema = idSchema<ContactId>();
export const threadIdSchema = idSchema<ThreadId>();
export const conversationIdSchema = idSchema<ConversationId>();
export const messageIdSchema = idSchema<MessageId>();
export const workItemIdSchema = idSchema<WorkItemId>();
export const reservationIdSchema = idSchema<ReservationId>();
export const replyIdSchema = idSchema<ReplyId>();
export const noteIdSchema = idSchema<NoteId>();
export const commandIdSchema = idSchema<CommandId>();
export const replicaIdSchema = idSchema<ReplicaId>();
export const bodyRefSchema = idSchema<BodyRef>();

/** Instant: whole ms since 1970. */
export const instantSchema = z.number().int().min(0).max(8_640_000_000_000_000);
/** Span: whole ms, not negative. */
export const spanMsSchema = z.number().int().min(0).max(366 * 86_400_000);
/** Place in the log; 0 is before the first event. */
export const seqSchema = z.number().int().min(0);
