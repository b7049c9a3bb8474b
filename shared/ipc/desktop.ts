import { z } from 'zod';
import { placeLinkSchema } from '../domain/place-link.ts';
import { conversationIdSchema, instantSchema } from '../domain/ids.ts';

/** Why the screen is locked. `system`: the system's own lock; `suspend`: the machine slept. */
export const lockReasonSchema = z.enum(['person', 'idle', 'system', 'suspend']);
export type LockReason = z.infer<typeof lockReasonSchema>;

/** What opens a locked desk, with or without the network. `keychain`: only where there is neither a password nor a passphrase to ask for. */
export const unlockWaySchema = z.enum(['password', 'passphrase', 'keychain']);
export type UnlockWay = z.infer<typeof unlockWaySchema>;

export const lockViewSchema = z.object({
  locked: z.boolean(),
  because: lockReasonSchema.optional(),
  sinceAt: instantSchema.optional(),
  ways: z.array(unlockWaySchema),
  /** Too many wrong tries: nothing is checked before then. */
  waitUntilAt: instantSchema.optional(),
});
export type LockView = z.infer<typeof lockViewSchema>;

/** Numbers alone, so that they may be shown where customers' words may not: badge, tray, notifications, a locked screen. */
export const attentionSchema = z.object({
  /** Own open items that wait for us. */
  mine: z.number().int().min(0),
  offers: z.number().int().min(0),
  /** Own replies that failed or became drafts. */
  failed: z.number().int().min(0),
  unclear: z.number().int().min(0),
  /** Own replies that are still to leave from this desk. */
  unsent: z.number().int().min(0),
  /** Signed in and not off duty. */
  onShift: z.boolean(),
  /** A copy lies on this machine that is not open: nobody can say what is unsent in it. */
  closedCopy: z.boolean(),
});
export type Attention = z.infer<typeof attentionSchema>;

/** What an update waits for before it may be put in place. */
export const updateHoldSchema = z.enum(['shift', 'unsent', 'unclear', 'closedCopy']);
export type UpdateHold = z.infer<typeof updateHoldSchema>;

export const updateViewSchema = z.discriminatedUnion('kind', [
  /** This host has no updates of its own, or it is not a packaged desk. */
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('current'), checkedAt: instantSchema.optional() }),
  z.object({ kind: z.literal('loading'), version: z.string().max(64) }),
  /** Lies ready. `waitsFor` empty: it is put in place at the end of the desk. */
  z.object({ kind: z.literal('ready'), version: z.string().max(64), waitsFor: z.array(updateHoldSchema) }),
  z.object({ kind: z.literal('failed'), at: instantSchema }),
]);
export type UpdateView = z.infer<typeof updateViewSchema>;

/** A window to bring up: the desk's own, the wall's, or a conversation in one of its own. */
export const windowTargetSchema = z.discriminatedUnion('kind', [z.object({ kind: z.literal('desk') }), z.object({ kind: z.literal('wall') }), z.object({ kind: z.literal('conversation'), conversationId: conversationIdSchema })]);
export type WindowTarget = z.infer<typeof windowTargetSchema>;

export const unlockRequestSchema = z.object({ by: unlockWaySchema, secret: z.string().max(1_000).optional() });
export const placeAnswerSchema = z.object({ place: placeLinkSchema.nullable() });
