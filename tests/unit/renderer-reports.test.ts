import { expect, test } from 'vitest';
import { spanOf } from '../../renderer/src/store/reports.ts';
import { duration, HELP_MEASURES, lineName, measureOf, MEASURES, whyEmpty, withoutGaps } from '../../renderer/src/screens/reports/report-words.ts';
import { helpFile, reportFile } from '../../renderer/src/screens/reports/report-file.ts';
import { useCenter } from '../../renderer/src/store/rows.ts';
import { textsFor } from '../../renderer/src/text/index.tsx';
import { fakeReport } from '../support/fake-report.ts';

const HOUR = 3_600_000;
const NOON = Date.parse('2026-11-22T12:00:00+01:00');
const days = { fromDay: '', toDay: '' };

test('REP-6 half a day is compared with half a day, a week with the week before, also over a change of the clock', () => {
  expect(spanOf({ period: 'today', ...days }, NOON)).toEqual({ from: NOON - 12 * HOUR, to: NOON, compareFrom: NOON - 36 * HOUR, compareTo: NOON - 24 * HOUR });
  const week = spanOf({ period: '7', ...days }, NOON);
  expect(week).toMatchObject({ from: Date.parse('2026-11-16T00:00:00+01:00'), compareFrom: Date.parse('2026-11-09T00:00:00+01:00'), compareTo: NOON - 7 * 24 * HOUR });
  // Clocks went back on 25 October: the week with it is an hour longer.
  const october = spanOf({ period: 'own', fromDay: '2026-10-26', toDay: '2026-11-01' }, NOON);
  expect(october).toEqual({ from: Date.parse('2026-10-26T00:00:00+01:00'), to: Date.parse('2026-11-02T00:00:00+01:00'), compareFrom: Date.parse('2026-10-19T00:00:00+02:00'), compareTo: Date.parse('2026-10-26T00:00:00+01:00') });
  for (const [fromDay, toDay] of [['', '2026-11-01'], ['2026-11-02', '2026-11-01'], ['2026-12-24', '2026-12-24'], ['2024-01-01', '2026-11-01'], ['22.11.2026', '2026-11-22']]) expect(spanOf({ period: 'own', fromDay: fromDay as string, toDay: toDay as string }, NOON)).toBeUndefined();
});

test('REP-11 a file holds what the report holds: withheld figures stay out, and say so', () => {
  const texts = textsFor('de');
  const report = fakeReport({ of: 'center' }, NOON);
  const lines = reportFile(report, useCenter.getState(), texts).slice(1).trimEnd().split('\r\n').map((line) => line.split(';'));
  const title = (id: string): number => 3 + MEASURES.findIndex((measure) => measure.id === id);
  expect(lines[0]).toHaveLength(MEASURES.length + 4);
  const withheld = lines.filter((line) => line[0] === 'Team' && line[1] === 'south');
  expect(withheld.map((line) => [line[title('requests')], line[title('firstAverage')], line[title('thanks')], line.at(-1)])).toEqual([['260', '', '', 'zu wenige Personen'], ['229', '', '', 'zu wenige Personen']]);
  expect(lines.some((line) => line[0] === 'Person')).toBe(false);
  expect(lines[1]?.slice(0, 3)).toEqual(['Gesamt', '', 'Zeitraum']);
  expect(lines[1]?.[title('chaserRate')]).toBe('9,2');
});

test('REP-11 REP-15 help asked of leads is a file of its own, withheld lines say so', () => {
  const texts = textsFor('de');
  const { help } = fakeReport({ of: 'center' }, NOON);
  const table = help.tables.find(({ by }) => by === 'tag');
  if (table === undefined) throw new Error('no tags');
  const lines = helpFile(help, table, useCenter.getState(), texts).slice(1).trimEnd().split('\r\n').map((line) => line.split(';'));
  expect(lines[0]).toHaveLength(HELP_MEASURES.length + 4);
  const late = 3 + HELP_MEASURES.findIndex(({ id }) => id === 'helpLate');
  expect(lines.filter((line) => line[1] === 'VIP').map((line) => [line[3], line[late], line.at(-1)])).toEqual([['9', '', 'zu wenige Personen'], ['10', '', 'zu wenige Personen']]);
  expect(lines.some((line) => line[0] === 'Schlagwort' && line[1] === 'ohne Schlagwort')).toBe(true);
});

test('REP-16 where there is no value to draw, a picture says so, and why', () => {
  const measures = [measureOf('firstAverage'), measureOf('firstP90')];
  const { tables } = fakeReport({ of: 'center' }, NOON);
  const hours = tables.find(({ by }) => by === 'hour')?.rows ?? [];
  expect(whyEmpty(hours, measures)).toBeUndefined();
  const unanswered = hours.map(({ now, ...row }) => ({ ...row, now: { ...now, served: { ...(now.served as NonNullable<typeof now.served>), firstResponse: { count: 0 } } } }));
  expect(whyEmpty(unanswered, measures)).toBe('reports.noValues');
  expect(whyEmpty(unanswered, [measureOf('requests')])).toBeUndefined();
  const withheld = hours.map(({ now: { served: _kept, ...now }, ...row }) => ({ ...row, now }));
  expect(whyEmpty(withheld, measures)).toBe('reports.allWithheld');
  expect(whyEmpty([], measures)).toBe('reports.noValues');
});

test('REP-2 spans are told with their remainder, hours of a day without gaps', () => {
  const de = textsFor('de');
  expect([45_000, 90_000, 59.6 * 60_000, HOUR, 110 * 60_000, 51 * HOUR, 48 * HOUR].map((ms) => duration(de, ms))).toEqual(['45 s', '2 min', '1 h', '1 h', '1 h 50 min', '2 T. 3 h', '2 T.']);
  const { rows } = fakeReport({ of: 'center' }, NOON).tables.find(({ by }) => by === 'hour') ?? { rows: [] };
  const holes = withoutGaps(rows.filter(({ key }) => key !== '12'));
  expect(holes.map(({ key }) => key)).toEqual(rows.map(({ key }) => key));
  expect(holes.find(({ key }) => key === '12')?.now.requests).toBe(0);
  expect(lineName('day', { key: '2026-11-22' }, useCenter.getState(), de)).toBe('So., 22. Nov.');
});
