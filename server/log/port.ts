// The one ordered log. What it holds is the truth; everything else is folded from it.

export interface StoredEvent {
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  readonly v: number;
  readonly actor: string;
  readonly conversationId?: string | undefined;
  /** JSON values only; read back as a fresh copy. */
  readonly data: unknown;
}

/** A message text sealed by the BodyVault (AES-256-GCM under the contact's key). */
export interface SealedBody {
  readonly ref: string;
  readonly contactId: string;
  readonly sealed: Uint8Array;
}

/** A contact's data key, wrapped by the master key. */
export interface WrappedKey {
  readonly contactId: string;
  readonly wrapped: Uint8Array;
}

/** What a command was told the first time; `commandNo` is a whole number ≥ 1. */
export interface CommandAnswer {
  readonly replicaId: string;
  readonly commandNo: number;
  readonly hash: string;
  readonly answer: unknown;
}

export interface AppendBatch {
  readonly epoch: number;
  /** `seq` is assigned by the single writer and must join the last one handed in: head+1, head+2, … */
  readonly events: readonly StoredEvent[];
  readonly bodies: readonly SealedBody[];
  readonly keys: readonly WrappedKey[];
  readonly answers: readonly CommandAnswer[];
  /** Bodies that are gone with these events, in the same transaction: a crash leaves neither the one nor the other undone. */
  readonly forget?: readonly string[] | undefined;
}

/** A batch without events (a stored refusal) has `toSeq = fromSeq − 1`. */
export interface Appended {
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** The folded state at `seq`. `json` comes back in the kind (text or bytes) it was saved in. */
export interface LogSnapshot {
  readonly seq: number;
  readonly stateHash: string;
  readonly json: Uint8Array | string;
}

export interface EventLog {
  /**
   * Becomes the writer and gives its epoch, higher than every epoch before. What was handed in earlier is settled first.
   * Also the way back after LOG_APPEND_FAILED: fold from `head()` anew, then append again.
   */
  claim(): Promise<number>;
  /**
   * Resolves only after the disk has the whole batch, in the order of the calls. Calls made while a flush is due share one transaction.
   * Rejects with LOG_FENCED (a newer epoch exists), LOG_GAP (seq does not join; nothing changed), LOG_APPEND_FAILED (this and every batch
   * behind it kept nothing), LOG_NEEDS_CLAIM (after such a failure, until the next claim), LOG_CLOSED.
   */
  append(batch: AppendBatch): Promise<Appended>;
  /** The last `seq` the disk has; 0 when empty. */
  head(): Promise<number>;
  /** At most `limit` (≥ 1) events with `seq > afterSeq`, in order. LOG_DAMAGED when one does not match its checksum. */
  read(afterSeq: number, limit: number): Promise<readonly StoredEvent[]>;
  /** The sealed bodies that exist; an erased or unknown ref is absent. */
  bodies(refs: readonly string[]): Promise<ReadonlyMap<string, SealedBody>>;
  /** The wrapped keys that exist. */
  keys(contactIds: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /** Erasure: the contact's key and bodies are gone from disk when this resolves. The vault must forget its cached key, too. */
  destroyKey(contactId: string): Promise<void>;
  /** Deleted at the source: these bodies are gone from disk when this resolves. */
  deleteBodies(refs: readonly string[]): Promise<void>;
  /** The first answer to this command, if it was ever stored. */
  answer(replicaId: string, commandNo: number): Promise<CommandAnswer | undefined>;
  /** The highest stored command number of a replica; 0 when none. */
  lastCommandNo(replicaId: string): Promise<number>;
  /** Keeps the last two by `seq`. LOG_SNAPSHOT_AHEAD when `seq` is beyond the head. */
  saveSnapshot(snapshot: LogSnapshot): Promise<void>;
  /** The newest snapshot that passes its checksum. */
  loadSnapshot(): Promise<LogSnapshot | undefined>;
  /** Settles what was handed in, then closes. Later calls reject with LOG_CLOSED. */
  close(): Promise<void>;
}
