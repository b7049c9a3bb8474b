import { z } from 'zod';
import { briefingIdSchema, briefingSchema } from '../domain/briefing.ts';
import { defineCommand, LEADS } from './define.ts';

/** A new one, or another content under the same id: `baseVersion` is what was there (0: nothing). */
export const writeBriefing = defineCommand('briefing.write', briefingSchema.pick({ id: true, title: true, text: true, teamIds: true, mustRead: true, untilAt: true }).extend({ baseVersion: z.number().int().min(0) }), { offline: 'refuse', roles: LEADS });
export const endBriefing = defineCommand('briefing.end', z.object({ id: briefingIdSchema }), { offline: 'refuse', roles: LEADS });
/** The person has read it, as it stood in this version. */
export const readBriefing = defineCommand('briefing.read', z.object({ id: briefingIdSchema, version: z.number().int().min(1) }), { offline: 'queue' });
