import { z } from 'zod';
import { skillIdSchema, teamIdSchema } from './ids.ts';

/** Proficiency, 1 (learning) to 5 (expert). */
export const proficiencySchema = z.number().int().min(1).max(5);

export const skillSchema = z.object({ id: skillIdSchema, name: z.object({ de: z.string().min(1).max(80), en: z.string().min(1).max(80) }), kind: z.enum(['topic', 'language', 'legal', 'care']) });
export type Skill = z.infer<typeof skillSchema>;

export const skillLevelSchema = z.object({ skillId: skillIdSchema, level: proficiencySchema });
export type SkillLevel = z.infer<typeof skillLevelSchema>;

/** R10: 1 rather not, 2 as good as any, 3 gladly. */
export const wishSchema = z.object({ skillId: skillIdSchema, wish: z.number().int().min(1).max(3) });
export type Wish = z.infer<typeof wishSchema>;

export const skillNeedSchema = z.object({ skillId: skillIdSchema, minLevel: proficiencySchema });
export type SkillNeed = z.infer<typeof skillNeedSchema>;

export const teamSchema = z.object({ id: teamIdSchema, name: z.string().min(1).max(80) });
export type Team = z.infer<typeof teamSchema>;
