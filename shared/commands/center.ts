import { z } from 'zod';
import { accountRecordSchema } from '../domain/account.ts';
import { accountIdSchema } from '../domain/ids.ts';
import { queueSchema } from '../domain/queue.ts';
import { skillSchema, teamSchema } from '../domain/skill.ts';
import { ADMINS, defineCommand, LEADS } from './define.ts';

export const registerAccount = defineCommand('account.register', accountRecordSchema, { offline: 'refuse', roles: ADMINS });
/** The stop button: nothing goes out on this account until it is resumed. */
export const stopAccount = defineCommand('account.stop', z.object({ accountId: accountIdSchema, reason: z.string().max(200) }), { offline: 'refuse', roles: LEADS });
export const resumeAccount = defineCommand('account.resume', z.object({ accountId: accountIdSchema }), { offline: 'refuse', roles: LEADS });
/** C8: nothing is read on this account until it is switched on again. */
export const switchFeed = defineCommand('account.switchFeed', z.object({ accountId: accountIdSchema, paused: z.boolean() }), { offline: 'refuse', roles: LEADS });
export const defineQueue = defineCommand('queue.define', queueSchema, { offline: 'refuse', roles: ADMINS });
export const defineSkill = defineCommand('skill.define', skillSchema, { offline: 'refuse', roles: ADMINS });
export const defineTeam = defineCommand('team.define', teamSchema, { offline: 'refuse', roles: ADMINS });
