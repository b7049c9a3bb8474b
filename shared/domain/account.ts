import { z } from 'zod';
import { channelNameSchema } from './channel.ts';
import { accountIdSchema, agentIdSchema, instantSchema, teamIdSchema } from './ids.ts';

/** Rate budget of one account, shared by all its agents: a token bucket. */
export const budgetSchema = z.object({ capacity: z.number().int().min(1), refillPerMinute: z.number().min(0.01) });

/**
 * Who may do what on an account: teams that answer, teams that may only read along, single people beside the teams, people who administer. What is left out follows
 * `teamIds`; an empty list of teams is nobody. Leads answer and read everywhere, admins administer everywhere.
 */
export const accountRightsSchema = z.object({
  answer: z.array(teamIdSchema).max(50).optional(),
  read: z.array(teamIdSchema).max(50).optional(),
  answerPeople: z.array(agentIdSchema).max(500).optional(),
  readPeople: z.array(agentIdSchema).max(500).optional(),
  administer: z.array(agentIdSchema).max(2_000).optional(),
});
export type AccountRights = z.infer<typeof accountRightsSchema>;

/** C10: the profile of a named person, used in other people's threads. Nobody may use it but who is named, leads included. */
export const personProfileSchema = z.object({
  mayUse: z.array(agentIdSchema).max(50),
  /** Accounts in whose threads it may speak; empty: all of its brand on its channel. */
  forAccounts: z.array(accountIdSchema).max(50),
  /** `leads`: only to people who spoke of the brand without addressing it (R14); `public`: in any public thread. */
  threads: z.enum(['leads', 'public']),
  /** A lead says yes, thread by thread, before it is used. */
  approval: z.boolean(),
  /** Stands at the end of what is written from it ("– Mira, arbeitet bei Musterkom"); empty: nothing. */
  mark: z.string().trim().max(80),
});
export type PersonProfile = z.infer<typeof personProfileSchema>;

/** A brand's presence on a channel. Holds no secret: `credentialId` names a keychain entry on the desks. */
export const accountSchema = z.object({
  id: accountIdSchema,
  channel: channelNameSchema,
  handle: z.string().min(1).max(128),
  name: z.string().min(1).max(128),
  brand: z.string().min(1).max(128),
  credentialId: z.string().min(1).max(128),
  /** What the channel needs to know of the account and is no secret (address of the instance, hosts of the mailbox): parsed by the channel. */
  settings: z.record(z.string().max(64), z.unknown()).optional(),
  teamIds: z.array(teamIdSchema).max(50),
  rights: accountRightsSchema.optional(),
  /** C10: set where it is a named person's own profile. */
  person: personProfileSchema.optional(),
  budget: budgetSchema,
  /** C8: nothing is read on it until it is switched on again. */
  feedPaused: z.object({ at: instantSchema, by: agentIdSchema }).optional(),
  stopped: z.object({ at: instantSchema, by: agentIdSchema, reason: z.string().max(200) }).optional(),
});
export type Account = z.infer<typeof accountSchema>;

/** What people set of it. Whether it is stopped or its feed is switched off is decided apart, in the moment. */
export const accountRecordSchema = accountSchema.omit({ stopped: true, feedPaused: true });
export type AccountRecord = z.infer<typeof accountRecordSchema>;

export function accountRecord({ stopped: _stopped, feedPaused: _feedPaused, ...record }: Account): AccountRecord {
  return record;
}
