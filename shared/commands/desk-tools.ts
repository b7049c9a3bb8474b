import { z } from 'zod';
import { bindingsSchema, savedViewSchema, viewIdSchema } from '../domain/desk-tools.ts';
import { conversationIdSchema } from '../domain/ids.ts';
import { defineCommand } from './define.ts';

/** A new list under a name, or another content under the same id. Shared ones are for leads to make and change. */
export const saveView = defineCommand('savedView.save', savedViewSchema.pick({ id: true, name: true, isShared: true, list: true }), { offline: 'queue' });
export const removeView = defineCommand('savedView.remove', z.object({ id: viewIdSchema }), { offline: 'queue' });
/** The whole of the person's own keys, or that the first steps are done. */
export const changeDeskSetup = defineCommand('deskSetup.change', z.object({ bindings: bindingsSchema.optional(), welcomed: z.boolean().optional() }), { offline: 'queue' });
/** Whoever was named has looked. */
export const seeMention = defineCommand('mention.see', z.object({ conversationId: conversationIdSchema }), { offline: 'queue' });
