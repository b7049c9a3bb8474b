import type { FastifyInstance } from 'fastify';
import { mayAct, maySee } from '../auth.ts';
import { SandboxError } from '../errors.ts';
import { actBefore } from '../fault-acts.ts';
import type { Grant, Post } from '../model.ts';
import type { Platform } from '../platform.ts';
import { deletePost, draftPost, editPost, publish } from '../posting.ts';
import { idempotencyKeySchema, postEditSchema, postInputSchema, read } from '../schemas.ts';

export function postRoutes(api: FastifyInstance, platform: Platform): void {
  const { store, tokens, render } = platform;
  const readable = (grant: Grant, params: unknown): Post => {
    const post = store.posts.get((params as { id: string }).id);
    if (post === undefined || !platform.isReadable(post) || !maySee(grant, store, post)) throw new SandboxError('POST_UNKNOWN', { field: 'id' });
    return post;
  };

  api.post('/posts', { config: { ownGate: true } }, async (request, reply) => {
    tokens.needScope(request.grant, 'write');
    const input = read(postInputSchema, request.body);
    const header = request.headers['idempotency-key'];
    const clientKey = header === undefined ? undefined : readKey(header);
    const draft = draftPost(platform, request.grant, input, clientKey);
    try {
      // The claim stands while a fault holds the request: a second one with the same key meets it in flight.
      if (await actBefore(platform.faults, request, reply)) return reply;
      const { post, replayed } = publish(platform, request.grant, draft);
      if (replayed) void reply.header('idempotency-replayed', 'true');
      return await reply.code(201).headers(platform.rateLimit.headers(draft.author.handle)).send(render.post(post, replayed ? { version: 0 } : {}));
    } finally {
      // After the effect the journal has replaced the claim, and releasing it changes nothing.
      if (draft.claim.kind === 'first') draft.claim.release();
    }
  });

  api.get('/posts/:id', async (request) => {
    tokens.needScope(request.grant, 'read');
    return render.post(readable(request.grant, request.params), { asOfMs: platform.readAsOfMs() });
  });

  // What the text was before its edits, oldest first; empty once deleted.
  api.get('/posts/:id/history', async (request) => {
    tokens.needScope(request.grant, 'read');
    const post = readable(request.grant, request.params);
    return { versions: post.versions.filter((version) => version.atMs <= platform.readAsOfMs()).map(({ text, atMs }) => ({ text, at: new Date(atMs).toISOString() })) };
  });

  api.patch('/posts/:id', async (request) => {
    tokens.needScope(request.grant, 'write');
    const { text } = read(postEditSchema, request.body);
    return render.post(editPost(platform, request.grant, (request.params as { id: string }).id, text));
  });

  api.delete('/posts/:id', async (request) => {
    tokens.needScope(request.grant, 'write');
    return render.post(deletePost(platform, request.grant, (request.params as { id: string }).id));
  });

  // Which of the named accounts this token may act for: a client can check its credential without writing.
  api.get('/me', async (request) => ({
    name: request.grant.name,
    scopes: request.grant.scopes,
    accounts: [...store.accounts.values()].filter((account) => account.kind === 'brand' && mayAct(request.grant, account)).map((account) => account.handle),
    expiresAt: request.grant.expiresAtMs === null ? null : new Date(request.grant.expiresAtMs).toISOString(),
  }));
}

function readKey(header: string | string[]): string {
  const result = idempotencyKeySchema.safeParse(header);
  if (!result.success) throw new SandboxError('INPUT_INVALID', { field: 'Idempotency-Key', detail: `Idempotency-Key: ${result.error.issues[0]?.message ?? 'invalid'}` });
  return result.data;
}
