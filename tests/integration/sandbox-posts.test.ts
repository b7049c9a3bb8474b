import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/start.ts';
import type { PostView } from '../../sandbox/render.ts';
import { BRAND, type SandboxClient, startPopulated } from '../support/sandbox-client.ts';

let sandbox: Sandbox;
let client: SandboxClient;
let now = 1_800_000_000_000;
beforeEach(async () => {
  now = 1_800_000_000_000;
  ({ sandbox, client } = await startPopulated({ now: () => now }));
});
afterEach(() => sandbox.close());

const texts = (posts: readonly PostView[]): string[] => posts.map((post) => post.text);

describe('threads', () => {
  it('holds a root and the replies of several people, mentions parsed, ids growing', async () => {
    const root = await client.post({ author: 'lena', text: `@${BRAND} Internet weg! mail@example.org @jonas.` });
    const second = await client.post({ author: 'jonas', text: 'hier auch', inReplyTo: root.id });
    const answer = await client.post({ author: BRAND, text: '@lena Wir schauen nach. ^AB', inReplyTo: root.id, persona: 'Anna B.' });
    const third = await client.post({ author: 'priya', text: 'same', inReplyTo: answer.id });
    expect(root.mentions).toEqual([BRAND, 'jonas']);
    expect(root).toMatchObject({ threadId: root.id, inReplyTo: null, visibility: 'public', editedAt: null, deletedAt: null, clientKey: null, placeholder: false, url: `${sandbox.url}/p/${root.id}` });
    expect(root.author).toEqual({ handle: 'lena', displayName: 'Lena K.', kind: 'person', followers: 0 });
    expect(answer).toMatchObject({ threadId: root.id, inReplyToAuthor: 'lena', persona: 'Anna B.' });
    const ids = [root.id, second.id, answer.id, third.id];
    expect(ids.toSorted()).toEqual(ids);
    const thread = await client.ok<{ threadId: string; posts: PostView[] }>('GET', `/threads/${root.id}`);
    expect(thread.posts.map((post) => post.id)).toEqual(ids);
    expect((await client.ok<{ threadId: string }>('GET', `/threads/${third.id}`)).threadId).toBe(root.id);
  });

  it('tells a brand of what concerns it, and of nothing else, in one growing order', async () => {
    await client.post({ author: 'lena', text: 'niemand gemeint' });
    const root = await client.post({ author: 'lena', text: `@${BRAND.toUpperCase()} hallo` });
    const reply = await client.post({ author: 'jonas', text: 'ich auch', inReplyTo: root.id });
    await client.ok('PATCH', `/posts/${reply.id}`, { text: 'ich auch!' });
    const echo = await client.post({ author: BRAND, text: 'Ja', inReplyTo: reply.id });
    await client.ok('DELETE', `/posts/${reply.id}`);
    const dm = await client.post({ author: 'priya', text: 'privat', visibility: 'private', recipient: BRAND });
    await client.post({ author: 'priya', text: 'unter uns', visibility: 'private', recipient: 'jonas' });
    const events = await client.inbox(BRAND);
    expect(events.map((event) => [event.type, event.post.id])).toEqual([
      ['post.created', root.id],
      ['post.created', reply.id],
      ['post.edited', reply.id],
      ['post.created', echo.id],
      ['post.deleted', reply.id],
      ['post.created', dm.id],
    ]);
    expect(events.every((event) => event.accounts.length === 1 && event.accounts[0] === BRAND)).toBe(true);
    const numbers = events.map((event) => event.eventNo);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers);
    const page = await client.ok<{ events: unknown[]; cursor: number; more: boolean }>('GET', `/accounts/${BRAND}/inbox?after=${numbers[1]}&limit=2`);
    expect(page).toMatchObject({ cursor: numbers[3], more: true });
    expect(page.events).toHaveLength(2);
  });

  it('makes a placeholder for a parent held elsewhere, or refuses, as set', async () => {
    const reply = await client.post({ author: BRAND, text: 'Antwort', inReplyTo: 'elsewhere-1' });
    expect(reply).toMatchObject({ threadId: 'elsewhere-1', inReplyToAuthor: null });
    expect(await client.ok<PostView>('GET', '/posts/elsewhere-1')).toMatchObject({ placeholder: true, text: '' });
    await client.ok('PUT', '/settings', { unknownParents: 'refuse' });
    expect(await client.refused('POST', '/posts', { author: BRAND, text: 'Antwort', inReplyTo: 'elsewhere-2' })).toEqual({ status: 404, code: 'PARENT_UNKNOWN', field: 'inReplyTo' });
  });
});

