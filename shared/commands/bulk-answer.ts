import { z } from 'zod';
import { BULK_AT_ONCE, bulkCoreSchema, bulkIdSchema, bulkThenSchema } from '../domain/bulk-answer.ts';
import { conversationIdSchema, messageIdSchema, workItemIdSchema } from '../domain/ids.ts';
import { defineCommand } from './define.ts';

const bulkId = bulkIdSchema;
const conversationIds = z.array(conversationIdSchema).min(1).max(BULK_AT_ONCE);
const workItemIds = z.array(workItemIdSchema).min(1).max(BULK_AT_ONCE);

/** D6: claims these as one (as `workItem.claimBulk` does) and opens one answer for them. Answers `bulkId`, `claimed` and `refused` with why. */
export const startBulkAnswer = defineCommand('bulkAnswer.start', z.object({ workItemIds, clusterId: z.string().min(1).max(128).optional() }), { offline: 'refuse' });
/** Late ones of the same question, or such as had left it. Answers `claimed` and `refused`. */
export const joinBulkAnswer = defineCommand('bulkAnswer.join', z.object({ bulkId, workItemIds }), { offline: 'refuse' });
export const writeBulkAnswer = defineCommand('bulkAnswer.write', z.object({ bulkId, core: bulkCoreSchema, then: bulkThenSchema }), { offline: 'refuse' });
/** A person has seen what each of these will say; their drafts hold it. They go from the desk that gives this command. */
export const confirmBulkAnswer = defineCommand(
  'bulkAnswer.confirm',
  z.object({ bulkId, members: z.array(z.object({ conversationId: conversationIdSchema, throughMessageId: messageIdSchema, edited: z.literal(true).optional() })).min(1).max(BULK_AT_ONCE) }),
  { offline: 'refuse' },
);
/** Leaves these out: they go back to their queues. */
export const skipBulkAnswer = defineCommand('bulkAnswer.skip', z.object({ bulkId, conversationIds }), { offline: 'refuse' });
/** Where the platform forbids bulk: each goes back to its queue with its draft, and the router spreads them over the team. */
export const handOutBulkAnswer = defineCommand('bulkAnswer.handOut', z.object({ bulkId, conversationIds }), { offline: 'refuse' });
/** A confirmed one could not be sent; `code` of the catalogue. */
export const reportBulkAnswer = defineCommand('bulkAnswer.report', z.object({ bulkId, conversationId: conversationIdSchema, code: z.string().min(1).max(64) }), { offline: 'queue' });
export const pauseBulkAnswer = defineCommand('bulkAnswer.pause', z.object({ bulkId }), { offline: 'queue' });
/** Goes on, from the desk that gives this command. */
export const resumeBulkAnswer = defineCommand('bulkAnswer.resume', z.object({ bulkId }), { offline: 'refuse' });
/** Ends it: what is not on its way goes back to its queue unsent. */
export const stopBulkAnswer = defineCommand('bulkAnswer.stop', z.object({ bulkId }), { offline: 'queue' });
/** The one public status post is out, written by this person on the platform's own page. */
export const statusPostedBulkAnswer = defineCommand('bulkAnswer.statusPosted', z.object({ bulkId }), { offline: 'refuse' });
