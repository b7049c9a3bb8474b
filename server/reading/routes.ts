import type { FastifyPluginAsync } from 'fastify';
import type { CorrectionTask } from '../../shared/domain/reading.ts';
import { messageBodySchema } from '../../shared/domain/message.ts';
import { strategyInForce } from '../../shared/domain/strategy.ts';
import type { EntityMaps } from '../../shared/reducers/entity-maps.ts';
import { maskPersonalData } from '../../shared/text/personal-data.ts';
import { CodedError, isCodedError, type ErrorCode } from '../../shared/util/errors.ts';
import type { AuditLog } from '../audit/port.ts';
import type { Authenticator } from '../auth/port.ts';

export interface CorrectionRoutesOptions {
  readonly auth: Authenticator;
  readonly audit: AuditLog;
  readonly state: () => Pick<EntityMaps, 'all' | 'get'>;
  /** What exists of these texts; erased ones are absent. */
  readonly readTexts: (refs: Iterable<string>) => Promise<ReadonlyMap<string, string>>;
  readonly now: () => number;
}

const STATUS: Partial<Record<ErrorCode, number>> = { NOT_ALLOWED: 403, INPUT_INVALID: 400, INTERNAL: 500 };
/** As many ids as one line of the record holds. */
const IDS_A_LINE = 200;
/** Longest text of a line; what is read of a message is no longer. */
const MOST_TEXT = 4_000;

/**
 * `GET /reading/corrections[?from=MS]`, for admins: what people put right since then, as JSON lines `{task, text, label, was, at}`, the form that training takes.
 * Personal data in the texts is masked. Who asked and which messages it was stands in the record before a word leaves.
 */
export const correctionRoutes: FastifyPluginAsync<CorrectionRoutesOptions> = async (app, { auth, audit, state, readTexts, now }) => {
  app.setErrorHandler((error: Error, request, reply) => {
    const coded = isCodedError(error) ? error : new CodedError('INTERNAL');
    if (coded.code === 'INTERNAL') request.log.error(error);
    void reply.code(STATUS[coded.code] ?? 401).send({ error: coded.toWire() });
  });
  app.get('/reading/corrections', async (request, reply) => {
    const token = /^Bearer ([\w.-]+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new CodedError('AUTH_TOKEN_INVALID');
    const by = await auth.check(token);
    if (by.role !== 'admin') throw new CodedError('NOT_ALLOWED');
    const from = (request.query as Readonly<Record<string, unknown>>)['from'] ?? '0';
    if (typeof from !== 'string' || !/^\d{1,16}$/.test(from)) throw new CodedError('INPUT_INVALID', { field: 'from' });
    const corrected = [...state().all('message').values()].filter((message) => message.deletedAt === undefined && Object.values(message.reading?.corrections ?? {}).some((one) => one.at >= Number(from)));
    for (let at = 0; at === 0 || at < corrected.length; at += IDS_A_LINE)
      await audit.write({ at: now(), actorId: by.agentId, role: by.role, action: 'corrections.export', subjectIds: corrected.slice(at, at + IDS_A_LINE).map((message) => message.id) });
    const { brands } = strategyInForce(state().get('strategy', 'center')).rules;
    const numbers = Object.values(brands).flatMap((brand) => brand.numbers);
    const texts = await readTexts(corrected.map((message) => message.bodyRef));
    const lines = corrected.flatMap((message) => {
      const raw = texts.get(message.bodyRef);
      const body = raw === undefined ? undefined : messageBodySchema.safeParse(JSON.parse(raw));
      if (body?.success !== true) return [];
      const text = maskPersonalData(body.data.text.slice(0, MOST_TEXT), numbers);
      return (Object.entries(message.reading?.corrections ?? {}) as [CorrectionTask, { label: string; was: string; at: number }][])
        .filter(([, one]) => one.at >= Number(from))
        .map(([task, { label, was, at }]) => `${JSON.stringify({ task, text, label, was, at })}\n`);
    });
    return reply.header('cache-control', 'no-store').type('application/x-ndjson; charset=utf-8').send(lines.join(''));
  });
};
