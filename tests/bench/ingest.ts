import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assembleCore, type ServerCore } from '../../server/assemble.ts';
import { MemoryAuditLog } from '../../server/audit/memory-audit-log.ts';
import { identityKey } from '../../server/ingest/identity-key.ts';
import { BodyVault } from '../../server/log/body-vault.ts';
import { openSqliteEventLog } from '../../server/log/sqlite-event-log.ts';
import { systemClock, systemIds, systemTimers } from '../../server/system-ports.ts';
import { inboundMessageSchema, type InboundPost } from '../../shared/domain/inbound.ts';
import { fuzzDoors, type FuzzDoor } from '../prove/proofs/fuzz/doors.ts';
import { smallCenter } from '../support/server-world.ts';
import { cpuMs, median, round, versions, type Bench } from './line.ts';

/** Messages a hook or a feed hands over at a time. */
const BATCH = 50;
/** Slowest a channel may be, messages per second of processor time (whatever else the machine does): a month's 12,000 in a minute, the peak day's 2,000 in ten seconds. */
const LEAST = 200;

interface Line {
  readonly bare: number;
  readonly durable: number;
  readonly durablePerCpuSecond: number;
  readonly ratio: number;
}

export const ingest: Bench = {
  about: 'messages per second through each channel’s door until the disk has them (signature, parser, thread, person, seal, synced commit), beside the bare parser',
  async run({ quick }) {
    const count = quick ? 500 : 2_000;
    const rounds = quick ? 1 : 3;
    const folder = mkdtempSync(path.join(tmpdir(), 'leitstand-ingest-'));
    const channels: Record<string, Line> = {};
    try {
      const core = await open(folder);
      for (const door of fuzzDoors()) {
        const first = await postOf(door);
        // The visitors' chat and the ingest API bring messages of other channels' kinds: their parsers are measured with those.
        if (first === undefined) continue;
        await core.ingest.registerAccounts([{ v: 1, channel: first.channel, handle: first.account, name: first.account, brand: 'Musterkom', credentialId: 'c' }], 'bench');
        const sample = door.samples[0] ?? Buffer.alloc(0);
        const bare: number[] = [];
        const durable: number[] = [];
        const perCpu: number[] = [];
        for (let run = 0; run < rounds; run += 1) {
          bare.push(await rate(count, async () => void (await door.take(sample))));
          const cpuBefore = cpuMs();
          durable.push(await throughTheDoor(core, door, sample, count, `${door.name} ${run}`));
          perCpu.push((1_000 * count) / (cpuMs() - cpuBefore));
        }
        channels[door.name] = { bare: Math.round(median(bare)), durable: Math.round(median(durable)), durablePerCpuSecond: Math.round(median(perCpu)), ratio: round(median(durable) / median(bare), 3) };
      }
      await core.stop();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    const slowest = Math.min(...Object.values(channels).map((line) => line.durablePerCpuSecond));
    return { name: 'ingest', ratio: Math.min(...Object.values(channels).map((line) => line.ratio)), target: `≥ ${LEAST} durable messages per CPU second on every channel`, met: slowest >= LEAST, slowest, batch: BATCH, messages: count, rounds, quick, channels, ...versions('better-sqlite3', 'postal-mime', 'zod') };
  },
};

async function open(folder: string): Promise<ServerCore> {
  const log = await openSqliteEventLog({ path: path.join(folder, 'center.db') });
  const vault = new BodyVault({ masterKey: new Uint8Array(32).fill(7), nextRef: () => systemIds.next(), loadKeys: (ids) => log.keys(ids) });
  const core = await assembleCore({ log, vault, audit: new MemoryAuditLog(), clock: systemClock, ids: systemIds, timers: systemTimers, lease: { validForMs: 120_000, renewMs: 40_000, marginMs: 15_000 }, snapshotEveryEvents: 1_000_000, centerId: 'bench', centerName: 'Bench', identityKey: (channel, remoteId) => identityKey(new Uint8Array(32).fill(3), channel, remoteId), onProblem: (error) => console.error(error) });
  const admin = { agentId: 'system', role: 'admin', replicaId: 'bench' } as const;
  for (const command of smallCenter()) await core.commands.run(admin, command);
  return core;
}

async function postOf(door: FuzzDoor): Promise<InboundPost | undefined> {
  const taken = await door.take(door.samples[0] ?? Buffer.alloc(0));
  const message = taken.kind === 'messages' ? inboundMessageSchema.safeParse(taken.messages[0]).data : undefined;
  return message?.kind === 'post' ? message : undefined;
}

/** Every message is parsed out of its bytes anew and is somebody else's, in a thread of its own. */
async function throughTheDoor(core: ServerCore, door: FuzzDoor, sample: Buffer, count: number, named: string): Promise<number> {
  const startedAt = performance.now();
  let ingested = 0;
  const underway: Promise<void>[] = [];
  for (let at = 0; at < count; at += BATCH) {
    const messages: unknown[] = [];
    for (let n = at; n < Math.min(count, at + BATCH); n += 1) {
      const taken = await door.take(sample);
      const post = taken.kind === 'messages' ? (taken.messages[0] as InboundPost) : undefined;
      if (post === undefined) throw new Error(`${door.name}: no message`);
      const { threadRemoteId: _thread, inReplyToRemoteId: _parent, references: _references, subject: _subject, clientKey: _key, ...own } = post;
      messages.push({ ...own, direction: 'in', remoteId: `${named} ${n}`, author: { ...own.author, remoteId: `${named} person ${n % 500}` } });
    }
    underway.push(core.ingest.take(messages, 'bench').then((results) => void (ingested += results.filter((result) => result.status === 'ingested').length)));
  }
  await Promise.all(underway);
  if (ingested !== count) throw new Error(`${door.name}: ${ingested} of ${count} were taken`);
  return (1_000 * count) / (performance.now() - startedAt);
}

async function rate(count: number, once: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  for (let n = 0; n < count; n += 1) await once();
  return (1_000 * count) / (performance.now() - startedAt);
}
