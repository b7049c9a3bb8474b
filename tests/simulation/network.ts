import type { LinkSocket, OpenSocket, OpenSocketOptions } from '../../electron/main/sync/link-port.ts';
import type { Connection, UpHandlers } from '../../server/transport/socket-server.ts';
import { UP_MESSAGES, type UpMessage } from '../../shared/protocol/up.ts';
import { CodedError, isCodedError, type ErrorCode } from '../../shared/util/errors.ts';
import type { Dice } from './dice.ts';
import type { Life, Scheduler } from './scheduler.ts';

/** The server's side of the wire. */
export interface Door {
  readonly life: Life;
  readonly handlers: UpHandlers;
  connected(connection: Connection): void;
  disconnected(connection: Connection): void;
  /** An answer leaves the server. */
  answered(connection: Connection, name: UpMessage, payload: unknown, ack: unknown): void;
  /** A frame leaves the server. */
  sent(connection: Connection, name: string, payload: unknown): void;
  problem(error: unknown, where: string): void;
}

export interface Peer {
  readonly agentId: string;
  readonly role: 'agent' | 'supervisor' | 'admin';
}

/** What a wire may do to what passes, chosen by a plant. */
export type Tamper = (direction: 'up' | 'down', name: string, payload: unknown, wire: Wire) => unknown;

const TOKEN_LIFE_MS = 8 * 3_600_000;
const EPSILON = 1e-4;

/**
 * The way between one desk and the server: in order per connection and direction, like a socket. Cut, it holds what is sent (TCP repeats it when
 * the cut is short) until one end gives up; then what is in flight is gone, or comes late.
 */
export class Wire {
  readonly name: string;
  readonly #sched: Scheduler;
  readonly #dice: Dice;
  readonly #peer: Peer;
  readonly #door: () => Door | undefined;
  deskLife: Life;
  /** ms, one way. */
  latencyMs = 15;
  cutUp = false;
  cutDown = false;
  tamper: Tamper | undefined;
  #connections: Pipe[] = [];
  #serial = 0;

  constructor(parts: { name: string; sched: Scheduler; dice: Dice; peer: Peer; door: () => Door | undefined; deskLife: Life }) {
    this.name = parts.name;
    this.#sched = parts.sched;
    this.#dice = parts.dice;
    this.#peer = parts.peer;
    this.#door = parts.door;
    this.deskLife = parts.deskLife;
  }

  get sched(): Scheduler {
    return this.#sched;
  }

  readonly open: OpenSocket = (_url, options) => new SimSocket(this, this.deskLife, options);

  delay(): number {
    const { next } = this.#dice;
    return this.latencyMs * (0.3 + next()) + (next() < 0.02 ? next() * 2_000 : 0);
  }

  dial(socket: SimSocket): void {
    const { deskLife: life } = this;
    if (this.cutUp || this.cutDown) {
      this.#sched.after(8_000, life, 'net:timeout', () => socket.fire('connect_error', new Error('timeout')));
      return;
    }
    this.#sched.after(this.delay() * 2, life, 'net:dial', () => {
      // Hung up while it was still dialling.
      if (!socket.isOpen) return;
      const door = this.#door();
      if (door === undefined || this.cutUp || this.cutDown) {
        this.#sched.after(this.delay(), life, 'net:refused', () => socket.fire('connect_error', new Error('websocket error')));
        return;
      }
      this.#serial += 1;
      const pipe = new Pipe({ wire: this, socket, door, id: `${this.name}.${this.#serial}`, options: socket.options, peer: this.#peer, dice: this.#dice });
      this.#connections.push(pipe);
      socket.pipe = pipe;
      pipe.start();
    });
  }

  /** Both ends believe in the same connection, and in no other. */
  get isWhole(): boolean {
    const counted = this.#connections.filter((pipe) => pipe.clientOpen || pipe.serverLives);
    return counted.length === 1 && counted.every((pipe) => pipe.clientOpen && pipe.serverLives);
  }

