import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { CodedError, isCodedError } from '../../shared/util/errors.ts';
import type { Clock } from '../../shared/util/ports.ts';
import type { Person } from './claims.ts';
import type { OidcSignIn } from './oidc.ts';
import { answerError, asWire, parseBody } from './routes.ts';
import type { SignIn } from './service.ts';
import { Throttle, ThrottledError } from './throttle.ts';

const redirectUri = z.string().max(300);
const beginSchema = z.strictObject({ redirectUri, challenge: z.string().regex(/^[\w-]{43}$/), state: z.string().regex(/^[\w-]{16,128}$/) });
const finishSchema = z.strictObject({
  redirectUri,
  verifier: z.string().regex(/^[\w.~-]{43,128}$/),
  answer: z.strictObject({ code: z.string().min(1).max(4_096), state: z.string().min(1).max(128), iss: z.string().max(1_000).optional() }),
  label: z.string().max(120).optional(),
});
const PER_ADDRESS = { free: 40, firstWaitMs: 1_000, maxWaitMs: 15 * 60_000, forgetMs: 60 * 60_000 };

export interface OidcRoutesOptions {
  /** Absent: people sign in with a password only. */
  readonly provider?: { readonly oidc: OidcSignIn; readonly label: string } | undefined;
  readonly clock: Clock;
  /** The person as user and agent of this center, and a session for them. */
  signIn(person: Person, label: string | undefined): Promise<SignIn>;
}

/** GET /auth/methods; POST /auth/oidc/begin and /auth/oidc/finish. Errors as in `authRoutes`. */
export const oidcRoutes: FastifyPluginAsync<OidcRoutesOptions> = async (app, { provider, clock, signIn }) => {
  app.setErrorHandler(answerError);
  const failures = new Throttle(PER_ADDRESS);
  app.get('/auth/methods', async () => ({ password: true, provider: provider === undefined ? null : { label: provider.label } }));
  if (provider === undefined) return;
  const limits = { bodyLimit: 16_384 };
  app.post('/auth/oidc/begin', limits, async (request) => provider.oidc.begin(parseBody(beginSchema, request.body)));
  app.post('/auth/oidc/finish', limits, async (request, reply) => {
    const { label, answer, ...given } = parseBody(finishSchema, request.body);
    const wait = failures.waitMs(request.ip, clock.steady());
    if (wait > 0) throw new ThrottledError(wait);
    try {
      const { iss, ...rest } = answer;
      return asWire(reply, await signIn(await provider.oidc.finish({ ...given, answer: iss === undefined ? rest : { ...rest, iss } }), label));
    } catch (error) {
      if (isCodedError(error) && error.code === 'OIDC_REFUSED') failures.failed(request.ip, clock.steady());
      if (isCodedError(error) && error.cause !== undefined) request.log.warn({ code: error.code, because: causeName(error.cause) }, 'a sign-in at the provider came to nothing');
      throw error instanceof CodedError ? error : new CodedError('INTERNAL');
    }
  });
};

const causeName = (cause: unknown): string => (cause instanceof Error ? `${cause.name} ${(cause as { code?: string }).code ?? ''}` : typeof cause);
