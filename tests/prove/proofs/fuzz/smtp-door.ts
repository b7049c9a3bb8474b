import { Duplex } from 'node:stream';
import { mailServer } from '../../../../server/channels/mail/door.ts';
import type { InboundPost } from '../../../../shared/domain/inbound.ts';
import type { FuzzDoor, Taken } from './doors.ts';

const NOW = 1_795_000_000_000;
const DOOR = 'brand-7f3a@in.firma.test';
const QUIET_MS = 2_000;
/** Turns of the event loop without a word of the server's: it waits for the client. */
const QUIET_TURNS = 60;
/** The greeting comes after a tenth of a second, so lines are opened ahead. */
const AHEAD = 400;

/** A line without a network: what the client says is there at once, what the server says is read away. */
class Line extends Duplex {
  readonly remoteAddress = '127.0.0.1';
  readonly remotePort = 1;
  readonly localAddress = '127.0.0.1';
  readonly localPort = 2;
  readonly readyState = 'open';
  said = '';
  /** The greeting came: before it a client has to be silent. */
  readonly greeted: Promise<void>;
  #greet: () => void = () => undefined;

  constructor() {
    super({ allowHalfOpen: true });
    this.greeted = new Promise((resolve) => (this.#greet = resolve));
  }

  setTimeout(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  override _read(): void {
    // What there is was pushed at the beginning.
  }
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (this.said.length < 10_000) this.said += chunk.toString('latin1');
    this.#greet();
    done();
  }
}

/** Whole conversations with the door for forwarded mail, commands and all. */
export function smtpDoor(): FuzzDoor {
  let taken: InboundPost[] = [];
  const lines: Line[] = [];
  let turn: Promise<Taken> = Promise.resolve({ kind: 'refused', code: 'none' });
  const server = mailServer({
    host: '127.0.0.1',
    port: 0,
    protocol: 'smtp',
    name: 'in.firma.test',
    recipients: new Map([[DOOR, 'hilfe@firma.test']]),
    own: new Map(),
    clients: [],
    maxBytes: 20_000,
    maxClients: 10 * AHEAD,
    perMinute: Number.MAX_SAFE_INTEGER,
    clock: { now: () => NOW, steady: () => NOW },
    take: async (post) => (taken.push(post), 'taken'),
    onRefused: () => undefined,
    onProblem: (error) => {
      throw error as Error;
    },
  });
  const letter = `Message-ID: <s1@kunden.test>\r\nFrom: Lena <lena@kunden.test>\r\nTo: hilfe@firma.test\r\nSubject: Kein Netz\r\n\r\nSeit heute.\r\n..zwei Punkte\r\n.\r\n`;
  const samples = [
    `EHLO kunden.test\r\nMAIL FROM:<lena@kunden.test> SIZE=120 BODY=8BITMIME\r\nRCPT TO:<${DOOR}>\r\nDATA\r\n${letter}QUIT\r\n`,
    `HELO me\r\nMAIL FROM:<>\r\nRCPT TO:<nobody@elsewhere.test>\r\nRCPT TO:<${DOOR}>\r\nDATA\r\n${letter}RSET\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<${DOOR}>\r\nDATA\r\n${letter}QUIT\r\n`,
    `EHLO me\r\nNOOP\r\nVRFY lena\r\nHELP\r\nMAIL FROM:<x@y.test>\r\nRSET\r\nMAIL FROM:<lena@kunden.test>\r\nRCPT TO:<${DOOR}> NOTIFY=NEVER\r\nDATA\r\n${letter}QUIT\r\n`,
  ].map((text) => Buffer.from(text, 'latin1'));
  return {
    name: 'mail over SMTP',
    samples,
    most: 50_000,
    // One conversation at a time: what it brings is told apart by nothing else.
    take: (bytes) => (turn = turn.then(() => talk(bytes), () => talk(bytes))),
  };

  function opened(): Line {
    const line = new Line();
    (server as unknown as { connect(socket: Line): void }).connect(line);
    return line;
  }

  async function talk(bytes: Buffer): Promise<Taken> {
    if (lines.length === 0) lines.push(...Array.from({ length: AHEAD }, opened));
    const line = lines.shift() ?? opened();
    lines.push(opened());
    taken = [];
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the conversation does not end: ${line.said.slice(-200)}`)), QUIET_MS);
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      line.once('close', done);
      line.once('finish', done);
      void line.greeted.then(() => {
        line.push(bytes);
        // Where the server waits for more, the client hangs up.
        let quiet = 0;
        let length = line.said.length;
        const look = (): void => {
          quiet = line.said.length === length ? quiet + 1 : 0;
          length = line.said.length;
          if (line.destroyed || quiet > QUIET_TURNS) line.destroy();
          else setImmediate(look);
        };
        setImmediate(look);
      });
    });
    line.destroy();
    return taken.length > 0 ? { kind: 'messages', messages: taken } : { kind: 'refused', code: 'smtp' };
  }
}
