import { createHash } from 'node:crypto';
import { flagEvents } from '../shared/deciders/flag-rules.ts';
import type { Clock, IdSource, Timers } from '../shared/util/ports.ts';
import type { AuditLog } from './audit/port.ts';
import { Center } from './center/center.ts';
import { ClusterDesk } from './clusters/cluster-desk.ts';
import { watchSituations } from './clusters/situation-marks.ts';
import { SpikeWatch } from './clusters/spike-watch.ts';
import { CommandDesk, type CommandDeskParts } from './commands/command-desk.ts';
import { inOrder } from './commands/words.ts';
import { AnswerFiles } from './ingest/answer-files.ts';
import { Erasure } from './ingest/erasure.ts';
import { Ingest } from './ingest/ingest.ts';
import { likenessParts } from './ingest/likeness.ts';
import { DeskReader } from './reading/message-reader.ts';
import { modelsVersion } from './reading/models-version.ts';
import { Custody } from './custody/custody.ts';
import { ArticleSuccess } from './knowledge/article-success.ts';
import type { CustodyStore } from './custody/port.ts';
import type { BodyVault } from './log/body-vault.ts';
import type { EventLog } from './log/port.ts';
import { Budgets } from './permits/budget.ts';
import { AwayWatch } from './permits/away-watch.ts';
import { BudgetPush } from './permits/budget-push.ts';
import { Leases } from './permits/leases.ts';
import { HeadlessDesks } from './permits/headless-desks.ts';
import { bringBackOverdue, callOffScheduled, giveBackUnentitled, markSilentReplies } from './permits/watchdog.ts';
import { beginPlannedShifts, dropOldWeeks, runOutBeforeEnd } from './permits/shift-end.ts';
import { PushHub } from './push/hub.ts';
import type { DeskNews } from './push/port.ts';
import { SaidTexts } from './permits/said-texts.ts';
import { PersonAnswers } from './push/person-answers.ts';
import { Texts } from './push/texts.ts';
import { routingAnswers } from './routing/ask.ts';
import { RoutingEngine } from './routing/core/engine.ts';
import { ROUTING_SNAPSHOT_VERSION, type RoutingSnapshot } from './routing/core/snapshot.ts';
import { createRouter, type Router } from './routing/router.ts';
import { deskHandlers } from './transport/desk-handlers.ts';

export interface CoreParts {
  readonly log: EventLog;
  readonly vault: BodyVault;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly timers: Timers;
  readonly lease: { readonly validForMs: number; readonly renewMs: number; readonly marginMs: number };
  readonly snapshotEveryEvents: number;
  readonly centerId: string;
  readonly centerName: string;
  /** Where sealed credentials wait for their desks; absent: none are kept. */
  readonly custodyStore?: CustodyStore | undefined;
  /** Desks are told what is left of the accounts' budgets. */
  readonly tellsBudgets?: boolean | undefined;
  /** Names the files of answers; absent: none go with them. */
  readonly fileSecret?: Uint8Array | undefined;
  /** How long one desk may take to renew a token, ms. Default 60 s. */
  readonly refreshLeaseMs?: number | undefined;
  identityKey(channel: string, remoteId: string): string;
  readonly onDecided?: CommandDeskParts['onDecided'];
  readonly onProblem: (error: unknown, where: string) => void;
}

export interface ServerCore {
  readonly center: Center;
  readonly commands: CommandDesk;
  readonly ingest: Ingest;
  readonly erasure: Erasure;
  readonly hub: PushHub;
  readonly leases: Leases;
  /** Also for what the server itself does under an account's limits, such as searching. */
  readonly budgets: Budgets;
  readonly router: Router;
  readonly texts: Texts;
  readonly clusters: ClusterDesk;
  readonly spikes: SpikeWatch;
  readonly files: AnswerFiles | undefined;
  readonly desk: ReturnType<typeof deskHandlers>;
  /** Routing and watching begin. Call once the center is filled or has said that it is back. */
  start(): void;
  /** Nothing begins any more; resolves when what was under way is on disk. */
  stop(): Promise<void>;
}

const WATCH_EVERY_MS = 5_000;
/** Rows of the lists wait this long to be joined. */
export const ROW_DELAY_MS = 30;
const PEOPLE_DELAY_MS = 1_000;
const MAX_TAIL_EVENTS = 50_000;

