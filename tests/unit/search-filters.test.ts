import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SearchFilter } from '../../shared/domain/search.ts';
import { initial } from '../../electron/main/storage/migrations/0001-initial.ts';
import { files } from '../../electron/main/storage/migrations/0002-files.ts';
import { finder, putTalks, type TalkToFind } from '../support/found-center.ts';
import { replicaFolder, type ReplicaFolder } from '../support/replica-kit.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
let folder: ReplicaFolder;
beforeEach(() => {
  folder = replicaFolder();
});
afterEach(() => folder.remove());

const TALKS: readonly TalkToFind[] = [
  { id: 'k-1', contactId: 'p-1', name: 'Mia Weber', channel: 'x', accountId: 'x-main', state: 'assigned', ownerAgentId: 'ann', tags: ['rechnung'], lines: [{ id: 'm-1', text: 'Der Router blinkt rot', at: START }, { id: 'm-2', text: 'Router ist neu gestartet', at: START + DAY, agentId: 'ann' }] },
  { id: 'k-2', contactId: 'p-2', name: 'Jens Router', channel: 'mail', accountId: 'mail-1', state: 'closed', lastAgentId: 'ann', lines: [{ id: 'm-3', text: 'Wo bleibt mein Router?', at: START + 2 * DAY }, { id: 'n-1', text: 'Router kommt morgen', at: START + 3 * DAY, agentId: 'bob', note: true }] },
  { id: 'k-3', contactId: 'p-3', name: 'Eva Klein', channel: 'x', accountId: 'x-two', state: 'assigned', ownerAgentId: 'bob', resting: true, tags: ['rechnung', 'router'], lines: [{ id: 'm-4', text: 'Routerwechsel bitte', at: START + 4 * DAY }] },
];

