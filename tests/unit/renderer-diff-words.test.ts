import { describe, expect, test } from 'vitest';
import { diffWords } from '../../renderer/src/screens/strategy/diff-words.ts';
import { useCenter } from '../../renderer/src/store/rows.ts';
import { textsFor } from '../../renderer/src/text/index.tsx';
import { strategyDiff } from '../../shared/domain/strategy-diff.ts';
import { DEFAULT_STRATEGY, flagRuleSchema, type StrategyRules } from '../../shared/domain/strategy.ts';

const center = { ...useCenter.getInitialState(), queues: new Map([['q.1', { id: 'q.1', name: { de: 'Festnetz', en: 'Landline' } }]]), skills: new Map([['dsl', { id: 'dsl', kind: 'topic', name: { de: 'DSL', en: 'DSL' } }]]) } as never;
const lines = (rules: Partial<StrategyRules>, language: 'de' | 'en' = 'de'): string[] => strategyDiff(DEFAULT_STRATEGY, { ...DEFAULT_STRATEGY, ...rules }).map((one) => diffWords(one, textsFor(language), center));

describe('a change of the rules in words', () => {
  test('a number, with its unit where it has one', () => {
    expect(lines({ shift: { ...DEFAULT_STRATEGY.shift, perHour: 20, runOutMs: 20 * 60_000 } })).toEqual(['Neue Vorgänge je Stunde zu Beginn: 40 → 20', 'Nichts Neues vor Schichtende: 15 min → 20 min']);
  });
  test('what a queue stops asking for', () => {
    const rings = [{ afterMs: 600_000, drop: ['dsl'], lower: [] }, { afterMs: 1_200_000, drop: [], lower: [{ skillId: 'dsl', minLevel: 2 }] }];
    expect(lines({ queues: { 'q.1': { rings } } as never })).toEqual(['Festnetz, wenn es lange dauert: – → nach 10 min: DSL wird nicht mehr verlangt; nach 20 min: DSL ab 2']);
  });
  test('what goes beside what, where letters go, who helps in danger', () => {
    const { blending, special, danger } = DEFAULT_STRATEGY;
    const standard = { ...blending.standard, async: { ...blending.standard.async, live: 'waits' as const } };
    const said = lines({ blending: { ...blending, standard }, special: { ...special, press: { needs: [], priority: 4, dueMs: 3_600_000, queueId: 'q.1' } }, danger: { ...danger, needs: [{ skillId: 'dsl', minLevel: 3 }] } as never }, 'en');
    for (const line of said) expect(line).not.toMatch(/[{}[\]"]|special\.|blending\./u);
    expect(said.join('\n')).toContain('4 h → 1 h');
    expect(said.join('\n')).toContain('→ Landline');
    expect(said.join('\n')).toContain('– → DSL from 3');
  });
  test('a rule that flags: by its name, with what it asks for and nothing else; gone, by the name it had', () => {
    const rule = flagRuleSchema.parse({ name: 'Presse', when: { read: ['press', 'danger'], queues: ['q.1'], words: ['anwalt'] }, dueMs: 300_000 });
    expect(lines({ flags: { f1: rule } })).toEqual([
      'Regel „f1“, Freigabe binnen: – → 5 min',
      'Regel „f1“, Gilt: – → ja',
      'Regel „f1“, Name der Regel: – → Presse',
      'Regel „f1“, Gelesenes zählt ab: – → 60 %',
      'Regel „f1“, Warteschlange: – → Festnetz',
      'Regel „f1“, Gelesen als: – → Presse, Gefahr',
      'Regel „f1“, Wörter: – → anwalt',
    ]);
    const named = { ...(center as object), strategies: new Map([['center', { rules: { ...DEFAULT_STRATEGY, flags: {} }, documents: [{ version: 1, rules: { ...DEFAULT_STRATEGY, flags: { f1: rule } } }] }]]) } as never;
    expect(diffWords({ path: 'flags.f1.approverId', from: '"lea"' }, textsFor('en'), named)).toMatch(/^Rule “Presse”, Approval by: .+ → every lead$/u);
  });
  test('a value too long to be kept whole is not shown in pieces', () => {
    expect(diffWords({ path: 'queues.q.1.rings', from: '[{"afterMs":0,"dr' }, textsFor('de'), center)).toBe('Festnetz, wenn es lange dauert: … → –');
  });
});
