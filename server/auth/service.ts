import { randomBytes } from 'node:crypto';
import { roleSchema, type Role } from '../../shared/domain/agent.ts';
import { CodedError } from '../../shared/util/errors.ts';
import type { Clock, IdSource } from '../../shared/util/ports.ts';
import type { AuditLog } from '../audit/port.ts';
import { hashPassword, isOutdated, SCRYPT_COST, verifyPassword, type ScryptCost } from './password.ts';
import { nameKey } from './name-key.ts';
import type { Authenticator, EndReason, Identity, Session, SessionsEnded, User, UserStore } from './port.ts';
import { decideRotation } from './rotation.ts';
import { Gate, Throttle, ThrottledError } from './throttle.ts';
import { hashOf, TokenMaker } from './tokens.ts';

export interface AuthOptions {
  readonly store: UserStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** 32 bytes; the signing keys are derived from it. */
  readonly masterKey: Uint8Array;
  /** Default 10 min. */
  readonly accessTokenMs?: number | undefined;
  /** How long a desk may stay away before it must sign in again. Default 14 days. */
  readonly refreshTokenMs?: number | undefined;
  /** How long a sign-in at the provider counts, however busy the desk; then the provider is asked again. Default 12 h. */
  readonly providedSessionMs?: number | undefined;
  /** How long the token before is honoured once more, when its successor was never used. Default 30 s. */
  readonly graceMs?: number | undefined;
  readonly scryptCost?: ScryptCost | undefined;
  /** Whether the center's own book says that this agent no longer works here; such a user is as good as disabled. */
  readonly isAgentDisabled?: ((agentId: string) => boolean) | undefined;
  /** Gives n unpredictable bytes; the system's by default. */
  readonly random?: ((count: number) => Uint8Array) | undefined;
}

export interface SignIn {
  readonly accessToken: string;
  readonly accessExpiresAt: number;
  readonly refreshToken: string;
  readonly refreshExpiresAt: number;
  readonly identity: Identity;
}

const PER_USER = { free: 8, firstWaitMs: 1000, maxWaitMs: 15 * 60_000, forgetMs: 60 * 60_000 };
const PER_ADDRESS = { free: 40, firstWaitMs: 1000, maxWaitMs: 15 * 60_000, forgetMs: 60 * 60_000 };

/** Local accounts: sign-in, short access tokens, rotating refresh tokens, and ending sessions at once. */
export class AuthService implements Authenticator {
  readonly #o: AuthOptions;
  readonly #tokens: TokenMaker;
  readonly #accessMs: number;
  readonly #refreshMs: number;
  readonly #cost: ScryptCost;
  readonly #random: (count: number) => Uint8Array;
  readonly #users = new Throttle(PER_USER);
  readonly #addresses = new Throttle(PER_ADDRESS);
  /** Two hashes at once: guessing is slow however many connections it comes over. */
  readonly #gate = new Gate(2, 2000);
  readonly #listeners = new Set<(ended: SessionsEnded) => void>();
  #decoyHash: Promise<string> | undefined;

  constructor(options: AuthOptions) {
    this.#o = options;
    this.#tokens = new TokenMaker(options.masterKey);
    this.#accessMs = options.accessTokenMs ?? 10 * 60_000;
    this.#refreshMs = options.refreshTokenMs ?? 14 * 86_400_000;
    this.#cost = options.scryptCost ?? SCRYPT_COST;
    this.#random = options.random ?? randomBytes;
  }