describe('what this desk holds is found', () => {
  test('FIND-1 each filter keeps what it says and all of it, alone and with words', () => {
    const { stores } = folder.open();
    putTalks(stores, TALKS);
    for (const [id, brand] of [['x-main', 'Musterkom'], ['x-two', 'Zweitmarke'], ['mail-1', 'Musterkom']] as const) stores.rows.put({ kind: 'account', id, seq: 1, value: { id, brand } });
    const find = finder(stores, 'ann');
    const ids = (filter: SearchFilter, text = 'router'): string[] => find({ text, limit: 50, filter }).hits.map((hit) => hit.messageId ?? `${hit.contactName} ${hit.conversationId}`);
    expect(ids({})).toEqual(['Jens Router k-2', 'm-4', 'Jens Router k-2', 'm-3', 'm-2', 'm-1']);
    expect(ids({ channel: 'x' })).toEqual(['m-4', 'm-2', 'm-1']);
    expect(ids({ brand: 'Musterkom', saidBy: 'customer' })).toEqual(['m-3', 'm-1']);
    expect(ids({ brand: 'Nirgends' })).toEqual([]);
    expect(ids({ accountId: 'x-two' })).toEqual(['m-4']);
    expect(ids({ saidBy: 'team' })).toEqual(['m-2']);
    expect(find({ text: 'morgen', limit: 5, filter: { saidBy: 'note' } }).hits).toMatchObject([{ conversationId: 'k-2', excerpt: 'Router kommt ‹morgen›', at: START + 3 * DAY }]);
    expect(ids({ agentId: 'ann' })).toEqual(['m-2']);
    expect(ids({ state: 'open' })).toEqual(['m-2', 'm-1']);
    expect(ids({ state: 'resting' })).toEqual(['m-4']);
    expect(ids({ state: 'closed', saidBy: 'customer' })).toEqual(['m-3']);
    expect(ids({ sinceAt: START + DAY, untilAt: START + 4 * DAY })).toEqual(['Jens Router k-2', 'm-3', 'm-2']);
    expect(ids({ tag: 'rechnung' })).toEqual(['m-4', 'm-2', 'm-1']);
    expect(ids({ tag: 'router' })).toEqual(['m-4']);
    expect(ids({ tag: 'rech' })).toEqual([]);
    expect(ids({ mine: true, saidBy: 'customer' })).toEqual(['m-3', 'm-1']);
    expect(ids({ tag: 'rechnung', sinceAt: START + 2 * DAY }, '')).toEqual(['m-4']);
    expect(ids({}, '')).toEqual([]);
    expect(ids({}, 'mia'), 'a person by name').toEqual(['Mia Weber k-1']);
    expect(ids({ channel: 'mail' }, 'mia')).toEqual([]);
  });

  test('FIND-1 what is filtered by changes with the conversation, and what is let go is not found', () => {
    const { stores } = folder.open();
    putTalks(stores, TALKS);
    const find = finder(stores, 'ann');
    const open = (): string[] => find({ text: 'router', limit: 9, filter: { state: 'open' } }).hits.map((hit) => hit.conversationId);
    expect(new Set(open())).toEqual(new Set(['k-1']));
    putTalks(stores, [{ ...TALKS[0]!, state: 'closed', lastAgentId: 'ann', tags: ['erledigt'] }], 2);
    expect(open()).toEqual([]);
    expect(find({ text: 'router', limit: 9, filter: { tag: 'rechnung' } }).hits.map((hit) => hit.messageId)).toEqual(['m-4']);
    expect(find({ text: '', limit: 9, filter: { tag: 'erledigt' } }).hits).toHaveLength(2);
    stores.purgeConversation('k-1');
    expect(find({ text: '', limit: 9, filter: { tag: 'erledigt' } }).hits).toEqual([]);
  });

  test('FIND-2 pages join without a gap or a repeat, and a search that ran out of time says how far back it looked', () => {
    const { stores } = folder.open();
    const lines = Array.from({ length: 400 }, (_, i) => ({ id: `l-${i}`, text: `Nummer ${i} Leitung`, at: START + i * 10 }));
    putTalks(stores, [{ id: 'k-9', contactId: 'p-9', name: 'Wer', channel: 'x', accountId: 'x-main', lines }]);
    const seen: (string | undefined)[] = [];
    let before: number | undefined;
    do {
      const found = finder(stores, 'ann')({ text: 'leitung', limit: 37, ...(before === undefined ? {} : { before }) });
      seen.push(...found.hits.map((hit) => hit.messageId));
      before = found.more?.before;
    } while (before !== undefined);
    expect(seen).toEqual(lines.map((line) => line.id).reverse());
    let now = 0;
    // Nothing of it fits, and each look at the clock finds a second gone.
    const slow = finder(stores, 'ann', () => (now += 1_000));
    const cut = slow({ text: 'leitung', limit: 37, filter: { state: 'open', mine: true, tag: 'keins' } });
    expect(cut).toEqual({ hits: [] });
    const looked = slow({ text: 'leitung', limit: 37, filter: { sinceAt: START - DAY, untilAt: START + DAY, saidBy: 'customer', state: 'closed', brand: undefined } });
    expect(looked.hits).toHaveLength(37);
    const rejected = slow({ text: 'leitung', limit: 37, filter: { state: 'resting' } });
    expect(rejected).toEqual({ hits: [] });
  });

  test('FIND-3 a copy of the version before finds the same after it was brought up to date', () => {
    const old = folder.open({ migrations: [initial, files] });
    const put = old.replica.prepare('INSERT INTO entity (noun, id, conversation_id, thread_id, seq, json) VALUES (?, ?, ?, NULL, 1, ?)');
    const body = old.replica.prepare('INSERT INTO body (ref, conversation_id, text) VALUES (?, ?, ?)');
    const words = old.replica.prepare('INSERT INTO message_text (rowid, ref, conversation_id, text) VALUES ((SELECT number FROM body WHERE ref = ?), ?, ?, ?)');
    // Written in another order than it was said.
    const said = [['m-2', START + 2_000, 'Router zwei', 'out', 'ann'], ['m-1', START, 'Router eins', 'in', undefined], ['m-3', START + DAY, 'Router drei', 'in', undefined]] as const;
    old.replica.transaction(() => {
      put.run('conversation', 'c-1', 'c-1', JSON.stringify({ id: 'c-1', channel: 'x', accountId: 'x-main', contactId: 'p-1', tags: ['rot'], workItemId: 'w-1', openedAt: START }));
      put.run('workItem', 'w-1', 'c-1', JSON.stringify({ id: 'w-1', conversationId: 'c-1', state: 'assigned', ownerAgentId: 'ann', waitingFor: 'us' }));
      put.run('contact', 'p-1', null, JSON.stringify({ id: 'p-1', profileRef: 'r-p', createdAt: START }));
      body.run('r-p', '', JSON.stringify({ displayName: 'Mia Weber', identities: [] }));
      words.run('r-p', 'r-p', '', 'Mia Weber');
      for (const [id, sentAt, text, direction, agentId] of said) {
        put.run('message', id, 'c-1', JSON.stringify({ id, bodyRef: `r-${id}`, conversationId: 'c-1', sentAt, direction, ...(agentId === undefined ? {} : { agentId }) }));
        body.run(`r-${id}`, 'c-1', JSON.stringify({ text }));
        words.run(`r-${id}`, `r-${id}`, 'c-1', text);
      }
      old.replica.exec("INSERT INTO held VALUES ('c-1', 1, NULL, 1)");
    });
    old.replica.close();
    const { stores } = folder.open();
    const find = finder(stores, 'ann');
    expect(find({ text: 'router', limit: 9 }).hits.map((hit) => hit.messageId)).toEqual(['m-3', 'm-2', 'm-1']);
    expect(find({ text: 'router', limit: 9, filter: { channel: 'x', accountId: 'x-main', agentId: 'ann', tag: 'rot', mine: true, state: 'open' } }).hits.map((hit) => hit.messageId)).toEqual(['m-2']);
    expect(find({ text: 'weber', limit: 9 }).hits.map((hit) => hit.contactName)).toEqual(['Mia Weber']);
    expect(stores.bodies.get('r-m-1')).toBe('{"text":"Router eins"}');
    putTalks(stores, [{ id: 'c-2', contactId: 'p-2', name: 'Neu', channel: 'x', accountId: 'x-main', lines: [{ id: 'm-9', text: 'Router dazwischen', at: START + 60_000 }] }], 9);
    expect(find({ text: 'router', limit: 9 }).hits.map((hit) => hit.messageId)).toEqual(['m-3', 'm-9', 'm-2', 'm-1']);
  });

  test('FIND-1 any filter gives what a look at every message gives', () => {
    const { stores } = folder.open();
    const channels = ['x', 'mail'] as const;
    const agents = ['ann', 'bob', undefined] as const;
    const talks: TalkToFind[] = Array.from({ length: 24 }, (_, i) => ({
      id: `c-${i}`, contactId: `p-${i}`, name: `Person ${i}`, channel: channels[i % 2] ?? 'x', accountId: `acc-${i % 3}`, state: (['queued', 'assigned', 'closed'] as const)[i % 3], ownerAgentId: i % 3 === 1 ? agents[i % 2] : undefined, lastAgentId: i % 3 === 2 ? agents[i % 2] : undefined, resting: i % 5 === 0, ...(i % 4 === 0 ? { tags: ['rot'] } : {}),
      lines: Array.from({ length: 5 }, (__, j) => ({ id: `m-${i}-${j}`, text: j % 2 === 0 ? 'alpha beta' : 'beta gamma', at: START + (i * 5 + j) * 3_600_000, agentId: agents[(i + j) % 3] })),
    }));
    putTalks(stores, talks);
    const find = finder(stores, 'ann');
    const filters = fc.record({ channel: fc.constantFrom('x', 'mail'), accountId: fc.constantFrom('acc-0', 'acc-1'), saidBy: fc.constantFrom('customer' as const, 'team' as const), agentId: fc.constantFrom('ann', 'bob'), state: fc.constantFrom('open' as const, 'resting' as const, 'closed' as const), tag: fc.constant('rot'), mine: fc.constant(true), sinceAt: fc.constant(START + 30 * 3_600_000), untilAt: fc.constant(START + 90 * 3_600_000) }, { requiredKeys: [] });
    fc.assert(
      fc.property(filters, fc.constantFrom('alpha', 'gam', 'beta gamma', ''), (filter, text) => {
        const words = text.split(' ').filter((word) => word !== '');
        const expected = talks.flatMap((talk) => {
          const state = talk.state === 'closed' ? 'closed' : talk.resting === true ? 'resting' : 'open';
          const fits = (filter.channel ?? talk.channel) === talk.channel && (filter.accountId ?? talk.accountId) === talk.accountId && (filter.state ?? state) === state && (filter.tag === undefined || talk.tags !== undefined) && (filter.mine === undefined || talk.ownerAgentId === 'ann' || talk.lastAgentId === 'ann');
          return !fits ? [] : talk.lines.filter((line) => words.every((word) => line.text.split(' ').some((one) => one.startsWith(word))) && (filter.saidBy === undefined || filter.saidBy === (line.agentId === undefined ? 'customer' : 'team')) && (filter.agentId ?? line.agentId) === line.agentId && line.at >= (filter.sinceAt ?? 0) && line.at < (filter.untilAt ?? Infinity));
        });
        const nothingAsked = text === '' && Object.keys(filter).length === 0;
        expect(find({ text, limit: 200, filter }).hits.flatMap((hit) => hit.messageId ?? []).sort()).toEqual(nothingAsked ? [] : expected.map((line) => line.id).sort());
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
