import { WebSocket } from 'ws';
import type { IpcName, IpcResult } from '../../shared/ipc/index.ts';

/** What a browser would do with a one-time address: exchange the token, keep the cookie, open the socket. */
export interface BrowserPage {
  readonly cookie: string;
  readonly socket: WebSocket;
  readonly pushes: { readonly topic: string; readonly payload: unknown }[];
  call(name: unknown, request: unknown): Promise<IpcResult<IpcName>>;
  close(): void;
}

export function tokenOf(url: string): string {
  return new URLSearchParams(new URL(url).hash.slice(1)).get('token') ?? '';
}

export async function exchange(url: string, headers: Record<string, string> = {}): Promise<Response> {
  const origin = new URL(url).origin;
  return fetch(`${origin}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, ...headers },
    body: JSON.stringify({ token: tokenOf(url) }),
  });
}

export async function openPage(url: string): Promise<BrowserPage> {
  const answer = await exchange(url);
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return openPageWithCookie(new URL(url).origin, cookie);
}

export async function openPageWithCookie(origin: string, cookie: string): Promise<BrowserPage> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/ipc`, { headers: { origin, cookie } });
  const waiting = new Map<number, (result: IpcResult<IpcName>) => void>();
  const pushes: { topic: string; payload: unknown }[] = [];
  let next = 1;
  socket.on('message', (data) => {
    const frame = JSON.parse((data as Buffer).toString('utf8')) as {
      id?: number;
      result?: IpcResult<IpcName>;
      topic?: string;
      payload?: unknown;
    };
    if (frame.id !== undefined && frame.result !== undefined) {
      waiting.get(frame.id)?.(frame.result);
      waiting.delete(frame.id);
    } else pushes.push({ topic: String(frame.topic), payload: frame.payload });
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  return {
    cookie,
    socket,
    pushes,
    call: (name, request) =>
      new Promise((resolve) => {
        const id = next++;
        waiting.set(id, resolve);
        socket.send(JSON.stringify({ id, name, request }));
      }),
    close: () => socket.close(),
  };
}

/** The status a refused upgrade answers with; 101 where it was let in. */
export function upgradeStatus(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    socket.once('open', () => {
      socket.close();
      resolve(101);
    });
    socket.once('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    socket.once('error', (error) => reject(error));
  });
}
