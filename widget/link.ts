import { VISITOR_PING_MS, VISITOR_PONG_MS, VISITOR_PROTOCOL } from '../shared/protocol/visitor-limits.ts';
import type { VisitorDown, VisitorUp } from '../shared/protocol/visitor.ts';

export type LinkState = 'idle' | 'connecting' | 'open' | 'waiting';

export interface LinkOptions {
  /** Of the coordination server, without a path. */
  readonly server: string;
  readonly brand: string;
  readonly lang: 'de' | 'en';
  readonly hello: () => { readonly token: string; readonly cursor: number };
  readonly onState: (state: LinkState) => void;
  readonly onFrame: (frame: VisitorDown) => void;
}

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 12_000;
const OPEN_WITHIN_MS = 10_000;

/** The line to the server: comes back by itself, at once when the machine is online again. `open` only after the server has welcomed us. */
export class Link {
  readonly #o: LinkOptions;
  #socket: WebSocket | undefined;
  #state: LinkState = 'idle';
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #beat: ReturnType<typeof setTimeout> | undefined;
  readonly #now = (): void => {
    if (this.#state === 'waiting' && !document.hidden) this.#connect();
  };

  constructor(options: LinkOptions) {
    this.#o = options;
  }

  get state(): LinkState {
    return this.#state;
  }

  start(): void {
    if (this.#state !== 'idle') return;
    addEventListener('online', this.#now);
    document.addEventListener('visibilitychange', this.#now);
    this.#connect();
  }

  stop(): void {
    removeEventListener('online', this.#now);
    document.removeEventListener('visibilitychange', this.#now);
    this.#leave();
    this.#set('idle');
  }

  /** With what `hello` says now. */
  again(): void {
    if (this.#state === 'idle') return this.start();
    this.#leave();
    this.#connect();
  }

  /** False where nothing could be sent. */
  send(frame: VisitorUp): boolean {
    if (this.#state !== 'open' || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  #connect(): void {
    clearTimeout(this.#timer);
    this.#set('connecting');
    const { server, brand, lang } = this.#o;
    const url = new URL(`/chat/v1/socket?brand=${encodeURIComponent(brand)}`, server);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    this.#socket = socket;
    const mine = <A extends unknown[]>(run: (...args: A) => void) => (...args: A): void => {
      if (this.#socket === socket) run(...args);
    };
    this.#timer = setTimeout(mine(() => this.#lost()), OPEN_WITHIN_MS);
    socket.onopen = mine(() => {
      const { token, cursor } = this.#o.hello();
      // Neither query nor fragment: what stands there is nobody's business.
      const page = location.origin === 'null' ? undefined : (location.origin + location.pathname).slice(0, 500);
      socket.send(JSON.stringify({ t: 'hello', v: VISITOR_PROTOCOL, token, cursor, lang, ...(page === undefined ? {} : { page }) } satisfies VisitorUp));
    });
    socket.onmessage = mine((event: MessageEvent) => this.#heard(String(event.data)));
    socket.onclose = mine(() => this.#lost());
    socket.onerror = mine(() => this.#lost());
  }

  #heard(text: string): void {
    // The server is ours and of one version with this file; what it says is still not trusted to be whole.
    let frame: VisitorDown;
    try {
      frame = JSON.parse(text) as VisitorDown;
    } catch {
      return this.#lost();
    }
    this.#planBeat(VISITOR_PING_MS);
    if (frame.t === 'welcome') {
      clearTimeout(this.#timer);
      this.#tries = 0;
      this.#set('open');
    }
    if (frame.t !== 'pong') this.#o.onFrame(frame);
  }

  /** A line that is cut without a word is found out by asking. */
  #planBeat(afterMs: number): void {
    clearTimeout(this.#beat);
    this.#beat = setTimeout(() => {
      if (!this.send({ t: 'ping' })) return;
      this.#beat = setTimeout(() => this.#lost(), VISITOR_PONG_MS);
    }, afterMs);
  }

  #lost(): void {
    this.#leave();
    this.#set('waiting');
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#tries) * (0.7 + Math.random() * 0.6);
    this.#tries += 1;
    this.#timer = setTimeout(() => this.#connect(), waitMs);
  }

  #leave(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#beat);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #set(state: LinkState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#o.onState(state);
  }
}
