import type { FastifyInstance } from 'fastify';
import type { Platform } from '../platform.ts';
import { effectsQuerySchema, read } from '../schemas.ts';

export function proofRoutes(api: FastifyInstance, platform: Platform): void {
  const control = { config: { control: true } };

  api.get('/effects', control, async (request) => {
    platform.tokens.needScope(request.grant, 'admin');
    const { after, limit } = read(effectsQuerySchema, request.query);
    const effects = platform.effects.after(after, limit);
    return { effects, cursor: effects.at(-1)?.effectNo ?? after, more: platform.effects.lastNo > after + effects.length };
  });

  api.get('/stats', control, async (request) => {
    platform.tokens.needScope(request.grant, 'admin');
    const doubled = platform.effects.doubled();
    return {
      ...platform.effects.counts(),
      accounts: platform.store.accounts.size,
      posts: platform.store.posts.size,
      threads: platform.store.threads.size,
      doubled: doubled.length,
      doubledPosts: doubled,
      requests: Object.fromEntries(platform.requests),
      faultsFired: platform.faults.firedByKind(),
    };
  });
}
