// Our own platform with a real server: visitors over real sockets, an agent's desk over the real connector.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHAT_HANDLE, CHAT_ORIGIN, chatAccount, newVisitorToken, RawVisitor } from '../support/chat-visitor.ts';
import { ChatAgent } from '../support/chat-agent.ts';
import { startServerWorld, until, type ServerWorld } from '../support/server-world.ts';

let world: ServerWorld;
let ann: ChatAgent;
const url = (): string => world.app.url;

beforeAll(async () => {
  world = await startServerWorld({ commands: [chatAccount(), chatAccount({ id: 'web2', handle: 'other_web', brand: 'Andere' }), chatAccount({ id: 'web3', handle: 'shut_web', origins: [] })], config: { chatVisitMs: 60_000, chatDemo: true } });
  ann = await ChatAgent.start(world, 'ann', 'Ann Berg');
  await ann.available();
});
afterAll(() => world?.close());

describe('the visitors’ door', () => {
  test('CHAT-1 opens for a brand’s own pages only', async () => {
    const status = (options: Parameters<typeof RawVisitor.connect>[1]): Promise<string> => RawVisitor.connect(url(), options).then(
      async (visitor) => {
        await visitor.close();
        return 'open';
      },
      (error: unknown) => (error as Error).message,
    );
    expect(await status({})).toBe('open');
    for (const origin of [undefined, 'https://evil.example', `${CHAT_ORIGIN}.evil.example`, 'https://musterkom.example', 'http://www.musterkom.example', 'null', `${CHAT_ORIGIN}:8443`]) expect(await status({ origin })).toBe('403');
    expect(await status({ brand: 'shut_web' })).toBe('403');
    for (const brand of ['nobody', '', 'musterkom', '__proto__']) expect(await status({ brand })).toBe('404');
  });

  test('CHAT-2 CHAT-3 what is said is on disk and stands once, however often and from however many pages it is sent', async () => {
    const one = await RawVisitor.enter(url());
    const two = await RawVisitor.enter(url(), { token: one.token });
    const seqs = [await one.say('Hallo, ist da jemand?', 'client-id-1'), await two.say('Hallo, ist da jemand?', 'client-id-1'), await one.say('Hallo, ist da jemand?', 'client-id-1')];
    expect(new Set(seqs).size).toBe(1);
    await one.say('Mein Handy hat kein Netz.', 'client-id-2');
    await until('both pages to show both', () => one.shown().length === 2 && two.shown().length === 2);
    expect(two.shown().map(({ id, from, text }) => [id, from, text])).toEqual([
      ['client-id-1', 'visitor', 'Hallo, ist da jemand?'],
      ['client-id-2', 'visitor', 'Mein Handy hat kein Netz.'],
    ]);
    // Said is said: the server may fall over now.
    one.cut();
    two.cut();
    await world.restart();
    const again = await RawVisitor.enter(url(), { token: one.token });
    expect(again.shown().map(({ id }) => id)).toEqual(['client-id-1', 'client-id-2']);
    expect(await again.say('Hallo, ist da jemand?', 'client-id-1')).toBe(seqs[0]);
    expect(again.shown()).toHaveLength(2);
    // One person, one conversation.
    const threads = [...world.app.center.committed.all('thread').values()].filter((thread) => thread.channel === 'chat');
    expect(threads).toHaveLength(1);
    expect(world.app.center.index.conversationsOf(threads[0]?.id ?? '').size).toBe(1);
    await again.close();
    ann = await ChatAgent.start(world, 'ann', 'Ann Berg');
    await ann.available();
  });

  test('CHAT-2 the token is kept nowhere, and no other opens the thread', async () => {
    const lena = await RawVisitor.enter(url());
    await lena.say('Geheim: Kundennummer 4711');
    const files = ['chat.db', 'chat.db-wal', 'center.db', 'center.db-wal'].map((name) => readFileSync(join(world.dataDir, 'server', name)));
    for (const file of files) for (const needle of [lena.token, createHash('sha256').update(lena.token).digest('hex'), 'Kundennummer 4711']) expect(file.includes(needle)).toBe(false);
    const near = `${lena.token.slice(0, -1)}${lena.token.endsWith('A') ? 'B' : 'A'}`;
    for (const other of [newVisitorToken(), near, lena.token.toLowerCase() === lena.token ? newVisitorToken() : lena.token.toLowerCase()]) {
      const stranger = await RawVisitor.enter(url(), { token: other });
      expect(stranger.frames.at(-1)).toMatchObject({ t: 'welcome', state: 'new', messages: [] });
      await stranger.close();
    }
    // The same token at another brand is another visitor.
    const elsewhere = await RawVisitor.enter(url(), { token: lena.token, brand: 'other_web' });
    expect(elsewhere.frames.at(-1)).toMatchObject({ state: 'new', brand: 'Andere', messages: [] });
    // Nothing of one reaches the other while both are there.
    const jo = await RawVisitor.enter(url());
    await jo.say('Ich bin jemand anders');
    const item = await ann.take('Kundennummer 4711');
    await ann.answer(item.conversationId, 'Guten Tag, ich sehe nach.');
    await until('the answer', () => lena.shown().length === 2);
    expect(JSON.stringify([jo.frames, elsewhere.frames])).not.toContain('ich sehe nach');
    expect(JSON.stringify([lena.frames, elsewhere.frames])).not.toContain('jemand anders');
    await Promise.all([lena.close(), jo.close(), elsewhere.close()]);
  });

  test('CHAT-4 a page that comes back gets what it has not, once; what was changed meanwhile is told', async () => {
    const first = await RawVisitor.enter(url());
    await first.say('Wann kommt der Techniker?');
    const item = await ann.take('Wann kommt der Techniker');
    const [one] = await ann.answer(item.conversationId, 'Am Montag.');
    await until('the first answer', () => first.shown().length === 2);
    const cursor = Math.max(...first.shown().map(({ seq }) => seq));
    first.cut();
    const [two] = await ann.answer(item.conversationId, 'Zwischen 8 und 12 Uhr.');
    const back = await RawVisitor.enter(url(), { token: first.token, cursor });
    expect(back.shown().map(({ id, text }) => [id, text])).toEqual([[two, 'Zwischen 8 und 12 Uhr.']]);
    expect(back.shown()[0]).toMatchObject({ from: 'agent', name: 'Ann B.' });
    // Corrected and taken back: here at once, there with the next welcome.
    const target = { accountHandle: CHAT_HANDLE, credential: await ann.credential(), visibility: 'private' as const, signal: AbortSignal.timeout(10_000) };
    expect(await ann.connector.correct?.({ ...target, remoteId: one ?? '', text: 'Am Dienstag.' })).toMatchObject({ kind: 'done' });
    await until('the correction', () => back.shown().some(({ id, text, edited }) => id === one && text === 'Am Dienstag.' && edited === true));
    expect(await ann.connector.remove?.({ ...target, remoteId: two ?? '' })).toMatchObject({ kind: 'done' });
    await until('the end of it', () => back.shown().some(({ id, text, gone }) => id === two && text === '' && gone === true));
    const third = await RawVisitor.enter(url(), { token: first.token, cursor: 10_000_000 });
    expect(third.shown().map(({ id, gone }) => [id, gone])).toEqual([[one, undefined], [two, true]]);
    await Promise.all([back.close(), third.close()]);
  });

  test('CHAT-9 typing, reading and being there go to the two who talk, and to nobody else', async () => {
    const visitor = await RawVisitor.enter(url());
    const other = await RawVisitor.enter(url());
    await other.say('Unbeteiligt');
    await visitor.say('Wer schreibt hier?');
    const item = await ann.take('Wer schreibt hier');
    await until('her name', () => visitor.frames.some((frame) => frame.t === 'agent' && frame.name === 'Ann B.'));
    const news: { conversationId: string; here: boolean; typing: boolean; seenSeq: number; page?: string }[] = [];
    ann.desk.socket.on('visitor', (raw) => news.push(raw as (typeof news)[number]));
    await until('the desk to hold it', async () => {
      await ann.desk.up('presence', { conversationId: item.conversationId, typing: true });
      return visitor.frames.some((frame) => frame.t === 'typing' && frame.on && frame.name === 'Ann B.');
    });
    const read = await until('her reading', () => visitor.frames.findLast((frame) => frame.t === 'read'));
    expect(read).toMatchObject({ seq: visitor.shown()[0]?.seq });
    visitor.send({ t: 'typing', on: true });
    await until('the visitor’s typing', () => news.some((one) => one.conversationId === item.conversationId && one.here && one.typing && one.page === 'https://www.musterkom.example/hilfe'));
    await ann.answer(item.conversationId, 'Ich.');
    const seq = await until('the answer', () => visitor.shown()[1]?.seq);
    visitor.send({ t: 'seen', seq: seq + 1_000_000 });
    await until('the mark', () => news.some((one) => one.seenSeq >= seq));
    expect(Math.max(...news.map((one) => one.seenSeq))).toBeLessThan(seq + 1_000_000);
    expect(new Set(news.map((one) => one.conversationId))).toEqual(new Set([item.conversationId]));
    expect(other.frames.some((frame) => frame.t === 'typing' || frame.t === 'read' || frame.t === 'agent')).toBe(false);
    await visitor.close();
    await until('the leaving', () => news.at(-1)?.here === false);
    await other.close();
  });

  test('CHAT-7 ended, run out or forgotten: the token opens nothing any more', async () => {
    const ended = await RawVisitor.enter(url());
    const tab = await RawVisitor.enter(url(), { token: ended.token });
    await ended.say('Das war es schon, danke');
    ended.send({ t: 'end' });
    await Promise.all([until('the end', () => ended.frames.some((frame) => frame.t === 'over')), until('the end there', () => tab.frames.some((frame) => frame.t === 'over'))]);
    await expect(ended.say('Noch etwas')).rejects.toThrow('CHAT_OVER');
    const back = await RawVisitor.enter(url(), { token: ended.token });
    expect(back.frames).toEqual([expect.objectContaining({ t: 'welcome', state: 'over', messages: [] })]);
    // Rated once, and the desk sees it.
    ended.send({ t: 'rate', stars: 4 });
    await until('thanks', () => ended.frames.some((frame) => frame.t === 'rated'));
    ended.send({ t: 'rate', stars: 1 });
    const tags = (): string[] => [...world.app.center.committed.all('conversation').values()].flatMap((conversation) => conversation.tags ?? []);
    await until('the tag', () => tags().includes('★ 4'));
    expect(tags()).not.toContain('★ 1');

    const erased = await RawVisitor.enter(url());
    await erased.say('Vergesst mich bitte', undefined, 'lena@example.org');
    const thread = [...world.app.center.committed.all('thread').values()].at(-1);
    const conversationId = [...world.app.center.index.conversationsOf(thread?.id ?? '')][0] ?? '';
    const contactId = world.app.center.committed.get('conversation', conversationId)?.contactId ?? '';
    const token = (await world.signIn('Ada Egge')).accessToken;
    const answer = await fetch(`${url()}/admin/contacts/${contactId}/erase`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
    await until('the end', () => erased.frames.some((frame) => frame.t === 'over'));
    const later = await RawVisitor.enter(url(), { token: erased.token });
    expect(later.frames[0]).toMatchObject({ state: 'over', messages: [], emailKept: false });
    await Promise.all([ended, tab, back, erased, later].map((visitor) => visitor.close()));
  });
});

describe('pages', () => {
  test('CHAT-12 the demo page shows a brand’s chat under a strict policy, and nobody’s words in its HTML', async () => {
    const page = await fetch(`${url()}/chat-demo?brand=other_web`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws:\/\/127\.0\.0\.1:\d+ /);
    expect(await page.text()).toContain('<leitstand-chat brand="other_web"');
    const forged = await (await fetch(`${url()}/chat-demo?brand=${encodeURIComponent('"><script>alert(1)</script>')}`, { headers: { host: 'x;script-src *' } })).text();
    expect(forged).not.toContain('alert(1)');
    const widget = await fetch(`${url()}/chat/widget.js`);
    // Built or not, it is said plainly.
    if (widget.status === 503) expect(await widget.json()).toMatchObject({ error: { code: 'CHAT_WIDGET_MISSING' } });
    else {
      expect(widget.headers.get('content-type')).toContain('text/javascript');
      expect((await fetch(`${url()}/chat/widget.js`, { headers: { 'if-none-match': widget.headers.get('etag') ?? '' } })).status).toBe(304);
    }
  });
});

describe('the desks’ door', () => {
  test('CHAT-6 a permitted reply goes out once per key, in its own words, by whom it was permitted to', async () => {
    const visitor = await RawVisitor.enter(url());
    await visitor.say('Wie heiße ich?');
    const item = await ann.take('Wie heiße ich');
    const parts = ['Das weiß ich nicht.', 'Wie heißen Sie denn?'];
    expect(await ann.send('018f0000-0000-7000-9000-ffffffffffff', parts)).toMatchObject({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: expect.stringContaining('CHAT_NOT_PERMITTED') as string } });
    const key = await ann.permit(item.conversationId, parts);
    expect(await ann.send(key, ['Andere Worte.'])).toMatchObject({ kind: 'failed', failure: { detail: expect.stringContaining('CHAT_REPLY_MISMATCH') as string } });
    const ben = await ChatAgent.start(world, 'ben', 'Ben Carl');
    expect(await ann.send(key, parts, 0, await ben.credential())).toMatchObject({ kind: 'failed', failure: { detail: expect.stringContaining('NOT_ALLOWED') as string } });
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => ann.send(key, parts)));
    expect(new Set(outcomes.map((outcome) => (outcome.kind === 'delivered' ? outcome.remoteId : outcome.kind))).size).toBe(1);
    const second = await ann.send(key, parts, 1);
    expect(second.kind).toBe('delivered');
    await until('both parts', () => visitor.shown().length === 3);
    expect(visitor.shown().map(({ text }) => text)).toEqual(['Wie heiße ich?', ...parts]);
    // Settled by what the platform shows: the desk need not even say so.
    await until('the outcome', () => world.app.center.committed.get('reply', key)?.state === 'delivered');
    const found = await ann.connector.reconcile({ accountHandle: CHAT_HANDLE, credential: await ann.credential(), frozen: { parts, visibility: 'private' }, part: 1, platformKey: key, attemptStartedAt: Date.now(), signal: AbortSignal.timeout(10_000) });
    expect(found).toMatchObject({ kind: 'found', remoteId: second.kind === 'delivered' ? second.remoteId : '' });
    expect((await ann.send(key, parts)).kind).toBe('delivered');
    expect(visitor.shown()).toHaveLength(3);
    await visitor.close();
  });

  test('CHAT-6 to somebody who ended the chat nothing is posted, and the desk hears why', async () => {
    const visitor = await RawVisitor.enter(url());
    await visitor.say('Ich muss gleich weg');
    const item = await ann.take('Ich muss gleich weg');
    const key = await ann.permit(item.conversationId, ['Moment noch!']);
    visitor.send({ t: 'end' });
    await until('the end', () => visitor.frames.some((frame) => frame.t === 'over'));
    expect(await ann.send(key, ['Moment noch!'])).toMatchObject({ kind: 'failed', failure: { code: 'CHAT_OVER', retryable: false } });
    await visitor.close();
  });

  test('CHAT-6 without a token, or with a wrong one, nothing is told or done', async () => {
    for (const authorization of [undefined, 'Bearer nonsense', 'Basic YTpi']) {
      for (const [method, path] of [['POST', 'replies'], ['GET', 'replies?account=x&key=y&part=0'], ['DELETE', 'messages?account=x&id=y'], ['PATCH', 'messages']] as const) {
        const response = await fetch(`${url()}/chat/v1/${path}`, { method, headers: { ...(method === 'POST' || method === 'PATCH' ? { 'content-type': 'application/json' } : {}), ...(authorization === undefined ? {} : { authorization }) }, ...(method === 'POST' || method === 'PATCH' ? { body: '{}' } : {}) });
        expect(response.status).toBe(401);
      }
    }
  });
});
