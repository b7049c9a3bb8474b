import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { ingestBatchSchema } from '../../shared/domain/inbound.ts';
import { mustComeAgain } from './come-again.ts';
import { CodedError, isCodedError, type ErrorCode } from '../../shared/util/errors.ts';
import type { InboundChannel } from '../channels/ports.ts';
import type { Ingest } from './ingest.ts';

export interface IngestRoutesOptions {
  readonly ingest: Ingest;
  readonly ingestKeys: readonly string[];
  readonly channels: ReadonlyMap<string, InboundChannel>;
  /** By account handle or channel name. */
  readonly webhookSecrets: Readonly<Record<string, string>>;
  /** Handle of the registered account that has this id at its platform (`settings.remoteId`). */
  readonly accountOf: (channel: string, platformAccountId: string) => string | undefined;
  readonly now: () => number;
  readonly onResult: (channel: string, status: string, count: number) => void;
  readonly onRefused: (door: string, code: ErrorCode) => void;
}

/** Bodies of the batch form, bytes. */
const MAX_BODY = 8 * 1024 * 1024;
/** Too large a body is still heard out up to here, bytes; beyond, the line is closed. */
const MAX_DRAINED = 64 * 1024 * 1024;
/** How far the sender's clock may be off, ms. */
const MAX_SKEW_MS = 5 * 60_000;
const STATUS: Partial<Record<ErrorCode, number>> = { INPUT_INVALID: 400, CHANNEL_UNKNOWN: 400, INGEST_SIGNATURE: 401, WEBHOOK_FORGED: 401, WEBHOOK_STALE: 401, NOT_FOUND: 404, INPUT_TOO_LARGE: 413, INTERNAL: 500, VERSION_UNKNOWN: 400 };

/**
 * `POST /ingest/v1/messages`: batch form, signed with an ingest key over `timestamp.body`. `POST|GET /webhooks/v1/:channel[/:account]`: platforms, signed
 * their own way over the raw body. Both answer only when what they took is on disk.
 */
export const ingestRoutes: FastifyPluginAsync<IngestRoutesOptions> = async (app, options) => {
  // Signatures are over the raw bytes: nothing is parsed before they are checked.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const coded = isCodedError(error) ? error : error.statusCode === 413 ? new CodedError('INPUT_TOO_LARGE', { field: 'body' }) : error.statusCode !== undefined && error.statusCode < 500 ? new CodedError('INPUT_INVALID', { field: 'body' }) : new CodedError('INTERNAL');
    if (coded.code === 'INTERNAL') request.log.error(error);
    options.onRefused('ingest', coded.code);
    // A sender that is still writing reads no answer from a line that is closed on it: what it has announced is read and thrown away.
    if (coded.code === 'INPUT_TOO_LARGE' && Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY) <= MAX_DRAINED) {
      void reply.header('connection', 'keep-alive');
      request.raw.resume();
    }
    void reply.code(STATUS[coded.code] ?? 503).send({ error: coded.toWire() });
  });

  app.post('/ingest/v1/messages', async (request) => {
    const raw = bodyOf(request);
    checkSignature(request, raw, options);
    const parsed = ingestBatchSchema.safeParse(parseJson(raw));
    if (!parsed.success) throw new CodedError('INPUT_INVALID', { field: parsed.error.issues[0]?.path.join('.') || 'body', detail: parsed.error.issues[0]?.message });
    if (parsed.data.accounts !== undefined) await options.ingest.registerAccounts(parsed.data.accounts, 'ingest:api');
    const results = await options.ingest.take(parsed.data.messages, 'ingest:api');
    for (const result of results) options.onResult('api', result.status, 1);
    return { results };
  });

  const hook = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { channel: name, account } = request.params as { channel: string; account?: string };
    const channel = options.channels.get(name);
    const secretOf = (key: string): string | undefined => (Object.hasOwn(options.webhookSecrets, key) ? options.webhookSecrets[key] : undefined);
    const secret = (account === undefined ? undefined : secretOf(account)) ?? secretOf(name);
    if (channel?.readWebhook === undefined || secret === undefined) throw new CodedError('NOT_FOUND', { field: 'channel' });
    const headers = Object.fromEntries(Object.entries(request.headers).map(([k, v]) => [k, Array.isArray(v) ? v.join(',') : v]));
    const result = channel.readWebhook({ method: request.method === 'GET' ? 'GET' : 'POST', rawBody: bodyOf(request), headers, query: queryOf(request), ...(account === undefined ? {} : { account }), accountOf: (id) => options.accountOf(name, id), secret, now: options.now() });
    if (result.kind === 'refused') throw new CodedError(result.code, { detail: result.detail });
    if (result.kind === 'challenge') return reply.type(result.contentType).send(result.body);
    // The secret of one account vouches for no other: what is sent to an account's address speaks of that account alone.
    if (account !== undefined && result.messages.some((message) => message.account.toLowerCase() !== account.toLowerCase())) throw new CodedError('WEBHOOK_FORGED', { field: 'account', detail: 'It speaks of another account than the address.' });
    const results = await options.ingest.take(result.messages, `ingest:${name}`);
    for (const one of results) options.onResult(name, one.status, 1);
    // A platform reads no single results: told 200 it forgets the lot.
    if (mustComeAgain(results)) throw new CodedError('SERVER_RECOVERING');
    return { results };
  };
  for (const url of ['/webhooks/v1/:channel', '/webhooks/v1/:channel/:account']) {
    app.post(url, hook);
    app.get(url, hook);
  }
};

/** Of a name said several times the first counts. */
function queryOf(request: FastifyRequest): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(request.query as Record<string, unknown>).flatMap(([name, value]): [string, string][] => {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    return typeof first === 'string' ? [[name, first]] : [];
  }));
}

function bodyOf(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw)) as unknown;
  } catch {
    throw new CodedError('INPUT_INVALID', { field: 'body', detail: 'The body is not JSON in UTF-8.' });
  }
}

function checkSignature(request: FastifyRequest, raw: Buffer, { ingestKeys, now }: IngestRoutesOptions): void {
  const timestamp = String(request.headers['x-leitstand-timestamp'] ?? '');
  const given = /^sha256=([0-9a-f]{64})$/.exec(String(request.headers['x-leitstand-signature'] ?? ''))?.[1];
  if (!/^\d{1,16}$/.test(timestamp) || given === undefined || Math.abs(now() - Number(timestamp)) > MAX_SKEW_MS) throw new CodedError('INGEST_SIGNATURE');
  const fits = ingestKeys.some((key) => {
    const expected = createHmac('sha256', key).update(timestamp).update('.').update(raw).digest();
    return timingSafeEqual(expected, Buffer.from(given, 'hex'));
  });
  if (!fits) throw new CodedError('INGEST_SIGNATURE');
}
