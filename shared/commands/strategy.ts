import { z } from 'zod';
import { strategyRulesSchema } from '../domain/strategy.ts';
import { defineCommand, LEADS } from './define.ts';

const note = z.string().max(500).optional();
const baseVersion = z.number().int().min(0);

/** Puts rules forward for others to see; replaces the proposal before. Answers `proposalId`. */
export const proposeStrategy = defineCommand('strategy.propose', z.object({ rules: strategyRulesSchema, baseVersion, note }), { offline: 'refuse', roles: LEADS });
/** Puts rules, or the proposal, in force. Refused when the rules were changed since `baseVersion`. Answers `version`. */
export const applyStrategy = defineCommand(
  'strategy.apply',
  z.object({ rules: strategyRulesSchema.optional(), proposalId: z.string().min(1).max(128).optional(), baseVersion, note }).refine((c) => (c.rules === undefined) !== (c.proposalId === undefined), { path: ['rules'], message: 'either rules or a proposal' }),
  { offline: 'refuse', roles: LEADS },
);
/** The rules before the last change hold again; once more: those before that. `version` is the one to be undone, so that nobody undoes what they have not seen. */
export const undoStrategy = defineCommand('strategy.undo', z.object({ version: z.number().int().min(1), note }), { offline: 'refuse', roles: LEADS });
