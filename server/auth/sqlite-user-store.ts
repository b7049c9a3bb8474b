import { openDatabase, type Sqlite } from '../storage/open-database.ts';
import type { Migration } from '../storage/migrate.ts';
import { nameKey } from './name-key.ts';
import type { EndReason, Rotation, Session, User, UserStore } from './port.ts';

export const USERS_APPLICATION_ID = 0x4c53_4155; // "LSAU"
export const USERS_MIGRATIONS: readonly Migration[] = [
  {
    name: '0001-users-and-sessions',
    statements: [
      `CREATE TABLE users ( id TEXT PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE, agent_id TEXT NOT NULL,
         role TEXT NOT NULL, password_hash TEXT NOT NULL, disabled INTEGER NOT NULL, created_at INTEGER NOT NULL) STRICT`,
      `CREATE TABLE sessions ( id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users, label TEXT NOT NULL, created_at
         INTEGER NOT NULL, generation INTEGER NOT NULL, refresh_hash TEXT NOT NULL, refresh_expires_at INTEGER NOT NULL,
         previous_hash TEXT, rotated_at INTEGER NOT NULL, grace_spent INTEGER NOT NULL, ended_at INTEGER, end_reason TEXT) STRICT`,
      'CREATE INDEX sessions_of_user ON sessions (user_id)',
    ],
  },
  {
    name: '0002-attempts-and-subjects',
    statements: [
      'ALTER TABLE sessions ADD COLUMN attempt_hash TEXT',
      'ALTER TABLE users ADD COLUMN subject TEXT',
      'CREATE UNIQUE INDEX users_by_subject ON users (subject)',
    ],
  },
];

type UserRow = Omit<User, 'disabled' | 'subject'> & { disabled: number; subject: string | null };
type SessionRow = Omit<Session, 'graceSpent' | 'previousHash' | 'attemptHash' | 'endedAt' | 'endReason'> & {
  graceSpent: number;
  previousHash: string | null;
  attemptHash: string | null;
  endedAt: number | null;
  endReason: EndReason | null;
};

const USER = 'SELECT id, name, agent_id AS agentId, role, password_hash AS passwordHash, disabled, created_at AS createdAt, subject FROM users';
const SESSION = `SELECT id, user_id AS userId, label, created_at AS createdAt, generation, refresh_hash AS refreshHash, refresh_expires_at AS refreshExpiresAt,
  previous_hash AS previousHash, rotated_at AS rotatedAt, grace_spent AS graceSpent, attempt_hash AS attemptHash, ended_at AS endedAt, end_reason AS endReason FROM sessions`;

function asUser(row: unknown): User | undefined {
  if (row === undefined) return undefined;
  const { disabled, subject, ...rest } = row as UserRow;
  return { ...rest, disabled: disabled === 1, ...(subject === null ? {} : { subject }) };
}
function asSession(row: unknown): Session | undefined {
  if (row === undefined) return undefined;
  const { graceSpent, previousHash, attemptHash, endedAt, endReason, ...rest } = row as SessionRow;
  return {
    ...rest,
    graceSpent: graceSpent === 1,
    previousHash: previousHash ?? undefined,
    attemptHash: attemptHash ?? undefined,
    endedAt: endedAt ?? undefined,
    endReason: endReason ?? undefined,
  };
}

/** Users and sessions in a file of their own (`auth.db`), every change synced. Throws STORE_… codes as the log does. */
export class SqliteUserStore implements UserStore {
  readonly #db: Sqlite;
  readonly #sql: ReturnType<typeof prepareAll>;

  constructor(path: string) {
    this.#db = openDatabase({ path, applicationId: USERS_APPLICATION_ID, migrations: USERS_MIGRATIONS });
    this.#sql = prepareAll(this.#db);
  }

  async insertUser(user: User): Promise<boolean> {
    const { changes } = this.#sql.insertUser.run({ ...user, subject: user.subject ?? null, nameKey: nameKey(user.name), disabled: Number(user.disabled) });
    return changes === 1;
  }

