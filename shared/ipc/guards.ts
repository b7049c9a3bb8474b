import { z } from 'zod';

/** Guards of style: closed with one key, and then not shown again for that person. */
export const styleGuardSchema = z.enum(['address', 'language', 'sameText', 'stock']);
export type StyleGuard = z.infer<typeof styleGuardSchema>;

/** What this desk remembers for whoever writes. */
export const guardMemorySchema = z.object({ closed: z.array(styleGuardSchema) });
export type GuardMemoryView = z.infer<typeof guardMemorySchema>;
