// Writes the pages of docs/ that derive from code. `npm run docs`; a gate test fails when a page is behind.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorPage } from './docs/error-page.ts';

const docs = path.resolve(import.meta.dirname, '../docs');
writeFileSync(path.join(docs, 'errors.md'), errorPage());
console.log('docs/errors.md written.');
