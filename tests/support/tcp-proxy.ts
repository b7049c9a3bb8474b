import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** `up`: towards the target. */
export type Direction = 'up' | 'down';
/**
 * What happens to bytes of one direction. `hold`: they wait and go on once the line is whole again, as TCP repeats them. `swallow`: they are lost, and so is
 * this direction of the connection for ever, without a FIN: the other end hears nothing more, as behind a router that forgot the connection.
 */
export type Passage = 'pass' | 'hold' | 'swallow';

/** A line between two programs that a test can cut, delay, half-open and mend; each direction for itself. */
export class TcpProxy {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  readonly #passage: Record<Direction, Passage> = { up: 'pass', down: 'pass' };
  readonly #delayMs: Record<Direction, number> = { up: 0, down: 0 };
  #refuses = false;

  private constructor(targetPort: number) {
    let port = targetPort;
    this.#server = createServer((near) => {
      if (this.#refuses) return void near.resetAndDestroy();
      const pair = new Pair(near, connect(port, '127.0.0.1'), (direction) => ({ passage: this.#passage[direction], delayMs: this.#delayMs[direction] }), () => this.#pairs.delete(pair));
      this.#pairs.add(pair);
    });
    this.aim = (url) => {
      port = Number(new URL(url).port);
    };
  }

  /** Where new connections go from now on: a server that came back on another port. */
  readonly aim: (url: string) => void;

  /** Listens on a free port of this machine and hands everything to `targetUrl`'s. */
  static async start(targetUrl: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(Number(new URL(targetUrl).port));
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** Ends what is open and turns away what comes, as a link that is down does. */
  cut(): void {
    this.refuse();
    for (const pair of this.#pairs) pair.reset();
  }

  /** Turns away what comes; what is open stays. */
  refuse(): void {
    this.#refuses = true;
  }

  /** Of what is open and of what comes. */
  set(passage: Passage, ...directions: readonly Direction[]): void {
    for (const direction of directions) this.#passage[direction] = passage;
    for (const pair of this.#pairs) pair.changed();
  }

  delay(ms: number, ...directions: readonly Direction[]): void {
    for (const direction of directions) this.#delayMs[direction] = ms;
  }

  /** Everything passes again; what was held goes on, what was swallowed stays lost. */
  mend(): void {
    this.#refuses = false;
    this.delay(0, 'up', 'down');
    this.set('pass', 'up', 'down');
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

type RuleOf = (direction: Direction) => { readonly passage: Passage; readonly delayMs: number };

/** One connection: its two ends and what is on its way between them. */
class Pair {
  readonly #lanes: readonly Lane[];
  readonly #ends: readonly [Socket, Socket];

  constructor(near: Socket, far: Socket, ruleOf: RuleOf, onGone: () => void) {
    this.#ends = [near, far];
    this.#lanes = [new Lane(near, far, () => ruleOf('up')), new Lane(far, near, () => ruleOf('down'))];
    let open = 2;
    for (const socket of this.#ends) {
      socket.on('error', () => undefined);
      socket.once('close', () => {
        open -= 1;
        if (open === 0) onGone();
      });
    }
  }

  changed(): void {
    for (const lane of this.#lanes) lane.changed();
  }

  reset(): void {
    for (const lane of this.#lanes) lane.stop();
    for (const socket of this.#ends) socket.resetAndDestroy();
  }
}

/** The bytes of one direction, in order. */
class Lane {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #rule: () => { readonly passage: Passage; readonly delayMs: number };
  #waiting: { readonly at: number; readonly chunk: Buffer | 'end' }[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** Bytes of it are lost: what comes after them must not arrive either. */
  #isDead = false;
  #stopped = false;

  constructor(from: Socket, to: Socket, rule: () => { readonly passage: Passage; readonly delayMs: number }) {
    this.#from = from;
    this.#to = to;
    this.#rule = rule;
    from.on('data', (chunk: Buffer) => this.#take(chunk));
    from.once('end', () => this.#take('end'));
    from.once('close', () => this.#take('end'));
    to.on('drain', () => from.resume());
    this.changed();
  }

  changed(): void {
    if (this.#stopped) return;
    const { passage } = this.#rule();
    if (passage === 'swallow') this.#isDead = true;
    if (this.#isDead) this.#waiting = [];
    if (passage === 'pass' || this.#isDead) {
      this.#from.resume();
      this.#flush();
    } else this.#from.pause();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #take(chunk: Buffer | 'end'): void {
    if (this.#isDead || this.#stopped) return;
    this.#waiting.push({ at: performance.now() + this.#rule().delayMs, chunk });
    this.#flush();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    while (!this.#stopped && this.#rule().passage === 'pass') {
      const next = this.#waiting[0];
      if (next === undefined) return;
      const left = next.at - performance.now();
      if (left > 0) {
        this.#timer = setTimeout(() => this.#flush(), left);
        return;
      }
      this.#waiting.shift();
      if (next.chunk === 'end') this.#to.end();
      else if (!this.#to.destroyed && !this.#to.write(next.chunk)) this.#from.pause();
    }
  }
}
