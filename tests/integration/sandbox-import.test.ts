import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/start.ts';
import type { PostView } from '../../sandbox/render.ts';
import type { ImportResult } from '../../sandbox/importing.ts';
import { BRAND, type SandboxClient, startPopulated } from '../support/sandbox-client.ts';

let sandbox: Sandbox;
let client: SandboxClient;
beforeEach(async () => {
  ({ sandbox, client } = await startPopulated());
});
afterEach(() => sandbox.close());

const row = (id: string, inReplyTo: string | null, minute: number, author = 'lena') => ({ id, author, text: `text ${id}`, inReplyTo, createdAt: new Date(Date.UTC(2017, 9, 1, 12, minute)).toISOString() });
const importAll = (body: object) => client.ok<ImportResult>('POST', '/import', body);
const thread = async (id: string): Promise<string[]> => (await client.ok<{ posts: PostView[] }>('GET', `/threads/${id}`)).posts.map((post) => post.id);

it('joins threads whose children stand before their parents, by their own dates', async () => {
  const result = await importAll({ posts: [row('105', '104', 5), row('103', '102', 3, BRAND), row('104', '103', 4, 'jonas'), row('102', '101', 2)] });
  expect(result).toMatchObject({ imported: 2, filled: 2, rejected: 0 });
  expect(await thread('105')).toEqual(['101', '102', '103', '104', '105']);
  expect(await client.ok<PostView>('GET', '/posts/101')).toMatchObject({ placeholder: true });
  expect(await importAll({ posts: [row('101', null, 1)] })).toMatchObject({ filled: 1 });
  expect(await client.ok<PostView>('GET', '/posts/101')).toMatchObject({ placeholder: false, threadId: '101', createdAt: '2017-10-01T12:01:00.000Z' });
  expect(await thread('101')).toEqual(['101', '102', '103', '104', '105']);
});

it('is no effect and no event unless announced, but later replies are heard', async () => {
  await importAll({ posts: [row('1', null, 1), row('2', '1', 2, BRAND)] });
  expect(await client.effects()).toEqual([]);
  expect(await client.inbox(BRAND)).toEqual([]);
  const reply = await client.post({ author: 'jonas', text: 'und ich?', inReplyTo: '2' });
  expect((await client.inbox(BRAND)).map((event) => event.post.id)).toEqual([reply.id]);
  await importAll({ posts: [row('3', '1', 3)], announce: true });
  expect((await client.inbox(BRAND)).map((event) => event.post.id)).toEqual([reply.id, '3']);
});

it('takes the good rows and names the bad ones', async () => {
  const result = await importAll({
    accounts: [{ handle: 'otto', displayName: 'Otto', kind: 'person' }, { handle: 'bad handle', displayName: 'x', kind: 'person' }, { handle: 'lena', displayName: 'x', kind: 'brand' }],
    posts: [row('1', null, 1, 'otto'), row('1', null, 1, 'otto'), row('2', null, 1, 'nobody'), { id: '3' }, 'nonsense', row('4', '4', 1), { ...row('5', null, 1), text: 'a\rb\u0000c' }, { ...row('6', null, 1), createdAt: 'gestern' }],
  });
  expect(result).toMatchObject({ accounts: 1, imported: 2, duplicates: 1, rejected: 7, rejectedBy: { INPUT_INVALID: 4, KIND_FIXED: 1, ACCOUNT_UNKNOWN: 1, REPLY_CYCLE: 1 } });
  expect(result.firstRejections[0]).toMatchObject({ index: 1, part: 'accounts', code: 'INPUT_INVALID' });
  expect((await client.ok<PostView>('GET', '/posts/5')).text).toBe('a\rb\u0000c');
});

it('refuses a circle of replies', async () => {
  const result = await importAll({ posts: [row('b', 'a', 2), row('c', 'b', 3), row('a', 'c', 1)] });
  expect(result).toMatchObject({ imported: 2, rejectedBy: { REPLY_CYCLE: 1 } });
  expect(await thread('c')).toEqual(['a', 'b', 'c']);
});

it('takes several thousand in one call, a deep thread among them', async () => {
  const posts = Array.from({ length: 5000 }, (_, n) => row(`n${n}`, n === 0 ? null : n < 2000 ? `n${n - 1}` : `n${n % 7}`, n % 60, n % 3 === 0 ? BRAND : 'lena'));
  const accounts = Array.from({ length: 500 }, (_, n) => ({ handle: `p${n}`, displayName: `Person ${n}`, kind: 'person' }));
  expect(await importAll({ accounts, posts })).toMatchObject({ accounts: 500, imported: 5000, rejected: 0 });
  expect(await importAll({ posts })).toMatchObject({ imported: 0, duplicates: 5000 });
  expect(await thread('n1999')).toHaveLength(5000);
});
