import { describe, expect, test } from 'vitest';
import { termReport } from '../../server/reports/terms.ts';
import { getChannel } from '../../shared/channels/index.ts';
import { queriesOf } from '../../shared/channels/search-query.ts';
import { termsProblem } from '../../shared/deciders/search-terms.ts';
import type { Account } from '../../shared/domain/account.ts';
import type { Conversation } from '../../shared/domain/conversation.ts';
import type { Outreach } from '../../shared/domain/outreach.ts';
import { finder, searchTermsSchema, termsDiff, type SearchTerms } from '../../shared/domain/search-terms.ts';
import { SharedCenter } from '../support/shared-center.ts';

const group = (id: string, more: Partial<SearchTerms> = {}): SearchTerms => ({ id, words: ['musterkom'], phrases: [], excludes: [], languages: [], ...more });
const account = (channel: string): Account => ({ id: channel, channel, handle: 'musterkom_hilft', name: channel, brand: 'Musterkom', credentialId: 'c', teamIds: [], budget: { capacity: 1, refillPerMinute: 1 } });

describe('terms of a brand', () => {
  test('TERM-2 what looks for nothing, twice, or against itself is named with its place', () => {
    const place = (terms: SearchTerms[]): string | undefined => termsProblem(terms, [])?.field;
    expect(place([group('a')])).toBeUndefined();
    expect(place([group('a', { words: [], phrases: [] })])).toBe('terms.0');
    expect(place([group('a'), group('A ')])).toBe('terms.1.id');
    expect(place([group('a', { words: ['musterkom', 'MUSTERKOM'] })])).toBe('terms.0.words.1');
    expect(place([group('a', { phrases: ['Musterkom'] })])).toBe('terms.0.phrases.0');
    expect(place([group('a', { words: ['--'] })])).toBe('terms.0.words.0');
    expect(place([group('a', { excludes: ['spiel', 'Musterkom'] })])).toBe('terms.0.excludes.1');
    expect(place([])).toBeUndefined();
  });

  test('TERM-2 what a platform’s search has no room for is refused for its accounts alone, and every query of what passes fits', () => {
    const long = group('a', { excludes: Array.from({ length: 40 }, (_, n) => `ausgeschlossenes-${n}`) });
    const limited = [...['x', 'mastodon', 'bluesky']].filter((channel) => getChannel(channel)?.search?.queryMax !== undefined);
    expect(limited).toEqual(['x']);
    expect(termsProblem([long], [account('mastodon'), account('bluesky')])).toBeUndefined();
    expect(termsProblem([long], [account('mastodon'), account('x')])).toMatchObject({ field: 'terms.0.excludes', detail: expect.stringContaining('512') as string });
    const fits = group('b', { words: Array.from({ length: 50 }, (_, n) => `suchwort-${n}-mit-langem-namen`), excludes: ['gewinnspiel'] });
    expect(termsProblem([fits], [account('x')])).toBeUndefined();
    expect(queriesOf(fits, 'musterkom_hilft', 512).every((query) => query.length <= 512)).toBe(true);
  });

  test('TERM-1 TERM-3 a change keeps who, when and what came and went; undo brings back what was, an undo after an undo goes further', () => {
    const c = new SharedCenter();
    const change = (terms: SearchTerms[]) => c.run({ type: 'terms.change', data: { brand: 'Musterkom', terms, baseVersion: c.state.get('searchBook', 'Musterkom')?.version ?? 0, note: 'Probe' } }, { by: 'lea' });
    const undo = () => c.run({ type: 'terms.undo', data: { brand: 'Musterkom', version: c.must('searchBook', 'Musterkom').version } }, { by: 'lea' });
    const words = (): string[] => c.must('searchBook', 'Musterkom').terms.flatMap((one) => one.words);
    change([group('a')]);
    change([group('a', { words: ['musterkom', 'tarif'], excludes: ['gewinn'] })]);
    expect(c.must('searchBook', 'Musterkom').history.at(-1)).toMatchObject({ version: 2, byAgentId: 'lea', note: 'Probe', diff: [{ group: 'a', kind: 'words', change: 'added', text: 'tarif' }, { group: 'a', kind: 'excludes', change: 'added', text: 'gewinn' }] });
    change([group('b', { words: ['netz'] })]);
    undo();
    expect(words()).toEqual(['musterkom', 'tarif']);
    undo();
    expect(words()).toEqual(['musterkom']);
    undo();
    expect(c.must('searchBook', 'Musterkom').terms).toEqual([]);
    expect(undo()).toMatchObject({ kind: 'refused', code: 'TERMS_NOTHING_TO_UNDO' });
    for (let n = 0; n < 130; n += 1) change([group(`g${n}`)]);
    expect([c.must('searchBook', 'Musterkom').history.length, c.must('searchBook', 'Musterkom').documents.length]).toEqual([100, 20]);
    expect(termsDiff([group('a')], [])).toEqual([{ group: 'a', kind: 'group', change: 'removed', text: 'a' }, { group: 'a', kind: 'words', change: 'removed', text: 'musterkom' }]);
  });

  test('TERM-5 a hit says each word that found it, whole words, by the languages of its group', () => {
    const find = finder([group('netz', { words: ['netz'], phrases: ['kein Empfang'], excludes: ['fußball'], languages: ['de'] }), group('marke')]);
    expect(find('Musterkom: kein  Empfang, kein Netz', ['de'])).toEqual([{ group: 'netz', term: 'netz' }, { group: 'netz', term: 'kein Empfang' }, { group: 'marke', term: 'musterkom' }]);
    expect(find('Netzwerk', ['de'])).toEqual([]);
    expect(find('netz', ['en-GB'])).toEqual([]);
    expect(find('netz', undefined)).toHaveLength(1);
    expect(find('Das Netz beim Fußball', ['de'])).toEqual([]);
    expect(searchTermsSchema.safeParse({ id: 'x', words: ['a'] }).success).toBe(false);
  });
});

