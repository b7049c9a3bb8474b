import { z } from 'zod';
import { channelNameSchema } from './channel.ts';
import { accountIdSchema, agentIdSchema, instantSchema, teamIdSchema } from './ids.ts';

/** Rate budget of one account, shared by all its agents: a token bucket. */
export const budgetSchema = z.object({ capacity: z.number().int().min(1), refillPerMinute: z.number().min(0.01) });

/** A brand's presence on a channel. Holds no secret: `credentialId` names a keychain entry on the desks. */
export const accountSchema = z.object({
  id: accountIdSchema,
  channel: channelNameSchema,
  handle: z.string().min(1).max(128),
  name: z.string().min(1).max(128),
  brand: z.string().min(1).max(128),
  credentialId: z.string().min(1).max(128),
  teamIds: z.array(teamIdSchema).max(50),
  budget: budgetSchema,
  stopped: z.object({ at: instantSchema, by: agentIdSchema, reason: z.string().max(200) }).optional(),
});
export type Account = z.infer<typeof accountSchema>;
