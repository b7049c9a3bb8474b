import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toRows } from '../../server/log/log-rows.ts';
import { openSqliteEventLog } from '../../server/log/sqlite-event-log.ts';
import { SqliteLogStore } from '../../server/log/sqlite-log-store.ts';
import type { AppendBatch } from '../../server/log/port.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'leitstand-wal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function batch(epoch: number, from: number, count: number): AppendBatch {
  const events = Array.from({ length: count }, (_, i) => ({ seq: from + i, at: 1, type: 'note.added', v: 1, actor: 'a', data: { text: 'x'.repeat(1000) } }));
  return { epoch, events, bodies: [], keys: [], answers: [] };
}

describe('the WAL of the log', () => {
  test('is brought into the file after the commits were told, in a pause, while the log stays open', async () => {
    const file = path.join(folder, 'log.db');
    const log = await openSqliteEventLog({ path: file });
    try {
      const epoch = await log.claim();
      const empty = statSync(file).size;
      for (let i = 0; i < 6; i += 1) await log.append(batch(epoch, i * 1000 + 1, 1000));
      await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(empty + 5_000_000), { timeout: 10_000, interval: 50 });
      expect(await log.head()).toBe(6_000);
    } finally {
      await log.close();
    }
  });

  test('is counted, and what was brought in is there', () => {
    const file = path.join(folder, 'store.db');
    const store = new SqliteLogStore(file);
    const epoch = store.claim();
    store.commit([toRows(batch(epoch, 1, 1000))]);
    const pages = Math.ceil(statSync(`${file}-wal`).size / 4096);
    expect(store.walPages).toBeGreaterThan(pages * 0.7);
    expect(store.walPages).toBeLessThan(pages * 1.5);
    store.checkpoint();
    expect(store.walPages).toBe(0);
    expect(statSync(file).size).toBeGreaterThan(1_000_000);
    expect(store.read(999, 10)).toHaveLength(1);
    store.close();
  });
});
