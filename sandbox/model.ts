// The platform's nouns and the journal's records. Instants inside are ms since 1970; on the wire they are ISO strings.

export type AccountKind = 'person' | 'brand';
export type Visibility = 'public' | 'private';

export interface Account {
  readonly handle: string;
  readonly displayName: string;
  readonly kind: AccountKind;
  readonly followers: number;
}

export interface Version {
  readonly text: string;
  readonly atMs: number;
}

/** One post as held. `versions` is empty once deleted: the tombstone keeps everything but what was said. */
export interface Post {
  readonly id: string;
  /** Order of arrival on this platform, whatever `createdAtMs` says (imports carry old dates). */
  ordinal: number;
  threadId: string;
  inReplyTo: string | null;
  author: string;
  recipient: string | null;
  visibility: Visibility;
  persona: string | null;
  versions: Version[];
  createdAtMs: number;
  storedAtMs: number;
  editedAtMs: number | null;
  deletedAtMs: number | null;
  clientKey: string | null;
  /** A stub for a parent that is not held here; a later import fills it. */
  placeholder: boolean;
}

export type EventType = 'post.created' | 'post.edited' | 'post.deleted';

/** Something that happened to a post, in one order for the whole platform. */
export interface PostEvent {
  readonly eventNo: number;
  readonly type: EventType;
  readonly atMs: number;
  readonly postId: string;
  readonly version: number;
  /** Lower-case handles of the brand accounts that hear of it. */
  readonly concerns: readonly string[];
}

export interface Effect {
  readonly effectNo: number;
  readonly kind: 'created' | 'edited' | 'deleted';
  readonly postId: string;
  readonly threadId: string;
  readonly author: string;
  readonly authorKind: AccountKind;
  readonly inReplyTo: string | null;
  readonly recipient: string | null;
  readonly visibility: Visibility;
  readonly textHash: string | null;
  readonly clientKey: string | null;
  readonly at: string;
}

export interface NewPost {
  readonly id: string;
  readonly author: string;
  readonly text: string;
  readonly inReplyTo: string | null;
  readonly visibility: Visibility;
  readonly recipient: string | null;
  readonly persona: string | null;
  readonly createdAtMs: number;
}

export type Scope = 'read' | 'write' | 'admin';

/** What a token may do. `handles` names accounts, or all brands, all persons, everybody. */
export interface Grant {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly handles: readonly string[] | 'brands' | 'persons' | 'all';
  readonly expiresAtMs: number | null;
}

export interface Hook {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  /** Lower-case handles, or null for every brand account. */
  readonly accounts: readonly string[] | null;
  readonly batch: number;
}

/** One sign-in of one client for one account: a chain of tokens, of which only hashes are kept. */
export interface Family {
  readonly id: string;
  readonly clientId: string;
  readonly handle: string;
  readonly scopes: readonly Scope[];
  readonly generation: number;
  readonly accessHash: string;
  readonly accessEndsAtMs: number;
  readonly refreshHash: string;
  readonly previousRefreshHash: string | null;
  readonly renewedAtMs: number;
  /** The newest tokens have been used. */
  readonly used: boolean;
}
