import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foundParts, showHidden, splitText, withoutAddressees, type TextPart } from '../../renderer/src/components/plain-text.ts';

const kinds = (text: string): string[] => splitText(text).map((part) => part.kind);
const whole = (parts: readonly TextPart[]): string => parts.map((part) => (part.kind === 'hidden' ? '' : part.text)).join('');

describe('text by strangers', () => {
  it('shows signs that turn the direction or show nothing', () => {
    expect(splitText('rechnung\u202egnp.exe')).toEqual([
      { kind: 'text', text: 'rechnung' },
      { kind: 'hidden', code: 'U+202E', name: 'RLO' },
      { kind: 'text', text: 'gnp.exe' },
    ]);
    expect(showHidden('a\u200bb\u2066c\u2069\ufeff')).toBe('a⟦ZWSP⟧b⟦LRI⟧c⟦PDI⟧⟦BOM⟧');
    expect(showHidden('null\u0000byte\u0007')).toBe('null⟦U+0000⟧byte⟦U+0007⟧');
  });

  it('SEC-12 shows every sign that Unicode calls ignorable or that turns directions, and every filler that looks like nothing', () => {
    const unseen: string[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const sign = String.fromCodePoint(code);
      const isPictureSelector = code >= 0xfe00 && code <= 0xfe0f;
      if (!isPictureSelector && (/^[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2028\u2029\u2800]$/u.test(sign))) unseen.push(sign);
    }
    expect(unseen.length).toBeGreaterThan(4_000);
    expect(unseen.filter((sign) => !/^a⟦[^⟧]+⟧b$/.test(showHidden(`a${sign}b`))).map((sign) => sign.codePointAt(0)?.toString(16))).toEqual([]);
    // Behind a picture only its own tags and joiners are part of it: nothing can be written there unseen.
    expect(showHidden('😀\u{e0141}\u{e0142}')).toBe('😀⟦U+E0141⟧⟦U+E0142⟧');
    for (const sign of ['\u202e', '\u3164', '\u2066', '\u034f']) expect(showHidden(`https://bank.example/${sign}x`)).not.toContain(sign);
  });

  it('SEC-12 what strangers wrote is never put on the screen as it came', () => {
    const root = path.resolve(import.meta.dirname, '../../renderer/src');
    const raw = /[>{]\s*\{?(?:[\w.?![\]]+\.)(?:firstLine|excerpt|contactName|contactHandle|displayName|subject)\}\s*</;
    const files = globSync('**/*.tsx', { cwd: root });
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => raw.test(readFileSync(path.join(root, file), 'utf8')))).toEqual([]);
    expect(raw.test('<li key={row.id}>{row.firstLine}</li>')).toBe(true);
  });

  it('takes an excerpt apart where the search put its signs, and nowhere else', () => {
    expect(foundParts('…das ‹Netz› in ‹Kiel› weg')).toEqual([
      { text: '…das ', isFound: false },
      { text: 'Netz', isFound: true },
      { text: ' in ', isFound: false },
      { text: 'Kiel', isFound: true },
      { text: ' weg', isFound: false },
    ]);
    expect(foundParts('5 › 3, ‹ nie zu')).toEqual([{ text: '5 › 3, ‹ nie zu', isFound: false }]);
    expect(foundParts('')).toEqual([]);
  });

  it('leaves joiners inside pictures alone, and shows them elsewhere', () => {
    const family = '👩‍👩‍👧';
    const scotland = '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}';
    expect(kinds(`${family} ${scotland}`)).toEqual(['text']);
    expect(kinds('pay\u200dpal')).toEqual(['text', 'hidden', 'text']);
    expect(kinds('a\u{e0067}b')).toEqual(['text', 'hidden', 'text']);
  });

  it('finds addresses without the full stop behind them, and never makes one of another scheme', () => {
    expect(splitText('Siehe https://probe.example/a?b=1. Oder (http://x.example/y)')).toEqual([
      { kind: 'text', text: 'Siehe ' },
      { kind: 'link', text: 'https://probe.example/a?b=1', url: 'https://probe.example/a?b=1' },
      { kind: 'text', text: '. Oder (' },
      { kind: 'link', text: 'http://x.example/y', url: 'http://x.example/y' },
      { kind: 'text', text: ')' },
    ]);
    expect(kinds('javascript:alert(1) file:///etc/passwd <a href="x">')).toEqual(['text']);
  });

  it('shows a hidden sign inside an address instead of swallowing it', () => {
    expect(kinds('https://bank\u202e.example/x')).toContain('hidden');
  });

  it('marks mentions, not addresses of mail, and the signature only where we sign', () => {
    expect(kinds('hallo @musterkom_hilft!')).toEqual(['text', 'mention', 'text']);
    expect(kinds('an a@b.example')).toEqual(['text']);
    expect(splitText('Gern! ^ON', { signed: true }).at(-1)).toEqual({ kind: 'signature', text: '^ON' });
    expect(kinds('Gern! ^ON')).toEqual(['text']);
  });

  it('leaves out whom a line is addressed to, unless nothing else is said', () => {
    expect(withoutAddressees('@musterkom_hilft @jo: Router blinkt')).toBe('Router blinkt');
    expect(withoutAddressees('.@musterkom_hilft Router')).toBe('Router');
    expect(withoutAddressees('@musterkom_hilft')).toBe('@musterkom_hilft');
    expect(withoutAddressees('mail an a@b.example')).toBe('mail an a@b.example');
  });

  it('loses no visible character, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const visible = whole(splitText(text));
        const hidden = splitText(text).filter((part) => part.kind === 'hidden').length;
        const expected = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
        expect(
          visible.length +
            splitText(text).reduce(
              (sum, part) => sum + (part.kind === 'hidden' ? String.fromCodePoint(Number.parseInt(part.code.slice(2), 16)).length : 0),
              0,
            ),
        ).toBe(expected.length);
        expect(hidden === 0 ? visible : expected).toBe(expected);
      }),
      { verbose: 1 },
    );
  });
});
