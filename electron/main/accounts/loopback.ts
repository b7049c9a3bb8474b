import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const PATH = '/signed-in';
const HEADERS = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; img-src data:; frame-ancestors 'none'", 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff', connection: 'close' };
const page = (title: string, text: string): string => `<!doctype html><html lang="de"><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,"><body><h1>${title}</h1><p>${text}</p></body></html>`;
const DONE = page('Leitstand', 'Fertig. Dieses Fenster kann zu. – Done. You may close this window.');
const FAILED = page('Leitstand', 'Die Anmeldung wurde nicht erteilt. – Access was not granted.');

export interface Loopback {
  /** Where the browser is sent back to. */
  readonly redirectUri: string;
  /** The query of the one request that carries `state`. Others are turned away. */
  readonly answer: Promise<URLSearchParams>;
  close(): void;
}

/** Listens on 127.0.0.1 at a port the system chooses, for the answer of one sign-in (RFC 8252). */
export async function openLoopback(state: string): Promise<Loopback> {
  let resolve: (query: URLSearchParams) => void = () => undefined;
  const answer = new Promise<URLSearchParams>((done) => (resolve = done));
  const server: Server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000, maxHeaderSize: 16_384 }, (request, response) => {
    const { port } = server.address() as AddressInfo;
    const url = URL.canParse(request.url ?? '', `http://127.0.0.1:${port}`) ? new URL(request.url ?? '', `http://127.0.0.1:${port}`) : undefined;
    // A foreign page may know the port, but not the state; another name for this address is nobody we sent here.
    const isOurs = request.method === 'GET' && request.headers.host === `127.0.0.1:${port}` && url?.pathname === PATH && url.searchParams.get('state') === state;
    if (!isOurs || url === undefined) return void response.writeHead(404, { ...HEADERS, 'content-type': 'text/plain' }).end('Not found.\n');
    response.writeHead(200, HEADERS).end(url.searchParams.has('code') ? DONE : FAILED);
    resolve(url.searchParams);
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => done());
  });
  return {
    redirectUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`,
    answer,
    close: () => {
      server.close();
      setTimeout(() => server.closeAllConnections(), 500).unref();
    },
  };
}
