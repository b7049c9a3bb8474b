// What other folders see of the local copy. Types only: whoever wires hands the stores over.
import type { AttemptStore } from './stores/attempt-store.ts';
import type { BodyStore } from './stores/body-store.ts';
import type { CommandStore } from './stores/command-store.ts';
import type { DraftStore } from './stores/draft-store.ts';
import type { EntityStore } from './stores/entity-store.ts';
import type { FileStore } from './stores/file-store.ts';
import type { HeldStore } from './stores/held-store.ts';
import type { MetaStore } from './stores/meta-store.ts';
import type { OutboxStore } from './stores/outbox-store.ts';
import type { RowStore } from './stores/row-store.ts';

export type { RebuildReport } from './rebuild-report.ts';
export type { RebuildCount } from './rebuild.ts';
export type { Attempt, NewAttempt } from './stores/attempt-store.ts';
export type { SearchOptions, TextHit } from './stores/body-store.ts';
export type { CommandState, NewCommand, StoredCommand } from './stores/command-store.ts';
export type { StoredDraft } from './stores/draft-store.ts';
export type { StoredEntity } from './stores/entity-store.ts';
export type { StoredFile } from './stores/file-store.ts';
export type { HeldConversation } from './stores/held-store.ts';
export type { MetaKey } from './stores/meta-store.ts';
export type { NewOutboxReply, OutboxChange, OutboxReply } from './stores/outbox-store.ts';
export type { StoredRow } from './stores/row-store.ts';

/** The public part of a class: anything with these methods will do. */
type Surface<T> = { readonly [K in keyof T]: T[K] };

export interface ReplicaPort {
  readonly meta: Surface<MetaStore>;
  readonly entities: Surface<EntityStore>;
  readonly bodies: Surface<BodyStore>;
  readonly rows: Surface<RowStore>;
  readonly held: Surface<HeldStore>;
  readonly outbox: Surface<OutboxStore>;
  readonly attempts: Surface<AttemptStore>;
  readonly commands: Surface<CommandStore>;
  readonly drafts: Surface<DraftStore>;
  readonly files: Surface<FileStore>;
  /** All of `work` or nothing; synced to disk when it returns, unless it stands inside another transaction. */
  transaction<T>(work: () => T): T;
  /** What is used of the copy, and what is free inside it, in bytes. */
  usage(): { readonly usedBytes: number; readonly freeBytes: number };
  /** Gives the free room back to the disk. DISK_FULL where there is no room for a second copy; nothing has changed then. */
  compact(): void;
  /** Takes a conversation's content off this machine: entities, texts, search, held. Outbox and drafts stay. */
  purgeConversation(conversationId: string): void;
}
