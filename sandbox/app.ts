import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import type { AppParts } from './app-parts.ts';
import { SandboxError } from './errors.ts';
import { actAfter, actBefore } from './fault-acts.ts';
import { hostAllowed } from './host-check.ts';
import type { Grant } from './model.ts';
import type { Platform } from './platform.ts';
import { accountRoutes } from './routes/accounts.ts';
import { adminRoutes } from './routes/admin.ts';
import { oauthRoutes } from './routes/oauth.ts';
import { pageRoutes } from './routes/page.ts';
import { postRoutes } from './routes/posts.ts';
import { proofRoutes } from './routes/proofs.ts';
import { threadRoutes } from './routes/threads.ts';

declare module 'fastify' {
  interface FastifyRequest {
    grant: Grant;
  }
  interface FastifyContextConfig {
    /** Operator's routes: no fault touches them, or a fault could never be switched off again. */
    control?: boolean;
    /** The handler calls actBefore itself, because it has something to claim first. */
    ownGate?: boolean;
  }
}

const BODY_LIMIT = 64 * 1024;
export const API = '/api/v1';

/** Builds the HTTP server; it does not listen yet. */
export function buildApp(parts: AppParts): FastifyInstance {
  const { platform } = parts;
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    requestTimeout: 60_000,
    frameworkErrors: (_error, _request, reply: FastifyReply) => {
      void reply.code(400).send(new SandboxError('REQUEST_MALFORMED').toBody());
    },
    clientErrorHandler: (_error, socket) => {
      if (!socket.writable) return void socket.destroy();
      const body = JSON.stringify(new SandboxError('REQUEST_MALFORMED').toBody());
      socket.end(`HTTP/1.1 400 Bad Request\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
    },
  });
  // An empty body is no body: many clients send the content type with every DELETE.
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (body === '') done(null, undefined);
    else void parseJson(request, body, done);
  });
  app.decorateRequest('fault', undefined);
  app.decorateRequest('grant', undefined as unknown as Grant);

  app.addHook('onRequest', async (request) => {
    if (!hostAllowed(parts.listenHost, request.headers.host)) throw new SandboxError('HOST_REFUSED', { field: 'Host' });
  });
  app.setErrorHandler((error: FastifyError | SandboxError, _request, reply) => {
    const coded = error instanceof SandboxError ? error : translate(error);
    if (coded.code === 'INTERNAL' && coded !== error) process.stderr.write(`sandbox: ${error.stack ?? error.message}\n`);
    return reply.code(coded.status).headers(coded.headers).send(coded.toBody());
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send(new SandboxError('ROUTE_UNKNOWN').toBody()));
  app.addHook('onResponse', async (request, reply) => {
    platform.countRequest(`${request.method} ${routeOf(request.routeOptions.url)}`, reply.statusCode);
  });

  app.get('/health', async () => ({ ok: true, posts: platform.store.posts.size, eventNo: platform.feed.lastNo }));
  pageRoutes(app, parts);
  void app.register(oauthRoutes, { platform, baseUrl: parts.baseUrl });
  void app.register(
    async (api) => {
      api.addHook('onRequest', async (request) => {
        request.grant = platform.tokens.grant(request.headers.authorization);
      });
      api.addHook('preHandler', async (request, reply) => {
        const config = request.routeOptions.config as { control?: boolean; ownGate?: boolean };
        if (config.control === true) return;
        request.fault = platform.faults.choose(`${request.method} ${routeOf(request.routeOptions.url)}`, concerned(platform, request.body, request.params));
        if (config.ownGate !== true && (await actBefore(platform.faults, request, reply))) return reply;
      });
      api.addHook('onSend', (request, reply, payload) => actAfter(platform.faults, request, reply, payload));
      accountRoutes(api, platform);
      postRoutes(api, platform);
      threadRoutes(api, platform);
      proofRoutes(api, platform);
      adminRoutes(api, platform, parts.webhooks);
    },
    { prefix: API },
  );
  return app;
}

const routeOf = (url: string | undefined): string => (url ?? '?').replace(API, '');

/** The accounts a request is about, lower case, as far as the request tells: for faults bound to an account. */
function concerned(platform: Platform, body: unknown, params: unknown): string[] {
  const named: unknown[] = [];
  if (typeof body === 'object' && body !== null && 'author' in body) named.push(body.author);
  if (typeof params === 'object' && params !== null) {
    if ('handle' in params) named.push(params.handle);
    if ('id' in params && typeof params.id === 'string') named.push(platform.store.posts.get(params.id)?.author);
  }
  return named.filter((name) => typeof name === 'string').map((name) => name.toLowerCase());
}

function translate(error: FastifyError): SandboxError {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new SandboxError('INPUT_TOO_LARGE');
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new SandboxError('MEDIA_TYPE_UNKNOWN');
  if (error instanceof SyntaxError || error.code === 'FST_ERR_CTP_EMPTY_JSON_BODY' || error.code === 'FST_ERR_CTP_INVALID_JSON_BODY') return new SandboxError('INPUT_NOT_JSON');
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) return new SandboxError('REQUEST_MALFORMED', { detail: error.message });
  return new SandboxError('INTERNAL');
}
