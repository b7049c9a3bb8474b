import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface CaughtMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A mail server on this machine that keeps what it is given. */
export class MailCatcher {
  readonly mails: CaughtMail[] = [];
  /** How the next mails are answered: with these codes, first one first. */
  readonly refusals: number[] = [];
  readonly #server: SMTPServer;

  private constructor() {
    this.#server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const code = this.refusals.shift();
          if (code !== undefined) return done(Object.assign(new Error('not now'), { responseCode: code }));
          void this.#keep(Buffer.concat(chunks), done);
        });
      },
    });
    this.#server.on('error', () => undefined);
  }

  async #keep(raw: Buffer, done: () => void): Promise<void> {
    const mail = await PostalMime.parse(raw);
    this.mails.push({ from: mail.from?.address ?? '', to: mail.to?.map(({ address }) => address).join(',') ?? '', subject: mail.subject ?? '', text: mail.text ?? '', messageId: mail.messageId ?? '', headers: Object.fromEntries(mail.headers.map(({ key, value }) => [key, value])) });
    done();
  }

  static async start(): Promise<MailCatcher> {
    const catcher = new MailCatcher();
    await new Promise<void>((resolve) => catcher.#server.listen(0, '127.0.0.1', () => resolve()));
    return catcher;
  }

  get url(): string {
    const address = this.#server.server.address();
    return `smtp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
