import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const styles = path.resolve(import.meta.dirname, '../../renderer/src/styles');
const tokens = readFileSync(path.join(styles, 'tokens.css'), 'utf8');

function blockOf(selector: string): Map<string, string> {
  const from = tokens.indexOf(`${selector} {`);
  const body = tokens.slice(tokens.indexOf('{', from) + 1, tokens.indexOf('}', from));
  return new Map([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? '', (match[2] ?? '').trim()]));
}
const light = blockOf(':root');
const dark = blockOf(":root[data-theme='dark']");

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

/** Which ink stands on which ground somewhere on the desk. */
const PAIRS: readonly (readonly [ink: string, grounds: readonly string[]])[] = [
  ['ink', ['bg', 'panel', 'raised', 'ground', 'soft', 'accent-soft', 'private-soft', 'note', 'note-line']],
  ['ink-soft', ['bg', 'panel', 'raised', 'ground', 'soft', 'accent-soft', 'private-soft', 'note']],
  ['ink-mute', ['bg', 'panel', 'raised', 'ground', 'soft', 'accent-soft', 'private-soft', 'note']],
  ['accent-ink', ['panel', 'raised', 'ground', 'accent-soft', 'private-soft', 'bg']],
  ['on-accent', ['accent']],
  ['panel', ['private']],
  ['red', ['panel', 'raised', 'ground', 'red-soft', 'accent-soft', 'private-soft', 'bg']],
  ['amber', ['panel', 'raised', 'ground', 'amber-soft', 'accent-soft', 'bg']],
  ['green', ['panel', 'raised', 'green-soft', 'accent-soft', 'private-soft']],
  ['blue', ['blue-soft', 'panel']],
  ['private', ['private-soft', 'panel', 'raised', 'ground', 'accent-soft', 'bg']],
  ['rail-ink', ['rail']],
  ...[0, 1, 2, 3, 4, 5].map((tone) => [`tone-${tone}`, [`tone-${tone}-soft`, 'panel', 'ground']] as const),
];

describe('the colours of the desk', () => {
  for (const [name, theme] of [
    ['light', light],
    ['dark', dark],
  ] as const) {
    it(`keep 4.5 : 1 in the ${name} theme wherever text stands on them`, () => {
      const poor = PAIRS.flatMap(([ink, grounds]) =>
        grounds.flatMap((ground) => {
          const ratio = contrast(theme.get(ink) ?? light.get(ink) ?? '', theme.get(ground) ?? light.get(ground) ?? '');
          return ratio >= 4.5 ? [] : [`${ink} on ${ground}: ${ratio.toFixed(2)}`];
        }),
      );
      expect(poor).toEqual([]);
    });
  }

  it('are the same for a dark system as for the dark theme', () => {
    expect(Object.fromEntries(blockOf(":root[data-theme='system']"))).toEqual(Object.fromEntries(dark));
    expect(dark.size).toBeGreaterThan(30);
  });

  it('stand in one place: no other style sheet names a colour for text or ground beside white on dark signs', () => {
    const named = readdirSync(styles)
      .filter((file) => file !== 'tokens.css')
      .flatMap((file) =>
        [...readFileSync(path.join(styles, file), 'utf8').matchAll(/#[0-9a-f]{3,8}\b/gi)].map((match) => `${file} ${match[0]}`),
      );
    // Badges and toasts look the same in both themes.
    const same = new Set(['shell.css', 'badges.css']);
    expect(named.filter((one) => !same.has(one.split(' ')[0] ?? ''))).toEqual([]);
  });
});
