import type { FastifyInstance } from 'fastify';
import { maySee } from '../auth.ts';
import { SandboxError } from '../errors.ts';
import type { Platform } from '../platform.ts';
import type { Grant } from '../model.ts';
import { listQuerySchema, postIdSchema, read } from '../schemas.ts';
import type { Thread } from '../store.ts';

export function threadRoutes(api: FastifyInstance, platform: Platform): void {
  const { store, tokens, render } = platform;
  const view = (grant: Grant, thread: Thread): { threadId: string; posts: object[] } => {
    const asOfMs = platform.readAsOfMs();
    const posts = store.threadPosts(thread).filter((post) => platform.isReadable(post) && maySee(grant, store, post));
    return { threadId: thread.id, posts: posts.map((post) => render.post(post, { asOfMs })) };
  };

  // The id of any post in it serves as well: threads can join when a missing parent turns up.
  api.get('/threads/:id', async (request) => {
    tokens.needScope(request.grant, 'read');
    const id = read(postIdSchema, (request.params as { id: string }).id);
    const thread = store.threads.get(id) ?? store.threads.get(store.posts.get(id)?.threadId ?? '');
    const found = thread === undefined ? undefined : view(request.grant, thread);
    if (found === undefined || found.posts.length === 0) throw new SandboxError('THREAD_UNKNOWN', { field: 'id' });
    return found;
  });

  // Public threads, the liveliest first.
  api.get('/threads', async (request) => {
    tokens.needScope(request.grant, 'read');
    const { limit } = read(listQuerySchema, request.query);
    const latest = [...store.threads.values()].filter((thread) => !thread.id.startsWith('dm-')).toSorted((a, b) => b.lastAtMs - a.lastAtMs);
    return { threads: latest.slice(0, limit).map((thread) => view(request.grant, thread)), total: latest.length, eventNo: platform.feed.lastNo };
  });
}
