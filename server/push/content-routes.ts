import type { FastifyPluginAsync } from 'fastify';
import { CodedError, isCodedError, type ErrorCode } from '../../shared/util/errors.ts';
import type { Authenticator } from '../auth/port.ts';
import type { Center } from '../center/center.ts';
import { mayRead, viewerOf } from '../center/visibility.ts';

export interface ContentRoutesOptions {
  readonly auth: Authenticator;
  readonly center: Center;
  /** One sealed content in clear, past every cache; undefined where it is gone. */
  readonly readContent: (ref: string) => Promise<string | undefined>;
}

const STATUS: Partial<Record<ErrorCode, number>> = { NOT_FOUND: 404, AGENT_UNKNOWN: 403, INTERNAL: 500 };

/**
 * `GET /contents/v1/:messageId/:ref`: a file or the HTML of a message, `{mediaType, base64}`, for the bearer of a desk's token who may read the message. Never for
 * a browser: nothing here is shown by its own address.
 */
export const contentRoutes: FastifyPluginAsync<ContentRoutesOptions> = async (app, { auth, center, readContent }) => {
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const coded = isCodedError(error) ? error : error.statusCode !== undefined && error.statusCode < 500 ? new CodedError('INPUT_INVALID') : new CodedError('INTERNAL');
    if (coded.code === 'INTERNAL') request.log.error(error);
    void reply.code(STATUS[coded.code] ?? (coded.code.startsWith('AUTH_') ? 401 : 400)).send({ error: coded.toWire() });
  });
  app.get('/contents/v1/:messageId/:ref', async (request, reply) => {
    const token = /^Bearer ([\w.-]+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new CodedError('AUTH_TOKEN_INVALID');
    const identity = await auth.check(token);
    const { messageId, ref } = request.params as { messageId: string; ref: string };
    const agent = center.committed.get('agent', identity.agentId);
    if (agent === undefined || agent.disabled) throw new CodedError('AGENT_UNKNOWN');
    const message = center.committed.get('message', messageId);
    if (message === undefined || message.deletedAt !== undefined || message.contentRefs?.includes(ref) !== true) throw new CodedError('NOT_FOUND', { field: 'ref' });
    const viewer = viewerOf(center.committed, agent, identity.role);
    // What is public in a thread is read with any part of it, what is private only with its own.
    const own = message.conversationId === undefined ? [] : [message.conversationId];
    const conversations = message.visibility === 'private' && own.length > 0 ? own : [...new Set([...own, ...center.index.conversationsOf(message.threadId)])];
    const allowed = conversations.some((id) => {
      const contactId = center.committed.get('conversation', id)?.contactId;
      return mayRead(center.committed, viewer, id, contactId === undefined ? new Set() : center.index.conversationsOfPerson(contactId), center.now());
    });
    if (!allowed) throw new CodedError('NOT_FOUND', { field: 'messageId' });
    const content = await readContent(ref);
    if (content === undefined) throw new CodedError('NOT_FOUND', { field: 'ref' });
    return reply.header('cache-control', 'no-store').header('content-disposition', 'attachment').type('application/json').send(content);
  });
};
