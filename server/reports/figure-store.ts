import type { Migration } from '../storage/migrate.ts';
import { openDatabase, type Sqlite } from '../storage/open-database.ts';
import type { CloseFact, FigureBook, HelpFact, KnownQueue, MessageFact, Tally, ThanksFact, TurnEnd, TurnFact } from './figure-facts.ts';

// Derived from the log and worth nothing without it: thrown away and counted anew whenever it does not fit.

export const FIGURES_APPLICATION_ID = 0x4c53_4647; // "LSFG"
/** Raised when the same events count otherwise: what was counted before is counted anew. */
export const FIGURES_VERSION = 2;
/** So many conversations are kept at hand. */
const KEPT_MAX = 20_000;
const TABLES = ['tallies', 'known', 'turns', 'messages', 'closes', 'thanks', 'help', 'progress'] as const;

export const FIGURES_MIGRATIONS: readonly Migration[] = [
  {
    name: '0001-figures',
    statements: [
      'CREATE TABLE progress ( one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL, seq INTEGER NOT NULL, mark TEXT NOT NULL) STRICT',
      'CREATE TABLE tallies ( id TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID',
      'CREATE TABLE known ( kind TEXT NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID',
      `CREATE TABLE turns ( id TEXT PRIMARY KEY, conversationId TEXT NOT NULL, accountId TEXT NOT NULL, channel TEXT NOT NULL, queueId TEXT, teamIds TEXT NOT NULL, startedAt INTEGER NOT NULL,
        isFirst INTEGER NOT NULL, isChased INTEGER NOT NULL, endedAt INTEGER, how TEXT, agentId TEXT, wallMs INTEGER, openMs INTEGER) STRICT`,
      'CREATE INDEX turns_started ON turns (startedAt)',
      'CREATE TABLE messages ( id TEXT PRIMARY KEY, turnId TEXT NOT NULL, at INTEGER NOT NULL, caseType TEXT) STRICT',
      'CREATE INDEX messages_at ON messages (at)',
      `CREATE TABLE closes ( id INTEGER PRIMARY KEY, conversationId TEXT NOT NULL, turnId TEXT, accountId TEXT NOT NULL, channel TEXT NOT NULL, queueId TEXT, teamIds TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
        agentId TEXT, wallMs INTEGER NOT NULL, openMs INTEGER NOT NULL, backAt INTEGER) STRICT`,
      'CREATE INDEX closes_at ON closes (at)',
      'CREATE TABLE thanks ( messageId TEXT PRIMARY KEY, conversationId TEXT NOT NULL, agentId TEXT NOT NULL, at INTEGER NOT NULL, byClose INTEGER NOT NULL) STRICT',
      'CREATE INDEX thanks_at ON thanks (at)',
      'CREATE INDEX thanks_whose ON thanks (agentId, at)',
      'CREATE INDEX thanks_of ON thanks (conversationId)',
    ],
  },
  {
    name: '0002-help',
    statements: [
      `CREATE TABLE help ( id INTEGER PRIMARY KEY, conversationId TEXT NOT NULL, turnId TEXT, accountId TEXT NOT NULL, channel TEXT NOT NULL, queueId TEXT, teamIds TEXT NOT NULL, agentId TEXT NOT NULL, at INTEGER NOT NULL,
        dueAt INTEGER NOT NULL, standInId TEXT, endedAt INTEGER, how TEXT, byAgentId TEXT, wallMs INTEGER, openMs INTEGER) STRICT`,
      'CREATE INDEX help_at ON help (at)',
    ],
  },
];

type Row = Record<string, string | number | null>;
export type CountedMessage = TurnFact & { readonly messageAt: number; readonly messageCaseType: string | undefined };
export type CountedTurn = TurnFact & { readonly caseType: string | undefined };
export type CountedClose = CloseFact & { readonly caseType: string | undefined };
export type CountedHelp = HelpFact & { readonly caseType: string | undefined };
export type CountedThanks = ThanksFact & { readonly turn: CountedTurn | undefined };

const TURN = 't.id, t.conversationId, t.accountId, t.channel, t.queueId, t.teamIds, t.startedAt, t.isFirst, t.isChased, t.endedAt, t.how, t.agentId, t.wallMs, t.openMs';
const maybe = <T>(value: unknown): T | undefined => (value === null ? undefined : (value as T));

