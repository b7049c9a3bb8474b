import { createHash } from 'node:crypto';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { chatChannel } from '../../shared/channels/chat.ts';
import type { IngestResult } from '../../shared/domain/inbound.ts';
import { messageBodySchema, type Message } from '../../shared/domain/message.ts';
import type { Reply } from '../../shared/domain/reply.ts';
import { CodedError, isCodedError, type ErrorCode } from '../../shared/util/errors.ts';
import type { Clock } from '../../shared/util/ports.ts';
import type { Authenticator, Identity } from '../auth/port.ts';
import type { Center } from '../center/center.ts';
import type { TextReader } from '../push/port.ts';
import type { ChatThreads } from './threads.ts';
import type { Visits } from './visits.ts';

export interface ChatReplyOptions {
  readonly auth: Authenticator;
  readonly center: Center;
  readonly texts: TextReader;
  readonly threads: ChatThreads;
  readonly visits: Visits;
  readonly ingest: { take(messages: readonly unknown[], source: string): Promise<IngestResult[]> };
  readonly canMail: boolean;
  readonly clock: Clock;
}

const handle = z.string().min(1).max(128);
const placeSchema = z.strictObject({ account: handle, key: z.string().min(1).max(256), part: z.coerce.number().int().min(0).max(19) });
const replySchema = placeSchema.extend({ part: z.number().int().min(0).max(19), text: z.string().min(1).max(50_000) });
const messageSchema = z.strictObject({ account: handle, id: z.string().min(1).max(256) });
const correctionSchema = messageSchema.extend({ text: z.string().min(1).max(50_000) });
const STATUS: Partial<Record<ErrorCode, number>> = { INPUT_INVALID: 400, NOT_ALLOWED: 403, NOT_FOUND: 404, CHAT_OVER: 410, CHAT_NOT_PERMITTED: 409, CHAT_REPLY_MISMATCH: 409, SERVER_RECOVERING: 503, INTERNAL: 500 };

/**
 * What the desks' connector speaks to, under the desk's own token: `POST /chat/v1/replies` posts one part of a permitted reply, once per key, however often it is
 * asked; `GET /chat/v1/replies` finds it again; `PATCH` and `DELETE /chat/v1/messages` put an own message right. Nothing goes out that was not permitted in
 * these very words.
 */
