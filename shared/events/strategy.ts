import { z } from 'zod';
import { agentIdSchema, instantSchema } from '../domain/ids.ts';
import { strategyRulesSchema } from '../domain/strategy.ts';
import { defineEvent } from './define.ts';

const by = { byAgentId: agentIdSchema, at: instantSchema, note: z.string().max(500).optional() };

/** Put forward, not in force; replaces an earlier proposal. */
export const strategyProposed = defineEvent('strategy.proposed', z.object({ proposalId: z.string().min(1).max(128), baseVersion: z.number().int().min(0), rules: strategyRulesSchema, ...by }));
/** From here on these rules hold. `restores`: an undo, the rules of that version are in force again. */
export const strategyChanged = defineEvent('strategy.changed', z.object({ version: z.number().int().min(1), rules: strategyRulesSchema, restores: z.number().int().min(0).optional(), ...by }));
