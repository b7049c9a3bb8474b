import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { readCommand } from '../../shared/commands/index.ts';
import { roleSchema } from '../../shared/domain/agent.ts';
import { CodedError, isCodedError, type ErrorCode } from '../../shared/util/errors.ts';
import type { StrategyRules } from '../../shared/domain/strategy.ts';
import type { Authenticator, Identity } from '../auth/port.ts';
import type { CommandDesk } from './command-desk.ts';

export interface CommandRoutesOptions {
  readonly auth: Authenticator;
  readonly commands: CommandDesk;
  createUser(user: { name: string; password: string; role: z.infer<typeof roleSchema>; agentId: string }, by: string): Promise<{ id: string }>;
  /** The rules of routing in force. */
  strategy(): { version: number; rules: StrategyRules };
  /** Forgets a person for good. */
  eraseContact(contactId: string, by: Identity): Promise<{ messages: number; conversations: number }>;
  setUserDisabled(userId: string, disabled: boolean, by: string): Promise<void>;
}

const userSchema = z.strictObject({ name: z.string().min(1).max(120), password: z.string().min(8).max(500), role: roleSchema, agentId: z.string().min(1).max(128) });
const disableSchema = z.strictObject({ disabled: z.boolean() });
const STATUS: Partial<Record<ErrorCode, number>> = { INPUT_INVALID: 400, VERSION_UNKNOWN: 400, NOT_ALLOWED: 403, AUTH_FORBIDDEN: 403, NOT_FOUND: 404, AUTH_NAME_TAKEN: 409, AUTH_PASSWORD_WEAK: 400, INTERNAL: 500, INPUT_TOO_LARGE: 413 };

/**
 * For administration without a desk: `POST /commands {command}` runs one command as the bearer of the token; `GET /strategy` names the rules in force (leads); `POST /admin/users` makes a sign-in,
 * `POST /admin/users/:id {disabled}` ends or renews it; `POST /admin/contacts/:id/erase` forgets a person for good. Answers as on the wire, refusals with `{error}`.
 */
export const commandRoutes: FastifyPluginAsync<CommandRoutesOptions> = async (app, options) => {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const coded = isCodedError(error) ? error : error.statusCode !== undefined && error.statusCode < 500 ? new CodedError('INPUT_INVALID', { field: 'body' }) : new CodedError('INTERNAL');
    if (coded.code === 'INTERNAL') request.log.error(error);
    void reply.code(STATUS[coded.code] ?? (coded.code.startsWith('AUTH_') ? 401 : 400)).send({ error: coded.toWire() });
  });
  const who = async (header: string | undefined): Promise<Identity> => {
    const token = /^Bearer ([\w.-]+)$/.exec(header ?? '')?.[1];
    if (token === undefined) throw new CodedError('AUTH_TOKEN_INVALID');
    return options.auth.check(token);
  };
  const admin = async (header: string | undefined): Promise<Identity> => {
    const identity = await who(header);
    if (identity.role !== 'admin') throw new CodedError('NOT_ALLOWED');
    return identity;
  };
  app.post('/commands', { bodyLimit: 262_144 }, async (request, reply) => {
    const identity = await who(request.headers.authorization);
    const body = z.strictObject({ command: z.unknown() }).safeParse(request.body);
    const read = readCommand(body.success ? body.data.command : undefined);
    if (!read.ok) throw new CodedError(read.code, { field: read.field, detail: read.detail });
    const answer = await options.commands.run({ agentId: identity.agentId, role: identity.role, replicaId: `http:${identity.sessionId}` }, read.command);
    return reply.code(answer.status === 'accepted' ? 200 : 409).send(answer);
  });
  app.get('/strategy', async (request, reply) => {
    const { role } = await who(request.headers.authorization);
    if (role === 'agent') throw new CodedError('NOT_ALLOWED');
    return reply.send(options.strategy());
  });
  app.post('/admin/contacts/:id/erase', { bodyLimit: 1_024 }, async (request) => {
    const identity = await admin(request.headers.authorization);
    return options.eraseContact((request.params as { id: string }).id, identity);
  });
  app.post('/admin/users', { bodyLimit: 8_192 }, async (request) => {
    const identity = await admin(request.headers.authorization);
    const user = userSchema.safeParse(request.body);
    if (!user.success) throw new CodedError('INPUT_INVALID', { field: user.error.issues[0]?.path.join('.') ?? 'body', detail: user.error.issues[0]?.message });
    return options.createUser(user.data, identity.userId);
  });
  app.post('/admin/users/:id', { bodyLimit: 8_192 }, async (request) => {
    const identity = await admin(request.headers.authorization);
    const body = disableSchema.safeParse(request.body);
    if (!body.success) throw new CodedError('INPUT_INVALID', { field: 'disabled' });
    await options.setUserDisabled((request.params as { id: string }).id, body.data.disabled, identity.userId);
    return { ok: true };
  });
};
