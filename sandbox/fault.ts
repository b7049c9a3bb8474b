import { z } from 'zod';
import { handleSchema } from './schemas.ts';

/** What can be made to go wrong with a request. "After effect": the post is made, only the answer suffers. */
export const REQUEST_FAULTS = [
  'error500',
  'error500AfterEffect',
  'timeoutBeforeEffect',
  'timeoutAfterEffect',
  'closeBeforeEffect',
  'closeAfterEffect',
  'truncateAfterEffect',
  'halfCloseAfterEffect',
  'delay',
  'rateLimited',
  'tokenExpired',
  'unavailable503',
  'garbage200',
  'garbage200AfterEffect',
] as const;
/** For route `webhook`; `delay` serves there too. */
export const WEBHOOK_FAULTS = ['duplicate', 'reorder'] as const;

export type FaultKind = (typeof REQUEST_FAULTS)[number] | (typeof WEBHOOK_FAULTS)[number];

const ROUTE = /^(\*|webhook|(\*|GET|POST|PATCH|DELETE) \/[A-Za-z0-9/:_*-]*)$/;

export const faultSchema = z
  .strictObject({
    id: z.string().regex(/^[A-Za-z0-9._-]{1,60}$/).optional(),
    kind: z.enum([...REQUEST_FAULTS, ...WEBHOOK_FAULTS]),
    route: z.string().regex(ROUTE, "'*', 'webhook' or a method and a path such as 'POST /posts'").default('*'),
    probability: z.number().min(0).max(1).default(1),
    remaining: z.number().int().min(1).max(1_000_000_000).optional(),
    delayMs: z.number().int().min(0).max(3_600_000).optional(),
    account: handleSchema.optional(),
  })
  .refine((fault) => !(WEBHOOK_FAULTS as readonly string[]).includes(fault.kind) || fault.route === 'webhook', { path: ['route'], message: 'this kind needs route webhook' })
  .refine((fault) => fault.route !== 'webhook' || [...WEBHOOK_FAULTS, 'delay'].includes(fault.kind), { path: ['kind'], message: 'route webhook takes duplicate, reorder or delay' });
export const faultListSchema = z.strictObject({ faults: z.array(faultSchema).max(200) });

export interface Fault extends Omit<z.infer<typeof faultSchema>, 'id'> {
  readonly id: string;
}
