import { join } from 'node:path';
import Fastify from 'fastify';
import type { Clock, IdSource, Timers } from '../shared/util/ports.ts';
import { createHash } from 'node:crypto';
import { SqliteAuditLog } from './audit/sqlite-audit-log.ts';
import { auditKeyOf } from './audit/verify-audit.ts';
import { authRoutes } from './auth/routes.ts';
import { AuthService } from './auth/service.ts';
import { SqliteUserStore } from './auth/sqlite-user-store.ts';
import { bootstrap } from './bootstrap.ts';
import { Center } from './center/center.ts';
import { INBOUND_CHANNELS } from './channels/registry.ts';
import { CommandDesk } from './commands/command-desk.ts';
import { commandRoutes } from './commands/routes.ts';
import type { Config } from './config/settings.ts';
import { identityKey } from './ingest/identity-key.ts';
import { Ingest } from './ingest/ingest.ts';
import { ingestRoutes } from './ingest/routes.ts';
import { BodyVault } from './log/body-vault.ts';
import { openSqliteEventLog } from './log/sqlite-event-log.ts';
import { Health } from './observability/health.ts';
import type { Logger } from './observability/logger.ts';
import { createMetrics } from './observability/metrics.ts';
import { observabilityRoutes } from './observability/routes.ts';
import { Budgets } from './permits/budget.ts';
import { Leases } from './permits/leases.ts';
import { markSilentReplies } from './permits/watchdog.ts';
import { PushHub } from './push/hub.ts';
import type { DeskNews } from './push/port.ts';
import { Texts } from './push/texts.ts';
import { RoutingEngine } from './routing/core/engine.ts';
import type { RoutingSnapshot } from './routing/core/snapshot.ts';
import { createRouter } from './routing/router.ts';
import { deriveKey, loadMasterKey } from './storage/master-key.ts';
import { deskHandlers } from './transport/desk-handlers.ts';
import { openSocketServer } from './transport/socket-server.ts';

export interface AppParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly timers: Timers;
  readonly logger: Logger;
}

export interface App {
  readonly url: string;
  readonly port: number;
  readonly center: Center;
  close(): Promise<void>;
}

const WATCH_EVERY_MS = 5_000;
const ROW_DELAY_MS = 25;
const MAX_TAIL_EVENTS = 50_000;

