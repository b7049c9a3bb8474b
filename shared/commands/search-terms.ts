import { z } from 'zod';
import { searchTermsListSchema } from '../domain/search-terms.ts';
import { defineCommand, LEADS } from './define.ts';

const brand = z.string().min(1).max(128);
const note = z.string().max(500).optional();

/** C8: what is looked for on behalf of a brand. Refused when it was changed since `baseVersion` (0: it has none yet). Answers `version`. */
export const changeTerms = defineCommand('terms.change', z.object({ brand, terms: searchTermsListSchema, baseVersion: z.number().int().min(0), note }), { offline: 'refuse', roles: LEADS });
/** What was looked for before the last change is looked for again; once more: before that. `version` is the one to be undone. */
export const undoTerms = defineCommand('terms.undo', z.object({ brand, version: z.number().int().min(1), note }), { offline: 'refuse', roles: LEADS });
