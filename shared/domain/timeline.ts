import { z } from 'zod';
import { channelNameSchema, visibilitySchema } from './channel.ts';
import { identitySchema } from './contact.ts';
import { agentIdSchema, contactIdSchema, conversationIdSchema, instantSchema } from './ids.ts';

/** How much of a text one line of the timeline shows, characters. */
export const TIMELINE_TEXT = 600;
export const TIMELINE_PAGE = 60;

const where = { id: z.string().min(1).max(200), at: instantSchema, conversationId: conversationIdSchema, contactId: contactIdSchema, channel: channelNameSchema };

/** One thing that happened with a person, on whatever channel. `id` is its own, so that two pages never show it twice. */
export const timelineEntrySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('said'), ...where, direction: z.enum(['in', 'out']), visibility: visibilitySchema, agentId: agentIdSchema.optional(), /** Absent: deleted or erased. */ text: z.string().max(TIMELINE_TEXT).optional(), isCut: z.boolean() }),
  z.object({ kind: z.literal('note'), ...where, agentId: agentIdSchema, text: z.string().max(TIMELINE_TEXT).optional(), isCut: z.boolean() }),
  z.object({ kind: z.literal('closed'), ...where, disposition: z.string().max(64), agentId: agentIdSchema.optional() }),
  z.object({ kind: z.literal('merged'), ...where, agentId: agentIdSchema }),
  z.object({ kind: z.literal('checked'), ...where, agentId: agentIdSchema }),
  z.object({ kind: z.literal('ticket'), ...where, agentId: agentIdSchema, number: z.string().max(60), owner: z.string().max(120), dueAt: instantSchema, step: z.enum(['opened', 'overdue', 'closed']) }),
  z.object({ kind: z.literal('callBack'), ...where, agentId: agentIdSchema, fromAt: instantSchema, untilAt: instantSchema, step: z.enum(['planned', 'reached', 'notReached', 'cancelled']) }),
]);
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** A profile of the person. */
export const personPartSchema = z.object({
  contactId: contactIdSchema,
  displayName: z.string().max(256),
  identities: z.array(identitySchema).max(50),
  mergedAt: instantSchema.optional(),
  mergedBy: agentIdSchema.optional(),
  conversations: z.number().int().min(0),
});
export type PersonPart = z.infer<typeof personPartSchema>;

/** Newest first. `before` of the next page is `next`; absent: that was the beginning. `unseen`: conversations one may not read. */
export const timelineSchema = z.object({ parts: z.array(personPartSchema).max(200), entries: z.array(timelineEntrySchema).max(TIMELINE_PAGE), next: z.object({ at: instantSchema, id: z.string().max(200) }).optional(), unseen: z.number().int().min(0) });
export type Timeline = z.infer<typeof timelineSchema>;
export const timelineRequestSchema = z.object({ conversationId: conversationIdSchema, before: z.object({ at: instantSchema, id: z.string().max(200) }).optional() });

/** Somebody who may be the same person: a hint for people. */
export const likelySameSchema = z.object({ ...personPartSchema.shape, because: z.array(z.enum(['name', 'handle', 'asked'])).min(1), lastInboundAt: instantSchema.optional(), consent: z.enum(['given', 'refused', 'notAsked']) });
export type LikelySame = z.infer<typeof likelySameSchema>;
/** `called`: a full name or handle typed by a person; absent: who is called like this person. */
export const likelySameRequestSchema = z.object({ conversationId: conversationIdSchema, called: z.string().trim().min(1).max(256).optional() });
export const likelySameAnswerSchema = z.object({ people: z.array(likelySameSchema).max(10), /** So many are called alike that it says nothing. */ tooMany: z.boolean() });

/** Newest first; of the same instant the later id. */
export function laterFirst(a: Pick<TimelineEntry, 'at' | 'id'>, b: Pick<TimelineEntry, 'at' | 'id'>): number {
  return a.at !== b.at ? b.at - a.at : a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}
