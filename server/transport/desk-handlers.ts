import { wordOf } from '../../shared/deciders/away-notice.ts';
import { messageBodySchema } from '../../shared/domain/message.ts';
import type { Welcome } from '../../shared/protocol/messages.ts';
import { CodedError } from '../../shared/util/errors.ts';
import type { Timers } from '../../shared/util/ports.ts';
import type { AuditLog } from '../audit/port.ts';
import type { Center } from '../center/center.ts';
import type { CommandTaker } from '../commands/port.ts';
import type { CustodyCaller, CustodyTaker } from '../custody/port.ts';
import type { EventLog } from '../log/port.ts';
import { isLeadViewer, mayRead, viewerOf as viewerNow, type Viewer } from '../center/visibility.ts';
import type { BudgetWatch, LeaseTable, LeaseTimes, SendingDesk } from '../permits/port.ts';
import type { AgentPresence, VisitorNews } from '../chat/port.ts';
import type { Desk, DeskNews, DeskPush, PersonTaker, TextReader } from '../push/port.ts';
import type { LeadRoom } from '../reports/port.ts';
import type { RoutingAnswers } from '../routing/port.ts';
import { LeadReads } from './lead-reads.ts';
import type { Connection, UpHandlers } from './socket-server.ts';

export interface DeskHandlersParts {
  readonly center: Center;
  readonly log: EventLog;
  readonly commands: CommandTaker;
  readonly hub: DeskPush;
  readonly leases: LeaseTable;
  readonly texts: TextReader;
  readonly audit: AuditLog;
  readonly people: PersonTaker;
  readonly routing: RoutingAnswers;
  /** Absent: this server keeps no sealed credentials. */
  readonly custody?: CustodyTaker | undefined;
  /** Absent: nobody is told what is left. */
  readonly budgets?: BudgetWatch | undefined;
  readonly timers: Timers;
  readonly news: Map<string, DeskNews>;
  readonly headless: { connected(agentId: string, connectionId: string): void; gone(agentId: string, connectionId: string): void };
  readonly centerId: string;
  readonly centerName: string;
  readonly lease: LeaseTimes & { readonly renewMs: number };
  /** AWAY-3: a desk is here and can send. */
  readonly onDesk?: ((desk: SendingDesk) => void) | undefined;
  readonly onProblem: (error: unknown) => void;
}

/** A link that flaps is not a desk that left: the drop is written down after this long. */
const DROP_GRACE_MS = 2_000;

