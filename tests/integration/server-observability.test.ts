import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { Health } from '../../server/observability/health.ts';
import { createLogger } from '../../server/observability/logger.ts';
import { createMetrics, timed } from '../../server/observability/metrics.ts';
import { observabilityRoutes } from '../../server/observability/routes.ts';
import { CodedError } from '../../shared/util/errors.ts';

const apps: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});
const after = (afterMs: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, afterMs);
  return () => clearTimeout(timer);
};
async function server(metricsToken?: string) {
  const metrics = createMetrics({ withProcess: false });
  const health = new Health(after, 50);
  const app = Fastify();
  apps.push(app);
  await app.register(observabilityRoutes, { registry: metrics.registry, health, metricsToken });
  return { app, metrics, health };
}

describe('SEC-5 the log', () => {
  const logged = (write: (logger: ReturnType<typeof createLogger>) => void): string => {
    const lines: string[] = [];
    write(createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } }));
    return lines.join('');
  };

  test('hides secrets and texts wherever they stand', () => {
    const SECRET = 'must-not-be-seen';
    const line = logged((logger) => {
      logger.info(
        { password: SECRET, user: { accessToken: SECRET, refreshToken: SECRET, deep: { secret: SECRET, deeper: { token: SECRET } } } },
        'signed in',
      );
      logger.info({
        message: { text: SECRET, parts: [SECRET] },
        bodies: { b1: SECRET },
        config: { ingestKeys: [SECRET], webhookSecrets: { a: SECRET } },
      });
      logger.info({
        headers: { authorization: SECRET, cookie: SECRET, 'x-hub-signature-256': SECRET },
        res: { headers: { 'set-cookie': SECRET } },
      });
      logger.info({ req: { method: 'GET', url: `/desk?token=${SECRET}`, headers: { authorization: SECRET }, ip: '10.0.0.1' } });
      logger.child({ token: SECRET }).child({ part: 'push', secret: SECRET }).info('child');
      logger.info({ raw: Buffer.from(SECRET), list: [{ Authorization: SECRET }], holder: { toJSON: () => ({ password: SECRET }) } });
    });
    expect(line).not.toContain(SECRET);
    expect(line).toContain('"path":"/desk"');
    expect(line.split('\n').filter((one) => one.includes('[hidden]')).length).toBe(5);
  });

  test('shows errors by code, with their causes, and the level by name', () => {
    const line = logged((logger) =>
      logger.error({ err: new CodedError('LOG_GAP', { field: 'seq', cause: new Error('underneath') }) }, 'append'),
    );
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      service: 'leitstand-server',
      msg: 'append',
      err: { code: 'LOG_GAP', field: 'seq', cause: { message: 'underneath' } },
    });
  });

  test('keeps to its level', () => {
    expect(logged((logger) => logger.debug('quiet'))).toBe('');
  });
});

describe('WIRE-7 health', () => {
  test('live answers whatever the parts say; ready is 503 until all are well', async () => {
    const { app, health } = await server();
    let isOpen = false;
    health.add('log', () => ({ ok: isOpen, detail: isOpen ? undefined : 'opening' }));
    const remove = health.add('broken', () => {
      throw new Error('postgres://user:pw@host');
    });
    health.add('stuck', () => new Promise(() => undefined));
    expect((await app.inject('/health/live')).statusCode).toBe(200);
    const unwell = await app.inject('/health/ready');
    expect([unwell.statusCode, unwell.json()]).toEqual([
      503,
      {
        ok: false,
        parts: {
          log: { ok: false, detail: 'opening' },
          broken: { ok: false, detail: 'the check failed' },
          stuck: { ok: false, detail: 'no answer within 50 ms' },
        },
      },
    ]);
    isOpen = true;
    remove();
    health.add('stuck', async () => ({ ok: true }));
    const well = await app.inject('/health');
    expect([well.statusCode, well.json()]).toEqual([200, { ok: true, parts: { log: { ok: true }, stuck: { ok: true } } }]);
  });
});

describe('SEC-3 metrics', () => {
  test('are served as Prometheus text to this machine only', async () => {
    const { app, metrics } = await server();
    metrics.inbound.inc({ channel: 'post', outcome: 'ingested' }, 3);
    metrics.counter('made_up_total', 'A figure of its own').inc();
    const times = [0, 30];
    await timed(
      metrics.appendSeconds,
      () => times.shift() ?? 0,
      async () => undefined,
    );
    const { statusCode, headers, body } = await app.inject({ url: '/metrics', remoteAddress: '127.0.0.1' });
    expect([statusCode, headers['content-type']]).toEqual([200, metrics.registry.contentType]);
    expect(body).toContain('leitstand_inbound_total{channel="post",outcome="ingested"} 3');
    expect(body).toContain('leitstand_made_up_total 1');
    expect(body).toContain('leitstand_append_seconds_bucket{le="0.025"} 0');
    expect(body).toContain('leitstand_append_seconds_bucket{le="0.05"} 1');
    for (const remoteAddress of ['192.168.1.7', '::ffff:10.0.0.1', '2001:db8::1'])
      expect((await app.inject({ url: '/metrics', remoteAddress })).statusCode).toBe(403);
    for (const remoteAddress of ['::1', '::ffff:127.0.0.1'])
      expect((await app.inject({ url: '/metrics', remoteAddress })).statusCode).toBe(200);
  });

  test('with a token set, the token and nothing else opens them', async () => {
    const { app } = await server('a-token-for-the-scraper');
    expect((await app.inject({ url: '/metrics', remoteAddress: '127.0.0.1' })).statusCode).toBe(403);
    const ask = (authorization: string) => app.inject({ url: '/metrics', remoteAddress: '10.0.0.1', headers: { authorization } });
    expect((await ask('Bearer a-token-for-the-scrapeX')).statusCode).toBe(403);
    expect((await ask('Bearer a-token-for-the-scraper')).statusCode).toBe(200);
  });

  test('a failed piece of work is timed, too', async () => {
    const { metrics } = await server();
    await expect(
      timed(
        metrics.appendSeconds,
        () => 0,
        () => Promise.reject(new Error('disk')),
      ),
    ).rejects.toThrow('disk');
    expect(await metrics.registry.metrics()).toContain('leitstand_append_seconds_count 1');
  });
});
