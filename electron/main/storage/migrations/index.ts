import { initial } from './0001-initial.ts';
import { files } from './0002-files.ts';
import { search } from './0003-search.ts';
import type { Migration } from './migration.ts';

export const MIGRATIONS: readonly Migration[] = [initial, files, search];
