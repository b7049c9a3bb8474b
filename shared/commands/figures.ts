import { z } from 'zod';
import { ADMINS, defineCommand } from './define.ts';

/** S3: shows leads figures of single people, or hides them. The note says what it rests on (the agreement with the works council). */
export const switchFigures = defineCommand('figures.switch', z.object({ perPerson: z.boolean(), note: z.string().trim().max(500).optional() }), { offline: 'refuse', roles: ADMINS });
