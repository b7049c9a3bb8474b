import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkChannelNames, checkFile, checkHouse, checkSources, LONGEST_FILE } from '../../tools/check/house.ts';

const root = path.resolve(import.meta.dirname, '../..');
const temporary = mkdtempSync(path.join(tmpdir(), 'leitstand-gates-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

describe('files', () => {
  test(`more than ${LONGEST_FILE} lines are found`, () => {
    expect(checkFile({ path: 'shared/util/a.ts', text: 'a;\n'.repeat(LONGEST_FILE) })).toEqual([]);
    expect(checkFile({ path: 'shared/util/a.ts', text: 'a;\n'.repeat(LONGEST_FILE + 1) })).toMatchObject([{ rule: 'length' }]);
  });

  test.each(['shared/util/camelCase.ts', 'shared/util/snake_case.ts', 'renderer/src/components/QueueRow.ts'])('%s is no name', (file) => {
    expect(checkFile({ path: file, text: '' })).toMatchObject([{ rule: 'name' }]);
  });

  test.each([
    'shared/util/kebab-case.ts',
    'renderer/src/components/QueueRow.tsx',
    'renderer/src/main.tsx',
    'tests/unit/a-b.test.ts',
    'server/log/migrations/0001-events.ts',
  ])('%s is a name', (file) => {
    expect(checkFile({ path: file, text: '' })).toEqual([]);
  });
});

describe('channel names', () => {
  const names = new Set(['sandbox', 'mastodon']);
  const planted = [
    "if (channel === 'sandbox') go();",
    'const c = `mastodon`;',
    "type C = 'sandbox' | 'other';",
    "const rates = { 'mastodon': 1 };",
    "switch (c) { case 'sandbox': }",
  ];
  test.each(planted)('%s is found where screens and rules live', (text) => {
    for (const folder of ['shared/deciders', 'server/routing', 'electron/main/sync', 'renderer/src/screens']) {
      expect(checkChannelNames({ path: `${folder}/a.ts`, text }, names)).toMatchObject([{ rule: 'channel-name' }]);
    }
  });

  test.each(['shared/channels', 'server/channels/sandbox', 'electron/main/channels/sandbox', 'sandbox', 'tools', 'tests/unit'])(
    '%s may name a channel',
    (folder) => {
      expect(checkChannelNames({ path: `${folder}/a.ts`, text: "const c = 'sandbox';" }, names)).toEqual([]);
    },
  );

  test('the names are learnt from the descriptors', () => {
    const descriptor = { path: 'shared/channels/pigeon.ts', text: "export const pigeon: ChannelDescriptor = { name: 'pigeon-post', settings: [{ name: 'loft' }] };" };
    const user = { path: 'shared/deciders/a.ts', text: "export const x = (c: string): boolean => c === 'pigeon-post';" };
    expect(checkSources([descriptor, user])).toMatchObject([{ path: 'shared/deciders/a.ts', rule: 'channel-name' }]);
    expect(checkSources([user])).toEqual([]);
    // What its settings are called is no channel's name.
    expect(checkSources([descriptor, { path: 'shared/deciders/a.ts', text: "export const field = 'loft';" }])).toEqual([]);
  });
});

describe('over a tree', () => {
  test('finds what is planted in files, with place and line', () => {
    mkdirSync(path.join(temporary, 'shared/domain'), { recursive: true });
    writeFileSync(
      path.join(temporary, 'shared/domain/planted.ts'),
      "import { x } from '../events/x.ts';\n\nexport const at = x + Date.now();\n",
    );
    expect(checkHouse(temporary)).toMatchObject([
      { path: 'shared/domain/planted.ts', line: 1, rule: 'boundaries' },
      { path: 'shared/domain/planted.ts', line: 3, rule: 'purity' },
    ]);
  });

  test('a file that does not parse is an error, not a pass', () => {
    expect(() => checkSources([{ path: 'shared/util/a.ts', text: 'const = ;' }])).toThrow(/shared\/util\/a\.ts/);
  });

  test('finds nothing in this one', () => {
    expect(checkHouse(root)).toEqual([]);
  });
});
