import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  inboundMessageSchema,
  ingestBatchSchema,
  type InboundAccount,
  type InboundMessage,
  type IngestResult,
} from '../../shared/domain/inbound.ts';

/** What the next request meets instead of an ordinary answer. `dropAfter`: the messages are taken, the answer never arrives. */
export type IngestFault =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | 'drop'
  | 'dropAfter';

/** Speaks the ingest API with the real schemas and remembers what it took; knows nothing of routing or storage. */
export class FakeIngestServer {
  readonly key = 'test-ingest-key';
  readonly messages: InboundMessage[] = [];
  readonly accounts = new Map<string, InboundAccount>();
  readonly faults: IngestFault[] = [];
  /** Messages of each request that was answered with results. */
  readonly batches: number[] = [];
  requests = 0;
  forged = 0;
  largestBodyBytes = 4_000_000;
  onRequest: (() => void) | undefined;
  readonly #seen = new Set<string>();
  readonly #threads = new Set<string>();
  readonly #conversations = new Set<string>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async start(): Promise<FakeIngestServer> {
    const fake = new FakeIngestServer();
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get conversations(): number {
    return this.#conversations.size;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    this.onRequest?.();
    const say = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    };
    const fault = this.faults.shift();
    if (fault === 'drop') return void request.socket.destroy();
    if (fault !== undefined && fault !== 'dropAfter') return say(fault.status, fault.body ?? { error: { code: 'FAULT' } }, fault.headers);
    if (request.method !== 'POST' || request.url !== '/ingest/v1/messages') return say(404, { error: { code: 'NOT_FOUND' } });
    if (!this.#signed(request, raw)) {
      this.forged += 1;
      return say(401, { error: { code: 'INGEST_SIGNATURE', message: 'forged' } });
    }
    if (raw.length > this.largestBodyBytes) return say(413, { error: { code: 'INPUT_TOO_LARGE' } });
    const batch = ingestBatchSchema.safeParse(JSON.parse(raw.toString('utf8')));
    if (!batch.success) return say(400, { error: { code: 'INPUT_INVALID', message: batch.error.message } });
    for (const account of batch.data.accounts ?? []) this.accounts.set(`${account.channel} ${account.handle}`, account);
    const results = batch.data.messages.map((message) => this.#take(message));
    if (fault === 'dropAfter') return void request.socket.destroy();
    this.batches.push(results.length);
    say(200, { results });
  }

  #signed(request: IncomingMessage, raw: Buffer): boolean {
    const timestamp = String(request.headers['x-leitstand-timestamp'] ?? '');
    const given = Buffer.from(String(request.headers['x-leitstand-signature'] ?? ''));
    const expected = Buffer.from(`sha256=${createHmac('sha256', this.key).update(`${timestamp}.`).update(raw).digest('hex')}`);
    return Math.abs(Number(timestamp) - Date.now()) < 300_000 && given.length === expected.length && timingSafeEqual(given, expected);
  }

  #take(input: unknown): IngestResult {
    const parsed = inboundMessageSchema.safeParse(input);
    if (!parsed.success)
      return {
        status: 'rejected',
        code: 'INPUT_INVALID',
        message: parsed.error.issues[0]?.message ?? '',
        field: parsed.error.issues[0]?.path.join('.'),
      };
    const message = parsed.data;
    if (!this.accounts.has(`${message.channel} ${message.account}`))
      return { status: 'rejected', remoteId: message.remoteId, code: 'ACCOUNT_UNKNOWN', message: 'account is not known', field: 'account' };
    const place = `${message.channel} ${message.account}`;
    const key = message.kind === 'post' ? `${place} ${message.remoteId}` : JSON.stringify(message);
    if (this.#seen.has(key)) return { status: 'duplicate', remoteId: message.remoteId };
    this.#seen.add(key);
    this.messages.push(message);
    if (message.kind !== 'post')
      return { status: 'ingested', remoteId: message.remoteId, seq: this.messages.length, newThread: false, newConversation: false };
    const thread = `${place} ${message.threadRemoteId ?? message.remoteId}`;
    const conversation = `${thread} ${message.author.remoteId}`;
    const result = {
      newThread: !this.#threads.has(thread),
      newConversation: message.direction === 'in' && !this.#conversations.has(conversation),
    };
    this.#threads.add(thread);
    if (message.direction === 'in') this.#conversations.add(conversation);
    return { status: 'ingested', remoteId: message.remoteId, seq: this.messages.length, ...result };
  }
}