/** The server without its doors: the same in the process, behind sockets, and in the simulation. Folds the log before it resolves. */
export async function assembleCore(parts: CoreParts): Promise<ServerCore> {
  const { log, vault, clock, ids, timers } = parts;
  const routing = { leaseMs: parts.lease.validForMs, leaseMarginMs: parts.lease.marginMs };
  let engine = new RoutingEngine({ config: routing });
  const center: Center = new Center({
    log,
    clock,
    snapshotEveryEvents: parts.snapshotEveryEvents,
    followersVersion: ROUTING_SNAPSHOT_VERSION,
    followers: (saved) => {
      engine = new RoutingEngine({ config: routing, snapshot: saved?.[0] as RoutingSnapshot | undefined });
      return [engine];
    },
    consequences: (facts, events, now) => flagEvents(facts, () => center.live.all('tag').values(), events, now),
    onProblem: (error) => parts.onProblem(error, 'center'),
  });
  await center.open();

  const texts = new Texts(log, vault);
  const leases = new Leases(parts.lease, { now: () => center.now(), steady: () => clock.steady() });
  const news = new Map<string, DeskNews>();
  const headless = new HeadlessDesks();
  const budgets = new Budgets();
  const said = new SaidTexts({ reply: (id) => center.live.get('reply', id), now: () => center.now() });
  await said.recall(center.live.all('reply').values(), (reply) => center.live.get('conversation', reply.conversationId)?.channel, (refs) => texts.read(refs));
  const files = parts.fileSecret === undefined ? undefined : new AnswerFiles({ center, log, vault, readTexts: (refs) => texts.read(refs), secret: parts.fileSecret });
  const digestOf = (text: string): string => createHash('sha256').update(parts.identityKey('words', text)).digest('hex');
  const commands = new CommandDesk({ digestOf, files, said, loadOf: (agentId) => engine.loadOf(agentId), outboxOf: (agentId) => news.get(agentId), hasHeadlessDesk: (agentId) => headless.has(agentId), center, log, vault, ids, leases, budgets, onDecided: parts.onDecided });
  const clusters: ClusterDesk = new ClusterDesk({ center, ids, timers, readTexts: (refs) => texts.read(refs), onChanged: (changed) => hub.markGathered('cluster', changed), onProblem: (error) => parts.onProblem(error, 'clusters') });
  const spikes = new SpikeWatch({ center, ids, timers, readTexts: (refs) => texts.read(refs), onProblem: (error) => parts.onProblem(error, 'spikes') });
  const hub: PushHub = new PushHub({ center, log, texts, timers, rowDelayMs: ROW_DELAY_MS, peopleDelayMs: PEOPLE_DELAY_MS, maxTailEvents: MAX_TAIL_EVENTS, deskNews: (id) => news.get(id), sendingPossibleUntil: (id) => leases.sendingPossibleUntil(id), clusterWords: (id) => clusters.words(id), onProblem: (error) => parts.onProblem(error, 'push') });
  watchSituations(center, (changed) => hub.markGathered('situation', changed));
  const reader = new DeskReader({ state: { all: (noun) => center.live.all(noun), get: (noun, id) => center.live.get(noun, id) }, messagesOf: (threadId) => center.index.messagesOf(threadId), modelsVersion: modelsVersion(), nextId: () => ids.next() });
  const ingest = new Ingest({ center, vault, ids, reader, identityKey: parts.identityKey, readTexts: (refs) => texts.read(refs) });
  const erasure = new Erasure({ center, log, vault, ingest, identityKey: parts.identityKey, forget: (refs) => hub.forget(refs) });
  await erasure.resume();
  const router = createRouter({
    engine: () => engine,
    clock: { now: () => center.now(), steady: () => clock.steady() },
    timers,
    run: async (decide) => {
      await center.submit('router', () => ({ events: decide() }));
    },
    onError: (error) => parts.onProblem(error, 'routing'),
  });
  // Decided before the disk has what is decided on: both join one commit, and fall together if it fails.
  center.onFolded(() => router.poke());
  const custody = parts.custodyStore === undefined ? undefined : new Custody({ center, store: parts.custodyStore, audit: parts.audit, clock, ids, leaseMs: parts.refreshLeaseMs, onProblem: (error) => parts.onProblem(error, 'custody') });
  const budgetPush = parts.tellsBudgets === true ? new BudgetPush({ center, budgets, timers }) : undefined;
  let unentitled = 0;
  let willJudge = false;
  let judging: Promise<void> = Promise.resolve();
  const judgeHolders = (): void => {
    if (willJudge) return;
    willJudge = true;
    judging = judging
      .then(async () => {
        willJudge = false;
        unentitled = await giveBackUnentitled(center);
      })
      .catch((error: unknown) => parts.onProblem(error, 'rights'));
  };
  // A changed right or a new account changes who may have what.
  center.onCommitted(({ events }) => {
    if (events.some(({ type }) => type === 'account.registered' || type === 'agent.registered')) {
      custody?.changed();
      judgeHolders();
    }
    budgetPush?.changed(events.flatMap((event) => (event.type === 'account.registered' ? [event.data.id] : [])));
  });
  const desk = deskHandlers({ onDesk: (one) => void away.greet(one), center, people: new PersonAnswers({ center, texts, likeness: (called) => likenessParts(parts.identityKey, called) }), custody, budgets: budgetPush, log, commands, hub, leases, texts, audit: parts.audit, routing: routingAnswers(center, () => engine, (refs) => texts.read(refs)), timers, news, headless, centerId: parts.centerId, centerName: parts.centerName, lease: parts.lease, onProblem: (error) => parts.onProblem(error, 'desk') });

  const away: AwayWatch = new AwayWatch({ digestOf: (frozen) => digestOf(inOrder(frozen)), center, ids, desks: () => desk.sendingDesks(), readTexts: (refs) => texts.read(refs), underWayMs: parts.lease.validForMs + parts.lease.marginMs, onProblem: (error) => parts.onProblem(error, 'away') });
  const articleSuccess = new ArticleSuccess(center);
  let stopped = false;
  const watch = (): void => {
    timers.after(WATCH_EVERY_MS, () => {
      if (stopped) return;
      markSilentReplies(center, leases)
        .then(() => callOffScheduled(center))
        .then(() => bringBackOverdue(center))
        .then(() => beginPlannedShifts(center))
        .then(() => runOutBeforeEnd(center))
        .then(() => dropOldWeeks(center))
        .then(() => articleSuccess.look())
        .then(() => away.look())
        .then(() => (unentitled > 0 ? judgeHolders() : undefined))
        .catch((error: unknown) => parts.onProblem(error, 'watchdog'))
        .finally(watch);
    });
  };
  return {
    center,
    commands,
    ingest,
    erasure,
    hub,
    leases,
    budgets,
    router,
    texts,
    clusters,
    spikes,
    files,
    desk,
    start: () => {
      router.start();
      away.start();
      clusters.start();
      spikes.start();
      watch();
    },
    stop: async () => {
      stopped = true;
      await judging;
      desk.stop();
      clusters.stop();
      spikes.stop();
      await router.stop();
      await center.close();
      custody?.close();
    },
  };
}
