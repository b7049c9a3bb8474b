import { z } from 'zod';
import { houseEditsSchema } from '../domain/house.ts';
import { defineCommand, LEADS } from './define.ts';

const note = z.string().trim().max(500).optional();

/** HOUSE-1: takes records from the form one saw to another; refused where one of them is no longer as it was seen. Answers `version`. What only admins may change the decider says. */
export const changeHouse = defineCommand('house.change', z.object({ edits: houseEditsSchema, note }), { offline: 'refuse', roles: LEADS });
/** HOUSE-4: takes one of the last changes back; refused where what it changed was changed again since. */
export const undoHouse = defineCommand('house.undo', z.object({ version: z.number().int().min(1), note }), { offline: 'refuse', roles: LEADS });
