import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { z } from 'zod';
import { MINIMUM_PROTOCOL_VERSION, PROTOCOL_VERSION } from '../../shared/protocol/version.ts';
import { handshakeSchema, UP_MESSAGES, type Handshake, type UpMessage } from '../../shared/protocol/up.ts';
import type { Ack } from '../../shared/protocol/messages.ts';
import { CodedError, isCodedError, type ErrorCode } from '../../shared/util/errors.ts';
import type { Clock, Timers } from '../../shared/util/ports.ts';
import type { Authenticator, Identity } from '../auth/port.ts';
import { Rate } from './rate.ts';
import { SharedFrames } from './shared-frames.ts';

/** One desk's connection, as the rest of the server sees it. */
export interface Connection {
  readonly id: string;
  readonly handshake: Handshake;
  identity: Identity;
  emit(name: string, payload: unknown): void;
  end(code: ErrorCode): void;
}

export type UpHandlers = { readonly [M in UpMessage]: (connection: Connection, message: z.infer<(typeof UP_MESSAGES)[M]>) => Promise<unknown> };

export interface SocketServerOptions {
  readonly http: HttpServer;
  readonly auth: Authenticator;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly maxMessageBytes: number;
  /** Default 10 s and 8 s. */
  readonly pingMs?: number | undefined;
  readonly pingTimeoutMs?: number | undefined;
  readonly ratePerSocket: number;
  readonly ratePerUser: number;
  /** Origins allowed besides none at all (a desk is no web page and sends none). */
  readonly allowsOrigin: (origin: string) => boolean;
  readonly handlers: UpHandlers;
  readonly onConnected: (connection: Connection) => void;
  readonly onDisconnected: (connection: Connection) => void;
  readonly onProblem: (error: unknown, where: string) => void;
}

