// A process that is killed while it writes a frame leaves its head without its page. At the end of the log that is an unfinished write; over an old frame it
// is a commit that does not fit, and looks like damage.
import { statSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inspectWal } from '../../electron/main/storage/wal-inspection.ts';
import { replicaFolder, type ReplicaFolder } from '../support/replica-kit.ts';

let folder: ReplicaFolder;
beforeEach(() => {
  folder = replicaFolder();
});
afterEach(() => folder.remove());

test('STORE-7 the log is cut off before it is written anew: it never holds a frame from before, and does not grow without end', () => {
  const { replica, stores } = folder.open();
  const text = 'x'.repeat(60_000);
  let cuts = 0;
  let before = 0;
  let longest = 0;
  for (let number = 0; number < 400; number += 1) {
    stores.bodies.put(`b${number}`, 'c1', text);
    replica.transaction(() => stores.meta.setCursor(number));
    const size = statSync(`${folder.file}-wal`).size;
    if (size < before) cuts += 1;
    before = size;
    longest = Math.max(longest, size);
    const log = inspectWal(folder.file);
    if (log !== undefined && number % 20 === 0) expect(log.taken, `after ${number}`).toBe(log.frames);
  }
  expect(cuts).toBeGreaterThan(2);
  expect(longest).toBeLessThan(8_000_000);
  replica.close();
});
