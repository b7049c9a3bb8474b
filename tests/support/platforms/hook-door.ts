// The address at which a platform's notices arrive in a test: hands them to a channel's own reader and keeps what it makes of them.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InboundChannel } from '../../../server/channels/ports.ts';
import type { InboundMessage } from '../../../shared/domain/inbound.ts';

export interface HookDoor {
  readonly url: string;
  readonly heard: InboundMessage[];
  /** "WEBHOOK_FORGED: …" for each that was refused. */
  readonly refused: string[];
  close(): Promise<void>;
}

/** `accounts`: the platform's number of each account and its handle here. */
export async function openHookDoor(channel: InboundChannel, secret: string, accounts: Readonly<Record<string, string>>): Promise<HookDoor> {
  const heard: InboundMessage[] = [];
  const refused: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://door');
      const result = channel.readWebhook?.({
        method: request.method === 'GET' ? 'GET' : 'POST',
        rawBody: Buffer.concat(chunks),
        headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
        query: Object.fromEntries(url.searchParams),
        accountOf: (id) => accounts[id],
        secret,
        now: Date.now(),
      });
      if (result === undefined) return void response.writeHead(404).end();
      if (result.kind === 'challenge') return void response.writeHead(200, { 'content-type': result.contentType }).end(result.body);
      if (result.kind === 'refused') {
        refused.push(`${result.code}: ${result.detail}`);
        return void response.writeHead(401).end();
      }
      heard.push(...result.messages);
      response.writeHead(200).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    heard,
    refused,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
