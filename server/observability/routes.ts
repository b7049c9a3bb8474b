import { timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { FastifyPluginAsync } from 'fastify';
import type { Registry } from 'prom-client';
import { CodedError } from '../../shared/util/errors.ts';
import type { Health } from './health.ts';

export interface ObservabilityOptions {
  readonly registry: Registry;
  readonly health: Health;
  /** Bearer token for /metrics; without one only this machine may read it. */
  readonly metricsToken?: string | undefined;
}

/**
 * GET /health/live: 200 while the process answers. GET /health, /health/ready: 200 or 503 with what each part says.
 * GET /metrics: Prometheus text.
 */
export const observabilityRoutes: FastifyPluginAsync<ObservabilityOptions> = async (app, { registry, health, metricsToken }) => {
  app.get('/health/live', async (_request, reply) => reply.header('cache-control', 'no-store').send({ ok: true }));
  for (const path of ['/health', '/health/ready']) {
    app.get(path, async (_request, reply) => {
      const report = await health.report();
      return reply
        .code(report.ok ? 200 : 503)
        .header('cache-control', 'no-store')
        .send(report);
    });
  }
  app.get('/metrics', async (request, reply) => {
    const mayRead =
      metricsToken === undefined ? isLoopback(request.ip) : sameText(request.headers.authorization ?? '', `Bearer ${metricsToken}`);
    if (!mayRead) return reply.code(403).send({ error: new CodedError('AUTH_FORBIDDEN').toWire() });
    return reply.type(registry.contentType).send(await registry.metrics());
  });
};

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
