import { z } from 'zod';
import { addressFormSchema, channelNameSchema } from './channel.ts';
import { identityCheckSchema, joinConsentSchema } from './identity-check.ts';
import { agentIdSchema, bodyRefSchema, contactIdSchema, conversationIdSchema, instantSchema } from './ids.ts';
import { addressSourceSchema } from './reading.ts';

/** Who somebody is on one platform. Personal data: travels sealed, never inside an event. */
export const identitySchema = z.object({
  channel: channelNameSchema,
  remoteId: z.string().min(1).max(256),
  handle: z.string().max(256),
  displayName: z.string().max(256),
  followers: z.number().int().min(0).optional(),
});
export type Identity = z.infer<typeof identitySchema>;

/** The sealed text behind `contact.profileRef`, as JSON. */
export const contactProfileSchema = z.object({ displayName: z.string().max(256), identities: z.array(identitySchema).max(50) });
export type ContactProfile = z.infer<typeof contactProfileSchema>;

export const contactSchema = z.object({
  id: contactIdSchema,
  profileRef: bodyRefSchema,
  /** HMACs of (channel, remote author id): find the person again without naming them in the log. */
  identityKeys: z.array(z.string()),
  addressForm: addressFormSchema.optional(),
  addressFormBy: addressSourceSchema.optional(),
  addressFormAt: instantSchema.optional(),
  /** HMACs of what the profile is called, folded: people who may be one are found by it without naming anybody. */
  likenessKeys: z.array(z.string().max(64)).max(4).optional(),
  /** D16: known to be the same person as this contact, until taken apart. What was said stays each one's own. */
  mergedInto: z.object({ contactId: contactIdSchema, at: instantSchema, byAgentId: agentIdSchema, inConversationId: conversationIdSchema }).optional(),
  /** Those that were merged into this one. */
  parts: z.array(contactIdSchema).max(50).optional(),
  createdAt: instantSchema,
  lastInboundAt: instantSchema.optional(),
  lastAgentId: agentIdSchema.optional(),
  /** R14: since when this person wants to be approached no more. */
  leaveAloneAt: instantSchema.optional(),
  /** AWAY-2: they were told, or are about to be, that we are closed until then. */
  awayUntilAt: instantSchema.optional(),
  /** T11: a spam wave's author, closed out; what they write is closed at once until somebody lifts it. */
  blocked: z.object({ at: instantSchema, byAgentId: agentIdSchema, reason: z.string().max(200) }).optional(),
  /** D16: the last check of who they are; see `validCheck`. */
  identityCheck: identityCheckSchema.optional(),
  /** D16: whether profile and contract may be known as one. */
  joinConsent: joinConsentSchema.optional(),
  erasedAt: instantSchema.optional(),
  /** What keeps an erased person from coming back by a re-ingest: posts of theirs up to `cutoffAt`, and those whose remote id has one of these HMACs. */
  tombstone: z.object({ cutoffAt: instantSchema, remoteKeys: z.array(z.string().max(64)).max(20_000) }).optional(),
});
export type Contact = z.infer<typeof contactSchema>;
