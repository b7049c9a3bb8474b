import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startHeadlessDesk, type HeadlessDesk } from '../../electron/main/host/headless.ts';
import type { HostLog } from '../../electron/main/host/log.ts';
import type { PlatformCredential } from '../../electron/main/host/open-desk.ts';
import type { AgentRow } from '../../shared/domain/rows.ts';
import { CodedError } from '../../shared/util/errors.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { DeskAgent, type Habits } from './agent.ts';
import { createExtraAgents, type AgentPattern } from './extra-agents.ts';
import type { SignIn } from './sign-in.ts';
import { DeskTally, type DeskStatistics } from './statistics.ts';

export interface HeadlessDesksOptions extends Partial<Habits> {
  readonly serverUrl: string;
  /** How many desks, 1–500. */
  readonly count: number;
  /** Those of role `agent` are used in turn; an `admin` among them makes more agents where `count` asks for more. */
  readonly signIns: readonly SignIn[];
  readonly credentials: readonly PlatformCredential[];
  /** Default: drawn and reported. */
  readonly seed?: number | undefined;
  /** How long a desk holds an answer back for a person to change their mind, ms. Default 0: nobody watches. */
  readonly undoMs?: number | undefined;
  /** Where the desks' copies lie; default: a folder that goes with the run, in memory where there is room. */
  readonly workDir?: string | undefined;
  /** At the end: how long to wait for answers under way, ms. Default 15,000. */
  readonly drainMs?: number | undefined;
  readonly log: HostLog;
  readonly onProgress?: ((signedIn: number) => void) | undefined;
}

export interface HeadlessDesksRun {
  readonly seed: number;
  readonly agentIds: readonly string[];
  /** As of now; `unfinished`: answers on their way. */
  statistics(): DeskStatistics;
  /** Ends all desks in order and says what they did. Once; later calls give the same. */
  stop(): Promise<DeskStatistics>;
}

export const DEFAULT_HABITS: Habits = { thinkMs: 3_000, declineShare: 0.03, transferShare: 0.03, closeShare: 0.35 };
/** Passwords are checked slowly on purpose; more at once would only wait. */
const SIGN_INS_AT_ONCE = 3;

/**
 * Real desks without a screen, each with its own local copy, link and outbox, worked by agents with habits. Resolves when all are signed in
 * and at work. Throws what a sign-in throws; then nothing is left running.
 */
export async function runHeadlessDesks(options: HeadlessDesksOptions): Promise<HeadlessDesksRun> {
  const { serverUrl, count, log } = options;
  if (!Number.isInteger(count) || count < 1 || count > 500)
    throw new CodedError('DESK_OPTION_INVALID', { field: '--count', detail: 'From 1 to 500 desks.' });
  const seed = options.seed ?? randomBytes(4).readUInt32BE();
  const habits: Habits = { ...DEFAULT_HABITS, ...defined(options, ['thinkMs', 'declineShare', 'transferShare', 'closeShare']) };
  const people = options.signIns.filter((signIn) => signIn.role === 'agent').slice(0, count);
  if (people.length === 0) throw new CodedError('DESK_OPTION_INVALID', { field: 'signIns', detail: 'Nobody of role agent can sign in.' });
  const workDir = options.workDir ?? (await mkdtemp(path.join(await quickestFolder(count), 'leitstand-desks-')));
  const tally = new DeskTally();
  const desks: HeadlessDesk[] = [];
  const agents: DeskAgent[] = [];

  const open = async (signIn: SignIn, index: number): Promise<void> => {
    const startedAt = performance.now();
    const desk = await startHeadlessDesk({
      dataDir: path.join(workDir, `desk-${index + 1}`),
      serverUrl,
      name: signIn.name,
      password: signIn.password,
      sessionOnlySecrets: true,
      credentials: options.credentials,
      defaultSettings: { undoMs: options.undoMs ?? 0, place: 'office' },
      appVersion: '0.1.0-headless',
      log,
    });
    desks.push(desk);
    const agent = new DeskAgent(desk, tally, habits, seededRng(seed + index));
    await agent.begin();
    agents.push(agent);
    tally.time('signIn', performance.now() - startedAt);
    tally.count('signedIn');
    options.onProgress?.(agents.length);
  };
  const clear = async (): Promise<void> => {
    await Promise.allSettled(desks.map((desk) => desk.stop()));
    if (options.workDir === undefined) await rm(workDir, { recursive: true, force: true });
  };

  try {
    await inTurns(people, SIGN_INS_AT_ONCE, (signIn, index) => open(signIn, index));
    if (count > people.length) {
      const more = await extraAgents(options, count - people.length, agents[0]);
      await inTurns(more, SIGN_INS_AT_ONCE, (signIn, index) => open(signIn, people.length + index));
    }
  } catch (error) {
    await clear();
    throw error;
  }
  for (const agent of agents) agent.work();

  const unfinished = (): number => agents.reduce((sum, agent) => sum + agent.underWay, 0);
  let ended: Promise<DeskStatistics> | undefined;
  const stop = async (): Promise<DeskStatistics> => {
    await Promise.allSettled(agents.map((agent) => agent.end(options.drainMs ?? 15_000)));
    const result = tally.statistics(agents.length, unfinished());
    await clear();
    return result;
  };
  return {
    seed,
    agentIds: agents.map((agent) => agent.agentId),
    statistics: () => tally.statistics(agents.length, unfinished()),
    stop: () => (ended ??= stop()),
  };
}

/** More people like those who are there: the first desk's rows say what they can do. */
async function extraAgents(options: HeadlessDesksOptions, count: number, first: DeskAgent | undefined): Promise<SignIn[]> {
  const admin = options.signIns.find((signIn) => signIn.role === 'admin');
  if (admin === undefined)
    throw new CodedError('DESK_OPTION_INVALID', { field: '--count', detail: 'More desks than agents need the sign-in of an admin.' });
  const models = [...(first?.rows.agents.values() ?? [])].filter((row) => row.role === 'agent' && !row.disabled);
  const pattern = (index: number): AgentPattern => {
    const model: AgentRow | undefined = models[index % models.length];
    return model === undefined
      ? { teamIds: [], skills: [], capacity: 100, place: 'office' }
      : { teamIds: model.teamIds, skills: model.skills, capacity: model.capacity, place: 'office' };
  };
  return createExtraAgents({
    serverUrl: options.serverUrl,
    admin,
    count,
    pattern,
    runName: randomBytes(3).toString('hex'),
    password: () => randomBytes(12).toString('base64url'),
  });
}

const ROOM_EACH_BYTES = 24 * 1024 * 1024;

/**
 * Every desk waits for the disk at each commit; desks that share a process wait for each other's, which desks of people never do. Their keys
 * end with the run, so nothing is lost by keeping their copies in memory.
 */
async function quickestFolder(count: number): Promise<string> {
  const memory = '/dev/shm';
  const room = process.platform === 'linux' ? await statfs(memory).catch(() => undefined) : undefined;
  return room !== undefined && room.bavail * room.bsize > count * ROOM_EACH_BYTES ? memory : tmpdir();
}

async function inTurns<T>(all: readonly T[], atOnce: number, run: (one: T, index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < all.length; index = next++) await run(all[index] as T, index);
  };
  const results = await Promise.allSettled(Array.from({ length: Math.min(atOnce, all.length) }, lane));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

function defined<O extends object, K extends keyof O>(from: O, keys: readonly K[]): { [P in K]?: NonNullable<O[P]> } {
  return Object.fromEntries(keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]]))) as { [P in K]?: NonNullable<O[P]> };
}