/** What each message of a desk does. */
export function deskHandlers(parts: DeskHandlersParts): { handlers: UpHandlers; connected: (c: Connection) => void; disconnected: (c: Connection) => void; stop: () => void; /** AWAY-3: who is connected and could send. */ sendingDesks: () => SendingDesk[]; /** Whom our own platform's visitors hear of, and who hears of them. */ visitors: (house: AgentPresence) => void; tellVisitor: (news: VisitorNews) => void; /** What leads are told of the server itself. */ leads: (room: LeadRoom) => void } {
  const { center, hub, leases } = parts;
  const sessions = new Map<string, Desk>();
  const connections = new Map<string, Connection>();
  let visitors: AgentPresence | undefined;
  let room: LeadRoom | undefined;
  const present = new Map<string, Set<string>>();
  const pendingDrops = new Set<() => void>();
  let stopped = false;

  const viewerOf = (connection: Connection): Viewer => {
    const agent = center.committed.get('agent', connection.identity.agentId);
    if (agent === undefined || agent.disabled) throw new CodedError('AGENT_UNKNOWN', { field: 'agentId' });
    return viewerNow(center.committed, agent, connection.identity.role);
  };
  const live = (connection: Connection): Desk => {
    const session = sessions.get(connection.id);
    if (session === undefined) throw new CodedError('HELLO_FIRST');
    return session;
  };
  const custody = (): CustodyTaker => {
    if (parts.custody === undefined) throw new CodedError('NOT_FOUND', { field: 'custody' });
    return parts.custody;
  };
  const callerOf = (connection: Connection): CustodyCaller => ({ ...live(connection).viewer, connectionId: connection.id, poke: () => connection.emit('custody', {}) });
  const keepNews = (agentId: string, outbox: { waiting: number; unclear: number }): void => {
    parts.news.set(agentId, { ...outbox, asOf: center.now() });
    hub.markAgent(agentId);
  };
  const others = (session: Desk, conversationId: string): Desk[] => [...hub.holders(conversationId)].filter((s) => s !== session && s.viewer.agentId !== session.viewer.agentId);

  const reads = new LeadReads({ center, others, tell: (to, conversationId, agentId, here) => sendPresence(to, conversationId, agentId, false, here), onProblem: parts.onProblem });

  const handlers: UpHandlers = {
    hello: async (connection, hello) => {
      const viewer = viewerOf(connection);
      const before = sessions.get(connection.id);
      if (before !== undefined) hub.end(before);
      const session = hub.open({ id: connection.id, replicaId: connection.handshake.replicaId, viewer, send: (batch) => connection.emit('batch', batch), ephemeral: (presence) => connection.emit('presence', presence) });
      sessions.set(connection.id, session);
      connections.set(connection.id, connection);
      keepNews(viewer.agentId, hello.outbox);
      if (connection.handshake.headless === true) parts.headless.connected(viewer.agentId, connection.id);
      const agent = center.committed.get('agent', viewer.agentId);
      const welcome: Welcome = {
        agentId: viewer.agentId,
        name: agent?.name ?? '',
        initials: agent?.initials ?? '',
        role: viewer.role,
        centerId: parts.centerId,
        centerName: parts.centerName,
        seq: center.seq,
        serverTime: center.now(),
        lease: parts.lease,
        lastCommandNo: await parts.log.lastCommandNo(connection.handshake.replicaId),
        tokenExpiresAt: connection.identity.expiresAt,
        ...(parts.custody === undefined ? {} : { custody: true }),
      };
      // The link may have gone, or said hello anew, while the log was read: then nobody is here.
      if (sessions.get(connection.id) !== session) throw new CodedError('HELLO_FIRST');
      // A machine that only sends is nobody's presence: no work comes because of it.
      const isPresence = connection.handshake.headless !== true;
      if (isPresence) {
        present.set(viewer.agentId, (present.get(viewer.agentId) ?? new Set<string>()).add(connection.id));
        const place = connection.handshake.place;
        // Asked of the state, not of who is present: an earlier hello may have come to nothing when the log refused it.
        const isShown = (): boolean => center.live.get('agent', viewer.agentId)?.connected === true;
        if (!isShown()) await center.submit(viewer.agentId, () => ({ events: isShown() ? [] : [{ type: 'agent.connected', data: { agentId: viewer.agentId, at: center.now(), ...(place === undefined ? {} : { place }) } }] }));
      }
      // The answer comes first, the frames behind it.
      parts.timers.after(0, () => {
        if (sessions.get(connection.id) !== session) return;
        parts.budgets?.open({ id: connection.id, viewer, send: (accounts) => connection.emit('budget', { accounts }) });
        room?.open({ id: connection.id, viewer, send: (feeds) => connection.emit('feeds', { feeds }) });
        hub.start(session, hello).then(() => parts.onDesk?.(sendingDesk(connection, session))).catch((error: unknown) => {
          parts.onProblem(error);
          connection.end('INTERNAL');
        });
      });
      return welcome;
    },

    command: async (connection, message) => parts.commands.take({ agentId: live(connection).viewer.agentId, role: connection.identity.role, replicaId: connection.handshake.replicaId, isHeadless: connection.handshake.headless === true }, message),

    renewLeases: async (connection, { leases: wanted, outbox }) => {
      const session = live(connection);
      const renewed: string[] = [];
      const lost: string[] = [];
      for (const { conversationId, epoch } of wanted) {
        const conversation = center.live.get('conversation', conversationId);
        // A closed item has no owner, but an answer permitted before may still be going out: nobody else came between while the epoch stands.
        const answering = conversation?.lockedByReplyId === undefined ? undefined : center.live.get('reply', conversation.lockedByReplyId);
        const isTheirs = conversation?.ownerAgentId === session.viewer.agentId || (conversation?.ownerAgentId === undefined && answering?.agentId === session.viewer.agentId);
        if (conversation !== undefined && isTheirs && conversation.epoch === epoch) {
          leases.renew(conversationId, { agentId: session.viewer.agentId, replicaId: session.replicaId, epoch });
          renewed.push(conversationId);
        } else lost.push(conversationId);
      }
      keepNews(session.viewer.agentId, outbox);
      return { renewed, lost, validForMs: parts.lease.validForMs };
    },

    fetchConversation: async (connection, { conversationId }) => {
      const session = live(connection);
      const owner = center.committed.get('conversation', conversationId)?.ownerAgentId;
      const granted = hub.fetch(session, conversationId);
      if (granted) reads.opened(session, conversationId);
      if (granted && isLeadViewer(session.viewer) && owner !== undefined && owner !== session.viewer.agentId) await parts.audit.write({ at: center.now(), actorId: session.viewer.agentId, role: session.viewer.role, action: 'conversation.read', subjectIds: [conversationId, owner] });
      return { granted };
    },

    releaseConversation: async (connection, { conversationId }) => {
      reads.closed(live(connection), conversationId);
      hub.release(live(connection), conversationId);
      return {};
    },

    presence: async (connection, { conversationId, typing }) => {
      const session = live(connection);
      if (!session.held.has(conversationId)) return {};
      // Who reads silently is not announced by the reading itself; by writing they show themselves.
      if (!typing && reads.isSilent(session, conversationId)) return {};
      for (const other of others(session, conversationId)) sendPresence(other, conversationId, session.viewer.agentId, typing, true);
      visitors?.sign({ conversationId, agentId: session.viewer.agentId, typing });
      const news = visitors?.newsOf(conversationId);
      if (news !== undefined) connection.emit('visitor', news);
      return {};
    },

    contactHistory: async (connection, { conversationId }) => {
      const session = live(connection);
      const contactId = center.committed.get('conversation', conversationId)?.contactId;
      const all = contactId === undefined ? new Set<string>() : center.index.conversationsOfPerson(contactId);
      if (contactId === undefined || !mayRead(center.committed, session.viewer, conversationId, all, center.now())) throw new CodedError('NOT_FOUND', { field: 'conversationId' });
      const caseId = center.committed.get('conversation', conversationId)?.caseId;
      // What else is part of the case, of whomever, as far as one may read it.
      const linked = caseId === undefined ? [] : [...center.index.partsOfCase(caseId)].filter((id) => !all.has(id) && mayRead(center.committed, session.viewer, id, center.index.conversationsOfPerson(center.committed.get('conversation', id)?.contactId ?? ''), center.now()));
      const found = [...all, ...linked].flatMap((id) => center.committed.get('conversation', id) ?? []).filter((c) => c.id !== conversationId);
      found.sort((a, b) => (b.lastInboundAt ?? 0) - (a.lastInboundAt ?? 0));
      const shown = found.slice(0, 100);
      const refOf = (messageId: string | undefined): string | undefined => {
        const message = messageId === undefined ? undefined : center.committed.get('message', messageId);
        return message?.deletedAt === undefined ? message?.bodyRef : undefined;
      };
      const texts = await parts.texts.read(shown.flatMap((c) => refOf(c.lastInboundMessageId) ?? []));
      return {
        items: shown.map((c) => {
          const text = texts.get(refOf(c.lastInboundMessageId) ?? '');
          const body = text === undefined ? undefined : messageBodySchema.safeParse(JSON.parse(text));
          const disposition = c.workItemId === undefined ? undefined : center.committed.get('workItem', c.workItemId)?.disposition?.kind;
          return { conversationId: c.id, channel: c.channel, openedAt: c.openedAt, firstLine: body?.success === true ? body.data.text.slice(0, 160) : '', ...(c.lastInboundAt === undefined ? {} : { lastInboundAt: c.lastInboundAt }), ...(disposition === undefined ? {} : { disposition }), ...(c.caseId === undefined ? {} : { caseId: c.caseId }) };
        }),
      };
    },

    timeline: async (connection, request) => {
      const { viewer } = live(connection);
      const { timeline, read } = await parts.people.timeline(viewer, request);
      if (isLeadViewer(viewer)) for (const { conversationId, ownerId } of read) await parts.audit.write({ at: center.now(), actorId: viewer.agentId, role: viewer.role, action: 'conversation.read', subjectIds: [conversationId, ownerId] });
      return timeline;
    },
    likelySame: async (connection, request) => parts.people.likelySame(live(connection).viewer, request),

    renewToken: async (connection) => ({ expiresAt: connection.identity.expiresAt }),

    why: async (connection, { workItemId }) => parts.routing.why(live(connection).viewer, workItemId),

    custodyReport: async (connection, report) => custody().report(callerOf(connection), report),
    custodySeal: async (connection, boxes) => custody().seal(callerOf(connection), boxes),
    custodyRevoke: async (connection, request) => {
      await custody().revoke(callerOf(connection), request);
      return {};
    },
    budgetReading: async (connection, { accountId, readings }) => {
      const { viewer } = live(connection);
      parts.budgets?.heard(viewer, accountId, readings);
      return {};
    },
    refreshLease: async (connection, request) => custody().lease(callerOf(connection), request),

    leadReport: async (connection, request) => {
      const { viewer } = live(connection);
      // One's own figures are one's own; every other report is for leads.
      if (!isLeadViewer(viewer) && request.kind !== 'thanks' && !(request.kind === 'service' && request.of === 'own')) throw new CodedError('NOT_ALLOWED');
      if (room === undefined) throw new CodedError('NOT_FOUND', { field: 'leadReport' });
      return room.report(request, viewer.agentId);
    },

    dryRunStrategy: async (connection, { rules }) => parts.routing.dryRun(live(connection).viewer, rules),

    replyStatus: async (connection, { replyIds }) => {
      const session = live(connection);
      return {
        replies: replyIds.map((replyId) => {
          const notice = center.committed.get('awayNotice', replyId);
          if (notice !== undefined) return { replyId, state: notice.agentId === session.viewer.agentId ? wordOf(notice) : ('unknown' as const) };
          const reply = center.committed.get('reply', replyId);
          const mine = reply !== undefined && (reply.agentId === session.viewer.agentId || isLeadViewer(session.viewer));
          return { replyId, state: mine ? reply.state : ('unknown' as const) };
        }),
      };
    },
  };

  const sendingDesk = (connection: Connection, session: Desk): SendingDesk => ({ agentId: session.viewer.agentId, replicaId: connection.handshake.replicaId, isHeadless: connection.handshake.headless === true, tell: (task) => connection.emit('notice', task) });

  function sendPresence(to: Desk, conversationId: string, agentId: string, typing: boolean, here: boolean): void {
    to.ephemeral({ conversationId, agentId, typing, here });
  }

  return {
    handlers,
    sendingDesks: () => [...sessions].flatMap(([id, session]) => { const connection = connections.get(id); return connection === undefined ? [] : [sendingDesk(connection, session)]; }),
    connected: () => undefined,
    disconnected: (connection) => {
      parts.custody?.gone(connection.id);
      parts.budgets?.gone(connection.id);
      room?.gone(connection.id);
      const session = sessions.get(connection.id);
      sessions.delete(connection.id);
      connections.delete(connection.id);
      if (session === undefined) return;
      if (!stopped) reads.gone(session);
      for (const conversationId of session.held) for (const other of others(session, conversationId)) sendPresence(other, conversationId, session.viewer.agentId, false, false);
      hub.end(session);
      parts.headless.gone(session.viewer.agentId, connection.id);
      if (stopped || connection.handshake.headless === true) return;
      const { agentId } = session.viewer;
      const mine = present.get(agentId);
      mine?.delete(connection.id);
      if (mine !== undefined && mine.size > 0) return;
      const cancel = parts.timers.after(DROP_GRACE_MS, () => {
        pendingDrops.delete(cancel);
        if ((present.get(agentId)?.size ?? 0) > 0 || center.live.get('agent', agentId)?.connected !== true) return;
        center.submit(agentId, () => ({ events: [{ type: 'agent.dropped', data: { agentId, at: center.now() } }] })).catch(parts.onProblem);
      });
      pendingDrops.add(cancel);
    },
    visitors: (house) => (visitors = house),
    leads: (those) => (room = those),
    tellVisitor: (news) => {
      for (const desk of hub.holders(news.conversationId)) connections.get(desk.id)?.emit('visitor', news);
    },
    // A server that ends writes no drops: `server.resumed` says it all.
    stop: () => {
      for (const cancel of pendingDrops) cancel();
      pendingDrops.clear();
      stopped = true;
      parts.budgets?.stop();
    },
  };
}
