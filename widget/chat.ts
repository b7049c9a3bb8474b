import type { Availability, VisitorDown, VisitorMessage } from '../shared/protocol/visitor.ts';
import { Keep, newId, newToken, type Unsent } from './keep.ts';
import { Link, type LinkState } from './link.ts';

export interface Line extends VisitorMessage {
  /** Not yet with the server. */
  readonly pending?: boolean | undefined;
}

/** All a view needs to draw. */
export interface ChatState {
  readonly link: LinkState;
  readonly brand: string;
  readonly over: boolean;
  readonly lines: readonly Line[];
  readonly availability: Availability | undefined;
  readonly agent: string | undefined;
  readonly typing: string | undefined;
  readonly readSeq: number;
  readonly unread: number;
  readonly canMail: boolean;
  readonly emailKept: boolean;
  readonly rated: boolean;
  readonly asksRating: boolean;
}

export type Notice = { readonly kind: 'flood'; readonly seconds: number } | { readonly kind: 'mailed' | 'mailNone' | 'mailEmpty' | 'mailOften' | 'busy' | 'rated' } | { readonly kind: 'refused'; readonly code: string };

export interface ChatOptions {
  readonly server: string;
  readonly brand: string;
  readonly lang: 'de' | 'en';
  readonly onChange: () => void;
  readonly onNotice: (notice: Notice) => void;
  /** Words that could not be sent any more: back to who wrote them. */
  readonly onReturned: (text: string) => void;
}

const TYPING_EVERY_MS = 4_000;
const TYPING_QUIET_MS = 5_000;
const THEIR_TYPING_MS = 12_000;

/** One visitor's chat on this page: what is shown, what waits, and the line. What is said is kept until the server has it, and sent under one id. */
export class Chat {
  readonly #o: ChatOptions;
  readonly #keep: Keep;
  readonly #link: Link;
  readonly #messages = new Map<string, VisitorMessage>();
  #token: string;
  #state: Omit<ChatState, 'lines' | 'unread' | 'link'>;
  #cursor = 0;
  #seenSeq = 0;
  #sending: string | undefined;
  #looking = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #theirQuiet: ReturnType<typeof setTimeout> | undefined;
  #typedAt = 0;
  readonly #stopStorage: () => void;