describe('edits and deletions', () => {
  it('keeps the history of an edit', async () => {
    const post = await client.post({ author: 'lena', text: 'eins' });
    now += 1000;
    const edited = await client.ok<PostView>('PATCH', `/posts/${post.id}`, { text: 'zwei' });
    expect(edited).toMatchObject({ text: 'zwei', editedAt: new Date(now).toISOString() });
    const { versions } = await client.ok<{ versions: { text: string }[] }>('GET', `/posts/${post.id}/history`);
    expect(versions.map((version) => version.text)).toEqual(['eins', 'zwei']);
  });

  it('keeps a tombstone and loses the text everywhere', async () => {
    const post = await client.post({ author: 'lena', text: `geheim @${BRAND}` });
    await client.ok('PATCH', `/posts/${post.id}`, { text: `geheimer @${BRAND}` });
    const gone = await client.ok<PostView>('DELETE', `/posts/${post.id}`);
    expect(gone).toMatchObject({ id: post.id, text: '', mentions: [] });
    expect(gone.deletedAt).not.toBeNull();
    expect(await client.ok<PostView>('DELETE', `/posts/${post.id}`)).toEqual(gone);
    for (const path of [`/posts/${post.id}`, `/posts/${post.id}/history`, `/threads/${post.id}`, `/accounts/lena/posts`, `/accounts/${BRAND}/inbox`, '/effects']) {
      expect(JSON.stringify(await client.ok('GET', path)), path).not.toContain('geheim');
    }
    expect(await client.refused('PATCH', `/posts/${post.id}`, { text: 'neu' })).toMatchObject({ status: 410, code: 'POST_DELETED' });
    expect(await client.refused('POST', '/posts', { author: BRAND, text: 'zu spät', inReplyTo: post.id })).toMatchObject({ status: 410, code: 'PARENT_DELETED' });
    await client.ok('PUT', '/settings', { deletedParents: 'allow' });
    await client.post({ author: BRAND, text: 'doch', inReplyTo: post.id });
  });
});

