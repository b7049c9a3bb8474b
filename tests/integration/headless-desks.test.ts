// Real processes: Probeplattform, server; real desks without a screen, in this process. Every answer is counted on the platform itself.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCenter, type RunningCenter } from '../../tools/demo/start-center.ts';
import { runHeadlessDesks } from '../../tools/desks/run.ts';
import { NotedLog } from '../support/fake-desk-core.ts';

const root = path.resolve(import.meta.dirname, '../..');
const SEED = Number(process.env['LEITSTAND_SEED'] ?? Math.floor(Math.random() * 1e9));
let folder: string;
let running: RunningCenter;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leitstand-headless-'));
  running = await startCenter({
    root,
    dataDir: path.join(folder, 'center'),
    fresh: false,
    quiet: false,
    ports: [0, 0, 0],
    withDesk: false,
    say: () => undefined,
  });
}, 90_000);
afterAll(async () => {
  await running?.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

interface Effect {
  readonly kind: string;
  readonly authorKind: string;
  readonly clientKey: string | null;
}

/** What the platform itself says it did for the brand, and what of that twice. */
async function proofs(): Promise<{ doubled: unknown; posted: Effect[] }> {
  const { platformUrl, sandboxCredential } = running.center;
  const { token } = JSON.parse(sandboxCredential.value) as { token: string };
  const get = async <T>(place: string): Promise<T> =>
    (await (await fetch(`${platformUrl}/api/v1/${place}`, { headers: { authorization: `Bearer ${token}` } })).json()) as T;
  const { effects } = await get<{ effects: Effect[] }>('effects?after=0&limit=1000');
  return {
    doubled: (await get<{ doubledPosts: unknown }>('stats')).doubledPosts,
    posted: effects.filter((effect) => effect.kind === 'created' && effect.authorKind === 'brand' && effect.clientKey !== null),
  };
}

test(`twelve desks (two of agents made for the run) share the work and answer each turn once (seed ${SEED})`, async () => {
  const { center } = running;
  const log = new NotedLog();
  const run = await runHeadlessDesks({
    serverUrl: center.serverUrl,
    count: 12,
    signIns: center.signIns,
    credentials: [center.sandboxCredential],
    thinkMs: 150,
    declineShare: 0.1,
    transferShare: 0.05,
    closeShare: 0.4,
    seed: SEED,
    log,
  });
  try {
    expect(new Set(run.agentIds).size).toBe(12);
    await expect.poll(() => run.statistics().answered, { timeout: 60_000, interval: 200 }).toBeGreaterThanOrEqual(15);
  } finally {
    await run.stop();
  }
  const result = await run.stop();
  const { doubled, posted } = await proofs();
  expect(result).toMatchObject({ desks: 12, signedIn: 12, ownedTwice: [], failed: {}, unfinished: 0 });
  expect(doubled).toEqual([]);
  // As often on the platform as the desks were told it is out: nothing lost, nothing twice.
  expect(posted.length).toBe(result.answered);
  expect(new Set(posted.map(({ clientKey }) => clientKey)).size).toBe(result.answered);
  expect(log.lines.filter((line) => line.level === 'error')).toEqual([]);
}, 150_000);
