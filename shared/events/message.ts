import { z } from 'zod';
import { bodyRefSchema, instantSchema, messageIdSchema } from '../domain/ids.ts';
import { messageSchema } from '../domain/message.ts';
import { defineEvent } from './define.ts';

export const messageReceived = defineEvent('message.received', messageSchema.omit({ seq: true, editedAt: true, deletedAt: true }));
export const messageEdited = defineEvent('message.edited', z.object({ messageId: messageIdSchema, bodyRef: bodyRefSchema, editedAt: instantSchema }));
export const messageDeleted = defineEvent('message.deleted', z.object({ messageId: messageIdSchema, deletedAt: instantSchema }));
