// Search terms from the desk to the platform and back as counts, on a real server: no restart, one budget, switched off and on, told to leads alone.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { feedsDownSchema } from '../../shared/protocol/lead-report.ts';
import { budgetDownSchema } from '../../shared/protocol/budget.ts';
import type { LeadReport } from '../../shared/domain/lead-report.ts';
import type { QueueRow } from '../../shared/domain/rows.ts';
import { startServerWorld, until, type ServerWorld } from '../support/server-world.ts';
import { XPeer } from '../support/platforms/x/peer.ts';

let peer: XPeer | undefined;
let world: ServerWorld | undefined;
afterEach(async () => {
  await world?.close();
  await peer?.close();
});

test('TERM-4 TERM-7 BUD-5 FEED-2 terms changed at the desk are looked for at once, what they find is counted by word, and the search draws on the account’s budget', async () => {
  const x = (peer = await XPeer.start());
  const brand = x.model.addUser('musterkom_hilft', 'Musterkom Hilft');
  for (const name of ['lena', 'tom', 'eva']) x.model.addUser(name, name);
  world = await startServerWorld({
    commands: [{ type: 'account.register', data: { id: 'x', channel: 'x', handle: 'musterkom_hilft', name: 'Musterkom', brand: 'Musterkom', credentialId: 'x', teamIds: [], budget: { capacity: 100, refillPerMinute: 100 }, settings: { remoteId: brand.id } } }],
    config: { feeds: [{ channel: 'x', account: 'musterkom_hilft', settings: { remoteId: brand.id, apiUrl: x.url, everySeconds: 0.1, mentions: false, terms: [{ id: 'datei', words: ['vodatel'] }] }, secrets: { bearer: x.token() } }] },
  });
  const lead = await world.desk('lea');
  const agent = await world.desk('ann');
  const said: { name: string; payload: unknown }[] = [];
  for (const name of ['feeds', 'budget'] as const) {
    lead.socket.on(name, (payload: unknown) => said.push({ name, payload }));
    agent.socket.on(name, (payload: unknown) => said.push({ name: `agent ${name}`, payload }));
  }
  await lead.hello();
  await agent.hello();
  const lines = (): string[] => ([...lead.rows('workItem').values()] as QueueRow[]).map(({ firstLine }) => firstLine);
  await x.says('lena', 'Vodatel ist langsam');
  await until('a hit of the configuration', () => lines().includes('Vodatel ist langsam'));

  const terms = [{ id: 'netz', words: ['musterkom'], phrases: ['kein Netz'], excludes: ['gewinnspiel'], languages: [] }];
  expect(await lead.command({ type: 'terms.change', data: { brand: 'Musterkom', terms, baseVersion: 0 } })).toMatchObject({ status: 'accepted', result: { version: 1 } });
  await x.says('tom', 'Musterkom: wieder kein Netz');
  await x.says('tom', 'Gewinnspiel von Musterkom');
  await x.says('lena', 'Vodatel immer noch');
  await until('a hit of the desk', () => lines().includes('Musterkom: wieder kein Netz'));
  expect(lines()).not.toContain('Vodatel immer noch');
  expect([...lead.rows('searchBook').keys()]).toEqual(['Musterkom']);
  expect([...agent.rows('searchBook').keys()]).toEqual([]);

  // What came of it, by word.
  const report = await lead.up<LeadReport>('leadReport', { kind: 'terms', from: 0 });
  expect(report.kind === 'terms' && report.terms.filter(({ group }) => group === 'netz')).toMatchObject([{ hits: 1 }, { term: 'musterkom', hits: 1 }, { term: 'kein Netz', hits: 1 }]);
  await expect(agent.up('leadReport', { kind: 'terms', from: 0 })).rejects.toThrow(/NOT_ALLOWED/);

  // The budget everybody sees.
  const searches = (): number | undefined => said.flatMap(({ name, payload }) => (name === 'budget' ? budgetDownSchema.parse(payload).accounts : [])).findLast(({ accountId }) => accountId === 'x')?.lines.find(({ action }) => action === 'search')?.left;
  await until('searches to count', () => (searches() ?? 300) < 300);

  // Off: nothing is asked; on: what was said meanwhile comes.
  expect(await lead.command({ type: 'account.switchFeed', data: { accountId: 'x', paused: true } })).toMatchObject({ status: 'accepted' });
  const states = (): string[] => said.flatMap(({ name, payload }) => (name === 'feeds' ? feedsDownSchema.parse(payload).feeds.map(({ state }) => state) : []));
  await until('the feed to pause', () => states().at(-1) === 'paused');
  const asked = x.http.asked.length;
  await x.says('eva', 'musterkom nachts');
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(x.http.asked.length).toBe(asked);
  expect(await lead.command({ type: 'account.switchFeed', data: { accountId: 'x', paused: false } })).toMatchObject({ status: 'accepted' });
  await until('what was said meanwhile', () => lines().includes('musterkom nachts'));
  expect(states()).toContain('polling');
  expect(said.some(({ name }) => name === 'agent feeds')).toBe(false);

  // An empty list looks for nothing, and the file's terms stay out.
  await lead.command({ type: 'terms.change', data: { brand: 'Musterkom', terms: [], baseVersion: 1 } });
  const before = x.http.asked.length;
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(x.http.asked.length - before).toBeLessThanOrEqual(1);
});

