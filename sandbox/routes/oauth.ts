import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { actAfter, actBefore } from '../fault-acts.ts';
import type { Scope } from '../model.ts';
import { CLIENTS, OAuthError, type AuthorizeRequest } from '../oauth.ts';
import { authorizePage, OAUTH_HEADERS, refusalPage } from '../oauth-page.ts';
import type { Platform } from '../platform.ts';

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]):\d{1,5}\/[\w/.-]{0,200}$/;
const authorizeSchema = z.object({
  response_type: z.string(),
  client_id: z.string().max(100),
  redirect_uri: z.string().max(500),
  code_challenge: z.string().max(200).optional(),
  code_challenge_method: z.string().max(20).optional(),
  scope: z.string().max(200).optional(),
  state: z.string().max(500).optional(),
  login_hint: z.string().max(100).optional(),
});
const answerSchema = z.object({ request: z.string().max(100), account: z.string().max(100).optional(), answer: z.enum(['allow', 'deny']) });
const tokenSchema = z.discriminatedUnion('grant_type', [
  z.object({ grant_type: z.literal('authorization_code'), code: z.string().max(500), client_id: z.string().max(100), redirect_uri: z.string().max(500), code_verifier: z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/) }),
  z.object({ grant_type: z.literal('refresh_token'), refresh_token: z.string().max(500), client_id: z.string().max(100) }),
]);
const ASK_LIFE_MS = 600_000;

/** Authorization code with PKCE for native apps, and what belongs to it. Faults reach the token route as `POST /oauth/token`. */
export async function oauthRoutes(app: FastifyInstance, { platform, baseUrl }: { platform: Platform; baseUrl: () => string }): Promise<void> {
  const { oauth, store } = platform;
  const asked = new Map<string, AuthorizeRequest & { readonly untilMs: number }>();
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))));
  app.addHook('preHandler', async (request, reply) => {
    request.fault = platform.faults.choose(`${request.method} ${request.routeOptions.url ?? '?'}`, []);
    if (await actBefore(platform.faults, request, reply)) return reply;
  });
  app.addHook('onSend', (request, reply, payload) => actAfter(platform.faults, request, reply, payload));

  app.get('/.well-known/oauth-authorization-server', async () => ({
    issuer: baseUrl(),
    authorization_endpoint: `${baseUrl()}/oauth/authorize`,
    token_endpoint: `${baseUrl()}/oauth/token`,
    revocation_endpoint: `${baseUrl()}/oauth/revoke`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    scopes_supported: ['read', 'write'],
    authorization_response_iss_parameter_supported: true,
  }));

  app.get('/oauth/authorize', async (request, reply) => {
    const query = authorizeSchema.safeParse(request.query);
    const page = reply.headers(OAUTH_HEADERS).type('text/html; charset=utf-8');
    if (!query.success) return page.code(400).send(refusalPage('The request is not complete.'));
    const given = query.data;
    const clientName = CLIENTS[given.client_id];
    if (clientName === undefined || !LOOPBACK.test(given.redirect_uri)) return page.code(400).send(refusalPage('The client or its redirect address is not known. Native apps listen on a loopback address.'));
    const scopes = [...new Set((given.scope ?? 'read').split(' ').filter((scope) => scope !== ''))];
    const refuse = (error: string): FastifyReply => sendBack(reply, given.redirect_uri, { error, state: given.state });
    if (given.response_type !== 'code') return refuse('unsupported_response_type');
    if (given.code_challenge_method !== 'S256' || !/^[A-Za-z0-9_-]{43}$/.test(given.code_challenge ?? '')) return refuse('invalid_request');
    if (scopes.length === 0 || scopes.some((scope) => scope !== 'read' && scope !== 'write')) return refuse('invalid_scope');
    const nowMs = platform.now();
    for (const [id, { untilMs }] of asked) if (untilMs < nowMs) asked.delete(id);
    const requestId = randomBytes(16).toString('base64url');
    asked.set(requestId, { clientId: given.client_id, redirectUri: given.redirect_uri, challenge: given.code_challenge ?? '', scopes: scopes as Scope[], state: given.state, untilMs: nowMs + ASK_LIFE_MS });
    const accounts = [...store.accounts.values()].filter(({ kind }) => kind === 'brand');
    const language = /^de\b/i.test(request.headers['accept-language'] ?? 'de') ? 'de' : 'en';
    return page.send(authorizePage({ language, clientName, requestId, accounts, chosen: given.login_hint, scopes: scopes as Scope[] }));
  });

  app.post('/oauth/authorize', async (request, reply) => {
    const body = answerSchema.safeParse(request.body);
    const waiting = body.success ? asked.get(body.data.request) : undefined;
    if (!body.success || waiting === undefined || waiting.untilMs < platform.now()) return reply.headers(OAUTH_HEADERS).type('text/html; charset=utf-8').code(400).send(refusalPage('This request is not known or has run out. Begin again.'));
    asked.delete(body.data.request);
    const account = store.account(body.data.account ?? '');
    if (body.data.answer === 'deny' || account === undefined || account.kind !== 'brand') return sendBack(reply, waiting.redirectUri, { error: 'access_denied', state: waiting.state });
    return sendBack(reply, waiting.redirectUri, { code: oauth.code(waiting, account.handle), state: waiting.state });
  });

  app.post('/oauth/token', async (request, reply) => {
    void reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' });
    return answer(reply, () => {
      const body = tokenSchema.safeParse(request.body);
      if (!body.success) throw new OAuthError('invalid_request', `${body.error.issues[0]?.path.join('.') ?? 'body'}: ${body.error.issues[0]?.message ?? ''}`);
      if (CLIENTS[body.data.client_id] === undefined) throw new OAuthError('invalid_client', 'The client is not known.');
      if (body.data.grant_type === 'authorization_code') return oauth.exchange({ code: body.data.code, clientId: body.data.client_id, redirectUri: body.data.redirect_uri, verifier: body.data.code_verifier });
      return oauth.refresh({ refreshToken: body.data.refresh_token, clientId: body.data.client_id });
    });
  });

  app.post('/oauth/revoke', async (request, reply) => {
    const token = z.object({ token: z.string().max(500) }).safeParse(request.body);
    if (token.success) oauth.revoke(token.data.token);
    return reply.code(200).send({});
  });

  const sendBack = (reply: FastifyReply, redirectUri: string, values: Record<string, string | undefined>): FastifyReply => {
    const url = new URL(redirectUri);
    for (const [name, value] of Object.entries({ ...values, iss: baseUrl() })) if (value !== undefined) url.searchParams.set(name, value);
    return reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).redirect(url.href, 303);
  };
}

function answer(reply: FastifyReply, run: () => object): object {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return reply.code(error.error === 'invalid_client' ? 401 : 400).send({ error: error.error, error_description: error.message });
  }
}