const lists = new Map<string, readonly string[]>();
/** The same few lists over and over. */
function listOf(json: string): readonly string[] {
  const known = lists.get(json) ?? (JSON.parse(json) as readonly string[]);
  if (lists.size > 10_000) lists.clear();
  lists.set(json, known);
  return known;
}

function turnOf(row: Row): TurnFact {
  return {
    id: row['id'] as string,
    conversationId: row['conversationId'] as string,
    accountId: row['accountId'] as string,
    channel: row['channel'] as string,
    queueId: maybe(row['queueId']),
    teamIds: listOf(row['teamIds'] as string),
    startedAt: row['startedAt'] as number,
    isFirst: row['isFirst'] === 1,
    isChased: row['isChased'] === 1,
    endedAt: maybe(row['endedAt']),
    how: maybe<TurnEnd>(row['how']),
    agentId: maybe(row['agentId']),
    wallMs: maybe(row['wallMs']),
    openMs: maybe(row['openMs']),
  };
}

export class FigureStore implements FigureBook {
  readonly #db: Sqlite;
  readonly #statements = new Map<string, ReturnType<Sqlite['prepare']>>();
  /** Changed by the batch under way. */
  readonly #changed = new Map<string, Tally>();
  /** As on disk, or as the batch under way has them: who was counted lately is most often counted next. */
  readonly #kept = new Map<string, Tally>();
  /** Kept as one object each: the days of their hours are known by it. */
  readonly #queues = new Map<string, KnownQueue>();

  constructor(path: string) {
    this.#db = openDatabase({ path, applicationId: FIGURES_APPLICATION_ID, migrations: FIGURES_MIGRATIONS });
  }

  /** How far the log was counted, and a mark of the event it ended with; undefined: nothing that this build could go on with. */
  progress(): { readonly seq: number; readonly mark: string } | undefined {
    const row = this.#get('SELECT version, seq, mark FROM progress');
    return row?.['version'] === FIGURES_VERSION ? { seq: row['seq'] as number, mark: row['mark'] as string } : undefined;
  }

  /** Counts a batch: all of it and how far it reaches, or nothing. */
  batch(seq: number, mark: string, count: () => void): void {
    try {
      this.#db.transaction(() => {
        count();
        for (const [id, tally] of this.#changed) this.#run('INSERT INTO tallies (id, json) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET json = excluded.json', id, JSON.stringify(tally));
        this.#run('INSERT INTO progress (one, version, seq, mark) VALUES (1, ?, ?, ?) ON CONFLICT (one) DO UPDATE SET version = excluded.version, seq = excluded.seq, mark = excluded.mark', FIGURES_VERSION, seq, mark);
      })();
    } catch (error) {
      // What was changed in memory is not what the disk has.
      this.#queues.clear();
      this.#kept.clear();
      throw error;
    } finally {
      this.#changed.clear();
      if (this.#kept.size > KEPT_MAX) this.#kept.clear();
    }
  }

