import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { allowsOrigin } from '../../../shared/channels/chat-settings.ts';
import { VISITOR_UP_BYTES } from '../../../shared/protocol/visitor-limits.ts';
import type { Clock, Timers } from '../../../shared/util/ports.ts';
import { callerOf } from './caller.ts';
import { CHAT_LIMITS, ChatLimits, type ChatLimitRules } from './limits.ts';
import type { ChatBrand, ChatHouse } from './ports.ts';
import { VisitorSession } from './session.ts';

export interface ChatDoorOptions {
  readonly http: Server;
  readonly house: ChatHouse;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly trustedProxies: readonly string[];
  readonly limits?: Partial<ChatLimitRules> | undefined;
  readonly onSockets: (count: number) => void;
  readonly onRefused: (code: string) => void;
  readonly onProblem: (error: unknown) => void;
}

export const CHAT_SOCKET_PATH = '/chat/v1/socket';
/** Who has not said hello by then has nothing to say, ms. */
const HELLO_WITHIN_MS = 10_000;
const BEAT_MS = 25_000;
const AVAILABILITY_MS = 15_000;
/** A page that reloads is not a visitor who left, ms. */
const GONE_AFTER_MS = 3_000;
const STATUS = { CHAT_BRAND_UNKNOWN: '404 Not Found', CHAT_ORIGIN_REFUSED: '403 Forbidden', CHAT_BUSY: '429 Too Many Requests' } as const;

/** Visitors come in here: a WebSocket of their own, apart from the desks'. Origin and brand are checked before it opens, size before it is read. */
export function openChatDoor(options: ChatDoorOptions): { close(): Promise<void> } {
  const { house, timers, clock } = options;
  const limits = new ChatLimits({ ...CHAT_LIMITS, ...options.limits }, clock);
  const caller = callerOf(options.trustedProxies);
  const server = new WebSocketServer({ noServer: true, maxPayload: VISITOR_UP_BYTES, perMessageDeflate: false, clientTracking: false });
  const sockets = new Map<WebSocket, { session: VisitorSession; isAlive: boolean }>();
  const rooms = new Map<string, Set<VisitorSession>>();
  let stopped = false;

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // A request line may hold anything; what is no address is not for us.
    const url = URL.canParse(request.url ?? '', 'http://here') ? new URL(request.url ?? '', 'http://here') : undefined;
    if (url?.pathname !== CHAT_SOCKET_PATH) return;
    const brand = house.brand(url.searchParams.get('brand') ?? '');
    const address = caller({ peer: request.socket.remoteAddress, forwardedFor: request.headers['x-forwarded-for']?.toString() });
    if (brand === undefined) return turnAway(socket, 'CHAT_BRAND_UNKNOWN');
    // No browser leaves it out here; whoever does is no visitor.
    if (!allowsOrigin(brand.settings.origins, request.headers.origin ?? '')) return turnAway(socket, 'CHAT_ORIGIN_REFUSED');
    const isTooMany = limits.connect.take(address) > 0 || limits.socketsOfAddress.of(address) >= limits.rules.socketsPerAddress || sockets.size >= limits.rules.sockets;
    if (stopped || isTooMany) return turnAway(socket, 'CHAT_BUSY');
    server.handleUpgrade(request, socket, head, (opened) => welcome(opened, brand, address));
  };

  function turnAway(socket: Duplex, code: keyof typeof STATUS): void {
    options.onRefused(code);
    const body = JSON.stringify({ error: { code } });
    socket.on('error', () => undefined);
    socket.end(`HTTP/1.1 ${STATUS[code]}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`);
  }

  function welcome(socket: WebSocket, brand: ChatBrand, address: string): void {
    const session = new VisitorSession({ socket, brand, address, house, limits, clock, join, changed: report, onRefused: options.onRefused, onProblem: options.onProblem });
    const held = { session, isAlive: true };
    sockets.set(socket, held);
    limits.socketsOfAddress.add(address, 1);
    options.onSockets(sockets.size);
    const cancel = timers.after(HELLO_WITHIN_MS, () => {
      if (session.visitor === undefined) socket.close(1008);
    });
    socket.on('pong', () => (held.isAlive = true));
    socket.once('close', () => {
      cancel();
      sockets.delete(socket);
      limits.socketsOfAddress.add(address, -1);
      options.onSockets(sockets.size);
      leave(session);
    });
  }

  function join(session: VisitorSession, key: string): boolean {
    const room = rooms.get(key) ?? new Set<VisitorSession>();
    if (room.size >= limits.rules.socketsPerVisitor) return false;
    rooms.set(key, room.add(session));
    return true;
  }

  function leave(session: VisitorSession): void {
    const key = session.visitor?.key;
    const room = key === undefined ? undefined : rooms.get(key);
    if (key === undefined || room === undefined) return;
    room.delete(session);
    if (room.size > 0) return report(session);
    rooms.delete(key);
    timers.after(GONE_AFTER_MS, () => {
      if (!stopped && !rooms.has(key)) report(session);
    });
  }

  /** Tells the desks where this visitor is, over all their pages. */
  function report(session: VisitorSession): void {
    const { visitor } = session;
    if (visitor === undefined) return;
    const room = rooms.get(visitor.key) ?? new Set<VisitorSession>();
    house.presence(visitor, { here: room.size > 0, typing: [...room].some((one) => one.typing), page: session.page, lang: session.lang });
  }

  const stopNews = house.onNews((key, news) => {
    for (const session of rooms.get(key) ?? []) session.tell(news);
  });
  const repeat = (everyMs: number, run: () => void): void => {
    timers.after(everyMs, () => {
      if (stopped) return;
      run();
      repeat(everyMs, run);
    });
  };
  repeat(BEAT_MS, () => {
    for (const [socket, held] of sockets) {
      if (!held.isAlive) socket.terminate();
      held.isAlive = false;
      if (socket.readyState === socket.OPEN) socket.ping();
    }
    for (const room of rooms.values()) for (const session of [...room].slice(0, 1)) report(session);
  });
  repeat(AVAILABILITY_MS, () => {
    const known = new Map<string, ReturnType<ChatHouse['availability']>>();
    for (const { session } of sockets.values()) {
      const availability = known.get(session.brand.accountId) ?? house.availability(session.brand);
      known.set(session.brand.accountId, availability);
      session.tellAvailability(availability);
    }
  });
  options.http.on('upgrade', upgrade);

  return {
    close: async () => {
      stopped = true;
      options.http.off('upgrade', upgrade);
      stopNews();
      for (const { session } of sockets.values()) session.close(1001);
      const end = timers.after(500, () => {
        for (const socket of sockets.keys()) socket.terminate();
      });
      await Promise.all([...sockets.keys()].map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))));
      end();
      server.close();
    },
  };
}
