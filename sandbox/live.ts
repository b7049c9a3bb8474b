import type { FastifyReply } from 'fastify';
import { maySee } from './auth.ts';
import type { Grant, PostEvent } from './model.ts';
import type { Platform } from './platform.ts';

const MOST_BUFFERED = 1_000_000;

/** Server-Sent Events for the page: every post event the token may see, `id:` being the eventNo. */
export class Live {
  readonly #platform: Platform;
  readonly #open = new Set<{ grant: Grant; reply: FastifyReply }>();
  readonly #beat: NodeJS.Timeout;

  constructor(platform: Platform) {
    this.#platform = platform;
    platform.feed.listen((event) => {
      for (const one of this.#open) this.#send(one, event);
    });
    this.#beat = setInterval(() => {
      for (const { reply } of this.#open) reply.raw.write(': still here\n\n');
    }, 15_000).unref();
  }

  /** Takes over the reply. `after`: first sends what happened after that eventNo (at most 1,000 events). */
  open(grant: Grant, reply: FastifyReply, after: number | undefined): void {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    reply.raw.write('retry: 1000\n\n');
    const one = { grant, reply };
    if (after !== undefined) for (const event of this.#platform.feed.after(after, 1000)) this.#send(one, event);
    this.#open.add(one);
    reply.raw.once('close', () => this.#open.delete(one));
  }

  close(): void {
    clearInterval(this.#beat);
    for (const { reply } of this.#open) reply.raw.destroy();
  }

  #send(one: { grant: Grant; reply: FastifyReply }, event: PostEvent): void {
    if (!maySee(one.grant, this.#platform.store, this.#platform.store.mustPost(event.postId))) return;
    const { raw } = one.reply;
    // A reader that does not read is cut; it comes back with its last id.
    if (raw.writableLength > MOST_BUFFERED) {
      raw.destroy();
      return;
    }
    raw.write(`id: ${event.eventNo}\nevent: ${event.type}\ndata: ${JSON.stringify(this.#platform.render.event(event))}\n\n`);
  }
}
