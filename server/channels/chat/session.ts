import type { WebSocket } from 'ws';
import { VISITOR_PROTOCOL } from '../../../shared/protocol/visitor-limits.ts';
import { visitorUpSchema, type Availability, type VisitorDown, type VisitorUp } from '../../../shared/protocol/visitor.ts';
import { isCodedError } from '../../../shared/util/errors.ts';
import type { Clock } from '../../../shared/util/ports.ts';
import { Buckets } from './buckets.ts';
import type { ChatLimits } from './limits.ts';
import { ChatRefusal, type ChatBrand, type ChatHouse, type ThreadNews, type VisitorRef } from './ports.ts';

export interface SessionParts {
  readonly socket: WebSocket;
  readonly brand: ChatBrand;
  /** Network of the caller: for counting only. */
  readonly address: string;
  readonly house: ChatHouse;
  readonly limits: ChatLimits;
  readonly clock: Pick<Clock, 'steady'>;
  /** May this visitor have one more page open? Then it is among those told of the thread. */
  readonly join: (session: VisitorSession, key: string) => boolean;
  readonly changed: (session: VisitorSession) => void;
  readonly onRefused: (code: string) => void;
  readonly onProblem: (error: unknown) => void;
}

type Frame<T extends VisitorUp['t']> = Extract<VisitorUp, { t: T }>;

/** What a page may have under way; one that sends faster than it is heard is a script. */
const MOST_WAITING = 64;
const MOST_MALFORMED = 3;
/** The widget waits when it is told to; who goes on is shown out. */
const MOST_FLOODS = 60;
/** A page that does not read what it is sent is let go; it resumes by its cursor. */
const MOST_BUFFERED = 4 * 1024 * 1024;

/** One page of one visitor. Frames are answered in their order, one at a time. */
export class VisitorSession {
  readonly #p: SessionParts;
  readonly #signs: Buckets;
  visitor: VisitorRef | undefined;
  typing = false;
  page: string | undefined;
  lang: 'de' | 'en' = 'de';
  #availability: string | undefined;
  #turn: Promise<void> = Promise.resolve();
  #waiting = 0;
  #malformed = 0;
  #floods = 0;
  /** News that came while the thread was read; undefined once it has been told. */
  #early: ThreadNews[] | undefined = [];

