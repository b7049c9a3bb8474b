// Plants a violation of each row of "Who may import whom" and expects the finding: a rule nobody has seen fail is only a comment.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkBoundaries } from '../../tools/check/boundaries.ts';
import { NAME_ONLY_IN, ONLY_IN, ROWS } from '../../tools/check/import-rules.ts';

const find = (path: string, text: string): string[] => checkBoundaries({ path, text }).map((finding) => finding.message);
const imports = (path: string, specifier: string): string[] => find(path, `import { thing } from '${specifier}';\n`);

// from a file → what it must not import
const FORBIDDEN: readonly [from: string, specifier: string][] = [
  ['shared/util/a.ts', '../domain/ids.ts'],
  ['shared/domain/a.ts', '../events/index.ts'],
  ['shared/commands/a.ts', '../events/index.ts'],
  ['shared/events/a.ts', '../reducers/index.ts'],
  ['shared/channels/a.ts', '../commands/index.ts'],
  ['shared/text/a.ts', '../channels/index.ts'],
  ['shared/reducers/a.ts', '../commands/index.ts'],
  ['shared/deciders/a.ts', '../protocol/up.ts'],
  ['shared/protocol/a.ts', '../reducers/index.ts'],
  ['shared/ipc/a.ts', '../protocol/up.ts'],
  ['shared/sync/a.ts', '../ipc/index.ts'],
  ['shared/sync/a.ts', '../../server/app.ts'],
  ['server/routing/core/a.ts', '../../../shared/commands/index.ts'],
  ['server/routing/core/a.ts', '../router.ts'],
  ['server/channels/one/a.ts', '../two/a.ts'],
  ['server/channels/one/a.ts', '../../ingest/ingest.ts'],
  ['server/channels/one/a.ts', '../../../shared/sync/outbox.ts'],
  ['server/channels/shelf.ts', './one/a.ts'],
  ['server/channels/registry.ts', '../ingest/ingest.ts'],
  ['server/routing/router.ts', '../push/pusher.ts'],
  ['server/ingest/a.ts', '../push/pusher.ts'],
  ['server/ingest/a.ts', '../../shared/ipc/index.ts'],
  ['server/ingest/a.ts', '../../shared/sync/outbox.ts'],
  ['server/storage/a.ts', '../log/port.ts'],
  ['server/log/a.ts', '../center/center.ts'],
  ['server/center/a.ts', '../ingest/ingest.ts'],
  ['server/config.ts', './log/memory-event-log.ts'],
  ['server/app.ts', '../electron/main/index.ts'],
  ['server/assemble.ts', '../electron/main/index.ts'],
  ['server/bootstrap.ts', '../electron/main/index.ts'],
  ['server/start-feeds.ts', '../electron/main/index.ts'],
  ['server/start-reports.ts', '../electron/main/index.ts'],
  ['server/start-mail-door.ts', '../electron/main/index.ts'],
  ['server/start-chat.ts', '../electron/main/index.ts'],
  ['server/main.ts', '../sandbox/main.ts'],
  ['electron/main/channels/one/a.ts', '../two/a.ts'],
  ['electron/main/channels/one/a.ts', '../../storage/open.ts'],
  ['electron/main/channels/registry.ts', '../storage/open.ts'],
  ['electron/main/sync/a.ts', '../storage/open.ts'],
  ['electron/main/storage/a.ts', '../../../server/log/port.ts'],
  ['electron/main/core/a.ts', '../host/browser.ts'],
  ['electron/main/host/a.ts', '../../../renderer/src/app/app.ts'],
  ['electron/main/paths.ts', './storage/open.ts'],
  ['electron/main/index.ts', '../../server/app.ts'],
  ['electron/preload/index.ts', '../../shared/domain/ids.ts'],
  ['electron/preload/index.ts', '../main/index.ts'],
  ['renderer/src/store/a.ts', '../../../shared/protocol/up.ts'],
  ['renderer/src/screens/a.ts', '../../../electron/main/index.ts'],
  ['renderer/src/components/a.ts', '../store/desk.ts'],
  ['renderer/src/components/a.ts', '../bridge/index.ts'],
  ['renderer/src/components/a.ts', '../../../shared/events/index.ts'],
  ['widget/a.ts', '../shared/domain/ids.ts'],
  ['widget/a.ts', 'zod'],
  ['widget/a.ts', '../server/channels/chat/ports.ts'],
  ['sandbox/a.ts', '../shared/util/errors.ts'],
  ['tools/a.ts', '../renderer/src/app/app.ts'],
  ['tools/a.ts', '../sandbox/main.ts'],
  ['electron.vite.config.ts', './server/app.ts'],
  ['playwright.config.ts', './server/app.ts'],
  ['vitest.config.ts', './server/app.ts'],
];

// the same places, what they may import
const ALLOWED: readonly [from: string, specifier: string][] = [
  ['shared/util/a.ts', './b.ts'],
  ['shared/domain/a.ts', '../util/errors.ts'],
  ['shared/deciders/a.ts', '../commands/index.ts'],
  ['shared/ipc/a.ts', '../domain/rows.ts'],
  ['server/routing/core/a.ts', '../../../shared/reducers/index.ts'],
  ['server/routing/router.ts', './core/match.ts'],
  ['server/channels/one/a.ts', '../ports.ts'],
  ['server/channels/registry.ts', './one/a.ts'],
  ['server/ingest/a.ts', '../log/port.ts'],
  ['server/log/a.ts', '../storage/open-database.ts'],
  ['server/ingest/a.ts', '../center/center.ts'],
  ['server/app.ts', './push/pusher.ts'],
  ['electron/main/sync/a.ts', '../storage/replica-port.ts'],
  ['electron/main/host/a.ts', '../core/desk.ts'],
  ['electron/main/core/a.ts', '../storage/open.ts'],
  ['electron/preload/index.ts', '../../shared/ipc/index.ts'],
  ['renderer/src/screens/a.ts', '../components/Row.tsx'],
  ['renderer/src/components/a.ts', '../text/strings.ts'],
  ['renderer/src/app/a.ts', '../styles/desk.css'],
  ['widget/a.ts', '../shared/protocol/visitor.ts'],
  ['tools/a.ts', '../server/app.ts'],
  ['tests/unit/a.test.ts', '../../electron/main/storage/open.ts'],
];

