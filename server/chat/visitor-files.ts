import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { CodedError } from '../../shared/util/errors.ts';
import type { Clock } from '../../shared/util/ports.ts';

export interface VisitorFilesParts {
  /** 32 bytes. */
  readonly secret: Uint8Array;
  readonly clock: Clock;
  /** One sealed content in clear; undefined where it is gone. */
  readonly readContent: (ref: string) => Promise<string | undefined>;
}

const DAY_MS = 24 * 3_600_000;
const contentSchema = z.object({ base64: z.string() });
const paramsSchema = z.object({ ref: z.string().min(1).max(128), until: z.string().regex(/^\d{1,15}$/), sign: z.string().regex(/^[\w-]{43}$/), name: z.string().min(1).max(600) });

/** Files of our answers for visitors: a link each, signed for the visitor who was sent it, good for a day or two; every welcome brings fresh ones. */
export class VisitorFiles {
  readonly #p: VisitorFilesParts;

  constructor(parts: VisitorFilesParts) {
    this.#p = parts;
  }

  /** Path on this server. The same within a day, so that a page shows no change where there is none. */
  pathOf(ref: string, name: string): string {
    const until = (Math.floor(this.#p.clock.now() / DAY_MS) + 2) * DAY_MS;
    return `/chat/v1/files/${encodeURIComponent(ref)}/${until}/${this.#sign(ref, until, name)}/${encodeURIComponent(name)}`;
  }

  readonly routes: FastifyPluginAsync = async (app) => {
    app.get('/chat/v1/files/:ref/:until/:sign/:name', async (request, reply) => {
      const gone = (): unknown => reply.code(404).send({ error: new CodedError('NOT_FOUND').toWire() });
      const params = paramsSchema.safeParse(request.params);
      if (!params.success) return gone();
      const { ref, until, sign, name } = params.data;
      const own = Buffer.from(this.#sign(ref, Number(until), name));
      if (!timingSafeEqual(own, Buffer.from(sign)) || Number(until) < this.#p.clock.now()) return gone();
      const raw = await this.#p.readContent(ref);
      const content = raw === undefined ? undefined : contentSchema.safeParse(JSON.parse(raw));
      if (content?.success !== true) return gone();
      return reply
        .headers({
          'cache-control': 'no-store',
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`,
          'content-security-policy': "default-src 'none'; sandbox",
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
        })
        .type('application/octet-stream')
        .send(Buffer.from(content.data.base64, 'base64'));
    });
  };

  #sign(ref: string, until: number, name: string): string {
    return createHmac('sha256', this.#p.secret).update(JSON.stringify([ref, until, name])).digest('base64url');
  }
}
