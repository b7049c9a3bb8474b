import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import replication from 'pouchdb-replication';
import { createRxDatabase, type RxJsonSchema } from 'rxdb';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { createDeskCore } from '../../../electron/main/core/desk-core.ts';
import { systemClock, systemIds, systemRng, systemTimers } from '../../../electron/main/core/system-ports.ts';
import { MemorySecretStore } from '../../../electron/main/secrets/memory-secret-store.ts';
import { openOrRebuild, type OpenedReplica } from '../../../electron/main/storage/care.ts';
import { planBatch, type BatchPlan } from '../../../shared/sync/apply-batch.ts';
import { readBatch } from '../../../shared/sync/read-batch.ts';
import { filedUnder } from '../../../shared/sync/replica-reader.ts';
import { ReplicaView } from '../../../electron/main/sync/replica-view.ts';
import { writeBatch } from '../../../electron/main/sync/replica-writer.ts';
import type { CatchUp } from './frames.ts';

const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A desk that was here before: its folder and its keychain. */
export class AwayDesk {
  /** Processor time of each run, ms: a busy machine makes nothing of the clock on the wall. */
  readonly cpu = { ours: [] as number[], raw: [] as number[], rawTogether: [] as number[] };
  readonly #folder: string;
  readonly #url: string;
  readonly #secrets = new MemorySecretStore();
  #opened: OpenedReplica | undefined;
  #key: Uint8Array | undefined;

  constructor(folder: string, url: string) {
    this.#folder = folder;
    this.#url = url;
  }

  /** Of the copy, below its folder. */
  #profile = '';