  constructor(options: ChatOptions) {
    this.#o = options;
    this.#keep = new Keep(`${new URL(options.server).host}/${options.brand}`);
    this.#token = this.#keep.token ?? newToken();
    this.#state = this.#blank();
    this.#link = new Link({ ...options, hello: () => ({ token: this.#token, cursor: this.#cursor }), onState: () => this.#linkChanged(), onFrame: (frame) => this.#heard(frame) });
    this.#stopStorage = this.#keep.onToken((token) => this.#adopt(token));
    document.addEventListener('visibilitychange', this.#tellSeen);
  }

  /** Who has written before hears of an answer; nobody else is connected before they open the chat. */
  begin(): void {
    if (this.#keep.token !== undefined) this.#link.start();
  }

  get state(): ChatState {
    const sent = [...this.#messages.values()].sort((a, b) => a.seq - b.seq);
    const waiting = this.#state.over ? [] : this.#keep.unsent().filter(({ id }) => !this.#messages.has(id));
    const lines: Line[] = [...sent, ...waiting.map((one): Line => ({ id: one.id, seq: 0, from: 'visitor', text: one.text, at: one.at, pending: true }))];
    return { ...this.#state, link: this.#link.state, lines, unread: sent.filter((line) => line.from === 'agent' && line.gone !== true && line.seq > this.#seenSeq).length };
  }

  open(): void {
    this.#link.start();
  }

  close(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#quiet);
    clearTimeout(this.#theirQuiet);
    this.#stopStorage();
    document.removeEventListener('visibilitychange', this.#tellSeen);
    this.#link.stop();
  }

  /** The messages are before the visitor's eyes (or not any more). */
  look(looking: boolean): void {
    this.#looking = looking;
    this.#tellSeen();
  }

  async say(text: string, email?: string): Promise<void> {
    const message: Unsent = { id: newId(), text, at: Date.now(), ...(email === undefined ? {} : { email }) };
    // On this page's disk before anything is tried.
    this.#keep.put(message);
    this.#typedAt = 0;
    clearTimeout(this.#quiet);
    this.#o.onChange();
    const token = await this.#keep.claim(this.#token);
    if (token !== this.#token) this.#adopt(token);
    this.#link.start();
    this.#flush();
  }

  typed(): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.#stopTyping(), TYPING_QUIET_MS);
    if (Date.now() - this.#typedAt < TYPING_EVERY_MS || this.#messages.size === 0) return;
    this.#typedAt = Date.now();
    this.#link.send({ t: 'typing', on: true });
  }

  transcript(email: string): void {
    if (!this.#link.send({ t: 'transcript', email })) this.#o.onNotice({ kind: 'refused', code: 'OFFLINE' });
  }

  end(): void {
    if (!this.#link.send({ t: 'end' })) this.#o.onNotice({ kind: 'refused', code: 'OFFLINE' });
  }

  rate(stars: number): void {
    this.#link.send({ t: 'rate', stars });
  }

  /** A new chat: another token, another thread, nothing of the old one. */
  again(): void {
    this.#keep.forget(this.#token);
    this.#restart(this.#keep.token ?? newToken());
  }

  #restart(token: string): void {
    this.#token = token;
    this.#messages.clear();
    this.#cursor = 0;
    this.#seenSeq = 0;
    this.#sending = undefined;
    this.#state = this.#blank();
    this.#link.again();
    this.#o.onChange();
  }

  /** Another page of this origin began the chat first: it is one chat. */
  #adopt(token: string): void {
    if (token !== this.#token) this.#restart(token);
  }

  #blank(): Omit<ChatState, 'lines' | 'unread' | 'link'> {
    return { brand: '', over: false, availability: undefined, agent: undefined, typing: undefined, readSeq: 0, canMail: false, emailKept: false, rated: false, asksRating: true };
  }

  #linkChanged(): void {
    // What was under way may or may not have arrived: it is sent again, and taken once.
    if (this.#link.state !== 'open') this.#sending = undefined;
    this.#o.onChange();
  }

  #heard(frame: VisitorDown): void {
    switch (frame.t) {
      case 'welcome':
        return this.#welcomed(frame);
      case 'message':
        this.#take(frame.message);
        if (frame.message.from === 'agent') this.#set({ typing: undefined });
        this.#tellSeen();
        break;
      case 'said':
        this.#said(frame.id, frame.seq);
        break;
      case 'refused':
        return this.#refused(frame);
      case 'typing':
        this.#theirTyping(frame.on ? (frame.name ?? this.#state.brand) : undefined);
        break;
      case 'read':
        this.#set({ readSeq: Math.max(this.#state.readSeq, frame.seq) });
        break;
      case 'agent':
        this.#set({ agent: frame.name });
        break;
      case 'availability':
        this.#set({ availability: frame.availability });
        break;
      case 'mailed':
        return this.#o.onNotice({ kind: 'mailed' });
      case 'rated':
        this.#set({ rated: true });
        this.#o.onNotice({ kind: 'rated' });
        break;
      case 'over':
        return this.#over();
      case 'pong':
        return;
    }
    this.#o.onChange();
  }

  #welcomed(frame: Extract<VisitorDown, { t: 'welcome' }>): void {
    const { brand, availability, agent, readSeq, emailKept, rated, mail, asksRating = true } = frame;
    if (frame.state === 'over') {
      // Run out while nobody looked: the next chat begins. What was being read stays until then.
      if (this.#messages.size === 0 && !this.#state.over) return this.again();
      this.#set({ brand, availability, canMail: mail, rated, asksRating });
      return this.#over();
    }
    this.#set({ brand, availability, agent, emailKept, rated, asksRating, canMail: mail, readSeq: Math.max(readSeq, this.#state.readSeq), typing: undefined, over: false });
    this.#seenSeq = Math.max(this.#seenSeq, frame.seenSeq);
    for (const message of frame.messages) this.#take(message);
    this.#cursor = Math.max(this.#cursor, frame.cursor);
    this.#flush();
    this.#tellSeen();
    this.#o.onChange();
  }

  #take(message: VisitorMessage): void {
    this.#messages.set(message.id, message);
    this.#cursor = Math.max(this.#cursor, message.seq);
    // The thread shows it, so it arrived, whether or not we were told.
    if (message.from === 'visitor') this.#said(message.id, message.seq);
  }

  #said(id: string, seq: number): void {
    const waited = this.#keep.unsent().find((one) => one.id === id);
    if (waited !== undefined && !this.#messages.has(id)) this.#messages.set(id, { id, seq, from: 'visitor', text: waited.text, at: waited.at });
    if (waited?.email !== undefined) this.#set({ emailKept: true });
    this.#keep.drop(id);
    if (this.#sending === id) this.#sending = undefined;
    this.#flush();
  }

  /** One at a time, in order: the server hears them as they were written. */
  #flush(): void {
    if (this.#sending !== undefined || this.#state.over || this.#link.state !== 'open' || this.#keep.token !== this.#token) return;
    const next = this.#keep.unsent().find(({ id }) => !this.#messages.has(id));
    if (next === undefined) return;
    if (this.#link.send({ t: 'say', id: next.id, text: next.text, ...(next.email === undefined ? {} : { email: next.email }) })) this.#sending = next.id;
  }

  #refused(frame: Extract<VisitorDown, { t: 'refused' }>): void {
    const { re, code, retryAfterMs = 0 } = frame;
    if (re === 'say') {
      this.#sending = undefined;
      if (code === 'CHAT_OVER') return this.#over();
      const waitMs = Math.max(retryAfterMs, 1_000);
      if (code === 'CHAT_FLOOD') this.#o.onNotice({ kind: 'flood', seconds: Math.ceil(waitMs / 1_000) });
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => this.#flush(), waitMs);
    } else if (re === 'transcript') {
      this.#o.onNotice(code === 'MAIL_NOT_CONFIGURED' ? { kind: 'mailNone' } : code === 'CHAT_NOTHING_SAID' ? { kind: 'mailEmpty' } : code === 'CHAT_FLOOD' ? { kind: 'mailOften' } : { kind: 'refused', code });
    } else if (code === 'CHAT_BUSY') this.#o.onNotice({ kind: 'busy' });
    else this.#o.onNotice({ kind: 'refused', code });
  }

  #over(): void {
    const left = this.#keep.unsent().filter(({ id }) => !this.#messages.has(id));
    for (const { id } of left) this.#keep.drop(id);
    this.#keep.forget(this.#token);
    this.#set({ over: true, typing: undefined, agent: undefined });
    if (left.length > 0) this.#o.onReturned(left.map(({ text }) => text).join('\n'));
    this.#o.onChange();
  }

  #theirTyping(name: string | undefined): void {
    clearTimeout(this.#theirQuiet);
    this.#set({ typing: name });
    if (name !== undefined) this.#theirQuiet = setTimeout(() => {
      this.#set({ typing: undefined });
      this.#o.onChange();
    }, THEIR_TYPING_MS);
  }

  #stopTyping(): void {
    if (this.#typedAt === 0) return;
    this.#typedAt = 0;
    this.#link.send({ t: 'typing', on: false });
  }

  readonly #tellSeen = (): void => {
    if (!this.#looking || document.hidden) return;
    const newest = Math.max(0, ...[...this.#messages.values()].map((message) => (message.from === 'agent' ? message.seq : 0)));
    if (newest <= this.#seenSeq || !this.#link.send({ t: 'seen', seq: newest })) return;
    this.#seenSeq = newest;
    this.#o.onChange();
  };

  #set(change: Partial<Omit<ChatState, 'lines' | 'unread' | 'link'>>): void {
    this.#state = { ...this.#state, ...change };
  }
}
