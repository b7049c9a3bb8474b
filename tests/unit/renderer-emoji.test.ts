import { describe, expect, test } from 'vitest';
import rows from '../../renderer/src/emoji/emoji.json' with { type: 'json' };
import { EMOJI_GROUPS, findEmoji, inTone, readEmoji } from '../../renderer/src/emoji/emoji.ts';
import { getChannel } from '../../shared/channels/index.ts';
import { measure } from '../../shared/text/weighted-length.ts';

const all = readEmoji(rows);
const first = (typed: string): string | undefined => findEmoji(all, typed)[0]?.sign;

describe('the signs of the picker', () => {
  test('each once, named in both languages, in a group', () => {
    expect(all.length).toBeGreaterThan(1_800);
    expect(new Set(all.map(({ sign }) => sign)).size).toBe(all.length);
    expect(all.filter(({ de, en, sign }) => de === '' || en === '' || !/\p{Emoji}/u.test(sign))).toEqual([]);
    expect(new Set(all.map(({ group }) => group))).toEqual(new Set(EMOJI_GROUPS));
  });

  test('found by German and by English words, by beginnings, by several together', () => {
    expect([first('daumen hoch'), first('thumbs up'), first('Daumen'), first('freudentränen'), first('rakete'), first('heart red')]).toEqual(['👍', '👍', '👍', '😂', '🚀', '❤️']);
    expect(findEmoji(all, 'xyzzy')).toEqual([]);
    expect(findEmoji(all, '  ')).toHaveLength(all.length);
  });

  test('in the tone of skin chosen, where there is one', () => {
    const of = (sign: string): (typeof all)[number] => all.find((emoji) => emoji.sign === sign) ?? all[0]!;
    expect([inTone(of('👍'), 0), inTone(of('👍'), 5), inTone(of('🚀'), 3), inTone(of('☝️'), 1), inTone(of('🧑‍🔧'), 2)]).toEqual(['👍', '👍🏿', '🚀', '☝🏻', '🧑🏼‍🔧']);
  });

  test('each counts two where a platform weighs signs, in every tone', () => {
    const rule = [...['x', 'sandbox']].map((name) => getChannel(name)?.length.public).find((one) => one?.kind === 'weighted');
    if (rule === undefined) throw new Error('no channel weighs');
    const odd = all.filter((emoji) => measure(emoji.sign, rule).length !== 2 || measure(inTone(emoji, 4), rule).length !== 2).map(({ sign }) => sign);
    expect(odd).toEqual([]);
  });
});
