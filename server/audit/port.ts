import type { Role } from '../../shared/domain/agent.ts';

/** Who did what to whom, in codes and pseudonymous ids only: no names, no message texts. */
export interface AuditEntry {
  readonly at: number;
  /** An agent's or user's id; `system` for what the server does by itself, `unknown` for a stranger at the door. */
  readonly actorId: string;
  readonly role: Role | 'system' | 'none';
  /** `noun.verbPast`, like an event: `user.signedIn`, `conversation.read`. */
  readonly action: string;
  /** The ids this is about, in an order the action defines. */
  readonly subjectIds: readonly string[];
  /** A reason from a fixed list, as a code. */
  readonly reasonCode?: string | undefined;
}

export interface AuditLog {
  /** Resolves after the disk has the entry. AUDIT_ENTRY_INVALID when it holds anything but codes and ids. */
  write(entry: AuditEntry): Promise<void>;
}
