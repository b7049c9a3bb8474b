import WebSocket from 'ws';
import type { FeedRun } from '../ports.ts';

const HANDSHAKE_MS = 15_000;
const PING_MS = 30_000;

/** The account's stream, while it stands. */
export interface Live {
  readonly isOpen: () => boolean;
  /** What came since the last time, in order. */
  take(): string[];
  close(): void;
}

/** Opens the stream. `wake` is called when something came, when it stands and when it has ended. Never throws: an end is an end. */
export function openLive(url: URL, token: string, run: FeedRun, wake: () => void): Live {
  const socket = new WebSocket(url, { handshakeTimeout: HANDSHAKE_MS, maxPayload: 4 * 1024 * 1024, headers: { authorization: `Bearer ${token}` } });
  let came: string[] = [];
  let state: 'opening' | 'open' | 'ended' = 'opening';
  let heardBack = true;
  let cancelPing = (): void => undefined;
  const end = (): void => {
    if (state === 'ended') return;
    state = 'ended';
    cancelPing();
    socket.terminate();
    wake();
  };
  const ping = (): void => {
    cancelPing = run.timers.after(PING_MS, () => {
      if (!heardBack) return end();
      heardBack = false;
      socket.ping();
      ping();
    });
  };
  socket.on('open', () => {
    state = 'open';
    ping();
    wake();
  });
  socket.on('pong', () => (heardBack = true));
  socket.on('message', (data: Buffer) => {
    came.push(data.toString('utf8'));
    wake();
  });
  socket.on('error', end);
  socket.on('close', end);
  return {
    isOpen: () => state === 'open',
    take: () => {
      const taken = came;
      came = [];
      return taken;
    },
    close: end,
  };
}
