import type { InboundMessage } from '../../../shared/domain/inbound.ts';
import type { FeedRun } from '../ports.ts';

/**
 * One cursor for two readers: the public stream and the talks. Each delivery carries what the other has on disk, never what the other has only read: whatever a crash
 * cuts off comes again. One delivery at a time.
 */
export class JointCursor {
  readonly #deliver: FeedRun['deliver'];
  #stream: string | undefined;
  #talks: string | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(run: Pick<FeedRun, 'cursor' | 'deliver'>) {
    this.#deliver = (messages, cursor) => run.deliver(messages, cursor);
    this.#stream = run.cursor;
    this.#talks = talksIn(run.cursor);
  }

  /** Where the talks stand on disk. */
  get talks(): string | undefined {
    return this.#talks;
  }

  stream(messages: readonly InboundMessage[], cursor: string): Promise<void> {
    return this.#next(messages, () => ({ stream: cursor, talks: this.#talks }));
  }

  messages(messages: readonly InboundMessage[], cursor: string): Promise<void> {
    return this.#next(messages, () => ({ stream: this.#stream, talks: cursor }));
  }

  #next(messages: readonly InboundMessage[], places: () => { stream: string | undefined; talks: string | undefined }): Promise<void> {
    const run = this.#last.then(async () => {
      const { stream, talks } = places();
      await this.#deliver(messages, joined(stream, talks));
      this.#stream = stream;
      this.#talks = talks;
    });
    this.#last = run.catch(() => undefined);
    return run;
  }
}

function joined(stream: string | undefined, talks: string | undefined): string {
  const { talks: _before, ...rest } = objectIn(stream);
  return JSON.stringify({ people: '', parts: '', ...rest, ...(talks === undefined ? {} : { talks }) });
}

function talksIn(cursor: string | undefined): string | undefined {
  const { talks } = objectIn(cursor);
  return typeof talks === 'string' && talks.length <= 500 ? talks : undefined;
}

function objectIn(cursor: string | undefined): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(cursor ?? '{}');
    return typeof read === 'object' && read !== null ? { ...read } : {};
  } catch {
    return {};
  }
}