describe('private messages', () => {
  it('form one thread per pair, seen by these two only', async () => {
    const one = await client.post({ author: 'lena', text: 'Frage', visibility: 'private', recipient: BRAND });
    const two = await client.post({ author: BRAND, text: 'Antwort', visibility: 'private', inReplyTo: one.id });
    expect(one.threadId).toBe(`dm-lena-${BRAND}`);
    expect(two).toMatchObject({ threadId: one.threadId, recipient: 'lena' });
    const { token } = await client.ok<{ token: string }>('POST', '/tokens', { name: 'jonas', scopes: ['read', 'write'], handles: ['jonas'] });
    const jonas = client.as(token);
    expect(await jonas.refused('GET', `/posts/${one.id}`)).toMatchObject({ status: 404, code: 'POST_UNKNOWN' });
    expect(await jonas.refused('GET', `/threads/${one.threadId}`)).toMatchObject({ status: 404, code: 'THREAD_UNKNOWN' });
    expect(await jonas.refused('GET', '/accounts/lena/private')).toMatchObject({ status: 403, code: 'NOT_YOURS' });
    expect((await jonas.ok<{ posts: PostView[] }>('GET', '/accounts/lena/posts')).posts).toEqual([]);
    expect(await jonas.refused('POST', '/posts', { author: 'jonas', text: 'x', visibility: 'private', inReplyTo: one.id, recipient: 'lena' })).toMatchObject({ status: 404, code: 'PARENT_UNKNOWN' });
    const { threads } = await client.ok<{ threads: { with: string; posts: PostView[] }[] }>('GET', `/accounts/lena/private`);
    expect(threads.map((thread) => [thread.with, texts(thread.posts)])).toEqual([[BRAND, ['Frage', 'Antwort']]]);
  });

  it('never lets a private message be answered in public or by somebody else', async () => {
    const one = await client.post({ author: 'lena', text: 'Frage', visibility: 'private', recipient: BRAND });
    expect(await client.refused('POST', '/posts', { author: BRAND, text: 'x', inReplyTo: one.id })).toMatchObject({ status: 422, code: 'VISIBILITY_MISMATCH' });
    expect(await client.refused('POST', '/posts', { author: BRAND, text: 'x', visibility: 'private', recipient: 'jonas', inReplyTo: one.id })).toMatchObject({ code: 'VISIBILITY_MISMATCH' });
    expect(await client.refused('POST', '/posts', { author: BRAND, text: 'x', visibility: 'private' })).toMatchObject({ code: 'INPUT_INVALID', field: 'recipient' });
    expect(await client.refused('POST', '/posts', { author: BRAND, text: 'x', recipient: 'lena' })).toMatchObject({ code: 'INPUT_INVALID', field: 'recipient' });
  });

  it('oneShot: one private message per public post until the person answers', async () => {
    await client.ok('PUT', '/settings', { privateReply: 'oneShot' });
    const first = await client.post({ author: 'lena', text: `@${BRAND} eins` });
    const second = await client.post({ author: 'lena', text: `@${BRAND} zwei` });
    const dm = (text: string, inReplyTo?: string) => ({ author: BRAND, text, visibility: 'private', recipient: 'lena', ...(inReplyTo === undefined ? {} : { inReplyTo }) });
    expect(await client.refused('POST', '/posts', dm('kalt'))).toMatchObject({ status: 403, code: 'PRIVATE_NOT_OPEN' });
    const sent = await client.post(dm('a', first.id));
    expect(await client.refused('POST', '/posts', dm('b', first.id))).toMatchObject({ status: 403, code: 'PRIVATE_REPLY_USED' });
    await client.ok('DELETE', `/posts/${sent.id}`);
    expect(await client.refused('POST', '/posts', dm('b', first.id))).toMatchObject({ code: 'PRIVATE_REPLY_USED' });
    await client.post(dm('c', second.id));
    const foreign = await client.post({ author: 'jonas', text: `@${BRAND} drei` });
    expect(await client.refused('POST', '/posts', dm('d', foreign.id))).toMatchObject({ code: 'PRIVATE_REPLY_USED' });
    await client.post({ author: 'lena', text: 'ja?', visibility: 'private', recipient: BRAND });
    await client.post(dm('e', first.id));
    await client.post(dm('f'));
  });
});

