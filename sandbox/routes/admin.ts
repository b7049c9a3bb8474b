import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Tokens } from '../auth.ts';
import { SandboxError } from '../errors.ts';
import { faultListSchema, faultSchema } from '../fault.ts';
import { importAll } from '../importing.ts';
import type { Grant } from '../model.ts';
import type { Platform } from '../platform.ts';
import { importSchema, read, tokenInputSchema, webhookDeleteSchema, webhookInputSchema } from '../schemas.ts';
import { patchSettings, settingsPatchSchema } from '../settings.ts';
import type { Webhooks } from '../webhooks.ts';

const IMPORT_LIMIT = 32 * 1024 * 1024;

export function adminRoutes(api: FastifyInstance, platform: Platform, webhooks: Webhooks): void {
  const { tokens, faults, ledger } = platform;
  const control = { config: { control: true } };
  const needAdmin = (grant: Grant): void => tokens.needScope(grant, 'admin');

  api.get('/settings', control, async (request) => {
    tokens.needScope(request.grant, 'read');
    return platform.settings();
  });
  api.put('/settings', control, async (request) => {
    needAdmin(request.grant);
    ledger.write({ t: 'settings', settings: patchSettings(platform.settings(), read(settingsPatchSchema, request.body)) });
    return platform.settings();
  });

  api.get('/faults', control, async (request) => {
    needAdmin(request.grant);
    return { faults: faults.list() };
  });
  api.put('/faults', control, async (request) => {
    needAdmin(request.grant);
    faults.replace(read(faultListSchema, request.body).faults);
    return { faults: faults.list() };
  });
  api.post('/faults', control, async (request, reply) => {
    needAdmin(request.grant);
    faults.add(read(faultSchema, request.body));
    return reply.code(201).send({ faults: faults.list() });
  });
  api.delete('/faults', control, async (request) => {
    needAdmin(request.grant);
    faults.replace([]);
    return { faults: faults.list() };
  });
  api.delete('/faults/:id', control, async (request) => {
    needAdmin(request.grant);
    faults.remove((request.params as { id: string }).id);
    return { faults: faults.list() };
  });

  api.get('/webhooks', control, async (request) => {
    needAdmin(request.grant);
    return { webhooks: webhooks.list() };
  });
  api.post('/webhooks', control, async (request, reply) => {
    needAdmin(request.grant);
    const { secret: _, ...hook } = webhooks.put(read(webhookInputSchema, request.body));
    return reply.code(201).send(hook);
  });
  api.delete('/webhooks', control, async (request) => {
    needAdmin(request.grant);
    webhooks.remove(read(webhookDeleteSchema, request.body ?? request.query));
    return { webhooks: webhooks.list() };
  });

  api.get('/tokens', control, async (request) => {
    needAdmin(request.grant);
    return { tokens: tokens.list() };
  });
  // The token is in this answer and nowhere else. A second token of the same name ends the first.
  api.post('/tokens', control, async (request, reply) => {
    needAdmin(request.grant);
    const input = read(tokenInputSchema, request.body);
    if (input.name === 'operator' || input.name === 'page') throw new SandboxError('INPUT_INVALID', { field: 'name', detail: 'name: this one is reserved' });
    const token = randomBytes(24).toString('base64url');
    const grant: Grant = { name: input.name, scopes: input.scopes, handles: input.handles, expiresAtMs: input.expiresInMs === undefined ? null : platform.now() + input.expiresInMs };
    ledger.write({ t: 'token', hash: Tokens.hash(token), grant });
    return reply.code(201).send({ token, ...grant });
  });
  api.delete('/tokens/:name', control, async (request) => {
    needAdmin(request.grant);
    const { name } = request.params as { name: string };
    if (name === 'operator' || name === 'page' || !tokens.list().some((grant) => grant.name === name)) throw new SandboxError('THING_UNKNOWN', { field: 'name' });
    ledger.write({ t: 'tokenGone', name });
    return { tokens: tokens.list() };
  });

  // What a changed password does at a real platform: every sign-in of the account is worth nothing any more.
  api.delete('/accounts/:handle/sign-ins', control, async (request) => {
    needAdmin(request.grant);
    return { ended: platform.oauth.endAll((request.params as { handle: string }).handle) };
  });
  api.get('/sign-ins', control, async (request) => {
    needAdmin(request.grant);
    return platform.oauth.figures();
  });

  api.post('/import', { ...control, bodyLimit: IMPORT_LIMIT }, async (request) => {
    needAdmin(request.grant);
    return importAll(platform, read(importSchema, request.body));
  });
}
