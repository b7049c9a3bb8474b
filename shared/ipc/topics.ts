import { z } from 'zod';
import { entityPatchSchema } from '../domain/entity.ts';
import { agentIdSchema, conversationIdSchema } from '../domain/ids.ts';
import { rowPatchSchema } from '../domain/rows.ts';
import { awaySummarySchema } from './away.ts';
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
  presence: z.object({ conversationId: conversationIdSchema, agentId: agentIdSchema, typing: z.boolean(), here: z.boolean() }),
  notice: noticeSchema,
  /** What happened while away; null once seen. */
  away: z.object({ summary: awaySummarySchema.nullable() }),
} as const;
export type IpcTopic = keyof typeof IPC_TOPICS;
