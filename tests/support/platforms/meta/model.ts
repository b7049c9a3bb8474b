// What the Meta peer knows: one page with its Instagram account, people, posts, comments, messages.

export interface MetaPerson {
  /** As this page knows the person: page-scoped on Messenger, Instagram-scoped there. */
  readonly id: string;
  readonly name: string;
  readonly username: string;
}
export interface MetaEntry {
  readonly id: string;
  readonly kind: 'post' | 'comment' | 'igMedia' | 'igComment';
  readonly from: { readonly id: string; readonly name: string; readonly username: string };
  message: string;
  /** The post a comment stands under; the comment it answers, where it answers one. */
  readonly postId: string;
  readonly parentId: string | undefined;
  readonly createdAt: number;
  deleted: boolean;
  hidden: boolean;
  privateReplyUsed: boolean;
}
export interface MetaMessage {
  readonly mid: string;
  readonly platform: 'messenger' | 'instagram';
  readonly personId: string;
  readonly fromPage: boolean;
  text: string;
  readonly metadata: string | undefined;
  readonly personaId: string | undefined;
  readonly replyTo: string | undefined;
  readonly createdAt: number;
  readonly attachment?: MetaAttachment | undefined;
  deleted: boolean;
}
export interface MetaAttachment {
  readonly type: string;
  readonly mediaType: string;
  readonly name: string;
  readonly bytes: Buffer;
}

export class MetaModel {
  readonly page = { id: '104700000000001', name: 'Musterkom' };
  readonly instagram = { id: '17841400000000001', username: 'musterkom' };
  readonly people = new Map<string, MetaPerson>();
  readonly entries = new Map<string, MetaEntry>();
  readonly messages = new Map<string, MetaMessage>();
  readonly personas = new Map<string, string>();
  #next = 7_000_000;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  id(): string {
    this.#next += 13;
    return String(this.#next);
  }

  addPerson(name: string, username = name.toLowerCase().replace(/\W+/g, '.')): MetaPerson {
    const person = { id: String(5_600_000_000_000_000 + this.people.size * 101), name, username };
    this.people.set(person.id, person);
    return person;
  }

  person(name: string): MetaPerson {
    const person = [...this.people.values()].find((one) => one.name === name || one.username === name);
    if (person === undefined) throw new Error(`no person ${name}`);
    return person;
  }

  get pageAuthor(): MetaEntry['from'] {
    return { ...this.page, username: this.page.name };
  }
  get instagramAuthor(): MetaEntry['from'] {
    return { id: this.instagram.id, name: this.instagram.username, username: this.instagram.username };
  }

  post(from: MetaEntry['from'], message: string, kind: 'post' | 'igMedia' = 'post'): MetaEntry {
    const id = kind === 'post' ? `${this.page.id}_${this.id()}` : `1789${this.id()}`;
    return this.#keep({ id, kind, from, message, postId: id, parentId: undefined });
  }

  comment(from: MetaEntry['from'], parentId: string, message: string): MetaEntry {
    const parent = this.must(parentId);
    const isInstagram = parent.kind === 'igMedia' || parent.kind === 'igComment';
    const postId = parent.postId;
    const id = isInstagram ? `1801${this.id()}` : `${postId.split('_').at(-1)}_${this.id()}`;
    // Both platforms know two levels: an answer to an answer hangs on the first comment.
    const above = parent.kind === 'post' || parent.kind === 'igMedia' ? undefined : (parent.parentId ?? parent.id);
    return this.#keep({ id, kind: isInstagram ? 'igComment' : 'comment', from, message, postId, parentId: above });
  }

  #keep(entry: Omit<MetaEntry, 'createdAt' | 'deleted' | 'hidden' | 'privateReplyUsed'>): MetaEntry {
    const kept = { ...entry, createdAt: this.#now(), deleted: false, hidden: false, privateReplyUsed: false };
    this.entries.set(kept.id, kept);
    return kept;
  }

  must(id: string): MetaEntry {
    const entry = this.entries.get(id);
    if (entry === undefined) throw new Error(`no object ${id}`);
    return entry;
  }

  message(input: Omit<MetaMessage, 'mid' | 'createdAt' | 'deleted'>): MetaMessage {
    const mid = input.platform === 'messenger' ? `m_${Buffer.from(this.id()).toString('base64url')}` : `aWdfZAG1f${Buffer.from(this.id()).toString('base64url')}ZD`;
    const message = { ...input, mid, createdAt: this.#now(), deleted: false };
    this.messages.set(mid, message);
    return message;
  }

  /** When the person last wrote to the page in private; nothing: never. */
  lastFrom(platform: MetaMessage['platform'], personId: string): number | undefined {
    const own = [...this.messages.values()].filter((one) => one.platform === platform && one.personId === personId && !one.fromPage);
    return own.length === 0 ? undefined : Math.max(...own.map((one) => one.createdAt));
  }

  /** Comments under a post or comment, the oldest first. */
  under(id: string, all: boolean): MetaEntry[] {
    const entry = this.entries.get(id);
    const isRoot = entry?.kind === 'post' || entry?.kind === 'igMedia';
    return [...this.entries.values()].filter((one) => !one.deleted && one.id !== id && (isRoot ? one.postId === id && (all || one.parentId === undefined) : one.parentId === id));
  }
}
