import { nameKey } from './name-key.ts';
import type { EndReason, Rotation, Session, User, UserStore } from './port.ts';

/** Users and sessions for tests. */
export class MemoryUserStore implements UserStore {
  readonly #users = new Map<string, User>();
  readonly #sessions = new Map<string, Session>();

  async insertUser(user: User): Promise<boolean> {
    if (this.#users.has(user.id) || this.#byName(user.name) !== undefined) return false;
    if (user.subject !== undefined && (await this.userBySubject(user.subject)) !== undefined) return false;
    this.#users.set(user.id, { ...user });
    return true;
  }

  async userById(id: string): Promise<User | undefined> {
    return this.#users.get(id);
  }

  async userByName(name: string): Promise<User | undefined> {
    return this.#byName(name);
  }

  async userBySubject(subject: string): Promise<User | undefined> {
    return [...this.#users.values()].find((user) => user.subject === subject);
  }

  async users(): Promise<readonly User[]> {
    return [...this.#users.values()].toSorted((a, b) => (nameKey(a.name) < nameKey(b.name) ? -1 : 1));
  }

  async updateUser(id: string, change: Partial<User>): Promise<boolean> {
    const user = this.#users.get(id);
    if (user === undefined) return false;
    this.#users.set(id, { ...user, ...change });
    return true;
  }

  async insertSession(session: Session): Promise<void> {
    if (this.#sessions.has(session.id)) throw new Error(`session ${session.id} exists already`);
    this.#sessions.set(session.id, { ...session });
  }

  async session(id: string): Promise<Session | undefined> {
    return this.#sessions.get(id);
  }

  async sessionsOf(userId: string): Promise<readonly Session[]> {
    return [...this.#sessions.values()].filter((session) => session.userId === userId).toSorted((a, b) => b.createdAt - a.createdAt);
  }

  async rotateSession(id: string, expectedGeneration: number, next: Rotation): Promise<boolean> {
    const session = this.#sessions.get(id);
    if (session === undefined || session.endedAt !== undefined || session.generation !== expectedGeneration) return false;
    this.#sessions.set(id, { ...session, ...next });
    return true;
  }

  async endSessions(
    which: { readonly sessionId: string } | { readonly userId: string },
    endedAt: number,
    endReason: EndReason,
  ): Promise<readonly string[]> {
    const ended: string[] = [];
    for (const session of this.#sessions.values()) {
      const isMeant = 'sessionId' in which ? session.id === which.sessionId : session.userId === which.userId;
      if (!isMeant || session.endedAt !== undefined) continue;
      this.#sessions.set(session.id, { ...session, endedAt, endReason });
      ended.push(session.id);
    }
    return ended;
  }

  async purgeSessions(before: number): Promise<number> {
    const gone = [...this.#sessions.values()].filter((session) => (session.endedAt ?? session.refreshExpiresAt) < before);
    for (const session of gone) this.#sessions.delete(session.id);
    return gone.length;
  }

  async close(): Promise<void> {}

  #byName(name: string): User | undefined {
    const key = nameKey(name);
    return [...this.#users.values()].find((user) => nameKey(user.name) === key);
  }
}
