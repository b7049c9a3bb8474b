import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostLog } from '../../electron/main/host/log.ts';
import { openAdminClient } from '../admin-client.ts';
import { hasCenterFile, readCenterFile, type CenterFile } from '../demo/center-file.ts';
import { startCenter, type RunningCenter } from '../demo/start-center.ts';
import { runHeadlessDesks, type HeadlessDesksRun } from '../desks/run.ts';
import { createIngestClient } from '../ingest-client.ts';
import { pause } from '../pause.ts';
import { loadReplay } from '../replay/load.ts';
import { runReplay } from '../replay/run.ts';
import { runTraffic } from '../sample/run-traffic.ts';
import { withoutShiftStart } from './shift-rules.ts';
import { ServerBooks, type ServerVerdict } from './accounts-of-server.ts';
import type { DayOptions } from './options.ts';
import { PlatformBooks } from './platform-books.ts';

export interface DayResult {
  readonly messages: number;
  readonly answered: number;
  readonly lost: number;
  readonly doubled: number;
  readonly ownedTwice: number;
  readonly capacityExceeded: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly worstMs: number;
  readonly rssMb: number;
  readonly dismissed: number;
  readonly spam: number;
  readonly waiting: number;
  readonly replies: number;
  readonly desks: number;
  readonly speed: number;
  readonly seconds: number;
  readonly seed: number;
}

/** A person's minute of thought; the day's speed shortens it. */
const THINK_MS = 60_000;
/** Sample traffic: ten hours, a message a minute or so. */
const SAMPLE_HOURS = 10;
const SAMPLE_GAP_MS = { from: 20_000, to: 100_000 };
/** When nothing more is answered for this long, the day is over. */
/** Asks for the place of the log alone. */
const PAST_EVERYTHING = 999_999_999_999;
const QUIET_MS = 20_000;
/** Each look reads the whole log. */
const LOOK_EVERY_MS = 4_000;
const LONGEST_DRAIN_MS = 10 * 60_000;

/** Runs the day; `signal` ends it early, with what is known by then. */
export async function runDay(options: DayOptions, root: string, say: (line: string) => void, signal: AbortSignal): Promise<DayResult> {
  const ownDir = options.data === undefined ? mkdtempSync(join(tmpdir(), 'leitstand-day-')) : undefined;
  const dataDir = options.data ?? ownDir ?? '';
  let started: RunningCenter | undefined;
  let desks: HeadlessDesksRun | undefined;
  let restoreRules = (): Promise<void> => Promise.resolve();
  try {
    let center = hasCenterFile(dataDir) ? readCenterFile(dataDir) : undefined;
    if (center === undefined || !(await isUp(center))) {
      started = await startCenter({ root, dataDir, fresh: false, quiet: true, ports: [0, 0, 0], withDesk: false, say });
      center = started.center;
    }
    const server = new ServerBooks(center);
    const platform = new PlatformBooks(center);
    const before = { seq: (await server.verdict(PAST_EVERYTHING)).seq, stats: await platform.stats() };

    const input = options.file === undefined ? undefined : await loadReplay(options.file, { now: Date.now() });
    const customers = input?.items.filter((item) => item.message.kind !== 'post' || item.message.direction === 'in') ?? [];
    if (input !== undefined) await platform.put(customers.map((item) => item.message));

    const boss = center.signIns.find((signIn) => signIn.role === 'admin');
    if (boss !== undefined) restoreRules = await withoutShiftStart(await openAdminClient(center.serverUrl, boss));
    const thinkMs = Math.max(50, Math.round(THINK_MS / options.speed));
    desks = await runHeadlessDesks({ serverUrl: center.serverUrl, count: options.desks, signIns: center.signIns, credentials: [center.sandboxCredential], seed: options.seed, thinkMs, log: quietLog, onProgress: (n) => say(`${n} of ${options.desks} desks at work`) });
    const startedAt = performance.now();
    let fed = 0;
    if (input !== undefined) {
      const client = createIngestClient({ serverUrl: center.serverUrl, key: center.ingestKey });
      let lastSaid = 0;
      const outcome = await runReplay({ ...input, items: customers }, client, {
        pace: { kind: 'speed', factor: options.speed },
        signal,
        onProgress: (_tally, total) => {
          const seconds = Math.floor((performance.now() - startedAt) / 10_000);
          if (seconds !== lastSaid) say(`${seconds * 10} s, ${total} messages in all`);
          lastSaid = seconds;
        },
      });
      if (outcome.error !== undefined) throw outcome.error;
      fed = outcome.summary.ingested;
    } else {
      const traffic = runTraffic({ platformUrl: center.platformUrl, token: platform.token, chat: true, faster: options.speed, gapMs: SAMPLE_GAP_MS, seed: options.seed });
      await pause((SAMPLE_HOURS * 3_600_000) / options.speed, signal);
      await traffic.stop();
    }
    await drain(server, before.seq, fed, say, signal);
    await desks.stop();
    const last = await server.verdict(before.seq);
    const stats = await platform.stats();
    // An answer the center believes delivered must be on the platform, and nothing must be there that it does not know.
    const shown = stats.brandReplies - before.stats.brandReplies;
    const missing = Math.max(0, last.replies - shown);
    return {
      messages: last.messages,
      answered: last.answered,
      lost: last.lost + Math.max(0, fed - last.messages) + missing,
      doubled: last.doubled + (stats.doubled - before.stats.doubled) + Math.max(0, shown - last.replies),
      ownedTwice: last.ownedTwice,
      capacityExceeded: last.capacityExceeded,
      p50Ms: last.p50Ms,
      p90Ms: last.p90Ms,
      worstMs: last.worstMs,
      rssMb: await server.rssMb(),
      dismissed: last.dismissed,
      spam: last.spam,
      waiting: last.waiting,
      replies: last.replies,
      desks: options.desks,
      speed: options.speed,
      seconds: Math.round((performance.now() - startedAt) / 100) / 10,
      seed: desks.seed,
    };
  } finally {
    await desks?.stop();
    await restoreRules().catch(() => undefined);
    await started?.stop();
    if (ownDir !== undefined) rmSync(ownDir, { recursive: true, force: true });
  }
}

/** Until everything is answered or dismissed, or nothing moves any more. */
async function drain(server: ServerBooks, fromSeq: number, fed: number, say: (line: string) => void, signal: AbortSignal): Promise<ServerVerdict> {
  const startedAt = performance.now();
  let verdict = await server.verdict(fromSeq);
  let movedAt = performance.now();
  while (!signal.aborted && (verdict.waiting > 0 || verdict.messages < fed) && performance.now() - movedAt < QUIET_MS && performance.now() - startedAt < LONGEST_DRAIN_MS) {
    await pause(LOOK_EVERY_MS, signal);
    const next = await server.verdict(fromSeq);
    if (next.answered + next.dismissed + next.spam !== verdict.answered + verdict.dismissed + verdict.spam) movedAt = performance.now();
    verdict = next;
    say(`${verdict.answered + verdict.dismissed + verdict.spam} of ${verdict.messages} done`);
  }
  return verdict;
}

async function isUp(center: CenterFile): Promise<boolean> {
  try {
    return (await fetch(`${center.serverUrl}/health/live`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

const quietLog: HostLog = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