describe('limits', () => {
  it('counts characters as a reader does, addresses as 23', async () => {
    await client.post({ author: 'lena', text: 'ü'.repeat(280) });
    await client.post({ author: 'lena', text: '👨‍👩‍👧‍👦'.repeat(280) });
    await client.post({ author: 'lena', text: `${'x'.repeat(256)} https://example.org/${'lang'.repeat(100)}` });
    expect(await client.refused('POST', '/posts', { author: 'lena', text: 'x'.repeat(281) })).toEqual({ status: 422, code: 'TEXT_TOO_LONG', field: 'text' });
    const post = await client.post({ author: 'lena', text: 'kurz' });
    expect(await client.refused('PATCH', `/posts/${post.id}`, { text: 'x'.repeat(281) })).toMatchObject({ code: 'TEXT_TOO_LONG' });
    await client.post({ author: 'lena', text: 'x'.repeat(10_000), visibility: 'private', recipient: BRAND });
    expect(await client.refused('POST', '/posts', { author: 'lena', text: 'x'.repeat(10_001), visibility: 'private', recipient: BRAND })).toMatchObject({ code: 'TEXT_TOO_LONG' });
  });

  it('refuses the same text by the same author for a while, where set', async () => {
    await client.ok('PUT', '/settings', { duplicateText: 'refuse', duplicateWindowMs: 60_000 });
    await client.post({ author: BRAND, text: 'Danke!' });
    expect(await client.refused('POST', '/posts', { author: BRAND, text: 'Danke!' })).toEqual({ status: 403, code: 'DUPLICATE_TEXT', field: 'text' });
    await client.post({ author: 'lena', text: 'Danke!' });
    now += 60_001;
    await client.post({ author: BRAND, text: 'Danke!' });
  });

  it('gives each account a budget per window and says when to come back', async () => {
    await client.ok('PUT', '/settings', { rateLimit: { posts: 2, windowMs: 60_000 } });
    const first = await client.call('POST', '/posts', { author: BRAND, text: '1' });
    expect(['limit', 'remaining', 'reset'].map((name) => first.headers.get(`x-ratelimit-${name}`))).toEqual(['2', '1', String((now + 60_000) / 1000)]);
    now += 20_000;
    expect((await client.call('POST', '/posts', { author: BRAND, text: '2' })).headers.get('x-ratelimit-remaining')).toBe('0');
    const refused = await client.call<{ error: { code: string } }>('POST', '/posts', { author: BRAND, text: '3' });
    expect([refused.status, refused.body.error.code, refused.headers.get('retry-after'), refused.headers.get('x-ratelimit-remaining')]).toEqual([429, 'RATE_LIMITED', '40', '0']);
    await client.post({ author: 'lena', text: 'ich habe meinen eigenen' });
    now += 40_001;
    await client.post({ author: BRAND, text: '3' });
    expect(await client.refused('POST', '/posts', { author: BRAND, text: '4' })).toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('lets reads lag behind writes', async () => {
    const old = await client.post({ author: BRAND, text: 'alt' });
    now += 10_000;
    await client.ok('PUT', '/settings', { readLagMs: 5000 });
    const fresh = await client.post({ author: BRAND, text: 'neu', inReplyTo: old.id });
    await client.ok('PATCH', `/posts/${old.id}`, { text: 'alt, geändert' });
    expect(await client.refused('GET', `/posts/${fresh.id}`)).toMatchObject({ status: 404 });
    const read = async () => texts((await client.ok<{ posts: PostView[] }>('GET', `/accounts/${BRAND}/posts`)).posts);
    expect(await read()).toEqual(['alt']);
    expect((await client.inbox(BRAND)).map((event) => event.post.text)).toEqual(['alt']);
    now += 5000;
    expect(await read()).toEqual(['alt, geändert', 'neu']);
  });

  it('lists own posts by page, parent, date and visibility, to reconcile', async () => {
    const root = await client.post({ author: 'lena', text: `@${BRAND}` });
    const made: PostView[] = [];
    for (let n = 0; n < 5; n += 1) {
      now += 1000;
      made.push(await client.post({ author: BRAND, text: `${n}`, inReplyTo: root.id }, `key-${n}`));
    }
    now += 1000;
    await client.post({ author: BRAND, text: 'privat', visibility: 'private', recipient: 'lena' });
    const list = (query: string) => client.ok<{ posts: PostView[]; next: string | null }>('GET', `/accounts/${BRAND}/posts?${query}`);
    const page = await list('limit=2');
    expect([texts(page.posts), page.next]).toEqual([['0', '1'], made[1]?.id]);
    expect(texts((await list(`after=${made[3]?.id}`)).posts)).toEqual(['4', 'privat']);
    expect(texts((await list(`since=${made[4]?.createdAt}&visibility=public`)).posts)).toEqual(['4']);
    expect((await list(`inReplyTo=${root.id}`)).posts.map((post) => post.clientKey)).toEqual(['key-0', 'key-1', 'key-2', 'key-3', 'key-4']);
    expect(texts((await list('visibility=private')).posts)).toEqual(['privat']);
    expect((await list('inReplyTo=nothing')).posts).toEqual([]);
  });
});
