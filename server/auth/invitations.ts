import { createHash } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { Agent } from '../../shared/domain/agent.ts';
import { INVITATION_SALT, invitationState, readInvitationCode, type Invitation } from '../../shared/domain/invitation.ts';
import { CodedError, isCodedError, type ErrorCode } from '../../shared/util/errors.ts';
import type { Clock } from '../../shared/util/ports.ts';
import type { AuditLog } from '../audit/port.ts';
import { asWire, answerError, parseBody } from './routes.ts';
import type { AuthService } from './service.ts';
import { Throttle, ThrottledError } from './throttle.ts';

const redeemSchema = z.strictObject({ code: z.string().min(1).max(80), password: z.string().min(1).max(1024), label: z.string().max(120).optional() });
/** Guessing 140 bits is hopeless already; this keeps the noise out. */
const PER_ADDRESS = { free: 8, firstWaitMs: 2_000, maxWaitMs: 15 * 60_000, forgetMs: 60 * 60_000 };
const REFUSED: Readonly<Record<Exclude<ReturnType<typeof invitationState>, 'open'>, ErrorCode>> = { used: 'INVITATION_USED', revoked: 'INVITATION_REVOKED', expired: 'INVITATION_EXPIRED' };

/** The center's book of invitations, as it stands. */
export interface InvitationBook {
  byDigest(digest: string): Invitation | undefined;
  agent(agentId: string): Agent | undefined;
  /** Uses it up, if it is still the one and open at the moment of writing; resolves false where it is not. */
  spend(agentId: string, digest: string): Promise<boolean>;
}

export interface InvitationRoutesOptions {
  readonly auth: AuthService;
  readonly book: InvitationBook;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** POST /auth/invitation {code, password, label?}: spends the code and signs in whom it is for. Errors as in `authRoutes`. */
export const invitationRoutes: FastifyPluginAsync<InvitationRoutesOptions> = async (app, { auth, book, audit, clock }) => {
  app.setErrorHandler(answerError);
  const failures = new Throttle(PER_ADDRESS);
  app.post('/auth/invitation', { bodyLimit: 4_096 }, async (request, reply) => {
    const { code, ...given } = parseBody(redeemSchema, request.body);
    const wait = failures.waitMs(request.ip, clock.steady());
    if (wait > 0) throw new ThrottledError(wait);
    try {
      const digest = digestOf(code);
      const invitation = digest === undefined ? undefined : book.byDigest(digest);
      if (digest === undefined || invitation === undefined) throw new CodedError('INVITATION_INVALID', { field: 'code' });
      const state = invitationState(invitation, clock.now());
      if (state !== 'open') throw new CodedError(REFUSED[state], { field: 'code' });
      const agent = book.agent(invitation.agentId);
      if (agent === undefined || agent.disabled) throw new CodedError('AUTH_DISABLED');
      const spend = async (): Promise<void> => {
        if (!(await book.spend(agent.id, digest))) throw new CodedError('INVITATION_USED', { field: 'code' });
      };
      return asWire(reply, await auth.signInInvited({ agentId: agent.id, name: agent.name, role: agent.role, by: invitation.byAgentId }, given, spend));
    } catch (error) {
      // A password that is too short is no guess at a code.
      if (isCodedError(error) && error.code !== 'AUTH_PASSWORD_WEAK' && error.code !== 'AUTH_THROTTLED') {
        failures.failed(request.ip, clock.steady());
        await audit.write({ at: clock.now(), actorId: 'unknown', role: 'none', action: 'invitation.refused', subjectIds: [], reasonCode: error.code });
      }
      throw error;
    }
  });
};

function digestOf(typed: string): string | undefined {
  const code = readInvitationCode(typed);
  return code === undefined ? undefined : createHash('sha256').update(INVITATION_SALT).update(code).digest('hex');
}
