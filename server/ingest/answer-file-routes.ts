import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { getChannel } from '../../shared/channels/index.ts';
import { mostBytesOf, takesType } from '../../shared/channels/file-rules.ts';
import { mayAnswer } from '../../shared/domain/account-rights.ts';
import { answerFileSchema } from '../../shared/domain/message-parts.ts';
import { CodedError, isCodedError, type ErrorCode } from '../../shared/util/errors.ts';
import type { Authenticator } from '../auth/port.ts';
import type { Center } from '../center/center.ts';
import type { AnswerFiles } from './answer-files.ts';

export interface AnswerFileOptions {
  readonly auth: Authenticator;
  readonly center: Center;
  readonly files: AnswerFiles;
  /** One sealed content in clear; undefined where it is gone. */
  readonly readContent: (ref: string) => Promise<string | undefined>;
}

const placeSchema = z.object({ conversationId: z.string().min(1).max(128), replyId: z.string().min(1).max(128), digest: answerFileSchema.shape.digest });
const STATUS: Partial<Record<ErrorCode, number>> = { NOT_FOUND: 404, AGENT_UNKNOWN: 403, NOT_ALLOWED: 403, FILE_REFUSED: 409, INPUT_TOO_LARGE: 413, SERVER_RECOVERING: 503, INTERNAL: 500 };
const MOST_BYTES = 50_000_000;

/**
 * `PUT /contents/v1/answers/:conversationId/:replyId/:digest?type=image/png`: the bytes of a file that is to go with this reply, from a desk whose person may
 * answer there; leave to send is given only when all have come. `GET` brings them back to their author's other desk.
 */
export const answerFileRoutes: FastifyPluginAsync<AnswerFileOptions> = async (app, { auth, center, files, readContent }) => {
  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const coded = isCodedError(error) ? error : error.statusCode === 413 ? new CodedError('INPUT_TOO_LARGE') : error.statusCode !== undefined && error.statusCode < 500 ? new CodedError('INPUT_INVALID') : new CodedError('INTERNAL');
    if (coded.code === 'INTERNAL') request.log.error(error);
    void reply.code(STATUS[coded.code] ?? (coded.code.startsWith('AUTH_') ? 401 : 400)).send({ error: coded.toWire() });
  });
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) => done(null, body));
  const placeOf = async (request: FastifyRequest) => {
    const token = /^Bearer ([\w.-]+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new CodedError('AUTH_TOKEN_INVALID');
    const identity = await auth.check(token);
    const place = placeSchema.safeParse(request.params);
    if (!place.success) throw new CodedError('INPUT_INVALID', { field: place.error.issues[0]?.path.join('.') ?? 'address' });
    const agent = center.committed.get('agent', identity.agentId);
    if (agent === undefined || agent.disabled) throw new CodedError('AGENT_UNKNOWN');
    const conversation = center.committed.get('conversation', place.data.conversationId);
    const account = conversation === undefined ? undefined : center.committed.get('account', conversation.accountId);
    if (conversation === undefined || account === undefined) throw new CodedError('NOT_FOUND', { field: 'conversationId' });
    if (!mayAnswer(account, { agentId: agent.id, role: identity.role, teamIds: agent.teamIds })) throw new CodedError('NOT_FOUND', { field: 'conversationId' });
    return { ...place.data, identity, conversation };
  };
  app.put('/contents/v1/answers/:conversationId/:replyId/:digest', { bodyLimit: MOST_BYTES }, async (request) => {
    const { conversationId, replyId, digest, identity, conversation } = await placeOf(request);
    const known = center.live.get('reply', replyId);
    if (known !== undefined && known.agentId !== identity.agentId) throw new CodedError('NOT_ALLOWED');
    const type = answerFileSchema.shape.mediaType.safeParse((request.query as { type?: unknown }).type);
    if (!type.success) throw new CodedError('INPUT_INVALID', { field: 'type' });
    if (!Buffer.isBuffer(request.body) || request.body.length === 0) throw new CodedError('INPUT_INVALID', { field: 'body' });
    const bytes = request.body;
    const limits = Object.values(getChannel(conversation.channel)?.media ?? {});
    if (!limits.some((limit) => takesType(limit.types, type.data) && bytes.length <= mostBytesOf(limit, type.data))) throw new CodedError('FILE_REFUSED', { field: 'body' });
    await files.put({ conversationId, replyId, digest, mediaType: type.data }, bytes);
    return { ok: true };
  });
  app.get('/contents/v1/answers/:conversationId/:replyId/:digest', async (request, reply) => {
    const { conversationId, replyId, digest, identity } = await placeOf(request);
    const known = center.committed.get('reply', replyId);
    const ref = files.refOf(replyId, digest);
    if (known === undefined || known.conversationId !== conversationId || known.agentId !== identity.agentId || known.fileRefs?.includes(ref) !== true) throw new CodedError('NOT_FOUND', { field: 'replyId' });
    const content = await readContent(ref);
    if (content === undefined) throw new CodedError('NOT_FOUND', { field: 'digest' });
    return reply.header('cache-control', 'no-store').header('content-disposition', 'attachment').type('application/json').send(content);
  });
};
