// The process whose machine loses its power: works, and says what it has promised only after the call has returned.
import { writeSync } from 'node:fs';
import path from 'node:path';
import { openOrRebuild } from '../../../../electron/main/storage/care.ts';
import { openSqliteEventLog } from '../../../../server/log/sqlite-event-log.ts';
import { seededRng } from '../../../../shared/util/seeded-rng.ts';
import { TEST_KEY, TEST_NOW } from '../../../support/replica-kit.ts';
import { replicaStep } from '../wal-torn/replica.ts';
import { logBatch } from './log-batch.ts';

const [what = '', folder = '', steps = '0', seed = '1'] = process.argv.slice(2);
const dice = seededRng(Number(seed));
const count = Number(steps);

async function replica(): Promise<void> {
  // Closed and opened again half-way: a log that is folded in and removed is part of a day.
  for (const [from, to] of [
    [0, count >> 1],
    [count >> 1, count],
  ] as const) {
    const { replica: open, stores } = openOrRebuild({ dataDir: folder, key: TEST_KEY, now: () => TEST_NOW, newId: () => 'replica-1' });
    for (let number = from; number < to; number++) {
      replicaStep(stores, number, dice);
      writeSync(1, `${number + 1}\n`);
    }
    open.close();
  }
}

async function log(): Promise<void> {
  for (const [from, to] of [
    [0, count >> 1],
    [count >> 1, count],
  ] as const) {
    const open = await openSqliteEventLog({ path: path.join(folder, 'center.db') });
    const epoch = await open.claim();
    for (let number = from; number < to;) {
      // Calls made together share one commit.
      const together = Math.min(1 + dice.int(4), to - number);
      await Promise.all(
        Array.from({ length: together }, async (_, at) => {
          const { toSeq } = await open.append(logBatch(epoch, number + at + 1));
          writeSync(1, `${toSeq}\n`);
        }),
      );
      number += together;
    }
    await open.close();
  }
}

await (what === 'replica' ? replica() : log());
