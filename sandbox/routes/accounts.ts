import type { FastifyInstance } from 'fastify';
import { mayAct, maySee, needAccount } from '../auth.ts';
import { SandboxError } from '../errors.ts';
import type { Account, Grant, Post } from '../model.ts';
import type { Platform } from '../platform.ts';
import { accountInputSchema, accountPostsQuerySchema, accountsQuerySchema, afterQuerySchema, listQuerySchema, read } from '../schemas.ts';
import { key } from '../store.ts';

export function accountRoutes(api: FastifyInstance, platform: Platform): void {
  const { store, tokens, render } = platform;
  const named = (params: unknown): Account => {
    const account = store.account((params as { handle: string }).handle);
    if (account === undefined) throw new SandboxError('ACCOUNT_UNKNOWN', { field: 'handle' });
    return account;
  };

  api.post('/accounts', async (request, reply) => {
    tokens.needScope(request.grant, 'write');
    const input = read(accountInputSchema, request.body);
    const draft: Account = { ...input, followers: input.followers ?? 0 };
    if (input.kind === 'brand') tokens.needScope(request.grant, 'admin');
    else needAccount(request.grant, draft, 'handle');
    const { account, made } = platform.putAccount(input);
    return reply.code(made ? 201 : 200).send(account);
  });

  api.get('/accounts', async (request) => {
    tokens.needScope(request.grant, 'read');
    const query = read(accountsQuerySchema, request.query);
    const all = [...store.accounts.values()].filter((account) => query.kind === undefined || account.kind === query.kind);
    return { accounts: all.slice(0, query.limit), total: all.length };
  });

  api.get('/accounts/:handle', async (request) => {
    tokens.needScope(request.grant, 'read');
    return named(request.params);
  });

  // In order of arrival, oldest first. `next` goes into `after` for the rest.
  api.get('/accounts/:handle/posts', async (request) => {
    tokens.needScope(request.grant, 'read');
    const account = named(request.params);
    const query = read(accountPostsQuerySchema, request.query);
    const afterOrdinal = query.after === undefined ? -1 : store.posts.get(query.after)?.ordinal;
    if (afterOrdinal === undefined) throw new SandboxError('POST_UNKNOWN', { field: 'after' });
    const sinceMs = query.since === undefined ? -Infinity : Date.parse(query.since);
    const found: Post[] = [];
    for (const post of store.postsBy(account.handle)) {
      if (post.ordinal <= afterOrdinal || post.createdAtMs < sinceMs || !platform.isReadable(post) || !maySee(request.grant, store, post)) continue;
      if (query.inReplyTo !== undefined && post.inReplyTo !== query.inReplyTo) continue;
      if (query.visibility !== undefined && post.visibility !== query.visibility) continue;
      found.push(post);
      if (found.length > query.limit) break;
    }
    const page = found.slice(0, query.limit);
    const asOfMs = platform.readAsOfMs();
    return { posts: page.map((post) => render.post(post, { asOfMs })), next: found.length > query.limit ? (page.at(-1)?.id ?? null) : null };
  });

  api.get('/accounts/:handle/inbox', async (request) => {
    tokens.needScope(request.grant, 'read');
    const account = named(request.params);
    needAccount(request.grant, account, 'handle');
    if (account.kind !== 'brand') throw new SandboxError('ACCOUNT_UNKNOWN', { field: 'handle', detail: 'Only brand accounts have an inbox.' });
    const { after, limit } = read(afterQuerySchema, request.query);
    const asOfMs = platform.readAsOfMs();
    const found = platform.feed.after(after, limit + 1, key(account.handle)).filter((event) => event.atMs <= asOfMs);
    const events = found.slice(0, limit);
    return { events: events.map((event) => render.event(event, [key(account.handle)])), cursor: events.at(-1)?.eventNo ?? after, more: found.length > limit };
  });

  // Private threads of an account, the latest first.
  api.get('/accounts/:handle/private', async (request) => {
    tokens.needScope(request.grant, 'read');
    const account = named(request.params);
    needAccount(request.grant, account, 'handle');
    const { limit } = read(listQuerySchema, request.query);
    return { threads: privateThreads(platform, request.grant, account).slice(0, limit) };
  });
}

function privateThreads(platform: Platform, grant: Grant, account: Account): object[] {
  if (!mayAct(grant, account)) return [];
  const { store, render } = platform;
  const mine = [...store.threads.values()].filter((thread) => thread.id.startsWith('dm-') && thread.id.slice(3).split('-').includes(key(account.handle)));
  const asOfMs = platform.readAsOfMs();
  return mine
    .toSorted((a, b) => b.lastAtMs - a.lastAtMs)
    .map((thread) => ({
      threadId: thread.id,
      with: thread.id.slice(3).split('-').find((handle) => handle !== key(account.handle)) ?? '',
      posts: store.threadPosts(thread).filter((post) => platform.isReadable(post)).map((post) => render.post(post, { asOfMs })),
    }));
}
