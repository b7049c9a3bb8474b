import { z } from 'zod';
import { entityPatchSchema } from '../domain/entity.ts';
import { agentIdSchema, conversationIdSchema } from '../domain/ids.ts';
import { rowPatchSchema } from '../domain/rows.ts';
import { feedViewSchema } from '../domain/feed-view.ts';
import { budgetViewSchema } from '../domain/budget-view.ts';
import { connectResultSchema } from './accounts.ts';
import { visitorNewsSchema } from '../domain/visitor-news.ts';
import { awaySummarySchema } from './away.ts';
import { attentionSchema, lockViewSchema, updateViewSchema } from './desktop.ts';
import { placeLinkSchema } from '../domain/place-link.ts';
import { connectionViewSchema, draftViewSchema, noticeSchema, outboxEntrySchema, sessionViewSchema, settingsSchema } from './views.ts';

/** Everything main pushes to the renderer. */
export const IPC_TOPICS = {
  session: sessionViewSchema,
  connection: connectionViewSchema,
  settings: settingsSchema,
  /** `reset`: these are all rows there are. */
  rows: z.object({ reset: z.boolean(), rows: z.array(rowPatchSchema) }),
  /** Changes of an opened conversation: entities to put (value null: remove), texts, `forget` refs whose text is gone. */
  conversation: z.object({ conversationId: conversationIdSchema, held: z.enum(['held', 'loading', 'frozen', 'offline', 'denied']), reset: z.boolean(), entities: z.array(entityPatchSchema), bodies: z.record(z.string(), z.string()), forget: z.array(z.string()), draft: draftViewSchema.nullable().optional() }),
  outbox: z.object({ entries: z.array(outboxEntrySchema), removed: z.array(z.string()) }),
  visitor: visitorNewsSchema,
  presence: z.object({ conversationId: conversationIdSchema, agentId: agentIdSchema, typing: z.boolean(), here: z.boolean() }),
  notice: noticeSchema,
  /** Something about the accounts' credentials changed: load anew. */
  accounts: z.object({}),
  /** What is left of these accounts' budgets. */
  budget: z.object({ accounts: z.array(budgetViewSchema) }),
  /** Leads: how these feeds of the server are doing. */
  feeds: z.object({ feeds: z.array(feedViewSchema) }),
  /** How a sign-in in the browser ended. */
  connect: z.object({ attemptId: z.string(), result: connectResultSchema }),
  /** What happened while away; null once seen. */
  away: z.object({ summary: awaySummarySchema.nullable() }),
  /** Locked: nothing of customers follows until it is opened; load anew then. */
  lock: lockViewSchema,
  attention: attentionSchema,
  /** A link was opened: show it, no more. */
  place: z.object({ place: placeLinkSchema }),
  update: updateViewSchema,
} as const;
export type IpcTopic = keyof typeof IPC_TOPICS;
