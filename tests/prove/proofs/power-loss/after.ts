// What is read, with the product's own code, from what a power cut left.
import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openOrRebuild } from '../../../../electron/main/storage/care.ts';
import { SqliteLogStore } from '../../../../server/log/sqlite-log-store.ts';
import { seededRng } from '../../../../shared/util/seeded-rng.ts';
import { TEST_KEY, TEST_NOW } from '../../../support/replica-kit.ts';
import { freshFolder } from '../wal-torn/subject.ts';
import { replicaPicture, replicaStep } from '../wal-torn/replica.ts';
import { logBatch } from './log-batch.ts';

/** `steps`: how many are there, whole and in order; undefined where it is no state there ever was. */
export interface After {
  readonly steps: number | undefined;
  readonly rebuilt: boolean;
  readonly trouble?: string | undefined;
}

export type LookAfter = (files: ReadonlyMap<string, Buffer>, promised: number) => After;

function withFiles<T>(files: ReadonlyMap<string, Buffer>, look: (folder: string) => T): T {
  const folder = freshFolder('power-left');
  try {
    for (const [name, bytes] of files) writeFileSync(path.join(folder, name), bytes);
    return look(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const hash = (text: string): string => createHash('sha1').update(text).digest('base64');
const open = (dataDir: string): ReturnType<typeof openOrRebuild> =>
  openOrRebuild({ dataDir, key: TEST_KEY, now: () => TEST_NOW, newId: () => 'replica-1' });

/** The same work done once without a cut tells what each state looks like. */
export function lookAtReplica(steps: number, seed: number): LookAfter {
  const pictures = new Map<string, number>();
  withFiles(new Map(), (folder) => {
    const { replica, stores } = open(folder);
    const dice = seededRng(seed);
    pictures.set(hash(replicaPicture(stores, steps)), 0);
    for (let number = 0; number < steps; number++) {
      replicaStep(stores, number, dice);
      pictures.set(hash(replicaPicture(stores, steps)), number + 1);
    }
    replica.close();
  });
  return (files, promised) =>
    withFiles(files, (folder) => {
      let opened: ReturnType<typeof open> | undefined;
      try {
        opened = open(folder);
        const { stores, rebuilt } = opened;
        if (rebuilt === undefined) return { steps: pictures.get(hash(replicaPicture(stores, steps))), rebuilt: false };
        // Salvaged: replies and attempts are what was promised for that case.
        let there = promised;
        for (let number = 0; number < promised; number++) {
          const reply = Math.floor(number / 4);
          const has =
            number % 4 === 0
              ? stores.outbox.get(`r${reply}`) !== undefined
              : number % 4 !== 1 || stores.attempts.byReply(`r${reply}`).length === 1;
          if (!has) there = Math.min(there, number);
        }
        return { steps: there, rebuilt: true };
      } catch (error) {
        return { steps: undefined, rebuilt: false, trouble: String(error) };
      } finally {
        opened?.replica.close();
      }
    });
}

export function lookAtLog(steps: number): LookAfter {
  return (files) =>
    withFiles(files, (folder) => {
      let store: SqliteLogStore | undefined;
      try {
        store = new SqliteLogStore(path.join(folder, 'center.db'));
        const head = store.head();
        const events = store.read(0, steps + 1);
        const bodies = store.bodies(Array.from({ length: steps }, (_, at) => `ref-${at + 1}`));
        const asWritten = events.every((event, at) => {
          const batch = logBatch(1, at + 1);
          const [body] = batch.bodies;
          const [answer] = batch.answers;
          const seen = body === undefined ? undefined : bodies.get(body.ref);
          return (
            JSON.stringify(event) === JSON.stringify(batch.events[0]) &&
            seen !== undefined &&
            body !== undefined &&
            Buffer.from(body.sealed).equals(seen.sealed) &&
            answer !== undefined &&
            JSON.stringify(store?.answer(answer.replicaId, answer.commandNo)) === JSON.stringify(answer)
          );
        });
        return { steps: events.length === head && bodies.size === head && asWritten ? head : undefined, rebuilt: false };
      } catch (error) {
        return { steps: undefined, rebuilt: false, trouble: String(error) };
      } finally {
        store?.close();
      }
    });
}
