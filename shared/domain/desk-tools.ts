import { z } from 'zod';
import { readBriefingSchema } from './briefing.ts';
import { channelNameSchema, visibilitySchema } from './channel.ts';
import { accountIdSchema, agentIdSchema, conversationIdSchema, instantSchema, noteIdSchema, queueIdSchema } from './ids.ts';

/** How a list is shown: which tab, in which order, narrowed to what. Rows must fit everything that is given. */
export const listViewSchema = z
  .object({
    tab: z.enum(['mine', 'team', 'waiting', 'done']),
    sort: z.enum(['due', 'newest', 'longest']),
    channel: channelNameSchema.optional(),
    brand: z.string().min(1).max(128).optional(),
    accountId: accountIdSchema.optional(),
    queueId: queueIdSchema.optional(),
    visibility: visibilitySchema.optional(),
    tag: z.string().min(1).max(40).optional(),
  })
  .strict();
export type ListView = z.infer<typeof listViewSchema>;

export const viewIdSchema = z.string().min(1).max(64).regex(/^[\w-]+$/u);
export const MOST_VIEWS = 40;

/** A list kept under a name: one's own, or shared with everybody by a lead. */
export const savedViewSchema = z.object({
  id: viewIdSchema,
  ownerAgentId: agentIdSchema,
  name: z.string().trim().min(1).max(60),
  isShared: z.boolean(),
  list: listViewSchema,
  at: instantSchema,
});
export type SavedView = z.infer<typeof savedViewSchema>;

/** `Ctrl+Shift+f`, `j`, `ArrowDown`: as the keyboard's presses are written. */
export const keyPressSchema = z.string().min(1).max(40).regex(/^(?:Ctrl\+)?(?:Alt\+)?(?:Shift\+)?(?:[^\s+]|\+|[A-Z][A-Za-z0-9]+)$/u);
/** Keys a person gave to acts, by the act's name; an empty list: none at all. What is not named keeps its own. */
export const bindingsSchema = z.record(z.string().min(1).max(80), z.array(keyPressSchema).max(4)).refine((bindings) => Object.keys(bindings).length <= 300, 'at most 300');
export type Bindings = z.infer<typeof bindingsSchema>;

/** What a person set up for themselves; the same on every desk of theirs. */
export const deskSetupSchema = z.object({ id: agentIdSchema, bindings: bindingsSchema, /** They went through the first steps, or passed over them. */ welcomedAt: instantSchema.optional(), /** SHIFT-1: what they have read of what leads tell everybody. */ readBriefings: z.array(readBriefingSchema).max(100).optional() });
export type DeskSetup = z.infer<typeof deskSetupSchema>;

export const MOST_MENTIONS = 10;
export function mentionIdOf(conversationId: string, agentId: string): string {
  return `${conversationId}.${agentId}`;
}
/** Somebody was named in a note: the latest one of this conversation. Until it is seen it stands among what waits for that person. */
export const mentionSchema = z.object({ id: z.string().min(1).max(256), agentId: agentIdSchema, conversationId: conversationIdSchema, noteId: noteIdSchema, byAgentId: agentIdSchema, at: instantSchema, seenAt: instantSchema.optional() });
export type Mention = z.infer<typeof mentionSchema>;
