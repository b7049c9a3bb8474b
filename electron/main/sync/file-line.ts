import { z } from 'zod';
import type { AnswerFile } from '../../../shared/domain/message-parts.ts';
import type { TokenResult } from './token-keeper.ts';

const contentSchema = z.object({ base64: z.string().max(80_000_000) });
const problemSchema = z.object({ error: z.object({ code: z.string() }) });
const CALL_TIMEOUT_MS = 120_000;

export interface FilePlace {
  readonly conversationId: string;
  readonly replyId: string;
}

/** `refused`: the server will not take it, with its code. `later`: nobody knows, or not now; the same again does no harm. */
export type Brought = { readonly kind: 'there' } | { readonly kind: 'refused'; readonly code: string } | { readonly kind: 'later' };

/** Brings files of answers to the server and back, under the desk's token. Never throws. */
export class FileLine {
  readonly #serverUrl: string;
  readonly #token: (force: boolean) => Promise<TokenResult>;

  constructor(serverUrl: string, token: (force: boolean) => Promise<TokenResult>) {
    this.#serverUrl = serverUrl;
    this.#token = token;
  }

  async bring(place: FilePlace, file: AnswerFile, bytes: Uint8Array): Promise<Brought> {
    const response = await this.#ask('PUT', place, file.digest, { type: file.mediaType }, bytes);
    if (response === undefined) return { kind: 'later' };
    if (response.ok) return { kind: 'there' };
    const problem = problemSchema.safeParse(await response.json().catch(() => undefined));
    if (response.status >= 500 || response.status === 401 || !problem.success) return { kind: 'later' };
    return { kind: 'refused', code: problem.data.error.code };
  }

  /** `gone`: the server does not have it, or not for this person. */
  async fetch(place: FilePlace, digest: string): Promise<Uint8Array | 'gone' | 'later'> {
    const response = await this.#ask('GET', place, digest, {});
    if (response?.ok !== true) return response?.status === 404 ? 'gone' : 'later';
    const content = contentSchema.safeParse(await response.json().catch(() => undefined));
    return content.success ? Buffer.from(content.data.base64, 'base64') : 'later';
  }

  async #ask(method: 'PUT' | 'GET', { conversationId, replyId }: FilePlace, digest: string, query: Readonly<Record<string, string>>, body?: Uint8Array): Promise<Response | undefined> {
    const token = await this.#token(false);
    if (token.kind !== 'token') return undefined;
    const url = new URL(`/contents/v1/answers/${[conversationId, replyId, digest].map(encodeURIComponent).join('/')}`, this.#serverUrl);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    try {
      return await fetch(url, {
        method,
        redirect: 'error',
        headers: { authorization: `Bearer ${token.token}`, ...(body === undefined ? {} : { 'content-type': 'application/octet-stream' }) },
        ...(body === undefined ? {} : { body: new Uint8Array(body) }),
        signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      });
    } catch {
      return undefined;
    }
  }
}