  /** Nothing passes for a while; either end may notice (ping timeout) and give up. */
  cut(direction: 'up' | 'down' | 'both'): void {
    if (direction !== 'down') this.cutUp = true;
    if (direction !== 'up') this.cutDown = true;
    for (const pipe of this.#connections) pipe.watch();
  }

  heal(): void {
    this.cutUp = false;
    this.cutDown = false;
    for (const pipe of [...this.#connections]) pipe.flush();
  }

  /** Both ends learn at once or soon: a reset. */
  reset(): void {
    for (const pipe of [...this.#connections]) pipe.reset();
  }

  /** A process is gone: the other end learns soon, or by its ping. */
  deskDied(): void {
    for (const pipe of [...this.#connections]) pipe.clientGone(this.#dice.next() < 0.6 ? this.delay() : 8_000 + this.#dice.next() * 10_000);
  }

  serverDied(): void {
    for (const pipe of [...this.#connections]) pipe.serverGone(this.#dice.next() < 0.7 ? this.delay() : 8_000 + this.#dice.next() * 10_000);
  }

  forget(pipe: Pipe): void {
    this.#connections = this.#connections.filter((other) => other !== pipe);
  }

  tampered(direction: 'up' | 'down', name: string, payload: unknown): unknown {
    return this.tamper === undefined ? payload : this.tamper(direction, name, payload, this);
  }
}

interface PipeParts {
  readonly wire: Wire;
  readonly socket: SimSocket;
  readonly door: Door;
  readonly id: string;
  readonly options: OpenSocketOptions;
  readonly peer: Peer;
  readonly dice: Dice;
}

type Parcel = () => void;

/** One direction of a connection: head first, one at a time, standing still while cut. */
class Lane {
  readonly #p: { wire: Wire; life: Life; label: string; isCut: () => boolean; isOpen: () => boolean; stalled: () => void };
  readonly #queue: { readonly readyAt: number; readonly parcel: Parcel }[] = [];
  #scheduled = false;

  constructor(parts: { wire: Wire; life: Life; label: string; isCut: () => boolean; isOpen: () => boolean; stalled: () => void }) {
    this.#p = parts;
  }

  push(parcel: Parcel): void {
    const { wire } = this.#p;
    this.#queue.push({ readyAt: wire.sched.now + wire.delay(), parcel });
    if (this.#p.isCut()) this.#p.stalled();
    else this.flush();
  }

  flush(): void {
    const head = this.#queue[0];
    if (head === undefined || this.#scheduled) return;
    this.#scheduled = true;
    const { wire, life, label } = this.#p;
    wire.sched.at(Math.max(head.readyAt, wire.sched.now + EPSILON), life, label, () => {
      this.#scheduled = false;
      if (!this.#p.isOpen()) return;
      if (this.#p.isCut()) return this.#p.stalled();
      this.#queue.shift();
      try {
        head.parcel();
      } finally {
        this.flush();
      }
    });
  }
}

/** One connection: two queues and two ends. */
export class Pipe {
  readonly #p: PipeParts;
  readonly connection: Connection;
  clientOpen = true;
  serverOpen = true;
  readonly #up: Lane;
  readonly #down: Lane;
  #watching = false;

  constructor(parts: PipeParts) {
    this.#p = parts;
    const { door, options, peer, id, wire } = parts;
    const stalled = (): void => this.watch();
    this.#up = new Lane({ wire, life: door.life, label: 'net:up', isCut: () => wire.cutUp, isOpen: () => this.serverOpen, stalled });
    this.#down = new Lane({ wire, life: wire.deskLife, label: 'net:down', isCut: () => wire.cutDown, isOpen: () => this.clientOpen, stalled });
    this.connection = {
      id,
      handshake: options.auth,
      identity: { userId: peer.agentId, name: peer.agentId, agentId: peer.agentId, role: peer.role, sessionId: id, expiresAt: Math.floor(wire.sched.now + TOKEN_LIFE_MS) },
      emit: (name, payload) => {
        if (!this.serverOpen || !door.life.alive) return;
        door.sent(this.connection, name, payload);
        this.down(name, payload);
      },
      end: (code: ErrorCode) => {
        if (!this.serverOpen || !door.life.alive) return;
        this.down('sessionEnded', { error: new CodedError(code).toWire() });
        wire.sched.after(50, door.life, 'net:end', () => this.#serverCloses());
      },
    };
  }

  get serverLives(): boolean {
    return this.serverOpen && this.#p.door.life.alive;
  }

  start(): void {
    const { door, socket } = this.#p;
    door.connected(this.connection);
    this.#send('down', () => socket.fire('connect'));
  }

  up(name: UpMessage, payload: unknown, ack: (raw: unknown) => void): void {
    const { door, wire } = this.#p;
    const given = wire.tampered('up', name, payload);
    this.#send('up', () => {
      this.#respond(name, given).then(
        (value) => this.#answer(name, payload, value, ack),
        (error: unknown) => {
          const coded = isCodedError(error) ? error : new CodedError('INTERNAL');
          if (!isCodedError(error)) door.problem(error, name);
          this.#answer(name, payload, { ok: false, error: coded.toWire() }, ack);
        },
      );
    });
  }

  /** What the socket server does with a message: shape, then handler. */
  async #respond(name: UpMessage, payload: unknown): Promise<unknown> {
    const parsed = UP_MESSAGES[name].safeParse(payload);
    if (!parsed.success) throw new CodedError('INPUT_INVALID', { field: `${name}.${parsed.error.issues[0]?.path.join('.') ?? ''}` });
    const handler = this.#p.door.handlers[name] as (connection: Connection, message: unknown) => Promise<unknown>;
    return { ok: true, value: await handler(this.connection, parsed.data) };
  }

  #answer(name: UpMessage, payload: unknown, value: unknown, ack: (raw: unknown) => void): void {
    const { door, socket, wire } = this.#p;
    if (!this.serverOpen || !door.life.alive) return;
    door.answered(this.connection, name, payload, value);
    const given = wire.tampered('down', `ack:${name}`, value);
    this.#send('down', () => {
      if (socket.isOpen) ack(given);
    });
  }

  down(name: string, payload: unknown): void {
    const { socket, wire } = this.#p;
    const given = wire.tampered('down', name, payload);
    if (given === undefined) return;
    this.#send('down', () => socket.fire(name, given));
  }

  #send(direction: 'up' | 'down', parcel: Parcel): void {
    if (direction === 'up' ? this.clientOpen : this.serverOpen) (direction === 'up' ? this.#up : this.#down).push(parcel);
  }

  /** The cut is over in time: what was held comes, in order. */
  flush(): void {
    this.#up.flush();
    this.#down.flush();
  }

  /** Pings run out at each end by itself while the cut lasts. */
  watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    const { wire, door, dice } = this.#p;
    const isCut = (): boolean => wire.cutUp || wire.cutDown;
    wire.sched.after(8_000 + dice.next() * 10_000, wire.deskLife, 'net:ping', () => {
      this.#watching = false;
      if (isCut() && this.clientOpen) this.#clientCloses('ping timeout');
    });
    wire.sched.after(8_000 + dice.next() * 10_000, door.life, 'net:ping', () => {
      if (isCut() && this.serverOpen) this.#serverCloses();
    });
  }

  reset(): void {
    const { wire, door, dice } = this.#p;
    // What was on its way up may still be read by the server before it notices.
    const late = dice.next() < 0.4 ? dice.next() * 3_000 : 0;
    wire.sched.after(late, door.life, 'net:reset', () => this.#serverCloses());
    wire.sched.after(wire.delay() * dice.next(), wire.deskLife, 'net:reset', () => this.#clientCloses('transport close'));
  }

  clientGone(afterMs: number): void {
    const { wire, door } = this.#p;
    this.clientOpen = false;
    wire.sched.after(afterMs, door.life, 'net:gone', () => this.#serverCloses());
  }

  serverGone(afterMs: number): void {
    const { wire } = this.#p;
    this.serverOpen = false;
    wire.sched.after(afterMs, wire.deskLife, 'net:gone', () => this.#clientCloses('transport close'));
  }

  /** The desk hangs up: the server reads what came before, then learns. */
  hangUp(): void {
    const { wire, door, dice } = this.#p;
    if (!this.clientOpen) return;
    this.clientOpen = false;
    this.#tidy();
    if (wire.cutUp) wire.sched.after(8_000 + dice.next() * 10_000, door.life, 'net:gone', () => this.#serverCloses());
    else this.#up.push(() => this.#serverCloses());
  }

  #clientCloses(reason: string): void {
    if (!this.clientOpen) return;
    this.clientOpen = false;
    // The other end hears of it as soon as something passes again.
    if (this.serverLives) this.#up.push(() => this.#serverCloses());
    this.#p.socket.fire('disconnect', reason);
    this.#tidy();
  }

  #serverCloses(): void {
    if (!this.serverOpen) return;
    this.serverOpen = false;
    const { door } = this.#p;
    door.disconnected(this.connection);
    if (this.clientOpen) this.#down.push(() => this.#clientCloses('transport close'));
    this.#tidy();
  }

  #tidy(): void {
    if (!this.clientOpen && !this.serverLives) this.#p.wire.forget(this);
  }
}

class SimSocket implements LinkSocket {
  readonly options: OpenSocketOptions;
  pipe: Pipe | undefined;
  readonly #wire: Wire;
  readonly #life: Life;
  #listeners = new Map<string, (...args: unknown[]) => void>();
  #closed = false;

  constructor(wire: Wire, life: Life, options: OpenSocketOptions) {
    this.#wire = wire;
    this.#life = life;
    this.options = options;
  }

  get isOpen(): boolean {
    return !this.#closed;
  }

  on(event: string, listener: (...args: unknown[]) => void): void {
    this.#listeners.set(event, listener);
  }

  emit(name: string, payload: unknown, ack: (raw: unknown) => void): void {
    if (!this.#closed && this.#life.alive) this.pipe?.up(name as UpMessage, payload, ack);
  }

  connect(): void {
    this.#wire.dial(this);
  }

  disconnect(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#life.alive) this.pipe?.hangUp();
  }

  removeAllListeners(): void {
    this.#listeners = new Map();
  }

  fire(event: string, ...args: unknown[]): void {
    if (!this.#closed && this.#life.alive) this.#listeners.get(event)?.(...args);
  }
}
