import { z } from 'zod';
import type { Calendar } from './calendar.ts';
import type { AddressForm } from './channel.ts';
import { channelNameSchema } from './channel.ts';
import { accountIdSchema, agentIdSchema, bodyRefSchema, contactIdSchema, conversationIdSchema, instantSchema, messageIdSchema, replicaIdSchema, replyIdSchema } from './ids.ts';
import { frozenReplySchema } from './reply.ts';

/**
 * AWAY-2: one word to somebody who wrote while we are closed. Its id is the platform key it goes out under. `due`: a desk is named to send it. `permitted`: that
 * desk has leave, once. `unclear`: it may be out, nobody will send it again.
 */
export const awayNoticeRecordSchema = z.object({
  id: replyIdSchema,
  conversationId: conversationIdSchema,
  contactId: contactIdSchema,
  accountId: accountIdSchema,
  /** The message it answers. */
  messageId: messageIdSchema,
  /** When we are back: the closed period it belongs to ends then. */
  untilAt: instantSchema,
  dueAt: instantSchema,
  agentId: agentIdSchema,
  replicaId: replicaIdSchema,
  state: z.enum(['due', 'permitted', 'sent', 'unclear', 'failed', 'over']),
  /** HMACs (hex) of the words the house gave for it, newest last: leave is for one of these alone. */
  digests: z.array(z.string().min(1).max(128)).max(10).optional(),
  permittedAt: instantSchema.optional(),
  /** Its words as the thread shows them. */
  bodyRef: bodyRefSchema.optional(),
  endedAt: instantSchema.optional(),
  remoteId: z.string().max(256).optional(),
});
export type AwayNoticeRecord = z.infer<typeof awayNoticeRecordSchema>;

/** What the named desk is given to send. */
export const awayNoticeTaskSchema = z.object({
  id: replyIdSchema,
  conversationId: conversationIdSchema,
  accountId: accountIdSchema,
  channel: channelNameSchema,
  epoch: z.number().int().min(0),
  dueAt: instantSchema,
  frozen: frozenReplySchema,
});
export type AwayNoticeTask = z.infer<typeof awayNoticeTaskSchema>;

/** The words for somebody; undefined where none are written for them. `open`: when we are back, in words. */
export function awayWords(away: NonNullable<Calendar['away']>, to: { readonly language: 'de' | 'en'; readonly form: AddressForm | undefined; readonly brand: string; readonly open: string }): string | undefined {
  const { du, sie } = away.de;
  const german = to.form === 'du' ? du || sie : sie || du;
  const text = to.language === 'en' ? away.en || german : german || away.en;
  return text === '' ? undefined : text.replaceAll('{brand}', to.brand).replaceAll('{open}', to.open);
}
