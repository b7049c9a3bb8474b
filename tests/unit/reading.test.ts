import { describe, expect, test } from 'vitest';
import { markParts, splitText } from '../../renderer/src/components/plain-text.ts';
import { folded, passesFor } from '../../server/reading/lookalike.ts';
import { Pace } from '../../server/reading/pace.ts';
import { Waves } from '../../server/reading/waves.ts';
import { addressIn, alternativeOf, labelOf, leastSure, summaryOf, withMessageRead } from '../../shared/domain/reading-summary.ts';
import { readingSchema, verdictSchemas, VERDICT_TASKS } from '../../shared/domain/reading.ts';
import { numberPatternSchema } from '../../shared/domain/strategy.ts';
import { spansOf } from '../../shared/text/evidence-spans.ts';
import { readingOf } from '../../shared/text/reading.ts';

const HOUR = 3_600_000;

describe('places of words', () => {
  test('READ-1 a word is found whole before it is found inside another, each time once, in the order of the text', () => {
    const text = 'Kein Netz, keine Antwort, kein Netz';
    expect(spansOf(text, ['kein'])).toEqual([26, 30]);
    expect(spansOf(text, ['kein Netz', 'Kein Netz', 'Antwort'])).toEqual([0, 9, 17, 24, 26, 35]);
    expect(spansOf(text, ['', 'Zug'])).toEqual([]);
    expect(spansOf('Der ANBIETER', ['anbieter'])).toEqual([4, 12]);
  });

  test('READ-1 what is kept of a text holds no word of it, whatever the text is, and passes its schema', () => {
    for (const text of ['', 'Geheimwort4711 kein Internet', 'İİİ kein Netz İ', '👍'.repeat(3_000), 'a'.repeat(100_000), '\r\n\r\n@x 4711228 kim@example.org']) {
      const reading = readingOf(text);
      expect(readingSchema.parse(reading)).toEqual(reading);
      expect(JSON.stringify(reading)).not.toContain('Geheimwort');
      for (const span of [...reading.signals.flatMap((one) => one.spans), ...VERDICT_TASKS.flatMap((task) => reading[task].spans)]) expect(span).toBeLessThanOrEqual(text.length);
    }
    expect(readingOf('Siehe Anhang', {}, {}, 'Kündigung meines Vertrags zum Jahresende').special.map((one) => one.kind)).toContain('cancellation');
  });

  test('READ-1 marks fall on the words as they are shown, also behind line ends and hidden signs', () => {
    const shown = (raw: string, spans: readonly number[]): string[] => markParts(raw, splitText(raw), spans).filter((one) => one.isMarked).map(({ part }) => (part.kind === 'hidden' ? part.name : part.text));
    expect(shown('eins zwei drei', [5, 9])).toEqual(['zwei']);
    expect(shown('eins\r\nzwei\r\ndrei', [12, 16])).toEqual(['drei']);
    expect(shown('a\u200bzwei drei', [2, 6])).toEqual(['zwei']);
    expect(markParts('eins', splitText('eins'), []).every((one) => !one.isMarked)).toBe(true);
  });
});

describe('in short', () => {
  const reading = readingOf('Seit gestern kein Internet, ich wechsle den Anbieter. kim@example.org');

  test('READ-1 what a person said counts before what was read; personal data warns in public only', () => {
    expect(summaryOf(reading, 'public').flags).toEqual(expect.arrayContaining(['outage', 'threatToCancel', 'personalData']));
    expect(summaryOf(reading, 'private').flags).not.toContain('personalData');
    const corrections = { outage: { label: 'false', was: 'true', byAgentId: 'ann', at: 1 }, caseType: { label: 'praise', was: 'fault', byAgentId: 'ann', at: 1 } };
    expect(summaryOf({ ...reading, corrections }, 'public')).toMatchObject({ caseType: 'praise', confidence: 1 });
    expect(summaryOf({ ...reading, corrections }, 'public').flags).not.toContain('outage');
    expect(labelOf({ ...reading, corrections }, 'outage')).toBe('false');
  });

  test('READ-1 a conversation keeps the flags of its open turn and lets go of those that were answered', () => {
    const summary = summaryOf(reading, 'private');
    const first = withMessageRead(undefined, ['m1'], 'm1', summary, true);
    const both = withMessageRead(first, ['m1', 'm2'], 'm2', { ...summary, flags: ['praise'] }, true);
    expect(both.messageId).toBe('m2');
    expect(new Set(both.flags.map((one) => one.messageId))).toEqual(new Set(['m1', 'm2']));
    expect(withMessageRead(both, ['m3'], 'm3', { ...summary, flags: [] }, true).flags).toEqual([]);
    expect(withMessageRead(both, ['m1', 'm2'], 'm1', { ...summary, flags: ['abuse'] }, false)).toMatchObject({ messageId: 'm2' });
  });

  test('READ-4 every label has another to be changed to by one key, and what is asked is what is least sure', () => {
    for (const task of VERDICT_TASKS) for (const label of verdictSchemas[task].options) expect(verdictSchemas[task].safeParse(alternativeOf(task, label)).success && alternativeOf(task, label) !== label, `${task} ${label}`).toBe(true);
    const doubt = leastSure(reading);
    expect(doubt).toBeDefined();
    const corrections = { [doubt?.task ?? 'caseType']: { label: doubt?.alternative ?? '', was: doubt?.label ?? '', byAgentId: 'ann', at: 1 } };
    expect(leastSure({ ...reading, corrections })?.task).not.toBe(doubt?.task);
  });

  test('READ-3 the better source counts, of equals the conversation', () => {
    expect(addressIn({ addressForm: 'du', addressFormBy: 'customer' }, { addressForm: 'sie', addressFormBy: 'agent' })).toEqual({ form: 'sie', by: 'agent' });
    expect(addressIn({ addressForm: 'du', addressFormBy: 'customer' }, { addressForm: 'sie', addressFormBy: 'customer' })).toEqual({ form: 'du', by: 'customer' });
    expect(addressIn({ addressForm: 'du', addressFormBy: 'guess' }, { addressForm: 'sie', addressFormBy: 'customer' })).toEqual({ form: 'sie', by: 'customer' });
    expect(addressIn({}, {})).toBeUndefined();
  });
});

