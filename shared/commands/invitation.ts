import { z } from 'zod';
import { invitationSchema } from '../domain/invitation.ts';
import { agentIdSchema } from '../domain/ids.ts';
import { ADMINS, defineCommand } from './define.ts';

/** INVITE-1: a way in for a person of the book. The code itself never goes up: the desk that made it shows it once. */
export const makeInvitation = defineCommand('invitation.make', invitationSchema.pick({ agentId: true, digest: true }).extend({ validForMs: z.number().int().min(3_600_000).max(14 * 86_400_000).optional() }), { offline: 'refuse', roles: ADMINS });
export const revokeInvitation = defineCommand('invitation.revoke', z.object({ agentId: agentIdSchema }), { offline: 'refuse', roles: ADMINS });
