import { join } from 'node:path';
import Fastify from 'fastify';
import { invitationState } from '../shared/domain/invitation.ts';
import { STRATEGY_ID, strategyInForce } from '../shared/domain/strategy.ts';
import { CodedError } from '../shared/util/errors.ts';
import type { Clock, IdSource, Timers } from '../shared/util/ports.ts';
import { createHash } from 'node:crypto';
import { SqliteAuditLog } from './audit/sqlite-audit-log.ts';
import { auditKeyOf } from './audit/verify-audit.ts';
import type { Identity } from './auth/port.ts';
import { invitationRoutes, type InvitationBook } from './auth/invitations.ts';
import { OidcSignIn } from './auth/oidc.ts';
import { oidcRoutes } from './auth/oidc-routes.ts';
import { signInProvided, type AgentBook } from './auth/provided-people.ts';
import { authRoutes } from './auth/routes.ts';
import type { ScryptCost } from './auth/password.ts';
import { AuthService } from './auth/service.ts';
import { SqliteUserStore } from './auth/sqlite-user-store.ts';
import { assembleCore } from './assemble.ts';
import { bootstrap } from './bootstrap.ts';
import type { Center } from './center/center.ts';
import type { ChatLimitRules } from './channels/chat/limits.ts';
import { INBOUND_CHANNELS } from './channels/registry.ts';
import { commandRoutes } from './commands/routes.ts';
import type { Config } from './config/settings.ts';
import { readSecret } from './config/secret-source.ts';
import { SqliteCustodyStore } from './custody/sqlite-custody-store.ts';
import { openFeedCursors } from './feeds/feed-cursors.ts';
import { identityKey } from './ingest/identity-key.ts';
import { ingestRoutes } from './ingest/routes.ts';
import { correctionRoutes } from './reading/routes.ts';
import { BodyVault } from './log/body-vault.ts';
import { openSqliteEventLog } from './log/sqlite-event-log.ts';
import { Health } from './observability/health.ts';
import type { Logger } from './observability/logger.ts';
import { createMetrics } from './observability/metrics.ts';
import { observabilityRoutes } from './observability/routes.ts';
import { answerFileRoutes } from './ingest/answer-file-routes.ts';
import { contentRoutes } from './push/content-routes.ts';
import { reportRoutes } from './reports/routes.ts';
import { deriveKey, loadMasterKey } from './storage/master-key.ts';
import { startChat } from './start-chat.ts';
import { startMailDoor } from './start-mail-door.ts';
import { startFeeds } from './start-feeds.ts';
import { startReports } from './start-reports.ts';
import { systemRng } from './system-ports.ts';
import { openSocketServer } from './transport/socket-server.ts';

export interface AppParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly timers: Timers;
  readonly logger: Logger;
  /** What visitors of the web chat may do; tests bring their own. */
  readonly chatLimits?: Partial<ChatLimitRules> | undefined;
  /** What a password costs to check; tests with many people bring a cheap one. */
  readonly scryptCost?: ScryptCost | undefined;
}

export interface App {
  readonly url: string;
  readonly port: number;
  /** Where forwarded mail comes in. */
  readonly mailPort?: number | undefined;
  readonly center: Center;
  close(): Promise<void>;
}

