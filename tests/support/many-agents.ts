import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SqliteUserStore } from '../../server/auth/sqlite-user-store.ts';
import { hashOf, TokenMaker } from '../../server/auth/tokens.ts';
import { envelopeOf } from '../../shared/commands/index.ts';
import { ALWAYS_OPEN } from '../../shared/domain/hours.ts';
import type { Command } from '../../shared/commands/index.ts';
import { INGEST_KEY, smallCenter, type Person } from './server-world.ts';

export interface ManyAgents {
  readonly folder: string;
  readonly configFile: string;
  readonly url: string;
  readonly people: readonly Person[];
  /** An access token each, good for hours: hundreds of passwords are not what is measured. */
  readonly tokens: ReadonlyMap<string, string>;
}

/** The data folder of a center with so many agents, all with a session, ready for `server/main.ts --config`. The port stays the same over restarts. */
export async function folderWithAgents(count: number, more: Readonly<Record<string, unknown>> = {}): Promise<ManyAgents> {
  const folder = mkdtempSync(path.join(tmpdir(), 'leitstand-many-'));
  const dataDir = path.join(folder, 'server');
  mkdirSync(dataDir, { mode: 0o700 });
  const masterKey = randomBytes(32);
  const people = Array.from({ length: count }, (_, i): Person => ({ id: `ag-${i}`, name: `Agent Number ${i}`, initials: i.toString(36).toUpperCase().padStart(3, '0'), role: 'agent', skills: [{ skillId: 'mobile', level: 3 }] }));
  const store = new SqliteUserStore(path.join(dataDir, 'auth.db'));
  const maker = new TokenMaker(masterKey);
  const tokens = new Map<string, string>();
  const now = Date.now();
  for (const { id, name, role } of people) {
    const sessionId = `session-${id}`;
    await store.insertUser({ id: `user-${id}`, name, agentId: id, role, passwordHash: 'no password opens this', disabled: false, createdAt: now });
    await store.insertSession({ id: sessionId, userId: `user-${id}`, label: 'many', createdAt: now, generation: 1, refreshHash: hashOf(sessionId), refreshExpiresAt: now + 86_400_000, previousHash: undefined, rotatedAt: now, graceSpent: false, attemptHash: undefined, endedAt: undefined, endReason: undefined });
    tokens.set(id, maker.access({ userId: `user-${id}`, agentId: id, role, sessionId, issuedAt: now, expiresAt: now + 6 * 3_600_000 }));
  }
  await store.close();
  const bootstrapFile = path.join(folder, 'bootstrap.json');
  writeFileSync(bootstrapFile, JSON.stringify({ commands: [...teamsOf(count), ...smallCenter(people).map((command) => inTeam(command))].map(envelopeOf), users: [] }), { mode: 0o600 });
  const port = await freePort();
  const configFile = path.join(folder, 'server.json');
  writeFileSync(configFile, JSON.stringify({ dataDir, port, masterKey: masterKey.toString('hex'), ingestKeys: [INGEST_KEY], bootstrapFile, logLevel: 'error', ratePerSocket: 10_000, ratePerUser: 10_000, ...more }), { mode: 0o600 });
  return { folder, configFile, url: `http://127.0.0.1:${port}`, people, tokens };
}

/** People of a team sit together: 25 of them, with a queue of their own, told by a word in the message. */
export const TEAM_SIZE = 25;
export const teamWord = (agent: number): string => `gruppe${Math.floor(agent / TEAM_SIZE)}x`;

function teamsOf(count: number): Command[] {
  const targets = { firstResponseMs: 1_200_000, nextResponseMs: 1_200_000 };
  return Array.from({ length: Math.ceil(count / TEAM_SIZE) }, (_, team) => team).flatMap((team): Command[] => [
    { type: 'team.define', data: { id: `team-${team}`, name: `Team ${team}` } },
    { type: 'queue.define', data: { id: `queue-${team}`, name: { de: `Gruppe ${team}`, en: `Team ${team}` }, teamIds: [`team-${team}`], needs: [], match: { accountIds: [], terms: [teamWord(team * TEAM_SIZE)] }, order: -1, priority: 0, targets, hours: ALWAYS_OPEN, distribution: 'assign', offerMs: 30_000 } },
  ]);
}

function inTeam(command: Command): Command {
  if (command.type !== 'agent.register') return command;
  const agent = Number(command.data.id.slice('ag-'.length));
  return { type: 'agent.register', data: { ...command.data, teamIds: [`team-${Math.floor(agent / TEAM_SIZE)}`] } };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
