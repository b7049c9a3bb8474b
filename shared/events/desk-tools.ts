import { z } from 'zod';
import { deskSetupSchema, savedViewSchema, viewIdSchema } from '../domain/desk-tools.ts';
import { agentIdSchema, conversationIdSchema, instantSchema } from '../domain/ids.ts';
import { defineEvent } from './define.ts';

export const viewSaved = defineEvent('savedView.saved', savedViewSchema);
export const viewRemoved = defineEvent('savedView.removed', z.object({ id: viewIdSchema, byAgentId: agentIdSchema, at: instantSchema }));
export const deskSetupChanged = defineEvent('deskSetup.changed', deskSetupSchema.omit({ readBriefings: true }));
export const mentionSeen = defineEvent('mention.seen', z.object({ conversationId: conversationIdSchema, agentId: agentIdSchema, at: instantSchema }));
