import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CodedError, isCodedError, type ErrorCode } from '../../shared/util/errors.ts';
import type { Identity } from './port.ts';
import type { AuthService, SignIn } from './service.ts';
import { ThrottledError } from './throttle.ts';

const signInSchema = z.strictObject({
  name: z.string().min(1).max(120),
  password: z.string().min(1).max(1024),
  label: z.string().max(120).optional(),
});
const signOutSchema = z.strictObject({ refreshToken: z.string().min(1).max(2048) });
/** `attempt`: what the desk calls this exchange, written down before it asks. */
const refreshSchema = signOutSchema.extend({ attempt: z.string().min(16).max(128).optional() });

const STATUS: Partial<Record<ErrorCode, number>> = {
  INPUT_INVALID: 400,
  INPUT_TOO_LARGE: 413,
  AUTH_REFUSED: 401,
  AUTH_THROTTLED: 429,
  AUTH_DISABLED: 403,
  AUTH_TOKEN_INVALID: 401,
  AUTH_TOKEN_EXPIRED: 401,
  AUTH_SESSION_ENDED: 401,
  AUTH_REFRESH_INVALID: 401,
  AUTH_REFRESH_REUSED: 401,
  AUTH_FORBIDDEN: 403,
  AUTH_NO_ROLE: 403,
  INVITATION_INVALID: 401,
  INVITATION_EXPIRED: 401,
  INVITATION_USED: 401,
  INVITATION_REVOKED: 401,
  INVITATION_PROVIDED: 409,
  AUTH_PASSWORD_WEAK: 400,
  OIDC_REFUSED: 401,
  OIDC_UNREACHABLE: 502,
};

/** POST /auth/sign-in, /auth/refresh, /auth/sign-out and GET /auth/me. Answers errors as `{error: {code, message, field?, remedy, retryAfterMs?}}`. */
export const authRoutes: FastifyPluginAsync<{ auth: AuthService }> = async (app: FastifyInstance, { auth }) => {
  app.setErrorHandler(answerError);
  const limits = { bodyLimit: 4096 };

  app.post('/auth/sign-in', limits, async (request, reply) => {
    const given = parseBody(signInSchema, request.body);
    return asWire(reply, await auth.signIn({ ...given, address: request.ip }));
  });
  app.post('/auth/refresh', limits, async (request, reply) => asWire(reply, await auth.refresh(parseBody(refreshSchema, request.body))));
  app.post('/auth/sign-out', limits, async (request, reply) => {
    await auth.signOut(parseBody(signOutSchema, request.body));
    return reply.code(204).send();
  });
  app.get('/auth/me', async (request) => auth.check(bearerOf(request)));
};

export interface SignInAnswer extends Omit<SignIn, 'identity'> {
  readonly identity: Identity;
}

/** The access token of a request. AUTH_TOKEN_INVALID when there is none. */
export function bearerOf(request: FastifyRequest): string {
  const match = /^Bearer ([\w.-]+)$/.exec(request.headers.authorization ?? '');
  if (match?.[1] === undefined) throw new CodedError('AUTH_TOKEN_INVALID');
  return match[1];
}

/** Tokens are never kept by anything between here and the desk. */
export function asWire(reply: FastifyReply, signIn: SignIn): SignInAnswer {
  void reply.header('cache-control', 'no-store');
  return signIn;
}

/** What was sent, as its schema has it. Throws INPUT_INVALID with the field. */
export function parseBody<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.');
  throw new CodedError('INPUT_INVALID', { field: field === '' ? 'body' : field, detail: `${issue?.message ?? 'wrong form'}.` });
}

export function answerError(error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply): void {
  const coded = asCoded(error);
  if (coded.code === 'INTERNAL') request.log.error(error);
  if (coded instanceof ThrottledError) void reply.header('retry-after', Math.ceil(coded.retryAfterMs / 1000));
  void reply.code(STATUS[coded.code] ?? 500).send({ error: coded.toWire() });
}

/** What Fastify refuses by itself (no JSON, too long) in our codes; anything unforeseen says nothing about its inside. */
function asCoded(error: Error & { statusCode?: number }): CodedError {
  if (isCodedError(error)) return error;
  if (error.statusCode === 413) return new CodedError('INPUT_TOO_LARGE', { field: 'body' });
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new CodedError('INPUT_INVALID', { field: 'body', detail: 'The body is not JSON of the right form.' });
  return new CodedError('INTERNAL');
}
