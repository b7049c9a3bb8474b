import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { COMMAND_DEFINITIONS } from '../../shared/commands/index.ts';
import { runMatrix, type Matrix } from '../support/matrix/cells.ts';
import { COLUMNS } from '../support/matrix/world.ts';

// Who may do what, on a real server: every command in every column. The table in docs/command-matrix.md is what it answered when somebody last looked and agreed:
// LEITSTAND_WRITE_MATRIX=1 npx vitest run tests/integration/command-matrix.test.ts writes it anew.
const PAGE = path.resolve(import.meta.dirname, '../../docs/command-matrix.md');
const HEAD = `| command | ${COLUMNS.map(({ title }) => title).join(' | ')} |`;
const lineOf = (type: string, cells: readonly string[]): string => `| \`${type}\` | ${cells.join(' | ')} |`;

let matrix: Matrix;
beforeAll(async () => {
  matrix = await runMatrix();
  if (process.env['LEITSTAND_WRITE_MATRIX'] !== '1') return;
  const text = readFileSync(PAGE, 'utf8');
  writeFileSync(PAGE, `${text.slice(0, text.indexOf('| command |'))}${HEAD}\n|---|${COLUMNS.map(() => '---|').join('')}\n${[...matrix].map(([type, cells]) => lineOf(type, cells)).join('\n')}\n`);
}, 240_000);

describe('MATRIX-1 role × team × account × command on a real server', () => {
  it('MATRIX-1 every cell is as the table in docs says', () => {
    const page = readFileSync(PAGE, 'utf8').split('\n');
    expect(page).toContain(HEAD);
    expect(page.filter((line) => line.startsWith('| `'))).toEqual([...matrix].map(([type, cells]) => lineOf(type, cells)));
    expect([...matrix.keys()]).toEqual([...COMMAND_DEFINITIONS.keys()].toSorted((a, b) => (a < b ? -1 : 1)));
  });

  it('MATRIX-2 a role that a command does not name is refused in every column, and no other', () => {
    const role = (who: string): 'agent' | 'supervisor' | 'admin' => (who === 'ada' ? 'admin' : who === 'lea' ? 'supervisor' : 'agent');
    for (const [type, cells] of matrix)
      for (const [i, { who, title }] of COLUMNS.entries()) expect([type, title, cells[i] === 'role']).toEqual([type, title, COMMAND_DEFINITIONS.get(type)?.roles.includes(role(who)) === false]);
  });

  it('MATRIX-3 another team’s account is out of an agent’s reach, but for what stands here', () => {
    // Whoever sees danger may say so; the rest is about oneself and one's own, the desk, or names no account at all.
    const free = /^(alert\.raise|agent\.set|article\.|deskSetup\.|savedView\.|mention\.see|briefing\.read|spike\.|reservation\.|approval\.withdraw|briefing\.read)/;
    const other = COLUMNS.findIndex(({ title }) => title === 'agent: another team’s');
    expect([...matrix].filter(([type, cells]) => cells[other] === 'yes' && !free.test(type)).map(([type]) => type)).toEqual([]);
  });

  it('MATRIX-4 leads are never kept out by an account or by its owner where the command is not about one’s own answer, or one’s own asking for help', () => {
    const own = /^(reply\.|bulkAnswer\.|message\.(reportChange|requestChange)|profile\.ask|escalation\.(raise|withdraw)|workItem\.(take|claimBulk|transfer)|wave\.close)/;
    const leads = COLUMNS.flatMap(({ who }, i) => (who === 'lea' || who === 'ada' ? [i] : []));
    expect([...matrix].filter(([type, cells]) => !own.test(type) && leads.some((i) => cells[i] === 'account' || cells[i] === 'owner')).map(([type]) => type)).toEqual([]);
  });

  it('MATRIX-5 what one may do with one’s own is done, not merely not refused', () => {
    const reached = [...matrix].filter(([, cells]) => cells.includes('yes')).length;
    expect(reached / matrix.size).toBeGreaterThan(0.7);
  });
});