describe('what terms brought', () => {
  const hit = (foundBy: Outreach['foundBy'], more: Partial<Outreach> = {}): Conversation => ({ id: 'c', accountId: 'm', outreach: { rule: 'approach', foundAt: 100, ...(foundBy === undefined ? {} : { foundBy }), ...more } }) as Conversation;
  const noise = { ended: { at: 200, how: 'noise' } } as const;

  test('TERM-6 each hit counts for its group once and for each of its words, by what came of it', () => {
    const netz = [{ group: 'netz', term: 'netz' }, { group: 'netz', term: 'empfang' }];
    const report = termReport(
      [hit(netz), hit([{ group: 'netz', term: 'netz' }], { approachedAt: 150, answeredAt: 160, ended: { at: 170, how: 'resolved' } }), hit([{ group: 'netz' }], { ended: { at: 1, how: 'leftAlone' } }), hit(netz, noise), hit(undefined), hit(netz, { foundAt: 5 })],
      () => 'Musterkom',
      50,
    );
    const zero = { noise: 0, relevant: 0, approached: 0, answered: 0, resolved: 0, leftAlone: 0, isNoisy: false };
    expect(report).toEqual([
      { brand: 'Musterkom', group: 'netz', ...zero, hits: 4, triaged: 3, noise: 1, relevant: 2, approached: 1, answered: 1, resolved: 1, leftAlone: 1 },
      { brand: 'Musterkom', group: 'netz', term: 'netz', ...zero, hits: 3, triaged: 2, noise: 1, relevant: 1, approached: 1, answered: 1, resolved: 1 },
      { brand: 'Musterkom', group: 'netz', term: 'empfang', ...zero, hits: 2, triaged: 1, noise: 1 },
    ]);
  });

  test('TERM-6 a term is mostly noise from ten judged on, two thirds of them noise', () => {
    const of = (noisy: number, good: number): boolean | undefined =>
      termReport([...Array.from({ length: noisy }, () => hit([{ group: 'a' }], noise)), ...Array.from({ length: good }, () => hit([{ group: 'a' }], { approachedAt: 1 })), hit([{ group: 'a' }])], () => 'b', 0)[0]?.isNoisy;
    expect([of(9, 0), of(10, 0), of(8, 4), of(7, 4), of(20, 11)]).toEqual([false, true, true, false, false]);
  });
});