  get template(): string {
    return path.join(this.#folder, 'template');
  }

  /** Its first sign-in, on the frames from before. */
  async prepare(): Promise<void> {
    const { core, online } = await this.#open(this.template);
    await core.handlers['session.signIn']({ serverUrl: this.#url, name: 'Ann Berg', password: 'x' });
    await online();
    await core.close();
    this.#profile = path.relative(this.template, path.dirname(this.#file));
  }

  /** From the process's word that it is there to "all that was missed is on disk", ms. */
  async catchUp(cursor: number): Promise<number> {
    const dir = mkdtempSync(path.join(this.#folder, 'desk-'));
    cpSync(this.template, dir, { recursive: true });
    const { core, online } = await this.#open(dir);
    const started = performance.now();
    const used = process.cpuUsage();
    await online();
    const took = performance.now() - started;
    this.cpu.ours.push(cpuSince(used));
    const seen = this.#opened?.stores.meta.cursor();
    await core.close();
    rmSync(dir, { recursive: true, force: true });
    if (seen !== cursor) throw new Error(`the desk is at ${seen} instead of ${cursor}`);
    return took;
  }

  /** A copy of the template's database, opened as the product opens it. */
  openCopy(): { opened: OpenedReplica; remove: () => void } {
    const dir = mkdtempSync(path.join(this.#folder, 'raw-'));
    cpSync(this.template, dir, { recursive: true });
    const profile = path.join(dir, this.#profile);
    if (this.#key === undefined) throw new Error('the desk was never opened');
    const opened = openOrRebuild({ dataDir: profile, key: Uint8Array.from(this.#key), keptBy: 'keychain', now: () => Date.now() });
    return { opened, remove: () => (opened.replica.close(), rmSync(dir, { recursive: true, force: true })) };
  }
  #file = '';

  async #open(dataDir: string) {
    let isOnline: () => void = () => undefined;
    const online = new Promise<void>((resolve) => (isOnline = resolve));
    const core = await createDeskCore({
      dataDir,
      appVersion: 'bench',
      secretStore: { store: this.#secrets, kind: 'keychain' },
      connectors: new Map(),
      clock: systemClock,
      timers: systemTimers,
      ids: systemIds,
      rng: systemRng,
      log: { ...QUIET, error: (fields, message) => console.error(message, fields) },
      serverUrl: this.#url,
      openStorage: (options) => {
        this.#key = Uint8Array.from(options.key);
        this.#opened = openOrRebuild(options);
        this.#file = this.#opened.replica.file;
        return this.#opened;
      },
    });
    core.subscribe((topic, payload) => {
      if (topic === 'connection' && (payload as { kind: string }).kind === 'online') isOnline();
    });
    return { core, online: () => online };
  }
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** A text and its entry in the search, as the product has written them. */
interface Body {
  readonly number: number;
  readonly ref: string;
  readonly conversation_id: string;
  readonly text: string;
  readonly words: string;
  readonly facts: string;
  readonly owner: string;
}

/** What every frame comes to, row by row, found once with the product's own planning. */
export interface RawFrame {
  readonly text: string;
  readonly entities: readonly (readonly [noun: string, id: string, conversationId: string | null, threadId: string | null, seq: number, json: string])[];
  readonly bodies: readonly Body[];
  readonly rows: readonly (readonly [kind: string, id: string, seq: number, json: string])[];
  readonly rowsReset: boolean;
  readonly cursor: number;
}

export function rawFrames({ missed }: CatchUp, desk: AwayDesk): RawFrame[] {
  const { opened, remove } = desk.openCopy();
  const view = new ReplicaView(opened.stores);
  const written = opened.replica.prepare<Body>('SELECT b.number, b.ref, b.conversation_id, b.text, m.text AS words, m.facts, m.owner FROM body b JOIN message_text m ON m.rowid = b.number WHERE b.ref = ?');
  const frames = missed.map((batch): RawFrame => {
    const read = readBatch(batch);
    const plan = read === undefined ? undefined : planBatch(read, view, 'bench');
    if (plan?.kind !== 'apply') throw new Error(`a recorded frame does not apply: ${plan?.kind ?? 'unreadable'}`);
    writeBatch(opened.stores, plan, Date.now());
    return toRaw(JSON.stringify(batch), plan, plan.bodies.flatMap(({ ref }) => written.get(ref) ?? []));
  });
  remove();
  return frames;
}

function toRaw(text: string, plan: BatchPlan, bodies: readonly Body[]): RawFrame {
  return {
    text,
    entities: plan.entities.map(({ noun, id, seq, value }) => {
      const filed = value === null ? {} : filedUnder(noun, id, value);
      return [noun, id, filed.conversationId ?? null, filed.threadId ?? null, seq, JSON.stringify(value)];
    }),
    bodies,
    rows: plan.rows.map(({ kind, id, seq, value }) => [kind, id, seq, JSON.stringify(value)]),
    rowsReset: plan.rowsReset,
    cursor: plan.cursor,
  };
}

/** JSON.parse of every frame, and its rows with bare prepared statements into the same tables: same cipher, same durability. `perTransaction`: frames. */
export function applyRaw(frames: readonly RawFrame[], desk: AwayDesk, perTransaction: number): number {
  const { opened, remove } = desk.openCopy();
  const { replica } = opened;
  const put = replica.prepare('INSERT INTO entity (noun, id, conversation_id, thread_id, seq, json) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (noun, id) DO UPDATE SET conversation_id = excluded.conversation_id, thread_id = excluded.thread_id, seq = excluded.seq, json = excluded.json');
  const body = replica.prepare('INSERT INTO body (number, ref, conversation_id, text) VALUES (?, ?, ?, ?) ON CONFLICT (ref) DO NOTHING');
  const index = replica.prepare('INSERT INTO message_text (rowid, ref, conversation_id, text, facts, owner) VALUES (?, ?, ?, ?, ?, ?)');
  const row = replica.prepare('INSERT INTO row (kind, id, seq, json) VALUES (?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET seq = excluded.seq, json = excluded.json');
  const clear = replica.prepare('DELETE FROM row');
  const cursor = replica.prepare("UPDATE meta SET value = ? WHERE key = 'cursor'");
  const started = performance.now();
  const used = process.cpuUsage();
  for (let i = 0; i < frames.length; i += perTransaction) {
    const part = frames.slice(i, i + perTransaction);
    for (const frame of part) JSON.parse(frame.text);
    replica.transaction(() => {
      for (const frame of part) {
        for (const entity of frame.entities) put.run(...entity);
        for (const { number, ref, conversation_id, text, words, facts, owner } of frame.bodies) {
          // Not new: sent again with every frame that names its person.
          if (body.run(number, ref, conversation_id, text) > 0) index.run(number, ref, conversation_id, words, facts, owner);
        }
        if (frame.rowsReset) clear.run();
        for (const one of frame.rows) row.run(...one);
        cursor.run(String(frame.cursor));
      }
    });
  }
  const took = performance.now() - started;
  (perTransaction === 1 ? desk.cpu.raw : desk.cpu.rawTogether).push(cpuSince(used));
  remove();
  return took;
}

interface Doc {
  id: string;
  event: Record<string, unknown>;
}
const RX_SCHEMA: RxJsonSchema<Doc> = { version: 0, primaryKey: 'id', type: 'object', properties: { id: { type: 'string', maxLength: 20 }, event: { type: 'object', additionalProperties: true } }, required: ['id', 'event'] };
let rxNo = 0;
const Pouch = PouchDB.plugin(httpAdapter).plugin(leveldbAdapter).plugin(replication);

/** RxDB's own replication by pages of 1,000 over HTTP into its memory storage: nothing of it is on disk. */
export async function rxdb(url: string, docs: number): Promise<number> {
  const db = await createRxDatabase({ name: `rx${(rxNo += 1)}`, storage: getRxStorageMemory(), multiInstance: false, eventReduce: true });
  const { events } = await db.addCollections({ events: { schema: RX_SCHEMA } });
  if (events === undefined) throw new Error('no collection');
  const started = performance.now();
  const state = replicateRxCollection<Doc, { after: number }>({
    collection: events as never,
    replicationIdentifier: `bench-${rxNo}`,
    live: false,
    pull: {
      batchSize: 1_000,
      handler: async (checkpoint, limit) => {
        const after = checkpoint?.after ?? 0;
        const page = (await (await fetch(`${url}/rx?after=${after}&limit=${limit}`)).json()) as Doc[];
        return { documents: page.map((doc) => ({ ...doc, _deleted: false })), checkpoint: { after: after + page.length } };
      },
    },
  });
  await state.awaitInitialReplication();
  const took = performance.now() - started;
  const count = await events.count().exec();
  await db.close();
  if (count !== docs) throw new Error(`RxDB has ${count} of ${docs}`);
  return took;
}

/** PouchDB's own replication by pages of 1,000 over HTTP into LevelDB on disk (LevelDB does not sync each write). */
export async function pouchdb(url: string, docs: number, folder: string): Promise<number> {
  const dir = mkdtempSync(path.join(folder, 'pouch-'));
  const db = new Pouch(path.join(dir, 'db'), { adapter: 'leveldb' });
  const started = performance.now();
  await Pouch.replicate(`${url}/db`, db, { batch_size: 1_000, batches_limit: 10 });
  const took = performance.now() - started;
  const { doc_count: count } = await db.info();
  await db.close();
  rmSync(dir, { recursive: true, force: true });
  if (count !== docs) throw new Error(`PouchDB has ${count} of ${docs}`);
  return took;
}
