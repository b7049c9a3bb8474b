import { z } from 'zod';
import { invitationSchema } from '../domain/invitation.ts';
import { agentIdSchema, instantSchema } from '../domain/ids.ts';
import { defineEvent } from './define.ts';

/** A way in for this person; the one before is worth nothing any more. */
export const invitationMade = defineEvent('invitation.made', invitationSchema.pick({ agentId: true, digest: true, byAgentId: true, madeAt: true, expiresAt: true }));
export const invitationRevoked = defineEvent('invitation.revoked', z.object({ agentId: agentIdSchema, byAgentId: agentIdSchema, at: instantSchema }));
/** Somebody came with the code. It is spent before a password is set by it. */
export const invitationUsed = defineEvent('invitation.used', z.object({ agentId: agentIdSchema, at: instantSchema }));