/** Socket.IO, websocket only: origin, version, token, rate and size are checked here; rules live elsewhere. */
export function openSocketServer(options: SocketServerOptions): { close(): Promise<void>; readonly connections: ReadonlySet<Connection> } {
  const { auth, clock, timers } = options;
  const io = new Server(options.http, {
    transports: ['websocket'],
    serveClient: false,
    maxHttpBufferSize: options.maxMessageBytes,
    pingInterval: options.pingMs ?? 10_000,
    pingTimeout: options.pingTimeoutMs ?? 8_000,
    allowRequest: (request, callback) => {
      const origin = request.headers.origin;
      if (origin === undefined || options.allowsOrigin(origin)) callback(null, true);
      else callback('ORIGIN_REFUSED', false);
    },
  });
  const connections = new Set<Connection>();
  const frames = new SharedFrames();
  /** By user, with how many connections share it: all may go at once, and none looks through the others then. */
  const userRates = new Map<string, { readonly rate: Rate; desks: number }>();

  io.use((socket, next) => {
    void letIn(socket, next);
  });

  async function letIn(socket: Socket, next: (error?: Error) => void): Promise<void> {
    try {
      await admit(socket);
    } catch (error) {
      const coded = isCodedError(error) ? error : new CodedError('INTERNAL');
      if (!isCodedError(error)) options.onProblem(error, 'handshake');
      next(Object.assign(new Error(coded.code), { data: coded.toWire() }));
      return;
    }
    next();
  }

  async function admit(socket: Socket): Promise<void> {
    const given = handshakeSchema.safeParse(socket.handshake.auth);
    if (!given.success) throw new CodedError('INPUT_INVALID', { field: `auth.${given.error.issues[0]?.path.join('.') ?? ''}` });
    if (given.data.protocol < MINIMUM_PROTOCOL_VERSION || given.data.protocol > PROTOCOL_VERSION) throw new CodedError('PROTOCOL_MISMATCH', { detail: `The server speaks ${MINIMUM_PROTOCOL_VERSION}–${PROTOCOL_VERSION}, the desk ${given.data.protocol}.` });
    const identity = await auth.check(given.data.token);
    (socket.data as { handshake: Handshake; identity: Identity }) = { handshake: given.data, identity };
  }

  io.on('connection', (socket) => {
    const { handshake, identity } = socket.data as { handshake: Handshake; identity: Identity };
    // From the word on nothing is taken from this socket and nothing more is told it; only the line stays open a moment, for the word to leave.
    let ended: ErrorCode | undefined;
    const connection: Connection = {
      id: socket.id,
      handshake,
      identity,
      emit: (name, payload) => {
        if (ended !== undefined) return;
        if (name === 'batch' && typeof payload === 'object' && payload !== null) {
          // Past Socket.IO's encoder, which would make the frame anew for every desk; nothing is written to a socket that has gone.
          if (socket.connected) frames.write(socket.conn, name, payload);
        } else socket.emit(name, payload);
      },
      end: (code) => {
        if (ended !== undefined) return;
        ended = code;
        socket.emit('sessionEnded', { error: new CodedError(code).toWire() });
        // The word must leave before the door closes.
        timers.after(50, () => socket.disconnect(true));
      },
    };
    const rate = new Rate(options.ratePerSocket, clock);
    const ofUser = userRates.get(identity.userId) ?? { rate: new Rate(options.ratePerUser, clock), desks: 0 };
    ofUser.desks += 1;
    userRates.set(identity.userId, ofUser);
    let cancelExpiry = watchExpiry();
    connections.add(connection);
    options.onConnected(connection);
    // Its session may have ended between the handshake and here, when nobody could name the connection yet.
    recheck(handshake.token);

    function recheck(token: string): void {
      auth.check(token).catch((error: unknown) => connection.end(isCodedError(error) && error.code === 'AUTH_TOKEN_EXPIRED' ? 'TOKEN_INVALID' : 'SESSION_ENDED'));
    }

    function watchExpiry(): () => void {
      const left = connection.identity.expiresAt - clock.now();
      const warn = timers.after(Math.max(0, left - 60_000), () => socket.emit('tokenExpiring', { expiresAt: connection.identity.expiresAt }));
      const end = timers.after(Math.max(0, left), () => connection.end('TOKEN_INVALID'));
      return () => {
        warn();
        end();
      };
    }

    // One listener instead of one for each kind: all desks may come at once.
    socket.onAny((name: string, payload: unknown, ack: unknown) => {
      if (!isUpMessage(name)) return;
      const answer = typeof ack === 'function' ? (value: Ack<unknown>) => (ack as (value: Ack<unknown>) => void)(value) : () => undefined;
      respond(name, payload).then(answer, (error: unknown) => {
        const coded = isCodedError(error) ? error : new CodedError('INTERNAL');
        if (!isCodedError(error)) options.onProblem(error, name);
        const retryAfterMs = isCodedError(error) ? (error as CodedError & { retryAfterMs?: number }).retryAfterMs : undefined;
        answer({ ok: false, error: { ...coded.toWire(), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } });
      });
    });

    async function respond(name: UpMessage, payload: unknown): Promise<Ack<unknown>> {
      if (ended !== undefined) throw new CodedError(ended);
      const waitMs = Math.max(rate.take(), ofUser.rate.take());
      if (waitMs > 0) throw Object.assign(new CodedError('RATE_EXCEEDED', { field: name }), { retryAfterMs: waitMs });
      const parsed = UP_MESSAGES[name].safeParse(payload);
      if (!parsed.success) throw new CodedError('INPUT_INVALID', { field: `${name}.${parsed.error.issues[0]?.path.join('.') ?? ''}`, detail: parsed.error.issues[0]?.message });
      if (name === 'renewToken') {
        const renewed = await auth.check((parsed.data as { token: string }).token);
        if (renewed.userId !== connection.identity.userId) throw new CodedError('TOKEN_INVALID');
        connection.identity = renewed;
        recheck((parsed.data as { token: string }).token);
        cancelExpiry();
        cancelExpiry = watchExpiry();
        return { ok: true, value: { expiresAt: renewed.expiresAt } };
      }
      const handler = options.handlers[name] as (connection: Connection, message: unknown) => Promise<unknown>;
      return { ok: true, value: await handler(connection, parsed.data) };
    }

    socket.on('disconnect', () => {
      cancelExpiry();
      connections.delete(connection);
      ofUser.desks -= 1;
      if (ofUser.desks === 0) userRates.delete(identity.userId);
      options.onDisconnected(connection);
    });
  });

  const stopListening = auth.onSessionsEnded(({ userId, sessionIds }) => {
    for (const connection of connections) if (connection.identity.userId === userId && sessionIds.includes(connection.identity.sessionId)) connection.end('SESSION_ENDED');
  });

  return {
    connections,
    close: async () => {
      stopListening();
      await io.close();
    },
  };
}

function isUpMessage(name: string): name is UpMessage {
  return Object.hasOwn(UP_MESSAGES, name);
}