  onSessionsEnded(listener: (ended: SessionsEnded) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** AUTH_NAME_TAKEN, AUTH_PASSWORD_WEAK. `id` for a user the caller has already named. */
  async createUser(
    wanted: { id?: string | undefined; name: string; password: string; role: Role; agentId: string },
    by = 'system',
  ): Promise<User> {
    const name = wanted.name.normalize('NFKC').trim();
    if (nameKey(name).length === 0 || name.length > 120)
      throw new CodedError('INPUT_INVALID', { field: 'name', detail: 'A name has 1 to 120 characters.' });
    const user: User = {
      id: wanted.id ?? this.#o.ids.next(),
      name,
      agentId: wanted.agentId,
      role: roleSchema.parse(wanted.role),
      disabled: false,
      createdAt: this.#now(),
      passwordHash: await this.#hash(wanted.password),
    };
    if (!(await this.#o.store.insertUser(user))) throw new CodedError('AUTH_NAME_TAKEN', { field: 'name' });
    await this.#audit(by, await this.#roleOf(by), 'user.created', [user.id, user.agentId], user.role);
    return user;
  }

  /** AUTH_REFUSED for a wrong name or password alike, AUTH_DISABLED, AUTH_THROTTLED (ThrottledError with `retryAfterMs`). `address`: where the request came from. */
  async signIn(given: { name: string; password: string; address: string; label?: string | undefined }): Promise<SignIn> {
    const user = await this.#gate.run(() => this.#prove(given));
    return this.#begin(user, given.label);
  }

  userBySubject(subject: string): Promise<User | undefined> {
    return this.#o.store.userBySubject(subject);
  }

  /** Whoever the identity provider has just vouched for. A new one becomes a user; one whose role changed there loses the sessions of the old. AUTH_DISABLED. */
  async signInProvided(person: { subject: string; login: string; role: Role; agentId: string }, label: string | undefined): Promise<SignIn> {
    const known = (await this.#o.store.userBySubject(person.subject)) ?? (await this.#addUser({ name: person.login, agentId: person.agentId, role: person.role, passwordHash: '', subject: person.subject }));
    if (known.role !== person.role && !this.#isDisabled(known)) await this.setRole(known.id, person.role);
    return this.#begin((await this.#o.store.userById(known.id)) ?? known, label);
  }

  /**
   * Whoever came with an invitation of this agent: the password they chose is theirs from now on, for a new user or for the one there is, whose sessions end.
   * `spend` uses the invitation up, once the password is good enough and before it is set; it throws where somebody was faster. AUTH_PASSWORD_WEAK, INVITATION_PROVIDED.
   */
  async signInInvited(invited: { agentId: string; name: string; role: Role; by: string }, given: { password: string; label?: string | undefined }, spend: () => Promise<void>): Promise<SignIn> {
    const { agentId, name, role } = invited;
    const there = (await this.#o.store.users()).filter((user) => user.agentId === agentId);
    if (there.some(({ subject }) => subject !== undefined)) throw new CodedError('INVITATION_PROVIDED');
    if (there.some((user) => this.#isDisabled(user))) throw new CodedError('AUTH_DISABLED');
    const passwordHash = await this.#hash(given.password);
    await spend();
    const [known] = there;
    const user = known ?? (await this.#addUser({ name, agentId, role, passwordHash }));
    if (known !== undefined) await this.#change(known.id, { passwordHash, role }, 'passwordChanged', 'user.passwordChanged', known.id);
    await this.#audit(user.id, role, 'invitation.used', [user.id, agentId, invited.by]);
    return this.#begin((await this.#o.store.userById(user.id)) ?? user, given.label);
  }

  /** A name that is taken stays whose it is: the next one has a number. */
  async #addUser(wanted: Pick<User, 'name' | 'agentId' | 'role' | 'passwordHash'> & { subject?: string | undefined }): Promise<User> {
    for (let i = 1; i < 1_000; i += 1) {
      const user: User = { ...wanted, id: this.#o.ids.next(), name: i === 1 ? wanted.name : `${wanted.name} (${i})`, disabled: false, createdAt: this.#now() };
      if (await this.#o.store.insertUser(user)) {
        await this.#audit('system', 'system', 'user.created', [user.id, user.agentId], user.role);
        return user;
      }
      // Two desks of one person signed in for the first time at once.
      const other = wanted.subject === undefined ? undefined : await this.#o.store.userBySubject(wanted.subject);
      if (other !== undefined) return other;
    }
    throw new CodedError('AUTH_NAME_TAKEN', { field: 'name' });
  }

  /** Until when a session may be renewed. */
  #lastsUntil(user: User, createdAt: number): number {
    const until = this.#now() + this.#refreshMs;
    return user.subject === undefined ? until : Math.min(until, createdAt + (this.#o.providedSessionMs ?? 12 * 3_600_000));
  }

  async #begin(user: User, label = ''): Promise<SignIn> {
    if (this.#isDisabled(user)) {
      await this.#audit(user.id, user.role, 'user.signInRefused', [user.id], 'disabled');
      throw new CodedError('AUTH_DISABLED');
    }
    const now = this.#now();
    const id = this.#o.ids.next();
    const refreshToken = this.#tokens.refresh(id, this.#random(32));
    const session: Session = {
      id,
      userId: user.id,
      label,
      createdAt: now,
      generation: 1,
      refreshHash: hashOf(refreshToken),
      refreshExpiresAt: this.#lastsUntil(user, now),
      previousHash: undefined,
      rotatedAt: now,
      graceSpent: false,
      attemptHash: undefined,
      endedAt: undefined,
      endReason: undefined,
    };
    await this.#o.store.insertSession(session);
    await this.#stillTheSame(user, id);
    await this.#audit(user.id, user.role, 'user.signedIn', [user.id, id]);
    return this.#signIn(user, session, refreshToken);
  }

  /** AUTH_REFRESH_INVALID, AUTH_REFRESH_REUSED (the session is ended), AUTH_SESSION_ENDED, AUTH_DISABLED. */
  async refresh(given: { refreshToken: string; attempt?: string | undefined }): Promise<SignIn> {
    const { sessionId, hash } = this.#tokens.readRefresh(given.refreshToken);
    for (;;) {
      const { session, user } = await this.#alive(sessionId, 'AUTH_REFRESH_INVALID');
      const now = this.#now();
      const refreshToken = this.#tokens.refresh(sessionId, this.#random(32));
      const decided = decideRotation(session, hash, {
        successorHash: hashOf(refreshToken),
        attemptHash: given.attempt === undefined ? undefined : hashOf(given.attempt),
        now,
        expiresAt: this.#lastsUntil(user, session.createdAt),
        graceMs: this.#o.graceMs ?? 30_000,
      });
      if (decided.kind === 'expired') throw new CodedError('AUTH_REFRESH_INVALID');
      if (decided.kind === 'reused') {
        await this.#end({ sessionId }, user, 'refreshReused');
        throw new CodedError('AUTH_REFRESH_REUSED');
      }
      // Another refresh of this session came between: look again with fresh eyes.
      if (!(await this.#o.store.rotateSession(sessionId, session.generation, decided.next))) continue;
      return this.#signIn(user, { ...session, ...decided.next }, refreshToken);
    }
  }

  async check(accessToken: string): Promise<Identity> {
    const claims = this.#tokens.readAccess(accessToken, this.#now());
    const { user } = await this.#alive(claims.sessionId, 'AUTH_TOKEN_INVALID');
    return {
      userId: user.id,
      name: user.name,
      agentId: user.agentId,
      role: user.role,
      sessionId: claims.sessionId,
      expiresAt: claims.expiresAt,
    };
  }

  /** Ends the session of a refresh token; harmless when it has ended already. AUTH_REFRESH_INVALID for a foreign token. */
  async signOut(given: { refreshToken: string }): Promise<void> {
    const { sessionId } = this.#tokens.readRefresh(given.refreshToken);
    const session = await this.#o.store.session(sessionId);
    const user = session === undefined ? undefined : await this.#o.store.userById(session.userId);
    if (user !== undefined) await this.#end({ sessionId }, user, 'signedOut');
  }

  /** Ends every session at once; the user cannot sign in until enabled. AUTH_USER_UNKNOWN. `by`: who did it, for the audit log. */
  async disableUser(userId: string, by = 'system'): Promise<void> {
    await this.#change(userId, { disabled: true }, 'disabled', 'user.disabled', by);
  }

  /** The center says that this agent no longer works here: ends the sessions of whoever signs in as them. */
  async endAgent(agentId: string, by = 'system'): Promise<void> {
    for (const user of await this.#o.store.users()) if (user.agentId === agentId) await this.#end({ userId: user.id }, user, 'disabled', by);
  }

  async enableUser(userId: string, by = 'system'): Promise<void> {
    await this.#change(userId, { disabled: false }, undefined, 'user.enabled', by);
  }

  /** Also ends every session of the user. AUTH_USER_UNKNOWN, AUTH_PASSWORD_WEAK. */
  async setPassword(userId: string, password: string, by = 'system'): Promise<void> {
    await this.#change(userId, { passwordHash: await this.#hash(password) }, 'passwordChanged', 'user.passwordChanged', by);
  }

  /** Also ends every session of the user, so that no open desk keeps the old rights. */
  async setRole(userId: string, role: Role, by = 'system'): Promise<void> {
    await this.#change(userId, { role: roleSchema.parse(role) }, 'roleChanged', 'user.roleChanged', by);
  }

  /** The center says that this agent has another role: whoever signs in as them has it from now on, and signs in anew. */
  async setAgentRole(agentId: string, role: Role, by = 'system'): Promise<void> {
    for (const user of await this.#o.store.users()) if (user.agentId === agentId && user.role !== role) await this.setRole(user.id, role, by);
  }

  async endSession(sessionId: string, by = 'system'): Promise<void> {
    const session = await this.#o.store.session(sessionId);
    const user = session === undefined ? undefined : await this.#o.store.userById(session.userId);
    if (user !== undefined) await this.#end({ sessionId }, user, 'endedByAdmin', by);
  }

  users(): Promise<readonly User[]> {
    return this.#o.store.users();
  }

  sessionsOf(userId: string): Promise<readonly Session[]> {
    return this.#o.store.sessionsOf(userId);
  }

  /** Housekeeping, once a day: drops what ended or ran out more than 30 days ago. Gives how many. */
  purge(): Promise<number> {
    return this.#o.store.purgeSessions(this.#now() - 30 * 86_400_000);
  }

  #now(): number {
    return this.#o.clock.now();
  }

  /** The user who knows the password. An unknown name takes as long as a known one. */
  async #prove({ name, password, address }: { name: string; password: string; address: string }): Promise<User> {
    const key = nameKey(name);
    const steady = this.#o.clock.steady();
    const wait = Math.max(this.#users.waitMs(key, steady), this.#addresses.waitMs(address, steady));
    if (wait > 0) throw new ThrottledError(wait);
    const user = await this.#o.store.userByName(name);
    this.#decoyHash ??= hashPassword('nobody has this password', this.#cost, this.#random);
    const isRight = await verifyPassword(password, user?.passwordHash ?? (await this.#decoyHash));
    if (user === undefined || !isRight) {
      this.#users.failed(key, steady);
      this.#addresses.failed(address, steady);
      await this.#audit(
        user?.id ?? 'unknown',
        user?.role ?? 'none',
        'user.signInRefused',
        user === undefined ? [] : [user.id],
        'wrongPassword',
      );
      throw new CodedError('AUTH_REFUSED');
    }
    this.#users.succeeded(key);
    if (!isOutdated(user.passwordHash, this.#cost)) return user;
    const passwordHash = await hashPassword(password, this.#cost, this.#random);
    await this.#o.store.updateUser(user.id, { passwordHash });
    return { ...user, passwordHash };
  }

  #isDisabled(user: User): boolean {
    return user.disabled || this.#o.isAgentDisabled?.(user.agentId) === true;
  }

  /** Checking a password takes a while: whoever was disabled, renamed or given other rights meanwhile gets no session that outlives it. */
  async #stillTheSame(user: User, sessionId: string): Promise<void> {
    const now = await this.#o.store.userById(user.id);
    if (now !== undefined && !this.#isDisabled(now) && now.passwordHash === user.passwordHash && now.role === user.role && now.agentId === user.agentId) return;
    await this.#end({ sessionId }, user, 'disabled');
    throw new CodedError(now !== undefined && this.#isDisabled(now) ? 'AUTH_DISABLED' : 'AUTH_REFUSED');
  }

  async #alive(sessionId: string, whenUnknown: 'AUTH_REFRESH_INVALID' | 'AUTH_TOKEN_INVALID'): Promise<{ session: Session; user: User }> {
    const session = await this.#o.store.session(sessionId);
    const user = session === undefined ? undefined : await this.#o.store.userById(session.userId);
    if (session === undefined || user === undefined) throw new CodedError(whenUnknown);
    if (this.#isDisabled(user)) throw new CodedError('AUTH_DISABLED');
    if (session.endedAt !== undefined) throw new CodedError('AUTH_SESSION_ENDED');
    return { session, user };
  }

  #signIn(user: User, session: Session, refreshToken: string): SignIn {
    const issuedAt = this.#now();
    const expiresAt = issuedAt + this.#accessMs;
    const { id: userId, agentId, role, name } = user;
    const accessToken = this.#tokens.access({ userId, agentId, role, sessionId: session.id, issuedAt, expiresAt });
    const identity = { userId, name, agentId, role, sessionId: session.id, expiresAt };
    return { accessToken, accessExpiresAt: expiresAt, refreshToken, refreshExpiresAt: session.refreshExpiresAt, identity };
  }

  async #change(
    userId: string,
    change: Parameters<UserStore['updateUser']>[1],
    ends: EndReason | undefined,
    action: string,
    by: string,
  ): Promise<void> {
    if (!(await this.#o.store.updateUser(userId, change))) throw new CodedError('AUTH_USER_UNKNOWN');
    const user = await this.#o.store.userById(userId);
    if (user === undefined) throw new CodedError('AUTH_USER_UNKNOWN');
    if (ends !== undefined) await this.#end({ userId }, user, ends, by);
    await this.#audit(by, await this.#roleOf(by), action, [userId], change.role);
  }

  async #end(which: { sessionId: string } | { userId: string }, user: User, reason: EndReason, by: string = user.id): Promise<void> {
    const sessionIds = await this.#o.store.endSessions(which, this.#now(), reason);
    if (sessionIds.length === 0) return;
    for (const listener of this.#listeners) listener({ userId: user.id, sessionIds, reason });
    await this.#audit(by, await this.#roleOf(by), 'session.ended', [user.id, ...sessionIds], reason);
  }

  async #roleOf(userId: string): Promise<Role | 'system' | 'none'> {
    return userId === 'system' ? 'system' : ((await this.#o.store.userById(userId))?.role ?? 'none');
  }

  async #hash(password: string): Promise<string> {
    const length = [...password].length;
    if (length < 10 || length > 256) throw new CodedError('AUTH_PASSWORD_WEAK', { field: 'password' });
    return this.#gate.run(() => hashPassword(password, this.#cost, this.#random));
  }

  #audit(
    actorId: string,
    role: Role | 'system' | 'none',
    action: string,
    subjectIds: readonly string[],
    reasonCode?: string | undefined,
  ): Promise<void> {
    return this.#o.audit.write({ at: this.#now(), actorId, role, action, subjectIds, reasonCode });
  }
}
