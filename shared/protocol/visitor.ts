import { z } from 'zod';
import { VISITOR_EMAIL_CHARS, VISITOR_PROTOCOL, VISITOR_TEXT_CHARS } from './visitor-limits.ts';

// Visitor's page <-> server: JSON text frames over a WebSocket, `t` names the kind. The widget is served by the same server, so the two are of one version.

const seq = z.number().int().min(0);
/** Made by the widget; a message with the same id is taken once. */
export const clientIdSchema = z.string().regex(/^[A-Za-z0-9-]{8,64}$/);
/** 32 random bytes as base64url. Whoever has it has the thread; the server keeps a keyed hash. */
export const visitorTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** Deliberately narrow: no quotes, no comments, one @, nothing that could end a mail header. */
export const emailSchema = z.string().max(VISITOR_EMAIL_CHARS).regex(/^[A-Za-z0-9.!#$%&*+/=?^_{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/);
const lang = z.enum(['de', 'en']);
const stars = z.number().int().min(1).max(5);

export const visitorUpSchema = z.discriminatedUnion('t', [
  /** First of all. `cursor`: the newest `seq` this page shows; 0 for the whole thread. `page`: without query and fragment. */
  z.strictObject({ t: z.literal('hello'), v: z.literal(VISITOR_PROTOCOL), token: visitorTokenSchema, cursor: seq, lang, page: z.string().max(500).optional() }),
  z.strictObject({ t: z.literal('say'), id: clientIdSchema, text: z.string().trim().min(1).max(VISITOR_TEXT_CHARS), email: emailSchema.optional() }),
  z.strictObject({ t: z.literal('typing'), on: z.boolean() }),
  /** Everything up to here is on the visitor's screen. */
  z.strictObject({ t: z.literal('seen'), seq }),
  z.strictObject({ t: z.literal('transcript'), email: emailSchema }),
  z.strictObject({ t: z.literal('end') }),
  z.strictObject({ t: z.literal('rate'), stars }),
  z.strictObject({ t: z.literal('ping') }),
]);
export type VisitorUp = z.infer<typeof visitorUpSchema>;

export const visitorMessageSchema = z.object({
  /** The client id of a message of theirs; else the server's. */
  id: z.string().max(256),
  seq,
  from: z.enum(['visitor', 'agent']),
  /** Who answered, as the brand lets its people be called. */
  name: z.string().max(60).optional(),
  text: z.string(),
  at: z.number(),
  edited: z.boolean().optional(),
  /** Taken back: nothing of it is shown any more. */
  gone: z.boolean().optional(),
  /** Files of ours, each with the path on this server where it is fetched. */
  files: z.array(z.object({ name: z.string().max(256), bytes: z.number(), alt: z.string().max(2_000).optional(), path: z.string().startsWith('/chat/v1/files/').max(2_048) })).max(20).optional(),
});
export type VisitorMessage = z.infer<typeof visitorMessageSchema>;

export const availabilitySchema = z.object({
  /** Within the hours of the queue that this brand's chats go to. */
  open: z.boolean(),
  opensAt: z.number().optional(),
  /** Somebody is there who takes work. */
  staffed: z.boolean(),
});
export type Availability = z.infer<typeof availabilitySchema>;

export const visitorDownSchema = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('welcome'),
    v: z.literal(VISITOR_PROTOCOL),
    /** `new`: nothing said yet. `over`: ended, run out or forgotten; the token is worth nothing any more. */
    state: z.enum(['new', 'open', 'over']),
    brand: z.string(),
    availability: availabilitySchema,
    /** Mail can be sent: a transcript, and answers to who has left. */
    mail: z.boolean(),
    cursor: seq,
    messages: z.array(visitorMessageSchema),
    /** Messages of theirs up to here were read; ours up to there have been on their screen, on whichever page. */
    readSeq: seq,
    seenSeq: seq,
    agent: z.string().optional(),
    /** They left an address for an answer. */
    emailKept: z.boolean(),
    rated: z.boolean(),
    /** False: the brand does not ask for a rating. */
    asksRating: z.boolean().optional(),
  }),
  z.object({ t: z.literal('message'), message: visitorMessageSchema }),
  z.object({ t: z.literal('said'), id: clientIdSchema, seq }),
  z.object({ t: z.literal('refused'), re: z.enum(['hello', 'say', 'typing', 'seen', 'transcript', 'end', 'rate', 'ping', 'frame']), id: clientIdSchema.optional(), code: z.string(), retryAfterMs: z.number().optional() }),
  z.object({ t: z.literal('typing'), on: z.boolean(), name: z.string().optional() }),
  z.object({ t: z.literal('read'), seq }),
  /** Who answers now; absent name: nobody in particular. */
  z.object({ t: z.literal('agent'), name: z.string().optional() }),
  z.object({ t: z.literal('availability'), availability: availabilitySchema }),
  /** A transcript is on its way. */
  z.object({ t: z.literal('mailed') }),
  z.object({ t: z.literal('over') }),
  z.object({ t: z.literal('rated') }),
  z.object({ t: z.literal('pong') }),
]);
export type VisitorDown = z.infer<typeof visitorDownSchema>;