/** Builds the whole server from its configuration and starts it. Rejects with a coded error when its data cannot be trusted or is in use. */
export async function startApp({ config, clock, ids, timers, logger }: AppParts): Promise<App> {
  const masterKey = loadMasterKey({ dataDir: config.dataDir, given: config.masterKey, path: config.masterKeyFile });
  const log = await openSqliteEventLog({ path: join(config.dataDir, 'center.db') });
  const audit = new SqliteAuditLog({ path: join(config.dataDir, 'audit.db'), key: auditKeyOf(masterKey), clock });
  const store = new SqliteUserStore(join(config.dataDir, 'auth.db'));
  const auth = new AuthService({ store, audit, clock, ids, masterKey, accessTokenMs: config.accessTokenMs, refreshTokenMs: config.refreshTokenMs });
  const metrics = createMetrics();
  const problem = (error: unknown, where = 'server'): void => logger.error({ err: error, where }, 'problem');

  const routing = { leaseMs: config.leaseValidForMs, leaseMarginMs: config.leaseMarginMs };
  let engine = new RoutingEngine({ config: routing });
  const center = new Center({
    log,
    clock,
    snapshotEveryEvents: config.snapshotEveryEvents,
    followers: (saved) => {
      engine = new RoutingEngine({ config: routing, snapshot: saved?.[0] as RoutingSnapshot | undefined });
      return [engine];
    },
    onProblem: (error) => problem(error, 'center'),
  });
  await center.open();

  const vault = new BodyVault({ masterKey, nextRef: () => ids.next(), loadKeys: (contactIds) => log.keys(contactIds) });
  const texts = new Texts(log, vault);
  const leases = new Leases({ validForMs: config.leaseValidForMs, marginMs: config.leaseMarginMs }, center.now());
  const budgets = new Budgets();
  const commands = new CommandDesk({
    center,
    log,
    vault,
    ids,
    leases,
    budgets,
    onDecided: (commander, command, answer) => {
      metrics.commands.inc({ command: command.type, outcome: answer.status });
      if (command.type === 'reply.requestPermit') metrics.permits.inc({ outcome: answer.status === 'accepted' ? 'accepted' : answer.error.code });
      if (commander.role === 'agent' || answer.status === 'refused' || commander.agentId === 'system') return;
      const subjectIds = command.type === 'workItem.reassign' ? [...command.data.workItemIds] : 'accountId' in command.data ? [command.data.accountId] : 'agentId' in command.data ? [command.data.agentId] : [];
      if (subjectIds.length > 0) audit.write({ at: center.now(), actorId: commander.agentId, role: commander.role, action: command.type, subjectIds, ...(command.type === 'workItem.reassign' && command.data.force ? { reasonCode: 'forced' } : {}) }).catch((error: unknown) => problem(error, 'audit'));
    },
  });

  const news = new Map<string, DeskNews>();
  const hub = new PushHub({ center, log, texts, timers, rowDelayMs: ROW_DELAY_MS, maxTailEvents: MAX_TAIL_EVENTS, deskNews: (id) => news.get(id), sendingPossibleUntil: (id) => leases.sendingPossibleUntil(id), onProblem: (error) => problem(error, 'push') });
  const identitySecret = deriveKey(masterKey, 'identity keys');
  const ingest = new Ingest({ center, vault, ids, identityKey: (channel, remoteId) => identityKey(identitySecret, channel, remoteId), readTexts: (refs) => texts.read(refs), forget: (refs) => log.deleteBodies(refs) });

  const router = createRouter({
    engine: () => engine,
    clock: { now: () => center.now(), steady: () => clock.steady() },
    timers,
    run: async (decide) => {
      await center.submit('router', () => ({ events: decide() }));
    },
    onError: (error) => problem(error, 'routing'),
  });
  center.onCommitted(({ events }) => {
    for (const event of events) metrics.eventsAppended.inc({ type: event.type });
    metrics.logHead.set(center.seq);
    router.poke();
  });

  if (center.seq > 0) await center.submit('system', () => ({ events: [{ type: 'server.resumed', data: { at: center.now() } }] }));
  else if (config.bootstrapFile !== undefined) logger.info(await bootstrap(config.bootstrapFile, commands, auth), 'bootstrapped');

  const fastify = Fastify({ loggerInstance: logger, disableRequestLogging: true, trustProxy: config.trustedProxies.length === 0 ? false : config.trustedProxies, bodyLimit: 262_144 });
  const health = new Health((ms, run) => timers.after(ms, run));
  health.add('log', async () => ({ ok: (await log.head()) >= center.seq }));
  await fastify.register(observabilityRoutes, { registry: metrics.registry, health, metricsToken: config.metricsToken });
  await fastify.register(authRoutes, { auth });
  await fastify.register(commandRoutes, { auth, commands, createUser: (user, by) => auth.createUser(user, by), setUserDisabled: (id, disabled, by) => (disabled ? auth.disableUser(id, by) : auth.enableUser(id, by)) });
  await fastify.register(ingestRoutes, {
    ingest,
    ingestKeys: config.ingestKeys,
    channels: INBOUND_CHANNELS,
    webhookSecrets: config.webhookSecrets,
    now: () => clock.now(),
    onResult: (channel, outcome, count) => metrics.inbound.inc({ channel, outcome }, count),
    onRefused: (door, code) => metrics.refusals.inc({ door, code }),
  });
  const url = await fastify.listen({ host: config.host, port: config.port });
  const port = Number(new URL(url).port);

  const desk = deskHandlers({
    center,
    log,
    commands,
    hub,
    leases,
    texts,
    audit,
    timers,
    news,
    centerId: createHash('sha256').update(masterKey).update('center id').digest('hex').slice(0, 32),
    centerName: config.centerName,
    lease: { validForMs: config.leaseValidForMs, renewMs: config.leaseRenewMs, marginMs: config.leaseMarginMs },
    onProblem: (error) => problem(error, 'desk'),
  });
  const sockets = openSocketServer({
    http: fastify.server,
    auth,
    clock,
    timers,
    maxMessageBytes: config.maxMessageBytes,
    ratePerSocket: config.ratePerSocket,
    ratePerUser: config.ratePerUser,
    allowsOrigin: (origin) => config.publicOrigins.includes(origin) || origin === `http://${config.host}:${port}`,
    handlers: desk.handlers,
    onConnected: (connection) => {
      metrics.sockets.inc();
      desk.connected(connection);
    },
    onDisconnected: (connection) => {
      metrics.sockets.dec();
      desk.disconnected(connection);
    },
    onProblem: problem,
  });
  router.start();
  let stopped = false;
  const watch = (): void => {
    timers.after(WATCH_EVERY_MS, () => {
      if (stopped) return;
      markSilentReplies(center, leases).catch((error: unknown) => problem(error, 'watchdog')).finally(watch);
    });
  };
  watch();

  return {
    url,
    port,
    center,
    close: async () => {
      stopped = true;
      await router.stop();
      await sockets.close();
      await fastify.close();
      await center.close();
      await log.close();
      await store.close();
      await audit.close();
    },
  };
}
