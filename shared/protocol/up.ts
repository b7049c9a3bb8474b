import { z } from 'zod';
import { commandEnvelopeSchema } from '../commands/index.ts';
import { conversationIdSchema, replicaIdSchema, replyIdSchema, seqSchema, workItemIdSchema } from '../domain/ids.ts';
import { strategyRulesSchema } from '../domain/strategy.ts';
import { budgetReadingSchema } from './budget.ts';
import { likelySameRequestSchema, timelineRequestSchema } from './person.ts';
import { leadReportSchema } from './lead-report.ts';
import { custodyReportSchema, custodyRevokeSchema, custodySealSchema, refreshLeaseSchema } from './custody.ts';

// What a desk sends. Each is a Socket.IO event of that name with one argument and an acknowledgement.

/** `auth` of the handshake. */
export const handshakeSchema = z.object({ token: z.string().min(1).max(4_096), protocol: z.number().int().min(1), replicaId: replicaIdSchema, app: z.string().max(64), place: z.enum(['office', 'home']).optional(), /** Runs without a screen on an office machine, and sends what is scheduled there. */ headless: z.boolean().optional() });
export type Handshake = z.infer<typeof handshakeSchema>;

/** First message after connecting: what this replica holds and how far it has read. */
export const helloSchema = z.object({
  cursor: seqSchema,
  held: z.array(z.object({ conversationId: conversationIdSchema, asOfSeq: seqSchema, frozen: z.boolean() })).max(20_000),
  outbox: z.object({ waiting: z.number().int().min(0), unclear: z.number().int().min(0) }),
  /** The last `rowsMark` that came with a frame: the answer may then bring only the rows that changed since. */
  rowsMark: z.string().max(200).optional(),
});
export type Hello = z.infer<typeof helloSchema>;

/** `hash`: SHA-256 (hex) of the canonical command; the same number with another hash is refused. */
export const commandMessageSchema = z.object({ commandNo: z.number().int().min(1), hash: z.string().regex(/^[0-9a-f]{64}$/), command: commandEnvelopeSchema });
export type CommandMessage = z.infer<typeof commandMessageSchema>;

/** Renews the leases of the conversations this desk works on. */
export const renewLeasesSchema = z.object({ leases: z.array(z.object({ conversationId: conversationIdSchema, epoch: z.number().int().min(0) })).max(2_000), outbox: z.object({ waiting: z.number().int().min(0), unclear: z.number().int().min(0) }) });
export type RenewLeases = z.infer<typeof renewLeasesSchema>;

/** Asks for a conversation this desk does not hold (history, a lead's reading: logged). `release` lets go of one. */
export const fetchConversationSchema = z.object({ conversationId: conversationIdSchema });
export const releaseConversationSchema = z.object({ conversationId: conversationIdSchema });
/** Ephemeral: who is here and typing. */
export const presenceSchema = z.object({ conversationId: conversationIdSchema, typing: z.boolean() });
/** Asks for the other conversations of this contact: ids and times only, what the desk may see. */
export const contactHistorySchema = z.object({ conversationId: conversationIdSchema });
/** A new access token for a socket whose token is about to expire. */
export const renewTokenSchema = z.object({ token: z.string().min(1).max(4_096) });
/** Asks what the server knows of an own reply, before it is sent or repeated. */
export const replyStatusSchema = z.object({ replyIds: z.array(replyIdSchema).max(500) });

/** Asks why this item comes to whom it comes. Leads hear of everyone; others of themselves and how many each reason leaves out, for what they may see. */
export const whySchema = z.object({ workItemId: workItemIdSchema });
/** Leads: who would get what of what waits now, under the rules in force and under these. */
export const dryRunStrategySchema = z.object({ rules: strategyRulesSchema });

export const UP_MESSAGES = {
  hello: helloSchema,
  command: commandMessageSchema,
  renewLeases: renewLeasesSchema,
  fetchConversation: fetchConversationSchema,
  releaseConversation: releaseConversationSchema,
  presence: presenceSchema,
  contactHistory: contactHistorySchema,
  /** D1: what happened with the person of this conversation, on whatever channel. */
  timeline: timelineRequestSchema,
  /** D16: who may be the same person. */
  likelySame: likelySameRequestSchema,
  renewToken: renewTokenSchema,
  replyStatus: replyStatusSchema,
  why: whySchema,
  dryRunStrategy: dryRunStrategySchema,
  custodyReport: custodyReportSchema,
  custodySeal: custodySealSchema,
  custodyRevoke: custodyRevokeSchema,
  refreshLease: refreshLeaseSchema,
  budgetReading: budgetReadingSchema,
  leadReport: leadReportSchema,
} as const;
export type UpMessage = keyof typeof UP_MESSAGES;
