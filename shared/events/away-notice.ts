import { z } from 'zod';
import { awayNoticeRecordSchema } from '../domain/away-notice.ts';
import { agentIdSchema, bodyRefSchema, contactIdSchema, conversationIdSchema, instantSchema, replicaIdSchema, replyIdSchema } from '../domain/ids.ts';
import { defineEvent } from './define.ts';

const ref = { id: replyIdSchema, conversationId: conversationIdSchema, at: instantSchema };

/** AWAY-2: somebody is to be told, once in this closed period; this desk is to do it. */
export const awayNoticeDue = defineEvent('awayNotice.due', awayNoticeRecordSchema.pick({ id: true, conversationId: true, contactId: true, accountId: true, messageId: true, untilAt: true, dueAt: true, agentId: true, replicaId: true }));
/** AWAY-3: the desk named before did not ask for leave; another one is to. */
export const awayNoticeHandedOn = defineEvent('awayNotice.handedOn', z.object({ ...ref, agentId: agentIdSchema, replicaId: replicaIdSchema }));
/** AWAY-5: these are the house's words for it, by their digest; written down before any desk is given them. */
export const awayNoticeWorded = defineEvent('awayNotice.worded', z.object({ ...ref, digest: z.string().min(1).max(128) }));
export const awayNoticePermitted = defineEvent('awayNotice.permitted', z.object({ ...ref, bodyRef: bodyRefSchema }));
/** `failed`: certain not to be out; `over`: we opened, or somebody answered, before anybody had leave. After these two somebody may be told anew. */
export const awayNoticeEnded = defineEvent('awayNotice.ended', z.object({ ...ref, contactId: contactIdSchema, outcome: z.enum(['sent', 'unclear', 'failed', 'over']), remoteId: z.string().max(256).optional() }));