  forget(): void {
    this.#queues.clear();
    this.#kept.clear();
    this.#db.transaction(() => {
      for (const table of TABLES) this.#db.exec(`DELETE FROM ${table}`);
    })();
  }

  close(): void {
    this.#db.close();
  }

  tally(id: string): Tally | undefined {
    const kept = this.#kept.get(id);
    if (kept !== undefined) return kept;
    const row = this.#get('SELECT json FROM tallies WHERE id = ?', id);
    return row === undefined ? undefined : (JSON.parse(row['json'] as string) as Tally);
  }

  putTally(id: string, tally: Tally): void {
    this.#changed.set(id, tally);
    this.#kept.set(id, tally);
  }

  queue(id: string): KnownQueue | undefined {
    const known = this.#queues.get(id) ?? this.#known<KnownQueue>('queue', id);
    if (known !== undefined) this.#queues.set(id, known);
    return known;
  }

  putQueue(id: string, queue: KnownQueue): void {
    this.#queues.delete(id);
    this.#learn('queue', id, queue);
  }

  teamsOf(agentId: string): readonly string[] {
    return this.#known<readonly string[]>('teams', agentId) ?? [];
  }

  putTeams(agentId: string, teamIds: readonly string[]): void {
    this.#learn('teams', agentId, teamIds);
  }

  putTurn(t: TurnFact): void {
    this.#run(
      'INSERT OR REPLACE INTO turns (id, conversationId, accountId, channel, queueId, teamIds, startedAt, isFirst, isChased, endedAt, how, agentId, wallMs, openMs) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      t.id, t.conversationId, t.accountId, t.channel, t.queueId ?? null, JSON.stringify(t.teamIds), t.startedAt, Number(t.isFirst), Number(t.isChased), t.endedAt ?? null, t.how ?? null, t.agentId ?? null, t.wallMs ?? null, t.openMs ?? null,
    );
  }

  dropTurn(id: string): void {
    this.#run('DELETE FROM turns WHERE id = ?', id);
  }

  placeOf(messageId: string): string | undefined {
    return this.#get('SELECT t.conversationId AS place FROM messages m JOIN turns t ON t.id = m.turnId WHERE m.id = ?', messageId)?.['place'] as string | undefined;
  }

  putMessage({ id, turnId, at, caseType }: MessageFact): void {
    this.#run('INSERT OR REPLACE INTO messages (id, turnId, at, caseType) VALUES (?, ?, ?, ?)', id, turnId, at, caseType ?? null);
  }

  dropMessage(id: string): void {
    this.#run('DELETE FROM messages WHERE id = ?', id);
  }

  moveMessages(ids: readonly string[], turnId: string): void {
    for (const id of ids) this.#run('UPDATE messages SET turnId = ? WHERE id = ?', turnId, id);
  }

  setCaseType(messageId: string, caseType: string): void {
    this.#run('UPDATE messages SET caseType = ? WHERE id = ?', caseType, messageId);
  }

  putClose(c: CloseFact): void {
    this.#run(
      'INSERT OR REPLACE INTO closes (id, conversationId, turnId, accountId, channel, queueId, teamIds, at, kind, agentId, wallMs, openMs, backAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      c.id, c.conversationId, c.turnId ?? null, c.accountId, c.channel, c.queueId ?? null, JSON.stringify(c.teamIds), c.at, c.kind, c.agentId ?? null, c.wallMs, c.openMs, c.backAt ?? null,
    );
  }

  setBack(closeIds: readonly number[], at: number | undefined): void {
    for (const id of closeIds) this.#run('UPDATE closes SET backAt = ? WHERE id = ?', at ?? null, id);
  }

  putHelp(h: HelpFact): void {
    this.#run(
      'INSERT OR REPLACE INTO help (id, conversationId, turnId, accountId, channel, queueId, teamIds, agentId, at, dueAt, standInId, endedAt, how, byAgentId, wallMs, openMs) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      h.id, h.conversationId, h.turnId ?? null, h.accountId, h.channel, h.queueId ?? null, JSON.stringify(h.teamIds), h.agentId, h.at, h.dueAt, h.standInId ?? null, h.endedAt ?? null, h.how ?? null, h.byAgentId ?? null, h.wallMs ?? null, h.openMs ?? null,
    );
  }

  putThanks({ messageId, conversationId, agentId, at, byClose }: ThanksFact): void {
    this.#run('INSERT OR REPLACE INTO thanks (messageId, conversationId, agentId, at, byClose) VALUES (?, ?, ?, ?, ?)', messageId, conversationId, agentId, at, Number(byClose));
  }

  thanks(messageId: string): ThanksFact | undefined {
    const row = this.#get('SELECT * FROM thanks WHERE messageId = ?', messageId);
    return row === undefined ? undefined : ({ ...row, byClose: row['byClose'] === 1 } as unknown as ThanksFact);
  }

  dropThanks(messageId: string): void {
    this.#run('DELETE FROM thanks WHERE messageId = ?', messageId);
  }

  dropThanksOf(conversationId: string): void {
    this.#run('DELETE FROM thanks WHERE conversationId = ?', conversationId);
  }

  /** Messages that came from `from` on and before `to`, with the turn each stands in. */
  *messagesIn(from: number, to: number): Iterable<CountedMessage> {
    for (const row of this.#all(`SELECT ${TURN}, m.at AS messageAt, m.caseType AS messageCaseType FROM messages m JOIN turns t ON t.id = m.turnId WHERE m.at >= ? AND m.at < ?`, from, to)) yield { ...turnOf(row), messageAt: row['messageAt'] as number, messageCaseType: maybe(row['messageCaseType']) };
  }

  /** Turns that began then. */
  *turnsIn(from: number, to: number): Iterable<CountedTurn> {
    for (const row of this.#all(`SELECT ${TURN}, m.caseType FROM turns t LEFT JOIN messages m ON m.id = t.id WHERE t.startedAt >= ? AND t.startedAt < ?`, from, to)) yield { ...turnOf(row), caseType: maybe(row['caseType']) };
  }

  *closesIn(from: number, to: number): Iterable<CountedClose> {
    for (const row of this.#all('SELECT c.*, m.caseType FROM closes c LEFT JOIN messages m ON m.id = c.turnId WHERE c.at >= ? AND c.at < ?', from, to))
      yield { ...(row as unknown as CloseFact), teamIds: listOf(row['teamIds'] as string), turnId: maybe(row['turnId']), queueId: maybe(row['queueId']), agentId: maybe(row['agentId']), backAt: maybe(row['backAt']), caseType: maybe(row['caseType']) };
  }

  /** Help that was asked for then. */
  *helpIn(from: number, to: number): Iterable<CountedHelp> {
    for (const row of this.#all('SELECT h.*, m.caseType FROM help h LEFT JOIN messages m ON m.id = h.turnId WHERE h.at >= ? AND h.at < ?', from, to))
      yield { ...(row as unknown as HelpFact), teamIds: listOf(row['teamIds'] as string), turnId: maybe(row['turnId']), queueId: maybe(row['queueId']), standInId: maybe(row['standInId']), endedAt: maybe(row['endedAt']), how: maybe<NonNullable<HelpFact['how']>>(row['how']), byAgentId: maybe(row['byAgentId']), wallMs: maybe(row['wallMs']), openMs: maybe(row['openMs']), caseType: maybe(row['caseType']) };
  }

  /** Somebody's own since then, newest first. */
  thanksOf(agentId: string, from: number, most: number): { messageId: string; conversationId: string; agentId: string; at: number }[] {
    return this.#all('SELECT messageId, conversationId, agentId, at FROM thanks WHERE agentId = ? AND at >= ? ORDER BY at DESC LIMIT ?', agentId, from, most) as unknown as { messageId: string; conversationId: string; agentId: string; at: number }[];
  }

  *thanksIn(from: number, to: number): Iterable<CountedThanks> {
    for (const row of this.#all(`SELECT k.messageId, k.conversationId AS thanksOf, k.agentId AS thanked, k.at, k.byClose, ${TURN}, n.caseType FROM thanks k LEFT JOIN messages m ON m.id = k.messageId LEFT JOIN turns t ON t.id = m.turnId LEFT JOIN messages n ON n.id = t.id WHERE k.at >= ? AND k.at < ? ORDER BY k.at DESC`, from, to))
      yield { messageId: row['messageId'] as string, conversationId: row['thanksOf'] as string, agentId: row['thanked'] as string, at: row['at'] as number, byClose: row['byClose'] === 1, turn: row['id'] === null ? undefined : { ...turnOf(row), caseType: maybe(row['caseType']) } };
  }

  #known<T>(kind: string, id: string): T | undefined {
    const row = this.#get('SELECT json FROM known WHERE kind = ? AND id = ?', kind, id);
    return row === undefined ? undefined : (JSON.parse(row['json'] as string) as T);
  }

  #learn(kind: string, id: string, value: unknown): void {
    this.#run('INSERT OR REPLACE INTO known (kind, id, json) VALUES (?, ?, ?)', kind, id, JSON.stringify(value));
  }

  #prepare(sql: string): ReturnType<Sqlite['prepare']> {
    const known = this.#statements.get(sql) ?? this.#db.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }

  #run(sql: string, ...values: (string | number | null)[]): void {
    this.#prepare(sql).run(values);
  }

  #get(sql: string, ...values: (string | number)[]): Row | undefined {
    return this.#prepare(sql).get(values) as Row | undefined;
  }

  #all(sql: string, ...values: (string | number)[]): Row[] {
    return this.#prepare(sql).all(values) as Row[];
  }
}