test('PROF-2 PROF-3 PROF-4 PROF-5 what goes out from a named person’s profile stands in the brand’s conversation and on record, its echo is ours, and the answer to it comes home', async () => {
  const brand = { id: 'sandbox', handle: 'musterkom' };
  world = await startServerWorld({
    commands: [{ type: 'account.register', data: { id: 'mira', channel: 'sandbox', handle: 'mira', name: 'Mira Albers', brand: 'Musterkom', credentialId: 'mira', teamIds: [], budget: { capacity: 10, refillPerMinute: 10 }, person: { mayUse: ['ann'], forAccounts: [], threads: 'public', approval: true, mark: '– Mira von Musterkom' } } }],
  });
  const { center } = world.app;
  const admin = await world.desk('lea');
  await admin.hello();
  const ann = await world.desk('ann');
  await ann.hello();
  await ann.command({ type: 'agent.setState', data: { state: 'available' } });
  const post = { v: 1, channel: 'sandbox', account: brand.handle, kind: 'post', visibility: 'public', sentAt: 1 } as const;
  await world.ingest([{ ...post, remoteId: 'p1', direction: 'in', author: { remoteId: 'kim', handle: 'kim' }, text: 'Bei Musterkom geht ja nichts', summoned: false }]);
  const conversation = () => [...center.committed.all('conversation').values()][0];
  const item = await until('ann to have it', () => [...center.committed.all('workItem').values()].find(({ ownerAgentId }) => ownerAgentId === 'ann'));
  const ask = (replyId: string, text: string) =>
    ann.command({ type: 'reply.requestPermit', data: { replyId, conversationId: item.conversationId, workItemId: item.id, epoch: conversation()?.epoch ?? 0, answersThroughMessageId: conversation()?.openTurn?.at(-1)?.messageId, followUp: false, platformKey: replyId, frozenAt: Date.now(), frozen: { parts: [text], visibility: 'public', inReplyToRemoteId: 'p1', asAccountId: 'mira' } } } as never);
  const words = 'Hallo, wo hakt es denn? – Mira von Musterkom';
  expect(await ask('r1', words)).toMatchObject({ status: 'refused', error: { code: 'PROFILE_NOT_ALLOWED' } });
  expect(await ann.command({ type: 'profile.ask', data: { conversationId: item.conversationId, accountId: 'mira' } })).toMatchObject({ status: 'accepted' });
  await until('the lead to read of it', () => ([...admin.rows('workItem').values()] as QueueRow[]).some(({ profileUse }) => profileUse?.state === 'asked'));
  expect(await admin.command({ type: 'profile.decide', data: { conversationId: item.conversationId, allowed: true } })).toMatchObject({ status: 'accepted' });
  expect(await ask('r2', words)).toMatchObject({ status: 'accepted' });
  expect(center.committed.get('reply', 'r2')).toMatchObject({ accountId: 'mira', agentId: 'ann' });
  // Its echo on the brand's side looks like a stranger's post.
  await world.ingest([{ ...post, remoteId: 'p2', direction: 'in', author: { remoteId: 'mira-1', handle: 'mira' }, text: words, inReplyToRemoteId: 'p1', context: true }]);
  expect(center.committed.get('reply', 'r2')).toMatchObject({ state: 'delivered', remoteIds: ['p2'] });
  // Kim answers Mira, which the feed of her profile brings; her other talks are nobody's here.
  const results = await world.ingest([
    { ...post, account: 'mira', remoteId: 'p3', direction: 'in', author: { remoteId: 'kim', handle: 'kim' }, text: 'Mein Router blinkt', inReplyToRemoteId: 'p2' },
    { ...post, account: 'mira', remoteId: 'p4', direction: 'in', author: { remoteId: 'oma', handle: 'oma' }, text: 'Kommst du Sonntag?', inReplyToRemoteId: 'privat-1' },
    { ...post, account: 'mira', remoteId: 'p5', direction: 'in', author: { remoteId: 'oma', handle: 'oma' }, text: 'Hallo?' },
  ]);
  expect(JSON.stringify(results)).toContain('MESSAGE_UNKNOWN');
  expect(center.committed.all('conversation').size).toBe(1);
  expect(conversation()).toMatchObject({ accountId: brand.id, outreach: { approachedAt: expect.any(Number) as number, answeredAt: expect.any(Number) as number } });
  expect([...center.committed.all('message').values()].map(({ remoteId, direction }) => `${remoteId} ${direction}`).toSorted()).toEqual(['p1 in', 'p2 out', 'p3 in']);
  const audit = new Database(join(world.dataDir, 'server/audit.db'), { readonly: true });
  expect(JSON.stringify(audit.prepare("SELECT * FROM entries WHERE action = 'profile.used'").all())).toMatch(/mira.*r2/);
  audit.close();
});
