import type { Server } from 'node:http';
import { join } from 'node:path';
import type { FastifyPluginAsync } from 'fastify';
import { chatChannel } from '../shared/channels/chat.ts';
import type { IngestResult } from '../shared/domain/inbound.ts';
import type { Clock, IdSource, Timers } from '../shared/util/ports.ts';
import type { Authenticator } from './auth/port.ts';
import type { ServerCore } from './assemble.ts';
import { Chat } from './chat/house.ts';
import { chatReplyRoutes } from './chat/replies.ts';
import type { RatingCount } from '../shared/domain/term-report.ts';
import { countRatings } from './chat/ratings.ts';
import { ChatThreads } from './chat/threads.ts';
import { VisitorFiles } from './chat/visitor-files.ts';
import { Visits } from './chat/visits.ts';
import { openChatDoor } from './channels/chat/door.ts';
import type { ChatLimitRules } from './channels/chat/limits.ts';
import { widgetRoutes } from './channels/chat/widget-routes.ts';
import type { Config } from './config/settings.ts';
import { chooseQueue } from './ingest/queue-choice.ts';
import { SqliteMailQueue } from './mail/mail-queue.ts';
import { smtpSender } from './mail/smtp-sender.ts';
import type { Metrics } from './observability/metrics.ts';
import { deriveKey } from './storage/master-key.ts';
import { SealedBox } from './storage/sealed-box.ts';

export interface StartChatParts {
  readonly config: Config;
  readonly masterKey: Uint8Array;
  readonly core: Pick<ServerCore, 'center' | 'texts' | 'desk'>;
  readonly ingest: { take(messages: readonly unknown[], source: string): Promise<IngestResult[]> };
  readonly auth: Authenticator;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly timers: Timers;
  readonly metrics: Metrics;
  readonly problem: (error: unknown, where?: string) => void;
  /** One sealed content in clear. */
  readonly readContent: (ref: string) => Promise<string | undefined>;
  readonly limits?: Partial<ChatLimitRules> | undefined;
}

const WIDGET = join(import.meta.dirname, '../out/widget/widget.js');

export interface RunningChat {
  readonly routes: FastifyPluginAsync;
  /** What visitors said at the end of chats that began since then (ms), by account. */
  ratings(from: number): RatingCount[];
  /** Visitors may come. */
  open(http: Server): void;
  close(): Promise<void>;
}

/** Our own platform, the web chat: the visitors' door, the desks' door, what is kept of visits, and the mails that come of them. */
export function startChat(parts: StartChatParts): RunningChat {
  const { config, masterKey, core, auth, clock, ids, timers, metrics, ingest } = parts;
  const { center, texts, desk } = core;
  const files = new VisitorFiles({ secret: deriveKey(masterKey, 'chat files'), clock, readContent: parts.readContent });
  const threads = new ChatThreads({ center, texts, files, secret: deriveKey(masterKey, 'chat visitors') });
  const visits = new Visits(join(config.dataDir, 'chat.db'), new SealedBox(deriveKey(masterKey, 'chat visits')));
  const mail =
    config.mailSmtpUrl === undefined || config.mailFrom === undefined
      ? undefined
      : new SqliteMailQueue({
          path: join(config.dataDir, 'mail.db'),
          box: new SealedBox(deriveKey(masterKey, 'outgoing mail')),
          sender: smtpSender(config.mailSmtpUrl, config.mailFrom),
          domain: /@([^\s<>@]+)>?$/.exec(config.mailFrom)?.[1] ?? 'localhost',
          clock,
          timers,
          onProblem: (error) => parts.problem(error, 'mails of the chat'),
          onOutcome: (outcome) => metrics.mails.inc({ outcome }),
        });
  const house = new Chat({
    center,
    threads,
    visits,
    ingest,
    mail,
    queueOf: (accountId) => chooseQueue([...center.committed.all('queue').values()].sort((a, b) => a.order - b.order), accountId, ''),
    tellDesks: (news) => desk.tellVisitor(news),
    clock,
    ids,
    timers,
    visitMs: config.chatVisitMs,
    lateAfterMs: config.chatLateAnswerMs,
    timeZone: config.timezone,
    onResult: (outcome) => metrics.inbound.inc({ channel: chatChannel.name, outcome }),
    onProblem: (error) => parts.problem(error, 'web chat'),
  });
  desk.visitors(house);
  const brands = (): { handle: string; brand: string }[] => [...center.committed.all('account').values()].filter((account) => account.channel === chatChannel.name).map(({ handle, brand }) => ({ handle, brand }));
  let door: { close(): Promise<void> } | undefined;
  return {
    routes: async (app) => {
      await app.register(chatReplyRoutes, { auth, center, texts, threads, visits, ingest, canMail: mail !== undefined, clock });
      await app.register(files.routes);
      await app.register(widgetRoutes, { file: WIDGET, demo: config.chatDemo ? brands : undefined });
    },
    ratings: (from) => countRatings(visits.ratings(from)),
    open: (http) => {
      door = openChatDoor({
        http,
        house,
        clock,
        timers,
        trustedProxies: config.trustedProxies,
        limits: parts.limits,
        onSockets: (count) => metrics.visitors.set(count),
        onRefused: (code) => metrics.refusals.inc({ door: 'visitor', code }),
        onProblem: (error) => parts.problem(error, 'web chat'),
      });
    },
    close: async () => {
      await door?.close();
      await house.close();
      await mail?.close();
    },
  };
}
