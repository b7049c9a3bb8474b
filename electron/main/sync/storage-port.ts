// What sync needs of the local copy. The stores of electron/main/storage fit it; nothing else of them is used.

export interface StoredValue {
  readonly seq: number;
  readonly value: unknown;
}
export interface EntityRecord extends StoredValue {
  readonly noun: string;
  readonly id: string;
  readonly conversationId?: string | undefined;
  readonly threadId?: string | undefined;
}
export interface HeldRecord {
  readonly conversationId: string;
  readonly asOfSeq: number;
  readonly frozen?: string | undefined;
  readonly lastUsedAt: number;
}
export interface RowRecord extends StoredValue {
  readonly kind: string;
  readonly id: string;
}
export interface OutboxRecord {
  readonly replyId: string;
  readonly conversationId: string;
  readonly workItemId?: string | undefined;
  readonly accountId: string;
  readonly epoch: number;
  readonly state: string;
  readonly stateValue: unknown;
  readonly frozen: unknown;
  readonly platformKey: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly salvagedAt?: number | undefined;
}
export interface CommandRecord {
  readonly commandNo: number;
  readonly commandId: string;
  readonly hash: string;
  readonly value: unknown;
  readonly createdAt: number;
  readonly state: string;
  readonly answer?: unknown;
}
export interface DraftRecord {
  readonly conversationId: string;
  readonly value: unknown;
  readonly updatedAt: number;
  readonly dirty: boolean;
}

/** Who says a text: "message m1". `facts`: words for what never changes of it. */
export interface ToldText {
  readonly owner: string;
  readonly at: number;
  readonly facts: readonly string[];
}
export interface FoundText {
  readonly ref: string;
  readonly conversationId: string;
  readonly excerpt: string;
  /** As in `ToldText`; '' where it is not known. */
  readonly owner: string;
  /** Grows with the time it was said. */
  readonly number: number;
}

/** Every store may throw the coded errors of storage (DISK_FULL, REPLICA_DAMAGED …). */
export interface DeskStores {
  transaction<T>(work: () => T): T;
  /** What is used of the copy, and what is free inside it, in bytes. A copy without a size has neither of these two. */
  usage?(): { readonly usedBytes: number; readonly freeBytes: number };
  /** Gives the free room back to the disk; takes as long as writing the copy anew. */
  compact?(): void;
  readonly meta: {
    get(key: MetaKey): string | undefined;
    set(key: MetaKey, value: string): void;
    replicaId(): string;
    cursor(): number;
    setCursor(seq: number): void;
  };
  readonly entities: {
    get(noun: string, id: string): EntityRecord | undefined;
    put(entity: EntityRecord): void;
    delete(noun: string, id: string): boolean;
    byConversation(conversationId: string): EntityRecord[];
    byThread(threadId: string): EntityRecord[];
    byNoun(noun: string): EntityRecord[];
    /** Conversations by something they have, without reading them all; a copy without it finds nothing so. */
    found?(what: { readonly by: 'contact' | 'tag' | 'holder'; readonly value: string } | { readonly by: 'open' }, limit: number): string[];
  };
  readonly bodies: {
    get(ref: string): string | undefined;
    /** `searched`: what the search finds it by; default the text itself. `told`: who says it and when, where it is known. */
    put(ref: string, conversationId: string, text: string, searched?: string | undefined, told?: ToldText | undefined): void;
    delete(ref: string): boolean;
    /** The newest first. `facts`: of each list at least one must hold; texts from number `from` up to, and not with, `before`. */
    search(
      typed: string,
      options?: {
        readonly limit?: number | undefined;
        readonly facts?: readonly (readonly string[])[] | undefined;
        readonly before?: number | undefined;
        readonly from?: number | undefined;
      },
    ): FoundText[];
  };
  readonly held: {
    get(conversationId: string): HeldRecord | undefined;
    all(): HeldRecord[];
    put(held: HeldRecord): void;
    touch(conversationId: string, at: number): boolean;
    delete(conversationId: string): boolean;
  };
  readonly rows: {
    get(kind: string, id: string): RowRecord | undefined;
    put(row: RowRecord): boolean;
    delete(kind: string, id: string, seq?: number | undefined): boolean;
    byKind(kind: string): RowRecord[];
    clear(kind: string): number;
  };
  readonly outbox: {
    enqueue(
      reply: Omit<OutboxRecord, 'createdAt' | 'updatedAt' | 'salvagedAt'> & { readonly notBeforeAt?: number | undefined },
      at: number,
    ): boolean;
    update(
      replyId: string,
      change: {
        readonly state?: string | undefined;
        readonly stateValue?: unknown;
        readonly epoch?: number | undefined;
        readonly notBeforeAt?: number | undefined;
      },
      at: number,
    ): boolean;
    /** Other words before any attempt; false where there was one. */
    rewrite(replyId: string, frozen: unknown, at: number): boolean;
    get(replyId: string): OutboxRecord | undefined;
    all(): OutboxRecord[];
    prune(finishedStates: readonly string[], before: number): number;
  };
  readonly attempts: {
    start(
      attempt: { readonly attemptId: string; readonly replyId: string; readonly part: number },
      at: number,
      also?: (() => void) | undefined,
    ): void;
    finish(attemptId: string, outcome: { readonly outcome: string; readonly value?: unknown }, at: number): boolean;
    withoutOutcome(): { readonly attemptId: string; readonly replyId: string }[];
  };
  readonly commands: {
    append(command: { readonly commandId: string; readonly hash: string; readonly value: unknown }, at: number): CommandRecord;
    get(commandNo: number): CommandRecord | undefined;
    pending(): CommandRecord[];
    salvaged(): CommandRecord[];
    dropSalvaged(commandId: string): boolean;
    answer(commandNo: number, state: 'accepted' | 'refused', answer: unknown): boolean;
    prune(before: number): number;
  };
  readonly drafts: {
    get(conversationId: string): DraftRecord | undefined;
    all(): DraftRecord[];
    dirty(): DraftRecord[];
    save(conversationId: string, value: unknown, at: number, dirty?: boolean): void;
    markClean(conversationId: string, value: unknown): boolean;
    delete(conversationId: string): boolean;
  };
  /** Bytes of files that go with answers; a copy without them takes none. */
  readonly files?: {
    put(conversationId: string, digest: string, content: Uint8Array, at: number): void;
    get(conversationId: string, digest: string): Uint8Array | undefined;
    has(conversationId: string, digest: string): boolean;
    all(): { readonly conversationId: string; readonly digest: string; readonly addedAt: number }[];
    delete(conversationId: string, digest: string): boolean;
  };
}

export type MetaKey =
  | 'replicaId'
  | 'createdAt'
  | 'cursor'
  | 'rowsMark'
  | 'commandNo'
  | 'agentId'
  | 'serverUrl'
  | 'schemaHash'
  | 'centerId'
  | 'person'
  | 'settings'
  | 'notices'
  | 'away'
  | 'lastContactAt'
  | 'guards';
