import { readFileSync, readdirSync } from 'node:fs';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AppParts } from '../app-parts.ts';
import { SandboxError } from '../errors.ts';
import { eventsQuerySchema, read } from '../schemas.ts';

const FOLDER = new URL('../page/', import.meta.url);
const TYPES: Readonly<Record<string, string>> = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml' };
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** The page to look at, its files, and the live stream it listens to. */
export function pageRoutes(app: FastifyInstance, parts: AppParts): void {
  const { platform, live } = parts;
  const html = readFileSync(new URL('index.html', FOLDER), 'utf8');
  const files = new Map(readdirSync(FOLDER).filter((name) => name !== 'index.html').map((name) => [name, readFileSync(new URL(name, FOLDER))]));

  const sendPage = (reply: FastifyReply): FastifyReply => reply.headers(HEADERS).type('text/html; charset=utf-8').send(html.replace('{{pageToken}}', platform.tokens.pageToken));
  app.get('/', (_request, reply) => sendPage(reply));
  app.get('/p/:id', (_request, reply) => sendPage(reply));

  app.get('/page/:file', async (request, reply) => {
    const { file } = request.params as { file: string };
    const content = files.get(file);
    const type = TYPES[file.slice(file.lastIndexOf('.') + 1)];
    if (content === undefined || type === undefined) throw new SandboxError('ROUTE_UNKNOWN');
    return reply.headers(HEADERS).type(type).send(content);
  });

  app.get('/events', (request, reply) => {
    const grant = platform.tokens.grant(request.headers.authorization);
    platform.tokens.needScope(grant, 'read');
    const { after } = read(eventsQuerySchema, request.query);
    live.open(grant, reply, after);
  });
}
