import { z } from 'zod';
import { calendarSchema } from '../domain/calendar.ts';
import { houseEditsSchema } from '../domain/house.ts';
import { houseSettingSchema } from '../domain/house-setting.ts';
import { agentIdSchema, instantSchema } from '../domain/ids.ts';
import { rosterSchema } from '../domain/roster.ts';
import { tagSchema } from '../domain/tag.ts';
import { defineEvent } from './define.ts';

export const calendarDefined = defineEvent('calendar.defined', calendarSchema);
export const tagDefined = defineEvent('tag.defined', tagSchema);
export const houseSettingDefined = defineEvent('houseSetting.defined', houseSettingSchema);
/** SHIFT-9: when somebody works in a week. */
export const rosterDefined = defineEvent('roster.defined', rosterSchema);
/** Nothing names it any more. */
export const houseRemoved = defineEvent('house.removed', z.object({ noun: z.enum(['calendar', 'queue', 'skill', 'team', 'tag', 'houseSetting', 'roster']), id: z.string().min(1).max(160) }));
/** HOUSE-3: a line in the book; what it did stands in the events beside it. `undoes`: it took that change back. */
export const houseChanged = defineEvent('house.changed', z.object({ version: z.number().int().min(1), edits: houseEditsSchema, undoes: z.number().int().min(1).optional(), byAgentId: agentIdSchema, at: instantSchema, note: z.string().max(500).optional() }));
