import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import { visitorDownSchema, type VisitorDown, type VisitorMessage, type VisitorUp } from '../../shared/protocol/visitor.ts';
import type { Command } from '../../shared/commands/index.ts';
import { until } from './server-world.ts';

export const CHAT_ORIGIN = 'https://www.musterkom.example';
export const CHAT_HANDLE = 'musterkom_web';

/** The account of a brand's web chat. */
export function chatAccount(over: { id?: string; handle?: string; brand?: string; origins?: readonly string[]; persona?: string; teamIds?: readonly string[] } = {}): Command {
  const { id = 'web', handle = CHAT_HANDLE, brand = 'Musterkom', origins = [CHAT_ORIGIN], persona, teamIds = [] } = over;
  return { type: 'account.register', data: { id, channel: 'chat', handle, name: `${brand} Chat`, brand, credentialId: 'desk-session', settings: { origins: [...origins], ...(persona === undefined ? {} : { persona }) }, teamIds: [...teamIds], budget: { capacity: 1000, refillPerMinute: 1000 } } };
}

export const newVisitorToken = (): string => randomBytes(32).toString('base64url');

type Down<T extends VisitorDown['t']> = Extract<VisitorDown, { t: T }>;

/** A visitor's page reduced to its line: sends what it is told, keeps what comes, and refuses what is not in the contract. */
export class RawVisitor {
  readonly frames: VisitorDown[] = [];
  readonly socket: WebSocket;
  readonly token: string;
  closed: number | undefined;

  private constructor(socket: WebSocket, token: string) {
    this.socket = socket;
    this.token = token;
    socket.on('message', (data) => this.frames.push(visitorDownSchema.parse(JSON.parse((data as Buffer).toString('utf8')))));
    socket.on('close', (code) => (this.closed = code));
    socket.on('error', () => undefined);
  }

  /** Rejects with the HTTP status where the door is not opened. */
  static async connect(url: string, options: { token?: string; brand?: string; origin?: string | undefined } = {}): Promise<RawVisitor> {
    const address = new URL(`/chat/v1/socket?brand=${encodeURIComponent(options.brand ?? CHAT_HANDLE)}`, url.replace('http', 'ws'));
    const origin = 'origin' in options ? options.origin : CHAT_ORIGIN;
    const socket = new WebSocket(address, { ...(origin === undefined ? {} : { origin }) });
    const visitor = new RawVisitor(socket, options.token ?? newVisitorToken());
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('unexpected-response', (_request, response) => {
        response.resume();
        reject(new Error(String(response.statusCode)));
      });
      socket.once('error', reject);
    });
    return visitor;
  }

  static async enter(url: string, options: Parameters<typeof RawVisitor.connect>[1] & { cursor?: number } = {}): Promise<RawVisitor> {
    const visitor = await RawVisitor.connect(url, options);
    await visitor.hello(options.cursor);
    return visitor;
  }

  send(frame: VisitorUp): void {
    this.socket.send(JSON.stringify(frame));
  }

  raw(text: string | Uint8Array): void {
    this.socket.send(text);
  }

  async hello(cursor = 0, lang: 'de' | 'en' = 'de'): Promise<Down<'welcome'>> {
    this.send({ t: 'hello', v: 1, token: this.token, cursor, lang, page: 'https://www.musterkom.example/hilfe' });
    return this.next('welcome');
  }

  /** The newest of this kind, once there is one (after those seen before). */
  next<T extends VisitorDown['t']>(t: T, after = this.#count(t)): Promise<Down<T>> {
    return until(`a frame ${t}`, () => (this.#count(t) > after ? (this.frames.filter((frame) => frame.t === t).at(-1) as Down<T>) : undefined));
  }

  #count(t: string): number {
    return this.frames.filter((frame) => frame.t === t).length;
  }

  async say(text: string, id = randomBytes(8).toString('hex'), email?: string): Promise<number> {
    this.send({ t: 'say', id, text, ...(email === undefined ? {} : { email }) });
    const answer = await until('the word to be taken', () => this.frames.findLast((frame): frame is Down<'said'> | Down<'refused'> => (frame.t === 'said' || frame.t === 'refused') && frame.id === id));
    if (answer.t === 'refused') throw Object.assign(new Error(answer.code), { retryAfterMs: answer.retryAfterMs });
    return answer.seq;
  }

  /** What this page would show, each message once. */
  shown(): VisitorMessage[] {
    const all = new Map<string, VisitorMessage>();
    for (const frame of this.frames) for (const message of frame.t === 'welcome' ? frame.messages : frame.t === 'message' ? [frame.message] : []) all.set(message.id, message);
    return [...all.values()].sort((a, b) => a.seq - b.seq);
  }

  refusals(): string[] {
    return this.frames.flatMap((frame) => (frame.t === 'refused' ? [frame.code] : []));
  }

  async close(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    const gone = new Promise<void>((resolve) => this.socket.once('close', () => resolve()));
    this.socket.close();
    await gone;
  }

  /** As a cut line does: no word. */
  cut(): void {
    this.socket.terminate();
  }
}
