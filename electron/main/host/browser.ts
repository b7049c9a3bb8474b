import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../../shared/util/ports.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import { logFacts } from '../ipc/failure.ts';
import type { SoonCore } from '../ipc/late-core.ts';
import { answerRequest, deskUrl, write, type Doors } from './browser-doors.ts';
import { browserSenderRule } from './browser-sender.ts';
import { createIpcSockets } from './browser-socket.ts';
import { removeDoorFile, writeDoorFile } from './door-file.ts';
import { DoorKeys } from './door-keys.ts';
import type { HostLog } from './log.ts';
import { plainResponse } from './page-files.ts';

export interface BrowserHostOptions {
  /** The page loads while it is still being opened; its calls wait. */
  readonly core: SoonCore;
  /** The desk's own folder: `desk.json` lies there while the host runs. */
  readonly dataDir: string;
  /** The built page. */
  readonly pageRoot: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly clock: Clock;
  readonly log: HostLog;
}

export interface BrowserHost {
  readonly port: number;
  /** A fresh one-time address, good for five minutes. */
  newUrl(): string;
  /** Ends every page's connection and the host; the core stays open. */
  close(): Promise<void>;
}

/** Puts a desk on a page of this machine's own browser, at 127.0.0.1 only. Throws DESK_PORT_TAKEN. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { core, log } = options;
  const keys = new DoorKeys(options.clock);
  const adminSecret = randomBytes(32).toString('base64url');
  let port = options.port;
  const doors: Doors = { keys, rule: browserSenderRule(keys, () => port), port: () => port, adminSecret, pageRoot: options.pageRoot };
  const sockets = createIpcSockets(core, log);

  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000, maxHeaderSize: 16_384 }, (request, response) => {
    answerRequest(doors, request)
      .catch((error: unknown) => {
        log.error({ error: logFacts(error) }, 'a request of the page failed');
        return plainResponse(500, 'INTERNAL\n');
      })
      .then((answer) => write(response, answer, request.method))
      .catch(() => response.destroy());
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const verdict = (request.url ?? '') === '/ipc' ? doors.rule.judge(request) : ({ trusted: false, because: 'unknown path' } as const);
    if (verdict.trusted)
      return sockets.server.handleUpgrade(request, socket, head, (opened) => sockets.server.emit('connection', opened, request));
    log.warn({ because: verdict.because }, 'a connection to the desk was refused');
    socket.end(
      `HTTP/1.1 ${verdict.because.endsWith('session') ? '401 Unauthorized' : '403 Forbidden'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    );
  });
  server.on('clientError', (_error, socket) => socket.destroy());

  port = await listen(server, options.port);
  const writeDoor = (): Promise<void> => writeDoorFile(options.dataDir, { url: `http://127.0.0.1:${port}`, pid: process.pid, secret: adminSecret });
  // Only who holds the folder may say so in it.
  if (core instanceof Promise) void core.then(writeDoor).catch((error: unknown) => log.error({ error: logFacts(error) }, 'the door of the desk could not be written down'));
  else await writeDoor();
  return {
    port,
    newUrl: () => deskUrl(port, keys.mint()),
    close: async () => {
      sockets.close();
      const ended = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 1_000).unref();
      await ended;
      await removeDoorFile(options.dataDir, adminSecret);
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE' || error.code === 'EACCES'
          ? new CodedError('DESK_PORT_TAKEN', { field: String(port), cause: error })
          : error,
      ),
    );
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