  async userById(id: string): Promise<User | undefined> {
    return asUser(this.#sql.userById.get(id));
  }

  async userByName(name: string): Promise<User | undefined> {
    return asUser(this.#sql.userByName.get(nameKey(name)));
  }

  async userBySubject(subject: string): Promise<User | undefined> {
    return asUser(this.#sql.userBySubject.get(subject));
  }

  async users(): Promise<readonly User[]> {
    return this.#sql.users.all().map((row) => asUser(row) as User);
  }

  async updateUser(id: string, change: Partial<User>): Promise<boolean> {
    const { role = null, agentId = null, passwordHash = null, disabled } = change;
    return (
      this.#sql.updateUser.run({ id, role, agentId, passwordHash, disabled: disabled === undefined ? null : Number(disabled) }).changes ===
      1
    );
  }

  async insertSession(session: Session): Promise<void> {
    const { previousHash = null, attemptHash = null, endedAt = null, endReason = null } = session;
    this.#sql.insertSession.run({ ...session, previousHash, attemptHash, endedAt, endReason, graceSpent: Number(session.graceSpent) });
  }

  async session(id: string): Promise<Session | undefined> {
    return asSession(this.#sql.session.get(id));
  }

  async sessionsOf(userId: string): Promise<readonly Session[]> {
    return this.#sql.sessionsOf.all(userId).map((row) => asSession(row) as Session);
  }

  async rotateSession(id: string, expectedGeneration: number, next: Rotation): Promise<boolean> {
    const { previousHash = null, attemptHash = null } = next;
    return this.#sql.rotate.run({ ...next, id, expectedGeneration, previousHash, attemptHash, graceSpent: Number(next.graceSpent) }).changes === 1;
  }

  async endSessions(
    which: { readonly sessionId: string } | { readonly userId: string },
    endedAt: number,
    reason: EndReason,
  ): Promise<readonly string[]> {
    const rows =
      'sessionId' in which ? this.#sql.endOne.all(endedAt, reason, which.sessionId) : this.#sql.endAll.all(endedAt, reason, which.userId);
    return (rows as { id: string }[]).map((row) => row.id);
  }

  async purgeSessions(before: number): Promise<number> {
    return this.#sql.purge.run(before).changes;
  }

  async close(): Promise<void> {
    if (this.#db.open) this.#db.close();
  }
}

function prepareAll(db: Sqlite) {
  return {
    insertUser: db.prepare(
      'INSERT INTO users VALUES (@id, @name, @nameKey, @agentId, @role, @passwordHash, @disabled, @createdAt, @subject) ON CONFLICT DO NOTHING',
    ),
    userById: db.prepare(`${USER} WHERE id = ?`),
    userByName: db.prepare(`${USER} WHERE name_key = ?`),
    userBySubject: db.prepare(`${USER} WHERE subject = ?`),
    users: db.prepare(`${USER} ORDER BY name_key`),
    updateUser: db.prepare(`UPDATE users SET role = coalesce(@role, role), agent_id = coalesce(@agentId, agent_id),
      password_hash = coalesce(@passwordHash, password_hash), disabled = coalesce(@disabled, disabled) WHERE id = @id`),
    insertSession: db.prepare(`INSERT INTO sessions VALUES (@id, @userId, @label, @createdAt, @generation, @refreshHash, @refreshExpiresAt,
      @previousHash, @rotatedAt, @graceSpent, @endedAt, @endReason, @attemptHash)`),
    session: db.prepare(`${SESSION} WHERE id = ?`),
    sessionsOf: db.prepare(`${SESSION} WHERE user_id = ? ORDER BY created_at DESC`),
    rotate: db.prepare(`UPDATE sessions SET generation = @generation, refresh_hash = @refreshHash, refresh_expires_at = @refreshExpiresAt,
      previous_hash = @previousHash, rotated_at = @rotatedAt, grace_spent = @graceSpent, attempt_hash = @attemptHash
      WHERE id = @id AND generation = @expectedGeneration AND ended_at IS NULL`),
    endOne: db.prepare('UPDATE sessions SET ended_at = ?, end_reason = ? WHERE id = ? AND ended_at IS NULL RETURNING id'),
    endAll: db.prepare('UPDATE sessions SET ended_at = ?, end_reason = ? WHERE user_id = ? AND ended_at IS NULL RETURNING id'),
    purge: db.prepare('DELETE FROM sessions WHERE coalesce(ended_at, refresh_expires_at) < ?'),
  };
}