describe('who may import whom', () => {
  test.each(FORBIDDEN)('%s may not import %s', (from, specifier) => {
    expect(imports(from, specifier)).toHaveLength(1);
  });

  test.each(ALLOWED)('%s may import %s', (from, specifier) => {
    expect(imports(from, specifier)).toEqual([]);
  });

  test('every row of the table has a planted violation', () => {
    const planted = new Set(FORBIDDEN.map(([from]) => from));
    const bare = ROWS.filter((row) => row.from !== 'tests').filter((row) => {
      const place = row.from.replace('/*', '/');
      return ![...planted].some((from) => from === row.from || from.startsWith(place));
    });
    expect(bare.map((row) => row.from)).toEqual([]);
  });

  test.each(ROWS.filter((row) => row.from !== 'tests').map((row) => row.from))('%s may not import tests', (from) => {
    const file = from.endsWith('.ts') ? from : `${from.replace('/*', '/some')}/a.ts`;
    const up = '../'.repeat(file.split('/').length - 1) || './';
    expect(imports(file, `${up}tests/support/harness.ts`)).toHaveLength(1);
  });

  test('docs/architecture.md shows every row', () => {
    const table = readFileSync(path.resolve(import.meta.dirname, '../../docs/architecture.md'), 'utf8').replaceAll('```', '');
    const shown = new Set([...table.matchAll(/`([^`\n]+)`/g)].map((match) => match[1]));
    expect(ROWS.map((row) => row.from).filter((from) => !shown.has(from))).toEqual([]);
  });

  test('a folder that the table does not know may hold no code', () => {
    expect(find('plugins/a.ts', 'export const a = 1;\n')).toHaveLength(1);
    expect(find('shared/misc/a.ts', 'export const a = 1;\n')).toHaveLength(1);
  });
});

describe('every way to reach another file is seen', () => {
  const ways = [
    "import '../events/index.ts';",
    "import type { A } from '../events/index.ts';",
    "import * as all from '../events/index.ts';",
    "export * from '../events/index.ts';",
    "export { a } from '../events/index.ts';",
    "const a = await import('../events/index.ts');",
    'const a = await import(`../events/index.ts`);',
    "type A = import('../events/index.ts').A;",
    "const a = require('../events/index.ts');",
    "import a = require('../events/index.ts');",
    "import { a } from './../../shared/events/index.ts';",
  ];
  test.each(ways)('%s', (text) => {
    expect(find('shared/domain/a.ts', text)).toHaveLength(1);
  });

  test('a computed import is refused, for nobody can tell', () => {
    expect(find('server/ingest/a.ts', 'const a = await import(name);')).toHaveLength(1);
  });

  test('an alias is refused', () => {
    expect(imports('server/ingest/a.ts', '#shared/ids')).toHaveLength(1);
  });

  test('comments and strings are no imports', () => {
    expect(find('shared/domain/a.ts', "// import '../events/index.ts'\nconst s = \"import '../events/index.ts'\";\n")).toEqual([]);
  });
});

describe('packages with one home', () => {
  const elsewhere = 'electron/main/ports/a.ts';
  test.each(Object.entries(ONLY_IN))('%s only in %j', (name, homes) => {
    expect(imports(elsewhere, name)).toHaveLength(1);
    expect(imports('server/ingest/a.ts', name)).toHaveLength(1);
    for (const home of homes) expect(imports(home.endsWith('.ts') ? home : `${home}/a.ts`, name)).toEqual([]);
  });

  test('keytar stays in electron/main/secrets, lazily loaded too', () => {
    expect(find('electron/main/storage/a.ts', "const keytar = await import('keytar');")).toHaveLength(1);
  });

  test.each(NAME_ONLY_IN)('$name only in $in', ({ specifier, name }) => {
    expect(find('electron/main/host/a.ts', `import { app, ${name} } from '${specifier}';`)).toHaveLength(1);
    expect(find('electron/main/host/a.ts', `import { app } from '${specifier}';`)).toEqual([]);
    expect(find('electron/main/host/a.ts', `import * as all from '${specifier}';`).length).toBeGreaterThan(0);
  });

  test('the language uses no Node and no library but zod', () => {
    expect(imports('shared/domain/a.ts', 'node:crypto')).toHaveLength(1);
    expect(imports('shared/domain/a.ts', 'react')).toHaveLength(1);
    expect(imports('shared/domain/a.ts', 'zod')).toEqual([]);
  });

  test('the screen uses no Node and no socket, the preload nothing but electron', () => {
    expect(imports('renderer/src/app/a.ts', 'node:fs')).toHaveLength(1);
    expect(imports('renderer/src/app/a.ts', 'ws')).toHaveLength(1);
    expect(imports('electron/preload/index.ts', 'node:path')).toHaveLength(1);
    expect(imports('electron/preload/index.ts', 'electron')).toEqual([]);
  });
});
