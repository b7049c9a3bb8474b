import type { Role } from '../../shared/domain/agent.ts';

export interface User {
  readonly id: string;
  /** What one signs in with; unique without regard to case. */
  readonly name: string;
  readonly agentId: string;
  readonly role: Role;
  /** Empty: nobody signs in here with a password (their identity provider does). */
  readonly passwordHash: string;
  readonly disabled: boolean;
  readonly createdAt: number;
  /** Who this is to the identity provider: issuer and subject. Unique. Absent for local accounts. */
  readonly subject?: string | undefined;
}

/** One sign-in on one desk and the chain of its refresh tokens, of which only hashes are kept. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  /** What the desk calls itself. */
  readonly label: string;
  readonly createdAt: number;
  /** Counts the refresh tokens given out. */
  readonly generation: number;
  readonly refreshHash: string;
  readonly refreshExpiresAt: number;
  /** The token that was exchanged for the present one, and when. */
  readonly previousHash: string | undefined;
  readonly rotatedAt: number;
  /** The previous token has been honoured a second time; there is no third. */
  readonly graceSpent: boolean;
  /** Hash of what the desk called the exchange that gave the present token; it may ask for the same one again. */
  readonly attemptHash: string | undefined;
  readonly endedAt: number | undefined;
  readonly endReason: EndReason | undefined;
}

export type EndReason = 'signedOut' | 'disabled' | 'passwordChanged' | 'roleChanged' | 'refreshReused' | 'endedByAdmin';
export type Rotation = Pick<Session, 'generation' | 'refreshHash' | 'refreshExpiresAt' | 'previousHash' | 'rotatedAt' | 'graceSpent' | 'attemptHash'>;

/** Where users and sessions live. Every call that changes something resolves after the disk has it. */
export interface UserStore {
  /** False when the name (without regard to case), the id or the subject is taken. */
  insertUser(user: User): Promise<boolean>;
  userById(id: string): Promise<User | undefined>;
  userByName(name: string): Promise<User | undefined>;
  userBySubject(subject: string): Promise<User | undefined>;
  /** By name. */
  users(): Promise<readonly User[]>;
  /** False when there is no such user. */
  updateUser(id: string, change: Partial<Pick<User, 'role' | 'agentId' | 'passwordHash' | 'disabled'>>): Promise<boolean>;
  insertSession(session: Session): Promise<void>;
  session(id: string): Promise<Session | undefined>;
  /** Newest first, ended ones included. */
  sessionsOf(userId: string): Promise<readonly Session[]>;
  /** Compare and set: false when the session is ended, gone, or no longer at `expectedGeneration`. */
  rotateSession(id: string, expectedGeneration: number, next: Rotation): Promise<boolean>;
  /** Ends the sessions that are not ended yet and gives their ids. */
  endSessions(
    which: { readonly sessionId: string } | { readonly userId: string },
    endedAt: number,
    reason: EndReason,
  ): Promise<readonly string[]>;
  /** Drops sessions that ended or ran out before then; gives how many. */
  purgeSessions(before: number): Promise<number>;
  close(): Promise<void>;
}

/** Who is on the other end, as of now. */
export interface Identity {
  readonly userId: string;
  readonly name: string;
  readonly agentId: string;
  readonly role: Role;
  readonly sessionId: string;
  /** When the token that proved it runs out. */
  readonly expiresAt: number;
}

export interface SessionsEnded {
  readonly userId: string;
  readonly sessionIds: readonly string[];
  readonly reason: EndReason;
}

/** What a transport needs of sign-in. */
export interface Authenticator {
  /** AUTH_TOKEN_INVALID, AUTH_TOKEN_EXPIRED, AUTH_SESSION_ENDED, AUTH_DISABLED. */
  check(accessToken: string): Promise<Identity>;
  /** Called at once when sessions end, so that open connections can be cut. Gives the way to stop listening. */
  onSessionsEnded(listener: (ended: SessionsEnded) => void): () => void;
}
