import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ERROR_CATALOGUE } from '../../shared/util/error-catalogue.ts';
import { errorPage } from '../../tools/docs/error-page.ts';

test('docs/errors.md equals the catalogue (npm run docs writes it)', () => {
  expect(readFileSync(path.resolve(import.meta.dirname, '../../docs/errors.md'), 'utf8')).toBe(errorPage());
});

test.each(Object.entries(ERROR_CATALOGUE))('%s says in whole sentences what happened and what to do', (code, { meaning, remedy }) => {
  expect(code).toMatch(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/);
  expect(meaning).toMatch(/^[A-Z].*\.$/);
  expect(remedy).toMatch(/^\S.*\.$/);
});
