// The server's log: batches as the center writes them, and everything of it read back through its store.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { toRows } from '../../../../server/log/log-rows.ts';
import type { AppendBatch } from '../../../../server/log/port.ts';
import { SqliteLogStore } from '../../../../server/log/sqlite-log-store.ts';
import { BodyVault } from '../../../../server/log/body-vault.ts';
import { isCodedError } from '../../../../shared/util/errors.ts';
import { commitEndsOf } from './subject.ts';
import type { Crashed, Dice, Look, Subject } from './subject.ts';

const PAGE_BYTES = 4096;
const CONTACTS = 7;
const REPLICAS = 5;
const MASTER_KEY = new Uint8Array(32).fill(9);

/** Writes batches under real seals; one call is one commit. */
export class LogWork {
  readonly store: SqliteLogStore;
  readonly epoch: number;
  /** Refs that were ever written, whose contact, and those deleted again. */
  readonly refs = new Map<string, string>();
  #seq: number;
  readonly #commandNo = new Map<string, number>();
  readonly #vault: BodyVault;
  #refNo = 0;

  constructor(store: SqliteLogStore) {
    this.store = store;
    this.epoch = store.claim();
    this.#seq = store.head();
    this.#vault = vaultOf(store, () => `ref-${(this.#refNo += 1)}`);
  }

  async commit(number: number, dice: Dice): Promise<void> {
    const batches: AppendBatch[] = [];
    for (let at = 0; at <= dice.int(3); at++) {
      this.#seq += 1;
      const contactId = `contact-${dice.int(CONTACTS)}`;
      const { body, key } = await this.#vault.seal(contactId, `Nachricht ${this.#seq} `.repeat(1 + dice.int(30)));
      if (key !== undefined) this.#vault.stored([contactId]);
      this.refs.set(body.ref, contactId);
      const replicaId = `replica-${dice.int(REPLICAS)}`;
      const commandNo = (this.#commandNo.get(replicaId) ?? 0) + 1;
      this.#commandNo.set(replicaId, commandNo);
      const data = { bodyRef: body.ref, words: 'x'.repeat(dice.int(300)) };
      batches.push({
        epoch: this.epoch,
        events: [
          {
            seq: this.#seq,
            at: number,
            type: 'message.received',
            v: 1,
            actor: 'ingest',
            ...(dice.chance(0.8) ? { conversationId: contactId } : {}),
            data,
          },
        ],
        bodies: [body],
        keys: key === undefined ? [] : [key],
        answers: [{ replicaId, commandNo, hash: `hash-${number}`, answer: { status: 'accepted', seq: this.#seq } }],
        forget: [],
      });
    }
    this.store.commit(batches.map(toRows));
    if (number % 40 === 39)
      this.store.saveSnapshot({
        seq: this.#seq,
        stateHash: 'reducers-1',
        json: JSON.stringify({ seq: this.#seq, fill: 'y'.repeat(2_000) }),
      });
  }
}

function vaultOf(store: SqliteLogStore, nextRef: () => string): BodyVault {
  return new BodyVault({ masterKey: MASTER_KEY, nextRef, loadKeys: async (ids) => store.keys(ids) });
}

/** Everything there is, as the server would read it. `refs`: every body that was ever written, with its contact. */
export function logPicture(store: SqliteLogStore, refs: ReadonlyMap<string, string>): string {
  const head = store.head();
  const events = store.read(0, head + 1);
  if (events.length !== head) throw new Error(`${events.length} of ${head} events`);
  const contacts = Array.from({ length: CONTACTS }, (_, number) => `contact-${number}`);
  const vault = vaultOf(store, () => '');
  const bodies = store.bodies([...refs.keys()]);
  const texts = vault.open(bodies.values(), store.keys(contacts));
  const answers = Array.from({ length: REPLICAS }, (_, number) => {
    const replicaId = `replica-${number}`;
    const last = store.lastCommandNo(replicaId);
    return Array.from({ length: last }, (__, at) => store.answer(replicaId, at + 1));
  });
  return JSON.stringify({
    head,
    events,
    texts: [...texts].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    answers,
    snapshot: store.loadSnapshot(),
  });
}

export const logSubject: Subject = {
  name: 'server log',
  file: 'center.db',
  async make(folder, dice, commits): Promise<Crashed> {
    const file = path.join(folder, 'center.db');
    const work = new LogWork(new SqliteLogStore(file));
    // Those with a snapshot are two commits; the count is taken from the log.
    const earlier = Math.ceil(commits * 1.2);
    for (let number = 0; number < earlier; number++) await work.commit(number, dice);
    restartLog(file);
    const pictures = [logPicture(work.store, work.refs)];
    for (let number = earlier; number < earlier + commits; number++) {
      const steps: string[] = [];
      const save = work.store.saveSnapshot.bind(work.store);
      // The picture between the two commits of a step with a snapshot belongs into the row, too.
      work.store.saveSnapshot = (snapshot) => {
        steps.push(logPicture(work.store, work.refs));
        save(snapshot);
      };
      await work.commit(number, dice);
      work.store.saveSnapshot = save;
      pictures.push(...steps, logPicture(work.store, work.refs));
    }
    const crashed = { main: readFileSync(file), wal: readFileSync(`${file}-wal`), beside: new Map<string, Buffer>() };
    work.store.close();
    const commitEnds = commitEndsOf(crashed.wal, PAGE_BYTES);
    if (commitEnds.length !== pictures.length - 1)
      throw new Error(`the log holds ${commitEnds.length} commits where ${pictures.length - 1} were made`);

    const look = async (dataDir: string): Promise<Look> => {
      let store: SqliteLogStore | undefined;
      try {
        store = new SqliteLogStore(path.join(dataDir, 'center.db'));
        const there = pictures.indexOf(logPicture(store, work.refs));
        // The next writer's number is part of it: an epoch given twice would let two write.
        return { kind: 'opened', commits: there < 0 || store.claim() <= work.epoch ? undefined : there };
      } catch (error) {
        return { kind: 'noticed', code: isCodedError(error) ? error.code : `uncoded: ${String(error)}` };
      } finally {
        store?.close();
      }
    };
    return { ...crashed, pageBytes: PAGE_BYTES, commitEnds, look };
  },
};

/** From here on the log is written from its beginning again; old frames stay behind the new ones. */
function restartLog(file: string): void {
  const Database = createRequire(import.meta.url)('better-sqlite3') as new (file: string) => {
    pragma(text: string): unknown;
    close(): void;
  };
  const db = new Database(file);
  db.pragma('wal_checkpoint(RESTART)');
  db.close();
}
