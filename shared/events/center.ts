import { z } from 'zod';
import { accountRecordSchema } from '../domain/account.ts';
import { accountIdSchema, agentIdSchema, instantSchema } from '../domain/ids.ts';
import { queueSchema } from '../domain/queue.ts';
import { skillSchema, teamSchema } from '../domain/skill.ts';
import { defineEvent } from './define.ts';

export const accountRegistered = defineEvent('account.registered', accountRecordSchema);
export const accountStopped = defineEvent('account.stopped', z.object({ accountId: accountIdSchema, agentId: agentIdSchema, reason: z.string().max(200), at: instantSchema }));
export const accountResumed = defineEvent('account.resumed', z.object({ accountId: accountIdSchema, agentId: agentIdSchema, at: instantSchema }));
/** C8: nothing is read on it any more, or again. */
export const accountFeedSwitched = defineEvent('account.feedSwitched', z.object({ accountId: accountIdSchema, paused: z.boolean(), agentId: agentIdSchema, at: instantSchema }));
export const queueDefined = defineEvent('queue.defined', queueSchema);
export const skillDefined = defineEvent('skill.defined', skillSchema);
export const teamDefined = defineEvent('team.defined', teamSchema);
/** The server came back: offers that ran out meanwhile count as rescinded, presence and grace start anew. */
export const serverResumed = defineEvent('server.resumed', z.object({ at: instantSchema }));
