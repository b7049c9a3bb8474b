import type { AddressInfo } from 'node:net';
import { isIP } from 'node:net';
import { SMTPServer, type SMTPServerAddress, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { InboundPost } from '../../../shared/domain/inbound.ts';
import type { Clock } from '../../../shared/util/ports.ts';
import { readMail } from './parse.ts';

export interface MailDoorOptions {
  readonly host: string;
  readonly port: number;
  /** `lmtp`: from a mail server beside this one, which hands over one mail at a time. */
  readonly protocol: 'smtp' | 'lmtp';
  /** What it calls itself. */
  readonly name: string;
  /** Address, lower case → handle of the account its mail belongs to. Nobody else gets anything here. */
  readonly recipients: ReadonlyMap<string, string>;
  /** Further addresses of the brand per account: mail from them is our own. */
  readonly own: ReadonlyMap<string, ReadonlySet<string>>;
  /** Addresses that may bring mail; empty: any. */
  readonly clients: readonly string[];
  readonly maxBytes: number;
  /** Lines at once; default 50. */
  readonly maxClients?: number | undefined;
  /** Mails a client may bring in a minute. */
  readonly perMinute: number;
  readonly tls?: { readonly cert: string; readonly key: string; readonly required: boolean } | undefined;
  readonly clock: Clock;
  /** Resolves when the mail is on disk; `again`: not now, the sender keeps it. */
  readonly take: (post: InboundPost) => Promise<'taken' | 'again' | 'refused'>;
  readonly onRefused: (code: string) => void;
  readonly onProblem: (error: unknown) => void;
}

export interface MailDoor {
  readonly port: number;
  close(): Promise<void>;
}

const MOST_CLIENTS = 50;
/** Read at once, over all lines: one more waits outside. */
const MOST_AT_ONCE = 4;
const SOCKET_MS = 60_000;
const CLOSE_MS = 5_000;

/** Lines that break, and clients that speak no TLS. */
const LINE_ERRORS = /^(ECONN|EPIPE|ETIMEDOUT|ESOCKET|EPROTO|ETLS|ERR_(SSL|TLS))/;

class Refusal extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, text: string) {
    super(text);
    this.responseCode = responseCode;
  }
}

/**
 * Takes forwarded mail. It never sends: whom it does not know it refuses while the sender still listens, so that there is nothing to bounce, and it relays for nobody.
 * What it accepts is on disk. The same mail over IMAP or twice over here drops out by its Message-ID.
 */
export async function openMailDoor(options: MailDoorOptions): Promise<MailDoor> {
  const server = mailServer(options);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.server.off('error', reject);
      resolve();
    });
  });
  return { port: (server.server.address() as AddressInfo).port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** The conversation, on whatever line. */
export function mailServer(options: MailDoorOptions): SMTPServer {
  const { clock, tls, onRefused } = options;
  const rate = new Map<string, { since: number; count: number }>();
  let reading = 0;
  const refuse = (responseCode: number, code: string, text: string): Refusal => {
    onRefused(code);
    return new Refusal(responseCode, text);
  };
  const problem = (error: unknown): void => {
    const code = typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
    if (!LINE_ERRORS.test(code)) options.onProblem(error);
  };
  const mayBring = (client: string): boolean => {
    const now = clock.now();
    const held = rate.get(client);
    const window = held === undefined || now - held.since >= 60_000 || now < held.since ? { since: now, count: 0 } : held;
    window.count += 1;
    rate.set(client, window);
    if (rate.size > 10_000) rate.delete(rate.keys().next().value ?? '');
    return window.count <= options.perMinute;
  };
  const accountsOf = (rcptTo: readonly SMTPServerAddress[]): string[] => [...new Set(rcptTo.flatMap(({ address }) => options.recipients.get(address.toLowerCase()) ?? []))];
  const accept = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> => {
    if (reading >= MOST_AT_ONCE) {
      stream.resume();
      throw refuse(451, 'BUSY', '4.3.2 Too much at once, please come again');
    }
    reading += 1;
    try {
      const raw = await readAll(stream, options.maxBytes);
      if (raw === undefined || stream.sizeExceeded) throw refuse(552, 'TOO_LARGE', `5.3.4 More than ${options.maxBytes} bytes`);
      for (const account of accountsOf(session.envelope.rcptTo)) {
        const own = new Set([account.toLowerCase(), ...(options.own.get(account) ?? []), ...[...options.recipients].flatMap(([address, handle]) => (handle === account ? [address] : []))]);
        const post = await readMail({ raw, isCut: false, bytes: raw.length, receivedAt: clock.now() }, { account, own });
        const taken = await options.take(post);
        if (taken === 'again') throw refuse(451, 'NOT_TAKEN', '4.3.0 Could not be kept just now, please come again');
        if (taken === 'refused') throw refuse(554, 'REFUSED', '5.6.0 This mail cannot be taken');
      }
    } finally {
      reading -= 1;
    }
  };
  const answer = async (stream: SMTPServerDataStream, session: SMTPServerSession, done: (error: Error | null) => void): Promise<void> => {
    const refusal = await accept(stream, session).then(
      () => null,
      (error: unknown) => {
        if (error instanceof Refusal) return error;
        problem(error);
        return new Refusal(451, '4.3.0 Could not be kept just now, please come again');
      },
    );
    done(refusal);
  };
  const server = new SMTPServer({
    lmtp: options.protocol === 'lmtp',
    name: options.name,
    banner: 'Leitstand',
    disabledCommands: ['AUTH', ...(tls === undefined ? ['STARTTLS'] : [])],
    disableReverseLookup: true,
    size: options.maxBytes,
    maxClients: options.maxClients ?? MOST_CLIENTS,
    socketTimeout: SOCKET_MS,
    closeTimeout: CLOSE_MS,
    logger: false,
    ...(tls === undefined ? {} : { cert: tls.cert, key: tls.key }),
    onConnect: (session, done) => done(options.clients.length === 0 || options.clients.includes(plainAddress(session.remoteAddress)) ? null : refuse(554, 'CLIENT_UNKNOWN', '5.7.1 Not from you')),
    onMailFrom: (_address, session, done) => {
      if (tls?.required === true && !session.secure) return done(refuse(530, 'TLS_NEEDED', '5.7.0 Must issue a STARTTLS command first'));
      done(mayBring(plainAddress(session.remoteAddress)) ? null : refuse(450, 'RATE', '4.7.1 Too many in a minute, please come again'));
    },
    onRcptTo: ({ address }, _session, done) => done(options.recipients.has(address.toLowerCase()) ? null : refuse(550, 'RECIPIENT_UNKNOWN', '5.1.1 No such recipient here')),
    onData: (stream, session, done) => void answer(stream, session, done),
  });
  // Lines that break are the sender's business: it keeps what was not accepted.
  server.on('error', (error: Error) => problem(error));
  return server;
}

/** undefined: more than that; the rest is read away, so that the sender hears why. */
async function readAll(stream: SMTPServerDataStream, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size > most ? undefined : Buffer.concat(chunks);
}

/** An IPv4 client on an IPv6 socket is that IPv4 client. */
function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped !== undefined && isIP(mapped) === 4 ? mapped : address;
}
