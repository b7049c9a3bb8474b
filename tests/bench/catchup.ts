import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { recordCatchUp } from './catchup/frames.ts';
import { applyRaw, AwayDesk, pouchdb, rawFrames, rxdb } from './catchup/sides.ts';
import { interleaved, median, round, versions, type Bench } from './line.ts';

const EVENTS = 10_000;
const LIMIT = 1.2;
const TOGETHER = 5;

export const catchup: Bench = {
  about: '10,000 events missed, over a real socket into the encrypted copy on disk; beside JSON.parse + bare SQLite writes of the same rows, RxDB and PouchDB',
  async run({ quick }) {
    const folder = mkdtempSync(path.join(tmpdir(), 'leitstand-catchup-'));
    const events = quick ? 1_000 : EVENTS;
    const recorded = await recordCatchUp(events);
    const file = path.join(folder, 'frames.json');
    writeFileSync(file, JSON.stringify(recorded));
    const child = fork(path.join(import.meta.dirname, 'catchup/server.ts'), [file], { stdio: ['ignore', 2, 2, 'ipc'] });
    try {
      const { url, docs } = await new Promise<{ url: string; docs: number }>((resolve, reject) => {
        child.once('message', (message) => resolve(message as { url: string; docs: number }));
        child.once('exit', () => reject(new Error('the serving process ended')));
      });
      const desk = new AwayDesk(folder, url);
      await desk.prepare();
      const raw = rawFrames(recorded, desk);
      const cursor = recorded.missed.at(-1)?.toSeq ?? 0;
      const sides = {
        ours: () => desk.catchUp(cursor),
        raw: () => applyRaw(raw, desk, 1),
        rawTogether: () => applyRaw(raw, desk, TOGETHER),
        rxdb: () => rxdb(url, docs),
        pouchdb: () => pouchdb(url, docs, folder),
      };
      // Once for the compiler, then it counts.
      await interleaved(sides, 1);
      const took = await interleaved(sides, quick ? 3 : 7);
      const ms = { ours: median(took.ours), raw: median(took.raw), rawTogether: median(took.rawTogether), rxdb: median(took.rxdb), pouchdb: median(took.pouchdb) };
      // Against the better of the two: a peer is run as well as it goes.
      const ratio = ms.ours / Math.min(ms.raw, ms.rawTogether);
      return {
        name: 'catchup',
        ratio: round(ratio, 2),
        target: `≤ ${LIMIT} × JSON.parse + bare SQLite writes of the same rows`,
        met: ratio <= LIMIT,
        ms: { ours: round(ms.ours, 0), raw: round(ms.raw, 0), rawTogether: round(ms.rawTogether, 0), rxdb: round(ms.rxdb, 0), pouchdb: round(ms.pouchdb, 0) },
        cpuMs: { ours: round(median(desk.cpu.ours), 0), raw: round(median(desk.cpu.raw), 0), rawTogether: round(median(desk.cpu.rawTogether), 0) },
        events: recorded.events,
        frames: recorded.missed.length,
        writes: raw.reduce((sum, frame) => sum + frame.entities.length + 2 * frame.bodies.length + frame.rows.length, 0),
        durability: `ours and raw: encrypted SQLite on disk, synchronous=FULL, search index included; raw: a transaction a frame, rawTogether: one for ${TOGETHER} frames, ours: one for up to 5,000 pieces of what waits; RxDB: memory, nothing on disk; PouchDB: LevelDB on disk, writes not synced`,
        measured: 'ours from the start of the link (token, socket, hello) to the last frame on disk and told to the screen; raw without socket, checking or folding; RxDB and PouchDB: their own replication over HTTP by 1,000, the events as documents',
        quick,
        versions: versions('better-sqlite3', 'socket.io-client', 'rxdb', 'pouchdb-core'),
      };
    } finally {
      child.disconnect();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
