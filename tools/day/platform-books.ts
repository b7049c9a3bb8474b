import { z } from 'zod';
import type { InboundMessage } from '../../shared/domain/inbound.ts';
import { CodedError } from '../../shared/util/errors.ts';
import type { CenterFile } from '../demo/center-file.ts';

const statsSchema = z.looseObject({ brandReplies: z.number(), severalReplies: z.number(), doubled: z.number() });
export type PlatformStats = z.infer<typeof statsSchema>;

const CHUNK = 2_000;
const HANDLE = /^\w{1,40}$/;

/** The platform's side of the day: its posts beforehand, its own record of effects afterwards. */
export class PlatformBooks {
  readonly #url: string;
  readonly #token: string;

  constructor(center: CenterFile) {
    this.#url = center.platformUrl;
    this.#token = z.object({ token: z.string() }).parse(JSON.parse(center.sandboxCredential.value)).token;
  }

  get token(): string {
    return this.#token;
  }

  stats(): Promise<PlatformStats> {
    return this.#call('GET', '/stats').then((body) => statsSchema.parse(body));
  }

  /** Puts the recorded posts where the desks' answers will hang. Nothing of it is announced: the center hears of each when its time comes. */
  async put(messages: readonly InboundMessage[]): Promise<void> {
    const accounts = new Map<string, { handle: string; displayName: string; kind: 'person' | 'brand' }>();
    for (const message of messages) {
      if (HANDLE.test(message.account)) accounts.set(message.account, { handle: message.account, displayName: message.account, kind: 'brand' });
      if (message.kind === 'post' && message.direction === 'in' && HANDLE.test(message.author.handle) && !accounts.has(message.author.handle)) accounts.set(message.author.handle, { handle: message.author.handle, displayName: message.author.displayName ?? message.author.handle, kind: 'person' });
    }
    await this.#call('POST', '/import', { accounts: [...accounts.values()] });
    const posts = messages.flatMap((m) => (m.kind === 'post' && m.text.trim() !== '' && HANDLE.test(m.author.handle) ? [{ id: m.remoteId, author: m.author.handle, text: m.text, createdAt: new Date(m.sentAt).toISOString(), ...(m.inReplyToRemoteId === undefined ? {} : { inReplyTo: m.inReplyToRemoteId }) }] : []));
    for (let i = 0; i < posts.length; i += CHUNK) await this.#call('POST', '/import', { posts: posts.slice(i, i + CHUNK) });
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.#url}/api/v1${path}`, { method, headers: { authorization: `Bearer ${this.#token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!response.ok) throw new CodedError('CHILD_FAILED', { field: 'Probeplattform', detail: `${method} ${path}: ${response.status} ${(await response.text()).slice(0, 300)}` });
    return response.json();
  }
}