export const chatReplyRoutes: FastifyPluginAsync<ChatReplyOptions> = async (app, options) => {
  const { center, threads, ingest, clock } = options;
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const coded = isCodedError(error) ? error : error.statusCode !== undefined && error.statusCode < 500 ? new CodedError('INPUT_INVALID', { field: 'body' }) : new CodedError('INTERNAL');
    if (coded.code === 'INTERNAL') request.log.error(error);
    void reply.code(STATUS[coded.code] ?? (coded.code.startsWith('AUTH_') ? 401 : 400)).send({ error: coded.toWire() });
  });

  const who = async (request: FastifyRequest): Promise<Identity> => {
    const token = /^Bearer ([\w.-]+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new CodedError('AUTH_TOKEN_INVALID');
    return options.auth.check(token);
  };
  const accountOf = (name: string): string => {
    const id = center.index.accountByHandle(chatChannel.name, name);
    if (id === undefined) throw new CodedError('NOT_FOUND', { field: 'account' });
    return id;
  };
  const read = <T>(schema: z.ZodType<T>, given: unknown): T => {
    const parsed = schema.safeParse(given);
    if (!parsed.success) throw new CodedError('INPUT_INVALID', { field: parsed.error.issues[0]?.path.join('.') || 'body', detail: parsed.error.issues[0]?.message });
    return parsed.data;
  };
  /** What is on disk of it: a desk is told of nothing else. */
  const stored = (accountId: string, remoteId: string): Message | undefined => {
    const id = center.index.messageByRemote(accountId, remoteId);
    return id === undefined ? undefined : center.committed.get('message', id);
  };
  const mustBeTaken = (result: IngestResult | undefined): void => {
    if (result === undefined || result.status === 'rejected') throw new CodedError('SERVER_RECOVERING');
  };

  async function mustBePermitted(identity: Identity, accountId: string, { key, part }: { key: string; part: number }, text: string): Promise<Reply> {
    const replyId = center.index.replyByPlatformKey(key);
    const reply = replyId === undefined ? undefined : center.live.get('reply', replyId);
    if (reply === undefined || reply.accountId !== accountId) throw new CodedError('CHAT_NOT_PERMITTED', { detail: 'No reply was permitted under this key.' });
    if (reply.agentId !== identity.agentId) throw new CodedError('NOT_ALLOWED');
    if (reply.state !== 'permitted' && reply.state !== 'unconfirmed') throw new CodedError('CHAT_NOT_PERMITTED', { detail: `The reply is ${reply.state}.` });
    const ref = reply.partBodyRefs[part];
    if (ref === undefined) throw new CodedError('INPUT_INVALID', { field: 'part' });
    const body = messageBodySchema.safeParse(JSON.parse((await options.texts.read([ref])).get(ref) ?? 'null'));
    if (!body.success || body.data.text !== text) throw new CodedError('CHAT_REPLY_MISMATCH');
    return reply;
  }

  app.post('/chat/v1/replies', { bodyLimit: 262_144 }, async (request) => {
    const identity = await who(request);
    const given = read(replySchema, request.body);
    const accountId = accountOf(given.account);
    const remoteId = remoteIdOf(given.key, given.part);
    const before = stored(accountId, remoteId);
    if (before !== undefined) {
      if (before.agentId !== identity.agentId) throw new CodedError('NOT_ALLOWED');
      return { id: remoteId, sentAt: before.sentAt };
    }
    const reply = await mustBePermitted(identity, accountId, given, given.text);
    const threadId = center.live.get('conversation', reply.conversationId)?.threadId;
    const visitor = threadId === undefined ? undefined : threads.visitorOf(threadId);
    const visit = visitor === undefined ? undefined : options.visits.get(visitor.key);
    // Somebody who ended the chat reads nothing any more, unless they left an address.
    if (visitor === undefined || visit === undefined || (visit.endedAt !== undefined && !(options.canMail && visit.email !== undefined))) throw new CodedError('CHAT_OVER');
    const previous = given.part === 0 ? reply.inReplyToRemoteId : remoteIdOf(given.key, given.part - 1);
    const [result] = await ingest.take(
      [
        {
          v: 1,
          kind: 'post',
          channel: chatChannel.name,
          account: given.account,
          remoteId,
          direction: 'out',
          author: { remoteId: given.account, handle: given.account },
          text: given.text,
          visibility: 'private',
          sentAt: clock.now(),
          threadRemoteId: visitor.key,
          recipientRemoteId: visitor.key,
          clientKey: `${given.key}.${given.part}`,
          ...(previous === undefined ? {} : { inReplyToRemoteId: previous }),
        },
      ],
      `ingest:${chatChannel.name}`,
    );
    mustBeTaken(result);
    const message = stored(accountId, remoteId);
    if (message === undefined) throw new CodedError('CHAT_OVER');
    return { id: remoteId, sentAt: message.sentAt };
  });

  app.get('/chat/v1/replies', async (request) => {
    const identity = await who(request);
    const { account, key, part } = read(placeSchema, request.query);
    const message = stored(accountOf(account), remoteIdOf(key, part));
    if (message === undefined) throw new CodedError('NOT_FOUND', { field: 'key' });
    if (message.agentId !== identity.agentId && identity.role === 'agent') throw new CodedError('NOT_ALLOWED');
    return { id: message.remoteId, sentAt: message.sentAt };
  });

  /** Their own messages, and leads everybody's. */
  const mine = (identity: Identity, account: string, id: string): Message => {
    const message = stored(accountOf(account), id);
    if (message === undefined || message.direction !== 'out') throw new CodedError('NOT_FOUND', { field: 'id' });
    if (message.agentId !== identity.agentId && identity.role === 'agent') throw new CodedError('NOT_ALLOWED');
    return message;
  };

  app.delete('/chat/v1/messages', async (request) => {
    const identity = await who(request);
    const { account, id } = read(messageSchema, request.query);
    const message = mine(identity, account, id);
    if (message.deletedAt !== undefined) return { at: message.deletedAt };
    const at = clock.now();
    const [result] = await ingest.take([{ v: 1, kind: 'deletion', channel: chatChannel.name, account, remoteId: id, deletedAt: at }], identity.agentId);
    mustBeTaken(result);
    return { at };
  });

  app.patch('/chat/v1/messages', { bodyLimit: 262_144 }, async (request) => {
    const identity = await who(request);
    const { account, id, text } = read(correctionSchema, request.body);
    if (mine(identity, account, id).deletedAt !== undefined) throw new CodedError('NOT_FOUND', { field: 'id' });
    const at = clock.now();
    const [result] = await ingest.take([{ v: 1, kind: 'edit', channel: chatChannel.name, account, remoteId: id, text, editedAt: at }], identity.agentId);
    mustBeTaken(result);
    return { at };
  });
};

/** The same for every attempt at this part; says nothing of the key it is made of. */
function remoteIdOf(key: string, part: number): string {
  return `a-${createHash('sha256').update(`chat reply\n${key}\n${part}`).digest('hex').slice(0, 40)}`;
}
