import { describe, expect, test } from 'vitest';
import { refusedTags, suggestedTags } from '../../renderer/src/store/tags.ts';
import type { HouseEdit } from '../../shared/domain/house.ts';
import { DEFAULT_HOUSE_SETTING } from '../../shared/domain/house-setting.ts';
import { tagNames, tagNow, tagSchema, tagsByName, type HouseTag } from '../../shared/domain/tag.ts';
import { outcome, SharedCenter } from '../support/shared-center.ts';

const tag = (id: string, name: string, more: Partial<HouseTag> = {}): HouseTag => ({ id, name, colour: 'blue', archived: false, ...more });

function world() {
  const c = new SharedCenter();
  const change = (...edits: HouseEdit[]): string => outcome(c.run({ type: 'house.change', data: { edits } }, { by: 'lea' }));
  const put = (after: HouseTag): string => change({ noun: 'tag', id: after.id, before: c.state.get('tag', after.id) ?? null, after });
  const { conversationId } = c.given('ann');
  const tagged = (...tags: string[]): string => outcome(c.run({ type: 'conversation.tag', data: { conversationId, tags } }, { by: 'ann' }));
  return { c, change, put, tagged, tags: () => c.must('conversation', conversationId).tags, kept: (id: string) => c.must('tag', id) };
}

describe('the tags of the house', () => {
  test('TAG-1 other words may be given until a lead says that they may not; what is there stays', () => {
    const w = world();
    w.put(tag('t1', 'Umzug'));
    expect(w.tagged('Sonst', 'umzug')).toBe('conversation.tagged');
    expect(w.tags()).toEqual(['Sonst', 'Umzug']);
    expect(w.change({ noun: 'houseSetting', id: 'center', before: null, after: { ...DEFAULT_HOUSE_SETTING, openTags: false } })).toContain('house.changed');
    expect(w.tagged('Sonst', 'Umzug', 'Neu')).toBe('TAG_UNKNOWN');
    expect(w.tagged('Sonst')).toBe('conversation.tagged');
    expect(w.tagged()).toBe('conversation.tagged');
    expect(w.tagged('Sonst')).toBe('TAG_UNKNOWN');
  });

  test('TAG-1 two of one name, a comma, and more than the list takes are refused', () => {
    const w = world();
    w.put(tag('t1', 'Umzug'));
    expect(w.put(tag('t2', ' UMZUG '))).toBe('HOUSE_INVALID');
    expect(tagSchema.safeParse(tag('t3', 'a, b')).success).toBe(false);
    for (let i = 0; i < 499; i += 1) w.c.emit({ type: 'tag.defined', data: tag(`x${i}`, `x${i}`) });
    expect(w.put(tag('t4', 'einer zu viel'))).toBe('HOUSE_INVALID');
  });

  test('TAG-2 renamed it is found under what it was called, through a second name and an undo; tagged by an old name it gets the new one', () => {
    const w = world();
    w.put(tag('t1', 'Umzug'));
    w.tagged('Umzug');
    w.put({ ...w.kept('t1'), name: 'Anschlusswechsel' });
    w.put({ ...w.kept('t1'), name: 'Wohnungswechsel' });
    expect(w.kept('t1').was).toEqual(['Umzug', 'Anschlusswechsel']);
    const book = tagsByName([w.kept('t1')]);
    expect(w.tags()).toEqual(['Umzug']);
    expect(tagNow(book, 'umzug')).toBe('Wohnungswechsel');
    expect(tagNames(book, 'Wohnungswechsel').toSorted()).toEqual(['Anschlusswechsel', 'Umzug', 'Wohnungswechsel']);
    w.tagged('Umzug', 'anschlusswechsel');
    // What it had keeps its word; what is new takes the name of today.
    expect(w.tags()).toEqual(['Umzug', 'Wohnungswechsel']);
    expect(outcome(w.c.run({ type: 'house.undo', data: { version: 3 } }, { by: 'lea' }))).toContain('house.changed');
    expect(w.kept('t1')).toMatchObject({ name: 'Anschlusswechsel', was: ['Umzug', 'Wohnungswechsel'] });
  });

  test('TAG-2 a name that another tag has taken over means that one', () => {
    const book = tagsByName([tag('t1', 'Neu', { was: ['Umzug'] }), tag('t2', 'Umzug')]);
    expect(tagNow(book, 'Umzug')).toBe('Umzug');
    expect(tagNames(book, 'Neu')).toEqual(['Neu']);
  });

  test('TAG-1 what is typed is gone on with, what begins so first; what is there or no longer given is not offered', () => {
    const tags = [tag('1', 'Ausfall'), tag('2', 'Netzausfall'), tag('3', 'Ausland', { archived: true }), tag('4', 'Auskunft'), tag('5', 'Umzug')];
    expect(suggestedTags(tags, 'aus', ['Auskunft']).map(({ name }) => name)).toEqual(['Ausfall', 'Netzausfall']);
    expect(suggestedTags(tags, '', []).map(({ name }) => name)).toEqual(['Ausfall', 'Auskunft', 'Netzausfall', 'Umzug']);
    expect(refusedTags(['Ausland', 'ausfall', 'Sonst'], [], { ...DEFAULT_HOUSE_SETTING, openTags: false }, tagsByName(tags))).toEqual(['Ausland', 'Sonst']);
    expect(refusedTags(['Ausland', 'Sonst'], ['Ausland'], DEFAULT_HOUSE_SETTING, tagsByName(tags))).toEqual([]);
  });
});
