import { z } from 'zod';
import { WebSocketServer, type WebSocket } from 'ws';
import { CodedError } from '../../../shared/util/errors.ts';
import { failureOf } from '../ipc/failure.ts';
import { lateDispatcher, type SoonCore } from '../ipc/late-core.ts';
import type { HostLog } from './log.ts';

/** One frame from the page, in bytes; the dispatcher's own limit lies below. */
export const MAX_FRAME_BYTES = 1_000_000;
/** Calls of one page under way at once. */
const MOST_CALLS = 200;
/** A page that does not read is let go before it fills the memory; it comes back and loads afresh. */
const MOST_UNREAD_BYTES = 64_000_000;
const CLOSED_GOING_AWAY = 1001;
const CLOSED_BAD_FRAME = 1008;

const frameSchema = z.object({ id: z.number().int().min(0), name: z.string().max(100), request: z.unknown() }).strict();

export interface IpcSockets {
  readonly server: WebSocketServer;
  close(): void;
}

/** The sockets of this desk's pages: frames `{id, name, request}` in, `{id, result}` and `{topic, payload}` out. */
export function createIpcSockets(core: SoonCore, log: HostLog): IpcSockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false, clientTracking: true });

  const send = (socket: WebSocket, text: string): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MOST_UNREAD_BYTES) {
      log.warn({ unreadBytes: socket.bufferedAmount }, 'a page does not read what it is sent and was let go');
      socket.terminate();
      return;
    }
    socket.send(text);
  };

  const dispatcher = lateDispatcher(
    core,
    log,
    () => server.clients.size > 0,
    (topic, payload) => {
      const text = JSON.stringify({ topic, payload });
      for (const socket of server.clients) send(socket, text);
    },
  );

  server.on('connection', (socket) => {
    let underWay = 0;
    const answer = async (frame: z.infer<typeof frameSchema>): Promise<void> => {
      if (underWay >= MOST_CALLS)
        return send(socket, JSON.stringify({ id: frame.id, result: { ok: false, error: failureOf(new CodedError('RATE_EXCEEDED')) } }));
      underWay += 1;
      const result = await dispatcher.call(frame.name, frame.request);
      underWay -= 1;
      send(socket, JSON.stringify({ id: frame.id, result }));
    };
    socket.on('message', (data, isBinary) => {
      const frame = isBinary || !Buffer.isBuffer(data) ? undefined : readFrame(data.toString('utf8'));
      if (frame === undefined) return socket.close(CLOSED_BAD_FRAME, 'frame');
      void answer(frame);
    });
    // Frames over the limit and broken ones: the library closes the socket, the log hears why.
    socket.on('error', (error) => log.warn({ type: error.name }, 'a page’s socket failed'));
  });

  return {
    server,
    close: () => {
      dispatcher.stop();
      for (const socket of server.clients) {
        socket.close(CLOSED_GOING_AWAY);
        // A page that is frozen does not answer the closing; the desk does not wait for it.
        setTimeout(() => socket.terminate(), 500).unref();
      }
      server.close();
    },
  };
}

function readFrame(text: string): z.infer<typeof frameSchema> | undefined {
  try {
    const frame = frameSchema.safeParse(JSON.parse(text));
    return frame.success ? frame.data : undefined;
  } catch {
    return undefined;
  }
}
