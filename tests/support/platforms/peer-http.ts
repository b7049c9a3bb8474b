// The common ground of the peers: a small HTTP server with routes, faults that strike before or after the effect, and a record of what was asked.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PeerRequest {
  readonly method: string;
  readonly path: string;
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly raw: Buffer;
  readonly json: unknown;
}

export interface PeerAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Instead of a body: the head is sent, the response stays open. */
  readonly stream?: ((response: ServerResponse) => void) | undefined;
}

/** Before the effect: nothing happened. After it: it did, and the answer is lost or damaged. */
export const FAULTS = {
  error500: 'before',
  unavailable503: 'before',
  timeoutBeforeEffect: 'before',
  closeBeforeEffect: 'before',
  garbage200: 'before',
  error500AfterEffect: 'after',
  timeoutAfterEffect: 'after',
  closeAfterEffect: 'after',
  truncateAfterEffect: 'after',
  halfCloseAfterEffect: 'after',
  garbage200AfterEffect: 'after',
} as const;
export type FaultKind = keyof typeof FAULTS;

export interface PeerFault {
  readonly kind: FaultKind;
  /** Method and start of the path, as "POST /2/tweets", or several of them; absent: any. */
  readonly route?: string | readonly string[] | undefined;
  /** Ends of paths it leaves alone. */
  readonly except?: string | undefined;
  /** How often it strikes; default once. */
  readonly times?: number | undefined;
}

type Handler = (request: PeerRequest) => PeerAnswer | Promise<PeerAnswer>;

const GARBAGE = '<!doctype html><title>Willkommen im WLAN</title><h1>Bitte melden Sie sich an</h1>';

export class PeerHttp {
  /** What was sent as JSON and what was answered, the last few hundred. */
  readonly exchanges: { readonly label: string; readonly json: unknown; readonly body: unknown }[] = [];
  /** Every request in order: "POST /2/tweets 201". */
  readonly asked: string[] = [];
  readonly #routes: { method: string; pattern: RegExp; handler: Handler }[] = [];
  readonly #faults: { kind: FaultKind; route: readonly string[] | undefined; except: string | undefined; left: number }[] = [];
  readonly #fired = new Map<FaultKind, number>();
  readonly #held = new Set<ServerResponse>();
  readonly server = createServer((request, response) => void this.#serve(request, response));
  /** What an unknown route and a broken handler answer, in the platform's own form. */
  readonly #oops: (status: number, detail: string) => unknown;
  url = '';

  constructor(oops: (status: number, detail: string) => unknown) {
    this.#oops = oops;
  }

  on(method: string, pattern: RegExp, handler: Handler): void {
    this.#routes.push({ method, pattern, handler });
  }

  /** Before those there are. */
  first(method: string, pattern: RegExp, handler: Handler): void {
    this.#routes.unshift({ method, pattern, handler });
  }

  fault(fault: PeerFault): void {
    this.#faults.push({ kind: fault.kind, route: typeof fault.route === 'string' ? [fault.route] : fault.route, except: fault.except, left: fault.times ?? 1 });
  }

  fired(kind: FaultKind): number {
    return this.#fired.get(kind) ?? 0;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const response of this.#held) response.destroy();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const url = new URL(request.url ?? '/', 'http://peer');
    const method = request.method ?? 'GET';
    const label = `${method} ${url.pathname}`;
    const fault = this.#faults.find((one) => one.left > 0 && (one.route === undefined || one.route.some((route) => label.startsWith(route))) && (one.except === undefined || !label.endsWith(one.except)));
    const strike = (): void => {
      if (fault === undefined) return;
      fault.left -= 1;
      this.#fired.set(fault.kind, this.fired(fault.kind) + 1);
    };
    if (fault !== undefined && FAULTS[fault.kind] === 'before') {
      strike();
      this.asked.push(`${label} ${fault.kind}`);
      return this.#bend(fault.kind, response, { status: 200, body: {} });
    }
    const answer = await this.#answer(method, url, request, raw);
    this.asked.push(`${label} ${answer.status}`);
    if (answer.status < 300 && this.exchanges.push({ label, json: parse(raw), body: answer.body }) > 500) this.exchanges.shift();
    if (fault !== undefined && answer.status < 300) {
      strike();
      return this.#bend(fault.kind, response, answer);
    }
    send(response, answer);
  }

  async #answer(method: string, url: URL, request: IncomingMessage, raw: Buffer): Promise<PeerAnswer> {
    for (const route of this.#routes) {
      const found = route.method === method ? route.pattern.exec(url.pathname) : null;
      if (found === null) continue;
      try {
        return await route.handler({ method, path: url.pathname, params: found.slice(1).map(decodeURIComponent), query: url.searchParams, headers: request.headers, raw, json: parse(raw) });
      } catch (error) {
        if (error instanceof PeerRefusal) return error.answer;
        return { status: 500, body: this.#oops(500, error instanceof Error ? error.message : String(error)) };
      }
    }
    return { status: 404, body: this.#oops(404, `no ${method} ${url.pathname} here`) };
  }

  #bend(kind: FaultKind, response: ServerResponse, answer: PeerAnswer): void {
    const { socket } = response;
    switch (kind) {
      case 'error500':
      case 'error500AfterEffect':
        return send(response, { status: 500, body: this.#oops(500, 'Internal Server Error') });
      case 'unavailable503':
        return send(response, { status: 503, body: this.#oops(503, 'Service Unavailable'), headers: { 'retry-after': '7' } });
      case 'timeoutBeforeEffect':
      case 'timeoutAfterEffect':
        this.#held.add(response);
        return;
      case 'garbage200':
      case 'garbage200AfterEffect':
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(GARBAGE);
        return;
      case 'truncateAfterEffect': {
        const whole = Buffer.from(JSON.stringify(answer.body));
        response.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': whole.length });
        response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => socket?.destroySoon());
        return;
      }
      case 'halfCloseAfterEffect':
        socket?.end();
        return;
      default:
        socket?.resetAndDestroy();
    }
  }
}

/** Thrown by a handler: the answer the platform gives instead. */
export class PeerRefusal extends Error {
  readonly answer: PeerAnswer;
  constructor(answer: PeerAnswer) {
    super(`refused with ${answer.status}`);
    this.answer = answer;
  }
}

function send(response: ServerResponse, answer: PeerAnswer): void {
  if (answer.stream !== undefined) {
    response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers });
    return answer.stream(response);
  }
  const text = JSON.stringify(answer.body);
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers }).end(text);
}

function parse(raw: Buffer): unknown {
  if (raw.length === 0) return undefined;
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Windows of fixed length: `limit` calls in `windowMs`, counted from the first one. */
export class PeerWindows {
  readonly #now: () => number;
  readonly #windows = new Map<string, { from: number; used: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts one call. `resetAt`: ms. */
  take(key: string, limit: number, windowMs: number): { ok: boolean; limit: number; remaining: number; resetAt: number } {
    const now = this.#now();
    let window = this.#windows.get(key);
    if (window === undefined || now >= window.from + windowMs) this.#windows.set(key, (window = { from: now, used: 0 }));
    const ok = window.used < limit;
    if (ok) window.used += 1;
    return { ok, limit, remaining: limit - window.used, resetAt: window.from + windowMs };
  }
}
