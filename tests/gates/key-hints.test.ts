import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const SRC = path.resolve(import.meta.dirname, '../../renderer/src');
/** Held by a form itself while something is written in it; not an act, so nobody binds it anew. */
const HELD_BY_FORM = "t('keys.ctrlEnter')";

test('GALL-5 a button prints the key that is bound now: no letter stands fixed beside an act that can have another', () => {
  const found = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) => [...readFileSync(path.join(SRC, file), 'utf8').matchAll(/\bkeys(?:=\{(?<given>[^}]+)\}|=(?<fixed>"[^"]*")|: (?<inObject>'[^']*'))/gu)].map(({ groups }) => ({ file, given: groups?.['given'] ?? groups?.['fixed'] ?? groups?.['inObject'] ?? '' })));
  expect(found.length).toBeGreaterThan(25);
  expect(found.filter(({ given }) => /^["']/u.test(given) || (given.startsWith("t('keys.") && given !== HELD_BY_FORM)).map(({ file, given }) => `${file}: ${given}`)).toEqual([]);
});
