import { expect, test } from 'vitest';
import { Cell, spansOf, withheld } from '../../server/reports/figures.ts';
import { HelpCell } from '../../server/reports/help-figures.ts';
import type { CountedHelp, CountedTurn } from '../../server/reports/figure-store.ts';
import { safeCsv } from '../../shared/text/safe-csv.ts';
import { parseCsv } from '../../shared/text/csv.ts';
import { SharedCenter } from '../support/shared-center.ts';

const reckoning = { now: 1_000_000, clock: 'business' } as const;
const turn = (agentId: string): CountedTurn => ({ id: 't', conversationId: 'c', accountId: 'a', channel: 'sandbox', queueId: 'q', teamIds: [], startedAt: 0, isFirst: true, isChased: false, endedAt: 60_000, how: 'answered', agentId, wallMs: 60_000, openMs: 30_000, caseType: 'fault' });
const cellOf = (...people: string[]): Cell => {
  const cell = new Cell();
  for (const agentId of people) cell.turn(turn(agentId), reckoning);
  return cell;
};

test('REP-10 four people are too few, five are not, nobody tells of nobody', () => {
  expect(cellOf('a', 'b', 'c', 'd', 'a', 'a').tellsOfFew).toBe(true);
  expect(cellOf('a', 'b', 'c', 'd', 'e').tellsOfFew).toBe(false);
  expect(cellOf().tellsOfFew).toBe(false);
  const few = cellOf('a', 'b');
  expect(few.figures(true)).toEqual({ messages: 0, requests: 2, waiting: 0, setAside: 0, thanks: 0 });
  expect(few.figures(false).served?.firstResponse).toEqual({ count: 2, averageMs: 30_000, p90Ms: 30_000, worstMs: 30_000 });
  // What one thanks for is somebody's, too.
  const thanked = new Cell();
  thanked.thanked('a');
  expect(thanked.tellsOfFew).toBe(true);
});

test('REP-10 a line that is withheld alone takes the smallest other one with it, until five people stand behind what is left of the sum', () => {
  const [alone, six, seven] = [cellOf('a'), cellOf('b', 'c', 'd', 'e', 'f', 'g'), cellOf('h', 'i', 'j', 'k', 'l', 'm', 'n')];
  expect(withheld([alone, six, seven])).toEqual(new Set([alone, six]));
  expect(withheld([six, seven])).toEqual(new Set());
  const others = cellOf('o', 'p', 'q', 'r');
  expect(withheld([alone, others, six, seven])).toEqual(new Set([alone, others]));
  // The same four people behind both: it needs more.
  expect(withheld([alone, cellOf('a', 'b'), six]).size).toBe(3);
  const untouched = cellOf();
  expect(withheld([alone, untouched, six]).has(untouched)).toBe(false);
});

test('REP-15 REP-10 help tells of who asked and who reacted: of fewer than five only how much there was', () => {
  const asked = (agentId: string, byAgentId: string | undefined, more: Partial<CountedHelp> = {}): CountedHelp => ({ id: 1, conversationId: 'c', turnId: undefined, accountId: 'a', channel: 'sandbox', queueId: 'q', teamIds: [], agentId, at: 0, dueAt: 600_000, standInId: 'lea', endedAt: byAgentId === undefined ? undefined : 700_000, how: byAgentId === undefined ? undefined : 'givenBack', byAgentId, wallMs: 700_000, openMs: 400_000, caseType: undefined, ...more });
  const cell = new HelpCell();
  for (const agentId of ['a', 'b', 'c']) cell.add(asked(agentId, 'lea'), reckoning);
  expect(cell.tellsOfFew).toBe(true);
  expect(cell.figures(true)).toEqual({ raised: 3, open: 0 });
  cell.add(asked('d', undefined), reckoning);
  cell.add(asked('d', undefined, { how: 'withdrawn', endedAt: 5 }), reckoning);
  expect(cell.tellsOfFew).toBe(false);
  expect(cell.figures(false)).toEqual({ raised: 5, open: 1, longestOpenMs: 1_000_000, served: { taken: 0, answered: 0, givenBack: 3, withdrawn: 1, timed: 4, late: 4, byStandIn: 3, response: { count: 3, averageMs: 400_000, p90Ms: 400_000, worstMs: 400_000 } } });
  expect(new HelpCell().tellsOfFew).toBe(false);
});

test('REP-2 p90 is the smallest that nine in ten do not exceed', () => {
  expect(spansOf([])).toEqual({ count: 0 });
  expect(spansOf([7])).toEqual({ count: 1, averageMs: 7, p90Ms: 7, worstMs: 7 });
  expect(spansOf([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]).p90Ms).toBe(9);
  expect(spansOf(Array.from({ length: 11 }, (_, n) => n + 1)).p90Ms).toBe(10);
});

test('REP-11 no cell of a file begins as a formula, and what it says can be read back', () => {
  const nasty = ['=1+1', '+49 40', '-2', '@SUM(A1)', '\t=1', ' =1', '\r=cmd|x', '|x', '%x', '＝1'];
  const file = safeCsv([['Zeile', 'Wert'], ...nasty.map((cell) => [cell, 1.5]), ['a;b', -3], ['sagt "nein"', undefined], ['zwei\nZeilen', Number.NaN]], 'de');
  expect(file.startsWith('\uFEFFZeile;Wert\r\n')).toBe(true);
  const { rows } = parseCsv(file.slice(1).replaceAll('\r\n', '\n'));
  const cells = rows.map((row) => row.cells[0] ?? '');
  for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@|%＝＋－＠]/u);
  expect(cells.slice(1, 3)).toEqual(["'=1+1", "'+49 40"]);
  expect(rows.map((row) => row.cells[1])).toEqual(['Wert', ...nasty.map(() => '1,5'), '-3', '', '']);
  expect(safeCsv([['a,b', 1.5]], 'en')).toBe('\uFEFF"a,b",1.5\r\n');
});

test('REP-9 figures of single people are off until an admin switches them on, with a note and a history', () => {
  const c = new SharedCenter();
  const on = (perPerson: boolean, by: string) => c.run({ type: 'figures.switch', data: { perPerson, note: 'Betriebsvereinbarung 7' } }, { by });
  expect(c.state.get('figureRules', 'center')).toBeUndefined();
  expect(on(true, 'lea')).toMatchObject({ kind: 'refused', code: 'NOT_ALLOWED' });
  expect(on(false, 'ada')).toMatchObject({ kind: 'accepted', events: [] });
  expect(on(true, 'ada')).toMatchObject({ kind: 'accepted' });
  expect(c.must('figureRules', 'center')).toMatchObject({ perPerson: true, history: [{ perPerson: true, byAgentId: 'ada', note: 'Betriebsvereinbarung 7' }] });
  for (let n = 0; n < 60; n += 1) on(n % 2 === 1, 'ada');
  expect(c.must('figureRules', 'center').history.length).toBe(50);
});
