import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/start.ts';
import type { PostView, EventView } from '../../sandbox/render.ts';

export interface Reply<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}
export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly remedy: string; readonly field?: string };
}

/** Speaks HTTP with a running Probeplattform. */
export class SandboxClient {
  readonly url: string;
  readonly token: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  as(token: string): SandboxClient {
    return new SandboxClient(this.url, token);
  }

  async call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Reply<T>> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as T };
  }

  /** Calls and expects success. */
  async ok<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T> {
    const reply = await this.call<T>(method, path, body, headers);
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  /** Calls and expects a coded refusal; gives status and code. */
  async refused(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<{ status: number; code: string; field: string | undefined }> {
    const reply = await this.call<ErrorBody>(method, path, body, headers);
    if (reply.status < 400 || typeof reply.body.error?.code !== 'string' || typeof reply.body.error.remedy !== 'string') throw new Error(`not a coded refusal: ${reply.status} ${JSON.stringify(reply.body)}`);
    return { status: reply.status, code: reply.body.error.code, field: reply.body.error.field };
  }

  post(body: object, key?: string): Promise<PostView> {
    return this.ok<PostView>('POST', '/posts', body, key === undefined ? {} : { 'idempotency-key': key });
  }

  async inbox(handle: string, after = 0): Promise<EventView[]> {
    return (await this.ok<{ events: EventView[] }>('GET', `/accounts/${handle}/inbox?after=${after}&limit=1000`)).events;
  }

  async effects(): Promise<{ kind: string; postId: string; author: string; clientKey: string | null; textHash: string | null }[]> {
    return (await this.ok<{ effects: never[] }>('GET', '/effects')).effects;
  }
}

export const BRAND = 'musterkom_hilft';

/** A platform with a brand and three people. The caller closes it. */
export async function startPopulated(options: SandboxOptions = {}): Promise<{ sandbox: Sandbox; client: SandboxClient }> {
  const sandbox = await startSandbox({ seed: 7, ...options });
  const client = new SandboxClient(sandbox.url, sandbox.token);
  await populate(client);
  return { sandbox, client };
}

export async function populate(client: SandboxClient): Promise<void> {
  await client.ok('POST', '/accounts', { handle: BRAND, displayName: 'Musterkom Hilft', kind: 'brand', followers: 48_210 });
  for (const [handle, displayName] of [['lena', 'Lena K.'], ['jonas', 'Jonas Brandt'], ['priya', 'Priya Nair']]) await client.ok('POST', '/accounts', { handle, displayName, kind: 'person' });
}

/** Waits until `check` gives something, looking every few milliseconds. */
export async function eventually<T>(what: string, check: () => T | undefined | false | Promise<T | undefined | false>, withinMs = 15_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`waited in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Waits until the only switched-on fault has fired: from then on the platform holds or has lost the request. */
export async function faultFired(client: SandboxClient): Promise<void> {
  await eventually('the fault to fire', async () => (await client.ok<{ faults: { fired: number }[] }>('GET', '/faults')).faults[0]?.fired === 1);
}
