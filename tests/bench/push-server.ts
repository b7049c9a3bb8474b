import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { assembleCore, type ServerCore } from '../../server/assemble.ts';
import type { Authenticator } from '../../server/auth/port.ts';
import { BodyVault } from '../../server/log/body-vault.ts';
import type { EventLog } from '../../server/log/port.ts';
import { systemClock, systemIds, systemTimers } from '../../server/system-ports.ts';
import { openSocketServer } from '../../server/transport/socket-server.ts';
import { ALWAYS_OPEN } from '../../shared/domain/hours.ts';
import { DEFAULT_STRATEGY } from '../../shared/domain/strategy.ts';
import { isCodedError } from '../../shared/util/errors.ts';
import type { NewEvent } from '../../shared/events/index.ts';

export interface PushServer {
  readonly core: ServerCore;
  readonly url: string;
  close(): Promise<void>;
}

/** Puts everyone in the house who says who they are: the sockets are measured, not the sign-in. */
const openDoor: Authenticator = {
  check: async (token) => ({
    userId: token,
    name: token,
    agentId: token,
    role: 'agent',
    sessionId: token,
    expiresAt: systemClock.now() + 3_600_000,
  }),
  onSessionsEnded: () => () => undefined,
};

export async function benchCore(log: EventLog): Promise<ServerCore> {
  const ids = systemIds;
  return assembleCore({
    log,
    vault: new BodyVault({ masterKey: randomBytes(32), nextRef: () => ids.next(), loadKeys: (contactIds) => log.keys(contactIds) }),
    audit: { write: async () => undefined },
    clock: systemClock,
    ids,
    timers: systemTimers,
    lease: { validForMs: 120_000, renewMs: 30_000, marginMs: 15_000 },
    snapshotEveryEvents: 10_000_000,
    centerId: 'bench',
    centerName: 'Bench',
    identityKey: (channel, remoteId) => `${channel}:${remoteId}`,
    onProblem: (error, where) => {
      // Desks that hang up as a bench ends are written down after the log has closed.
      if (isCodedError(error) && error.code === 'LOG_CLOSED') return;
      console.error(where, error);
      process.exitCode = 1;
    },
  });
}

/** The server's core behind its own sockets, on loopback. */
export async function startPushServer(log: EventLog): Promise<PushServer> {
  const core = await benchCore(log);
  const http = createServer();
  const sockets = openSocketServer({
    http,
    auth: openDoor,
    clock: systemClock,
    timers: systemTimers,
    maxMessageBytes: 1_000_000,
    ratePerSocket: 1_000_000,
    ratePerUser: 1_000_000,
    allowsOrigin: () => true,
    handlers: core.desk.handlers,
    onConnected: (connection) => core.desk.connected(connection),
    onDisconnected: (connection) => core.desk.disconnected(connection),
    onProblem: (error, where) => console.error(where, error),
  });
  const url = await listen(http);
  core.start();
  return {
    core,
    url,
    close: async () => {
      await sockets.close();
      http.close();
      await core.stop();
      await log.close();
    },
  };
}

export async function listen(http: Server): Promise<string> {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

export interface Staff {
  readonly agents: number;
  readonly available: boolean;
  readonly queues?: number;
  /** Teams of each agent, by number; a queue's team has its number. */
  readonly teamsOf?: (agent: number) => readonly number[];
}

export function staffEvents({ agents, available, queues = 1, teamsOf }: Staff, at: number): NewEvent[] {
  const targets = { firstResponseMs: 1_200_000, nextResponseMs: 1_200_000 };
  // Without the start of a shift (R8): a bench gives hundreds of items to people who have just come.
  const rules = { ...DEFAULT_STRATEGY, shift: { ...DEFAULT_STRATEGY.shift, startMs: 0 } };
  const out: NewEvent[] = [{ type: 'strategy.changed', data: { version: 1, rules, byAgentId: 'bench', at } }];
  for (let q = 0; q < queues; q += 1) {
    const id = `queue-${q}`;
    const team = `team-${q}`;
    if (teamsOf !== undefined) out.push({ type: 'team.defined', data: { id: team, name: team } });
    out.push({
      type: 'queue.defined',
      data: {
        id,
        name: { de: id, en: id },
        teamIds: teamsOf === undefined ? [] : [team],
        needs: [],
        match: { accountIds: [], terms: [] },
        order: q,
        priority: 0,
        targets,
        hours: ALWAYS_OPEN,
        distribution: 'assign',
        offerMs: 30_000,
      },
    });
  }
  for (let i = 0; i < agents; i += 1) {
    const id = `agent-${i}`;
    const initials = i.toString(36).toUpperCase().padStart(3, '0').slice(-3);
    const teamIds = (teamsOf?.(i) ?? []).map((t) => `team-${t}`);
    out.push({
      type: 'agent.registered',
      data: { id, name: id, initials, role: 'agent', teamIds, place: 'office', skills: [], capacity: 1000, disabled: false },
    });
    // Long there: at the start of a shift nobody is given much (R8).
    if (available) out.push({ type: 'agent.stateChanged', data: { agentId: id, state: 'available', at: at - 12 * 3_600_000 } });
  }
  return out;
}

/** A message's arrival as routing and rows see it: a conversation with its work item. */
export function itemEvents(id: string, at: number, queue = 0): NewEvent[] {
  const who = { accountId: 'account', contactId: `p-${id}`, channel: 'sandbox' };
  const due = { createdAt: at, queuedAt: at, dueAt: at + 1_200_000 };
  return [
    { type: 'conversation.opened', data: { id: `c-${id}`, threadId: `t-${id}`, ...who, visibility: 'public', openedAt: at } },
    {
      type: 'workItem.queued',
      data: { id, conversationId: `c-${id}`, ...who, queueId: `queue-${queue}`, needs: [], priority: 0, cost: 10, ...due },
    },
  ];
}
