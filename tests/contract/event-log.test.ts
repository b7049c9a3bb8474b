import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryEventLog, MemoryLogDisk } from '../../server/log/memory-event-log.ts';
import { openSqliteEventLog } from '../../server/log/sqlite-event-log.ts';
import { eventLogContract } from './event-log.suite.ts';

eventLogContract('memory', () => {
  const disk = new MemoryLogDisk();
  return { open: async (options) => new MemoryEventLog({ disk, ...options }), dispose: () => undefined };
});

eventLogContract('SQLite', () => {
  const dir = mkdtempSync(join(tmpdir(), 'leitstand-log-'));
  return {
    open: (options) => openSqliteEventLog({ path: join(dir, 'log.db'), ...options }),
    dispose: () => rmSync(dir, { recursive: true, force: true }),
  };
});
