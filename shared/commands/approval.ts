import { z } from 'zod';
import { conversationIdSchema, replyIdSchema } from '../domain/ids.ts';
import { frozenReplySchema } from '../domain/reply.ts';
import { defineCommand, LEADS } from './define.ts';

const ref = { conversationId: conversationIdSchema, replyId: replyIdSchema };

/** S2: a lead lets an answer go, as written or in these words instead. */
export const giveApproval = defineCommand('approval.give', z.object({ ...ref, words: frozenReplySchema.optional() }), { offline: 'refuse', roles: LEADS });
/** It comes back to who wrote it, with a word. */
export const sendBack = defineCommand('approval.sendBack', z.object({ ...ref, word: z.string().trim().min(1).max(2_000) }), { offline: 'refuse', roles: LEADS });
/** Its author takes it back before anybody has decided. */
export const withdrawApproval = defineCommand('approval.withdraw', z.object(ref), { offline: 'queue' });
/** Every answer in this conversation is looked at first, or no longer. */
export const flagForApproval = defineCommand('approval.flag', z.object({ conversationId: conversationIdSchema, wanted: z.boolean() }), { offline: 'refuse', roles: LEADS });