describe('names almost like ours', () => {
  test.each([
    ['musterkom_hilft', 'musterkom_hilft_', true],
    ['musterkom_hilft', 'musterk0m_hilft', true],
    ['musterkom_hilft', 'rnusterkom_hilft', true],
    ['musterkom_hilft', 'mustrekom_hilft', true],
    ['musterkom', 'musterkom_kundenservice', true],
    ['musterkom', 'МUSTERKOM'.replace('М', 'M').replace('O', 'О'), true],
    ['musterkom_hilft', 'musterkatze', false],
    ['musterkom', 'musterkom_geschaedigte', false],
    ['musterkom', 'kim', false],
    ['bahn', 'bahm', false],
  ])('READ-6 %s and %s', (own, name, isLike) => {
    expect(passesFor(folded(name), folded(own))).toBe(isLike);
  });
});

describe('waves and pace', () => {
  const spam = (n: number): string => `Verdiene jetzt ${n}00 Euro am Tag ganz bequem von zu Hause aus, alle Infos unter https://geld${n}.example/x`;

  test('READ-7 the first members are named once, one author counts once, and what is old counts no more', () => {
    const waves = new Waves<string>();
    const take = (n: number, author = `a${n}`, at = n) => waves.take(spam(n), { authorKey: author, at, place: `p${n}` }, `w${n}`, 3, HOUR);
    expect([take(1), take(2, 'a1'), take(3)]).toEqual([undefined, undefined, undefined]);
    expect(take(4)).toEqual({ id: 'w1', size: 3, earlier: expect.arrayContaining(['p2', 'p3']) as unknown });
    expect(take(5)).toEqual({ id: 'w1', size: 4, earlier: [] });
    expect(waves.take('Wann geht denn das Internet in Kiel wieder, ich arbeite zu Hause', { authorKey: 'z', at: 6, place: 'z' }, 'w', 1, HOUR)).toMatchObject({ size: 1 });
    expect(take(7, 'a7', 5 * HOUR)).toBeUndefined();
    expect(waves.size).toBe(1);
  });

  test('READ-6 replies within the hour are counted, with those from before this process', () => {
    const pace = new Pace(() => [1, HOUR - 5, HOUR - 2]);
    expect(pace.count('t', HOUR + 1)).toBe(3);
    expect(pace.count('t', HOUR + 2)).toBe(4);
    expect(pace.count('t', 3 * HOUR)).toBe(1);
  });
});

test.each([
  ['\\d{8}', true],
  ['[A-Z]{2}-\\d{6,8}', true],
  ['KD\\d{4}(?:A|B)', false],
  ['(a|b)\\d{3}', true],
  ['(a{1,9}){1,9}', false],
  ['\\d+', false],
  ['a*', false],
  ['\\d{1,}', false],
  ['\\d{0,30}', false],
  ['[', false],
  ['x?y?z?w?a', false],
  ['\\d{0,2}', false],
])('READ-1 a brand’s number pattern %s can be taken: %s', (pattern, isTame) => {
  expect(numberPatternSchema.safeParse(pattern).success).toBe(isTame);
});