  constructor(parts: SessionParts) {
    this.#p = parts;
    this.#signs = new Buckets(parts.limits.rules.signsPerSocket, parts.clock, 1);
    parts.socket.on('message', (data, isBinary) => this.#heard(isBinary || !Buffer.isBuffer(data) ? undefined : data.toString('utf8')));
    parts.socket.on('error', () => parts.socket.terminate());
  }

  get brand(): ChatBrand {
    return this.#p.brand;
  }

  tell(news: ThreadNews): void {
    if (this.#early !== undefined) return void this.#early.push(news);
    switch (news.kind) {
      case 'message':
        return this.#send({ t: 'message', message: news.message });
      case 'agent':
        return this.#send({ t: 'agent', ...(news.name === undefined ? {} : { name: news.name }) });
      case 'typing':
        return this.#send({ t: 'typing', on: news.on, ...(news.name === undefined ? {} : { name: news.name }) });
      case 'read':
        return this.#send({ t: 'read', seq: news.seq });
      case 'over':
        return this.#send({ t: 'over' });
    }
  }

  tellAvailability(availability: Availability): void {
    const said = JSON.stringify(availability);
    if (this.#early !== undefined || said === this.#availability) return;
    this.#availability = said;
    this.#send({ t: 'availability', availability });
  }

  close(code: number): void {
    this.#p.socket.close(code);
  }

  #heard(text: string | undefined): void {
    this.#waiting += 1;
    if (this.#waiting > MOST_WAITING) return this.#p.socket.terminate();
    this.#turn = this.#turn
      .then(() => this.#frame(text))
      .catch((error: unknown) => this.#p.onProblem(error))
      .finally(() => (this.#waiting -= 1));
  }

  async #frame(text: string | undefined): Promise<void> {
    const frame = readFrame(text);
    if (frame === undefined) {
      this.#malformed += 1;
      this.#refuse('frame', 'CHAT_FRAME_INVALID');
      if (this.#malformed >= MOST_MALFORMED) this.close(1008);
      return;
    }
    try {
      if (frame.t !== 'say' && this.#signs.take('') > 0) {
        // A sign too many is dropped; only what the visitor waits for is answered.
        if (frame.t === 'typing' || frame.t === 'seen' || frame.t === 'ping') return;
        throw new ChatRefusal('CHAT_FLOOD', 5_000);
      }
      await this.#obey(frame);
    } catch (error) {
      const code = error instanceof ChatRefusal || isCodedError(error) ? error.code : 'INTERNAL';
      if (code === 'INTERNAL') this.#p.onProblem(error);
      this.#refuse(frame.t, code, frame.t === 'say' ? frame.id : undefined, error instanceof ChatRefusal ? error.retryAfterMs : undefined);
    }
  }

  async #obey(frame: VisitorUp): Promise<void> {
    if (frame.t === 'ping') return this.#send({ t: 'pong' });
    if (frame.t === 'hello') return this.#hello(frame);
    const visitor = this.visitor;
    if (visitor === undefined) throw new ChatRefusal('HELLO_FIRST');
    const { house } = this.#p;
    switch (frame.t) {
      case 'say':
        return this.#say(visitor, frame);
      case 'typing':
        this.typing = frame.on;
        return this.#p.changed(this);
      case 'seen':
        return house.seen(visitor, frame.seq);
      case 'transcript':
        this.#within(this.#p.limits.mailVisitor.take(visitor.key));
        this.#within(this.#p.limits.mailAddress.take(this.#p.address));
        await house.transcript(visitor, frame.email, this.lang);
        return this.#send({ t: 'mailed' });
      case 'end':
        return house.end(visitor);
      case 'rate':
        await house.rate(visitor, frame.stars);
        return this.#send({ t: 'rated' });
    }
  }

  async #hello(frame: Frame<'hello'>): Promise<void> {
    const { house, brand } = this.#p;
    if (this.visitor !== undefined) throw new ChatRefusal('CHAT_FRAME_INVALID');
    // Gone before its turn came: nobody may be told in its place.
    if (this.#p.socket.readyState !== this.#p.socket.OPEN) return;
    const visitor = house.ref(brand, frame.token);
    this.lang = frame.lang;
    this.page = frame.page;
    // Among the told before the thread is read: what is said meanwhile waits in line and is not missed.
    if (!this.#p.join(this, visitor.key)) throw new ChatRefusal('CHAT_BUSY', 30_000);
    this.visitor = visitor;
    const { cursor, messages } = house.look(visitor).state === 'open' ? await house.messages(visitor, frame.cursor) : { cursor: 0, messages: [] };
    // It may have ended while it was read.
    const view = house.look(visitor);
    const availability = house.availability(brand);
    this.#availability = JSON.stringify(availability);
    const { state, readSeq, seenSeq, agent, emailKept, rated } = view;
    this.#send({ t: 'welcome', v: VISITOR_PROTOCOL, state, brand: brand.brand, availability, mail: house.canMail, cursor, messages: state === 'over' ? [] : [...messages], readSeq, seenSeq, emailKept, rated, ...(brand.settings.rating ? {} : { asksRating: false }), ...(agent === undefined ? {} : { agent }) });
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const news of early) this.tell(news);
    this.#p.changed(this);
  }

  async #say(visitor: VisitorRef, frame: Frame<'say'>): Promise<void> {
    const { house, limits, address } = this.#p;
    this.#within(limits.sayVisitor.take(visitor.key));
    this.#within(limits.sayAddress.take(address));
    if (house.look(visitor).state === 'new') this.#within(limits.newVisit.take(address));
    const { seq } = await house.say(visitor, { id: frame.id, text: frame.text, lang: this.lang, page: this.page, email: frame.email });
    this.typing = false;
    this.#send({ t: 'said', id: frame.id, seq });
    this.#p.changed(this);
  }

  #within(waitMs: number): void {
    if (waitMs > 0) throw new ChatRefusal('CHAT_FLOOD', waitMs);
  }

  #refuse(re: Extract<VisitorDown, { t: 'refused' }>['re'], code: string, id?: string, retryAfterMs?: number): void {
    this.#p.onRefused(code);
    if (code === 'CHAT_FLOOD') this.#floods += 1;
    if (this.#floods > MOST_FLOODS) return this.close(1008);
    this.#send({ t: 'refused', re, code, ...(id === undefined ? {} : { id }), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  }

  #send(frame: VisitorDown): void {
    const { socket } = this.#p;
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MOST_BUFFERED) return socket.terminate();
    socket.send(JSON.stringify(frame));
  }
}

function readFrame(text: string | undefined): VisitorUp | undefined {
  if (text === undefined) return undefined;
  try {
    const read = visitorUpSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
