import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerOf } from '../../server/channels/chat/caller.ts';
import { Buckets } from '../../server/channels/chat/buckets.ts';
import { transcriptMail } from '../../server/chat/mails.ts';
import { allowsOrigin, chatSettingsSchema, personaOf } from '../../shared/channels/chat-settings.ts';
import { emailSchema } from '../../shared/protocol/visitor.ts';
import { buildWidget } from '../../tools/setup/build-widget.ts';
import { TEXTS } from '../../widget/texts.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** What the product promises. */
const MOST_BYTES = 30 * 1024;

describe('the bundle', () => {
  let dir: string;
  let code: string;
  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'leitstand-widget-'));
    code = readFileSync(await buildWidget(ROOT, path.join(dir, 'out')), 'utf8');
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  test('CHAT-12 is one file below 30 kB gzipped, its line included', () => {
    const bytes = gzipSync(code, { level: 9 }).length;
    console.log(`widget: ${code.length} bytes, ${bytes} gzipped`);
    expect(bytes).toBeLessThan(MOST_BYTES);
    // Growing is a decision, not an accident.
    expect(bytes).toBeLessThan(14 * 1024);
    expect(code).not.toMatch(/\bimport\s*[({'"]|\brequire\(/);
  });

  test('CHAT-12 a strict content policy has nothing to forbid: no evaluation, no HTML from text, no style element or attribute, no cookie', () => {
    expect(code).not.toMatch(/\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\.cookie|sessionStorage|indexedDB|createElement\(.style|\.style\b/);
  });
});

test('CHAT-12 the widget speaks German and English alike', () => {
  const keys = Object.keys(TEXTS.de) as (keyof typeof TEXTS.de)[];
  expect(Object.keys(TEXTS.en)).toEqual(keys);
  for (const key of keys) {
    expect(typeof TEXTS.en[key], key).toBe(typeof TEXTS.de[key]);
    for (const lang of ['de', 'en'] as const) {
      const text = TEXTS[lang][key];
      expect((typeof text === 'string' ? text : (text as (value: unknown) => string)('X')).length, `${lang} ${key}`).toBeGreaterThan(0);
    }
  }
});

test('CHAT-1 an origin is allowed by name; a free port on this machine only', () => {
  const allowed = ['https://www.example.org', 'http://127.0.0.1:*', 'http://localhost:*', 'https://evil.example:*', 'https://[::1]:*'];
  for (const yes of ['https://www.example.org', 'http://127.0.0.1', 'http://127.0.0.1:8080', 'http://localhost:3000', 'https://[::1]:9']) expect(allowsOrigin(allowed, yes), yes).toBe(true);
  for (const no of ['', 'null', 'http://www.example.org', 'https://www.example.org:8443', 'https://www.example.org.evil.example', 'https://evil.example', 'https://evil.example:443', 'https://evil.example:*', 'http://127.0.0.1:8080@evil.example', 'http://127.0.0.1.evil.example:80', 'http://localhost:80.evil.example', 'http://127.0.0.1:']) expect(allowsOrigin(allowed, no), no).toBe(false);
  expect(chatSettingsSchema.parse({ origins: 'https://a.example\n https://b.example, ' }).origins).toEqual(['https://a.example', 'https://b.example']);
  for (const bad of [['*'], ['https://*.example.org'], ['https://a.example/path'], ['javascript:alert(1)'], ['HTTPS://A.example']]) expect(chatSettingsSchema.safeParse({ origins: bad }).success, String(bad)).toBe(false);
});

test('CHAT-5 who calls is believed of named proxies only; an IPv6 network counts as one caller', () => {
  const caller = callerOf(['10.0.0.1', '192.168.0.0/16', 'nonsense']);
  expect(caller({ peer: '203.0.113.9', forwardedFor: '1.2.3.4' })).toBe('203.0.113.9');
  expect(caller({ peer: '::ffff:10.0.0.1', forwardedFor: '1.2.3.4, 203.0.113.7' })).toBe('203.0.113.7');
  expect(caller({ peer: '10.0.0.1', forwardedFor: '203.0.113.7, 192.168.3.4' })).toBe('203.0.113.7');
  expect(caller({ peer: '10.0.0.1', forwardedFor: 'rubbish' })).toBe('10.0.0.1');
  expect(caller({ peer: '10.0.0.1', forwardedFor: undefined })).toBe('10.0.0.1');
  expect(caller({ peer: undefined, forwardedFor: undefined })).toBe('');
  expect(caller({ peer: '2001:db8:1:2:3:4:5:6', forwardedFor: undefined })).toBe(caller({ peer: '2001:db8:1:2::9', forwardedFor: undefined }));
  expect(caller({ peer: '2001:db8:1:3::9', forwardedFor: undefined })).not.toBe(caller({ peer: '2001:db8:1:2::9', forwardedFor: undefined }));
});

test('CHAT-5 a bucket gives its burst at once and then its rate, and forgets who was quiet longest', () => {
  let now = 0;
  const buckets = new Buckets({ perSecond: 2, burst: 3 }, { steady: () => now }, 2);
  expect([buckets.take('a'), buckets.take('a'), buckets.take('a'), buckets.take('a')]).toEqual([0, 0, 0, 500]);
  now = 500;
  expect([buckets.take('a'), buckets.take('a')]).toEqual([0, 500]);
  buckets.take('b');
  buckets.take('c');
  expect(buckets.take('a'), 'forgotten, so as new').toBe(0);
});

test('CHAT-9 the brand decides what its people are called', () => {
  expect(['short', 'full', 'brand'].map((persona) => personaOf('Mira Albers', 'Musterkom', persona as never))).toEqual(['Mira A.', 'Mira Albers', 'Musterkom']);
  expect(personaOf('Cher', 'Musterkom', 'short')).toBe('Cher');
  expect(personaOf('Ada de la Ühm', 'Musterkom', 'short')).toBe('Ada Ü.');
  expect(personaOf('x'.repeat(120), 'Musterkom', 'full')).toHaveLength(50);
});

test('CHAT-8 an address that could end a header, name a second person or none is no address', () => {
  for (const yes of ['lena@example.org', 'l.e-n_a+chat@mail.example.co.uk', "o'neil@example.org".replace("'", '')]) expect(emailSchema.safeParse(yes).success, yes).toBe(true);
  for (const no of ['', 'lena', 'lena@', '@example.org', 'lena@example', 'lena@example.', 'lena@-example.org', 'a@b.c\n', 'a@example.org\r\nBcc: b@example.org', '<a@example.org>', 'a@example.org,b@example.org', 'a@example.org;b@example.org', '"a b"@example.org', 'a@[127.0.0.1]', 'ä@example.org', 'a b@example.org']) expect(emailSchema.safeParse(no).success, JSON.stringify(no)).toBe(false);
  const mail = transcriptMail({ to: 'a@example.org', lang: 'en', brand: 'Musterkom', timeZone: 'Europe/Berlin', messages: [{ id: '1', seq: 1, from: 'agent', name: 'Mira A.', text: 'one\ntwo', at: Date.UTC(2026, 10, 22, 12) }, { id: '2', seq: 2, from: 'agent', text: '', at: 0, gone: true }] });
  expect(mail.text).toContain('13:00  Mira A.:\n  one\n  two\n');
  expect(mail.text.match(/Mira A\./g)).toHaveLength(1);
});
