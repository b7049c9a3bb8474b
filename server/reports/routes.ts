import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { readEvent } from '../../shared/events/index.ts';
import { CodedError, isCodedError } from '../../shared/util/errors.ts';
import type { Authenticator } from '../auth/port.ts';
import type { EventLog } from '../log/port.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import { outreachReport } from './outreach.ts';
import { VerdictFold } from './verdict.ts';

export interface ReportRoutesOptions {
  readonly auth: Authenticator;
  readonly log: EventLog;
  readonly conversations: () => Iterable<Conversation>;
}

const CHUNK = 2_000;

/** `GET /reports/verdict?from=SEQ`, for leads: reads the whole log and says what became of every message after that place. Waiting times as p50, p90 and worst, ms. `GET /reports/outreach?from=MS&to=MS`, for leads: what came of approaching people (R14). */
export const reportRoutes: FastifyPluginAsync<ReportRoutesOptions> = async (app, { auth, log, conversations }) => {
  app.setErrorHandler((error: Error, request, reply) => {
    const coded = isCodedError(error) ? error : new CodedError('INTERNAL');
    if (coded.code === 'INTERNAL') request.log.error(error);
    void reply.code(coded.code === 'NOT_ALLOWED' ? 403 : coded.code === 'INPUT_INVALID' ? 400 : coded.code === 'INTERNAL' ? 500 : 401).send({ error: coded.toWire() });
  });
  const leadsOnly = async (request: FastifyRequest): Promise<void> => {
    const token = /^Bearer ([\w.-]+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new CodedError('AUTH_TOKEN_INVALID');
    if ((await auth.check(token)).role === 'agent') throw new CodedError('NOT_ALLOWED');
  };
  const numberIn = (request: FastifyRequest, field: string, standard: number): number => {
    const text = (request.query as Readonly<Record<string, unknown>>)[field] ?? String(standard);
    if (typeof text !== 'string' || !/^\d{1,16}$/.test(text)) throw new CodedError('INPUT_INVALID', { field });
    return Number(text);
  };
  app.get('/reports/outreach', async (request) => {
    await leadsOnly(request);
    return outreachReport(conversations(), numberIn(request, 'from', 0), numberIn(request, 'to', Number.MAX_SAFE_INTEGER));
  });
  app.get('/reports/verdict', async (request) => {
    await leadsOnly(request);
    const fold = new VerdictFold(numberIn(request, 'from', 0));
    let seq = 0;
    for (;;) {
      const chunk = await log.read(seq, CHUNK);
      if (chunk.length === 0) break;
      for (const raw of chunk) {
        seq = raw.seq;
        const read = readEvent({ seq: raw.seq, at: raw.at, type: raw.type, v: raw.v, actor: raw.actor, data: raw.data });
        if (read.kind === 'event') fold.apply(read.event);
      }
    }
    const { waits, ...verdict } = fold.result();
    const sorted = waits.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return { seq, ...verdict, p50Ms: at(0.5), p90Ms: at(0.9), worstMs: sorted.at(-1) ?? 0 };
  });
};
