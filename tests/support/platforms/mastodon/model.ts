// What an instance knows: accounts, statuses, who may see what, and what is rendered of it.
export interface PeerAccount {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
}

export type PeerVisibility = 'public' | 'unlisted' | 'private' | 'direct';

export interface PeerStatus {
  readonly id: string;
  readonly accountId: string;
  text: string;
  readonly spoiler: string;
  readonly visibility: PeerVisibility;
  readonly inReplyToId: string | undefined;
  readonly createdAt: number;
  editedAt: number | undefined;
  readonly language: string | undefined;
  readonly history: { text: string; at: number }[];
}

export interface PeerNotification {
  readonly id: string;
  readonly type: 'mention' | 'favourite';
  readonly forAccountId: string;
  readonly statusId: string;
  readonly at: number;
}

const HANDLES = /(^|[^\w/@])@(\w+)(?:@([\w.-]+\w))?/g;

export class MastodonModel {
  readonly domain = 'mastodon.example';
  readonly accounts = new Map<string, PeerAccount>();
  readonly statuses = new Map<string, PeerStatus>();
  readonly notifications: PeerNotification[] = [];
  readonly #now: () => number;
  #count = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Ids sort by time, as the platform's do: milliseconds and a counter. */
  nextId(): string {
    this.#count += 1;
    return String((BigInt(this.#now()) << 16n) | BigInt(this.#count % 65_536));
  }

  addAccount(username: string, displayName = username): PeerAccount {
    const account = { id: this.nextId(), username, displayName };
    this.accounts.set(account.id, account);
    return account;
  }

  named(username: string): PeerAccount | undefined {
    return [...this.accounts.values()].find((one) => one.username.toLowerCase() === username.toLowerCase());
  }

  mentioned(text: string): PeerAccount[] {
    const found = [...text.matchAll(HANDLES)].filter((match) => match[3] === undefined || match[3] === this.domain).flatMap((match) => this.named(match[2] ?? '') ?? []);
    return [...new Set(found)];
  }

  add(account: PeerAccount, input: { text: string; visibility: PeerVisibility; inReplyToId?: string | undefined; spoiler?: string | undefined; language?: string | undefined }): { status: PeerStatus; told: PeerNotification[] } {
    const at = this.#now();
    const status: PeerStatus = { id: this.nextId(), accountId: account.id, text: input.text, spoiler: input.spoiler ?? '', visibility: input.visibility, inReplyToId: input.inReplyToId, createdAt: at, editedAt: undefined, language: input.language, history: [{ text: input.text, at }] };
    this.statuses.set(status.id, status);
    const told = this.mentioned(input.text).filter((one) => one.id !== account.id).map((one): PeerNotification => ({ id: this.nextId(), type: 'mention', forAccountId: one.id, statusId: status.id, at }));
    this.notifications.push(...told);
    return { status, told };
  }

  edit(status: PeerStatus, text: string): void {
    status.text = text;
    status.editedAt = this.#now();
    status.history.push({ text, at: status.editedAt });
  }

  remove(status: PeerStatus): void {
    this.statuses.delete(status.id);
    for (let n = this.notifications.length - 1; n >= 0; n -= 1) if (this.notifications[n]?.statusId === status.id) this.notifications.splice(n, 1);
  }

  maySee(status: PeerStatus, accountId: string | undefined): boolean {
    if (status.visibility === 'public' || status.visibility === 'unlisted') return true;
    return accountId !== undefined && (status.accountId === accountId || this.mentioned(status.text).some((one) => one.id === accountId));
  }

  ancestors(status: PeerStatus): PeerStatus[] {
    const found: PeerStatus[] = [];
    for (let at = status.inReplyToId; at !== undefined; ) {
      const parent = this.statuses.get(at);
      if (parent === undefined) break;
      found.unshift(parent);
      at = parent.inReplyToId;
    }
    return found;
  }

  descendants(status: PeerStatus): PeerStatus[] {
    return [...this.statuses.values()].filter((one) => one.inReplyToId === status.id).flatMap((one) => [one, ...this.descendants(one)]);
  }

  renderAccount(account: PeerAccount): object {
    return { id: account.id, username: account.username, acct: account.username, display_name: account.displayName, url: `https://${this.domain}/@${account.username}`, followers_count: 42, bot: false, locked: false };
  }

  render(status: PeerStatus): object {
    const account = this.accounts.get(status.accountId);
    if (account === undefined) throw new Error('a status without its account');
    const parent = status.inReplyToId === undefined ? undefined : this.statuses.get(status.inReplyToId);
    const url = `https://${this.domain}/@${account.username}/${status.id}`;
    return {
      id: status.id,
      uri: url,
      url,
      created_at: new Date(status.createdAt).toISOString(),
      edited_at: status.editedAt === undefined ? null : new Date(status.editedAt).toISOString(),
      in_reply_to_id: status.inReplyToId ?? null,
      in_reply_to_account_id: parent?.accountId ?? null,
      sensitive: status.spoiler !== '',
      spoiler_text: status.spoiler,
      visibility: status.visibility,
      language: status.language ?? null,
      content: this.#html(status.text),
      account: this.renderAccount(account),
      mentions: this.mentioned(status.text).map((one) => ({ id: one.id, username: one.username, acct: one.username, url: `https://${this.domain}/@${one.username}` })),
      media_attachments: [],
      tags: [...status.text.matchAll(/(?<![\w&])#(\w+)/g)].map((match) => ({ name: match[1], url: `https://${this.domain}/tags/${match[1]}` })),
      emojis: [],
      replies_count: 0,
      reblogs_count: 0,
      favourites_count: 0,
    };
  }

  /** As the platform writes it: paragraphs, shortened addresses in hidden spans, mentions as cards. */
  #html(text: string): string {
    const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
    const linked = escaped
      .replace(/(https?:\/\/)([^\s<]{1,30})([^\s<]*)/g, (_whole, scheme: string, shown: string, hidden: string) => `<a href="${scheme}${shown}${hidden}" target="_blank" rel="nofollow noopener noreferrer"><span class="invisible">${scheme}</span><span class="${hidden === '' ? '' : 'ellipsis'}">${shown}</span><span class="invisible">${hidden}</span></a>`)
      .replace(HANDLES, (whole, before: string, name: string) => (this.named(name) === undefined ? whole : `${before}<span class="h-card" translate="no"><a href="https://${this.domain}/@${name}" class="u-url mention">@<span>${name}</span></a></span>`));
    return linked.split(/\n{2,}/).map((paragraph) => `<p>${paragraph.replace(/\n/g, '<br />')}</p>`).join('');
  }
}