/** Builds the whole server from its configuration and starts it. Rejects with a coded error when its data cannot be trusted or is in use. */
export async function startApp({ config, clock, ids, timers, logger, scryptCost, chatLimits }: AppParts): Promise<App> {
  const masterKey = loadMasterKey({ dataDir: config.dataDir, given: config.masterKey, path: config.masterKeyFile });
  const log = await openSqliteEventLog({ path: join(config.dataDir, 'center.db') });
  const audit = new SqliteAuditLog({ path: join(config.dataDir, 'audit.db'), key: auditKeyOf(masterKey), clock });
  const store = new SqliteUserStore(join(config.dataDir, 'auth.db'));
  let isAgentDisabled = (_agentId: string): boolean => false;
  const auth = new AuthService({ store, audit, clock, ids, masterKey, isAgentDisabled: (agentId) => isAgentDisabled(agentId), accessTokenMs: config.accessTokenMs, refreshTokenMs: config.refreshTokenMs, providedSessionMs: config.oidc?.sessionMs, scryptCost });
  const metrics = createMetrics();
  const problem = (error: unknown, where = 'server'): void => logger.error({ err: error, where }, 'problem');

  const vault = new BodyVault({ masterKey, nextRef: () => ids.next(), loadKeys: (contactIds) => log.keys(contactIds) });
  const identitySecret = deriveKey(masterKey, 'identity keys');
  const lease = { validForMs: config.leaseValidForMs, renewMs: config.leaseRenewMs, marginMs: config.leaseMarginMs };
  const core = await assembleCore({
    log,
    vault,
    audit,
    clock,
    ids,
    timers,
    lease,
    snapshotEveryEvents: config.snapshotEveryEvents,
    centerId: createHash('sha256').update(masterKey).update('center id').digest('hex').slice(0, 32),
    centerName: config.centerName,
    tellsBudgets: true,
    custodyStore: new SqliteCustodyStore(join(config.dataDir, 'custody.db')),
    fileSecret: deriveKey(masterKey, 'files of answers'),
    identityKey: (channel, remoteId) => identityKey(identitySecret, channel, remoteId),
    onProblem: problem,
    onDecided: (commander, command, answer) => {
      metrics.commands.inc({ command: command.type, outcome: answer.status });
      if (command.type === 'reply.requestPermit') metrics.permits.inc({ outcome: answer.status === 'accepted' ? 'accepted' : answer.error.code });
      // C10: every use of a named person's profile is on record, whoever made it.
      if (answer.status === 'accepted' && command.type === 'reply.requestPermit' && command.data.frozen.asAccountId !== undefined)
        audit.write({ at: clock.now(), actorId: commander.agentId, role: commander.role, action: 'profile.used', subjectIds: [command.data.frozen.asAccountId, command.data.conversationId, command.data.replyId] }).catch((error: unknown) => problem(error, 'audit'));
      if (commander.role === 'agent' || answer.status === 'refused' || commander.agentId === 'system') return;
      const subjectIds = command.type === 'workItem.reassign' ? [...command.data.workItemIds] : command.type === 'house.change' ? command.data.edits.map(({ id }) => id) : 'accountId' in command.data ? [command.data.accountId] : 'agentId' in command.data ? [command.data.agentId] : command.type === 'profile.decide' ? [command.data.conversationId] : [];
      if (subjectIds.length > 0) audit.write({ at: clock.now(), actorId: commander.agentId, role: commander.role, action: command.type, subjectIds, ...(command.type === 'workItem.reassign' && command.data.force ? { reasonCode: 'forced' } : command.type === 'agent.forceCapacity' ? { reasonCode: command.data.reason } : {}) }).catch((error: unknown) => problem(error, 'audit'));
    },
  });
  const { center, commands, ingest, desk } = core;
  isAgentDisabled = (agentId) => center.committed.get('agent', agentId)?.disabled === true;
  center.onCommitted(({ events }) => {
    for (const event of events) {
      metrics.eventsAppended.inc({ type: event.type });
      // Whoever no longer works here is out at once, however that was said.
      if (event.type === 'agent.registered' && event.data.disabled) auth.endAgent(event.data.id).catch((error: unknown) => problem(error, 'auth'));
      // HOUSE-5: a role given in the app is the role one signs in with.
      if (event.type === 'house.changed') for (const { noun, id, before, after } of event.data.edits) if (noun === 'agent' && before !== null && after !== null && 'role' in after && after.role !== before.role) auth.setAgentRole(id, after.role, event.data.byAgentId).catch((error: unknown) => problem(error, 'auth'));
    }
    metrics.logHead.set(center.seq);
  });

  if (center.seq > 0) await center.submit('system', () => ({ events: [{ type: 'server.resumed', data: { at: center.now() } }] }));
  else if (config.bootstrapFile !== undefined) logger.info(await bootstrap(config.bootstrapFile, commands, auth), 'bootstrapped');

  const fastify = Fastify({ loggerInstance: logger.child({}, { level: config.logLevel === 'debug' || config.logLevel === 'trace' ? config.logLevel : 'warn' }), trustProxy: config.trustedProxies.length === 0 ? false : config.trustedProxies, bodyLimit: 262_144 });
  const health = new Health((ms, run) => timers.after(ms, run));
  health.add('log', async () => ({ ok: (await log.head()) >= center.seq }));
  await fastify.register(observabilityRoutes, { registry: metrics.registry, health, metricsToken: config.metricsToken });
  await fastify.register(authRoutes, { auth });
  const { oidc } = config;
  const people: AgentBook = {
    get: (agentId) => center.committed.get('agent', agentId),
    isTeam: (teamId) => center.committed.get('team', teamId) !== undefined,
    register: async (agent) => {
      const answer = await commands.run({ agentId: 'system', role: 'admin', replicaId: 'oidc' }, { type: 'agent.register', data: agent });
      if (answer.status === 'refused' && answer.error.code !== 'DUPLICATE_INITIALS') throw new CodedError('INTERNAL', { cause: answer.error });
      return answer.status === 'accepted';
    },
  };
  const provider = oidc === undefined ? undefined : { label: oidc.label, oidc: new OidcSignIn({ ...oidc, masterKey, clientSecret: oidc.clientSecret === undefined ? undefined : readSecret(oidc.clientSecret, 'oidc.clientSecret') }) };
  await fastify.register(oidcRoutes, { provider, clock, signIn: (person, label) => signInProvided(auth, people, person, label) });
  const invited: InvitationBook = {
    byDigest: (digest) => [...center.committed.all('invitation').values()].find((one) => one.digest === digest),
    agent: (agentId) => center.committed.get('agent', agentId),
    spend: async (agentId, digest) => {
      let isSpent = false;
      await center.submit('system', () => {
        const one = center.live.get('invitation', agentId);
        isSpent = one?.digest === digest && invitationState(one, center.now()) === 'open';
        return { events: isSpent ? [{ type: 'invitation.used', data: { agentId, at: center.now() } }] : [] };
      });
      return isSpent;
    },
  };
  await fastify.register(invitationRoutes, { auth, book: invited, audit, clock });
  const eraseContact = async (contactId: string, by: Identity): Promise<{ messages: number; conversations: number }> => {
    const done = await core.erasure.erase(contactId, by.agentId);
    await audit.write({ at: clock.now(), actorId: by.agentId, role: by.role, action: 'contact.erase', subjectIds: [contactId] });
    return done;
  };
  await fastify.register(commandRoutes, { auth, commands, eraseContact, strategy: () => { const { version, rules } = strategyInForce(center.committed.get('strategy', STRATEGY_ID)); return { version, rules }; }, createUser: (user, by) => auth.createUser(user, by), setUserDisabled: (id, disabled, by) => (disabled ? auth.disableUser(id, by) : auth.enableUser(id, by)) });
  const readContent = async (ref: string): Promise<string | undefined> => {
    const bodies = await log.bodies([ref]);
    const keys = await log.keys([...new Set([...bodies.values()].map((body) => body.contactId))]);
    return vault.open(bodies.values(), keys, () => undefined).get(ref);
  };
  await fastify.register(contentRoutes, { auth, center, readContent });
  if (core.files !== undefined) await fastify.register(answerFileRoutes, { auth, center, files: core.files, readContent });
  await fastify.register(reportRoutes, { auth, log, conversations: () => center.committed.all('conversation').values() });
  await fastify.register(correctionRoutes, { auth, audit, state: () => center.committed, readTexts: (refs) => core.texts.read(refs), now: () => clock.now() });
  await fastify.register(ingestRoutes, {
    ingest,
    ingestKeys: config.ingestKeys,
    channels: INBOUND_CHANNELS,
    webhookSecrets: config.webhookSecrets,
    accountOf: (channel, id) => [...center.live.all('account').values()].find((account) => account.channel === channel && account.settings?.['remoteId'] === id)?.handle,
    now: () => clock.now(),
    onResult: (channel, outcome, count) => metrics.inbound.inc({ channel, outcome }, count),
    onRefused: (door, code) => metrics.refusals.inc({ door, code }),
  });
  const chat = startChat({ config, masterKey, core, readContent, ingest, auth, clock, ids, timers, metrics, problem, limits: chatLimits });
  await fastify.register(chat.routes);
  chat.open(fastify.server);
  const mailDoor = await startMailDoor({ config, center, ingest, clock, metrics, problem });
  const url = await fastify.listen({ host: config.host, port: config.port });
  const port = Number(new URL(url).port);

  const sockets = openSocketServer({
    http: fastify.server,
    auth,
    clock,
    timers,
    maxMessageBytes: config.maxMessageBytes,
    pingMs: config.socketPingMs,
    pingTimeoutMs: config.socketPingTimeoutMs,
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
  core.start();
  const feeds = startFeeds({ config, channels: INBOUND_CHANNELS, ingest, center, budgets: core.budgets, cursors: openFeedCursors(join(config.dataDir, 'feeds.db'), deriveKey(masterKey, 'secrets of feeds')), health, metrics, clock, timers, rng: systemRng, logger, problem });
  const reports = startReports({ dataDir: config.dataDir, center, log, timers, ratings: (from) => chat.ratings(from), problem });
  desk.leads({
    report: (request, agentId) => reports.report(request, agentId),
    open: (lead) => feeds.watch.open(lead),
    gone: (id) => feeds.watch.gone(id),
  });

  return {
    url,
    port,
    ...(mailDoor === undefined ? {} : { mailPort: mailDoor.port }),
    center,
    close: async () => {
      await mailDoor?.close();
      await feeds.stop();
      await chat.close();
      await sockets.close();
      await fastify.close();
      await reports.stop();
      await core.stop();
      await log.close();
      await store.close();
      await audit.close();
    },
  };
}
