// A small Mastodon, written from the public documents at docs.joinmastodon.org (methods: statuses, notifications, accounts, instance, search, streaming; "Rate
// limits", "Using OAuth scopes", media; entities Status, Notification, V2::Instance). Same paths, scopes, limits, headers, error sentences, Link paging, streaming.
// Not covered: federation (every account lives here), sign-in by OAuth (tokens are handed out by `token`), media besides bringing
// and describing it, polls, boosts, filters, followers-only delivery,
// timelines besides the public one, search.
import { PeerHttp, PeerRefusal, PeerWindows, type PeerAnswer, type PeerRequest } from '../peer-http.ts';
import { MastodonModel, type PeerAccount, type PeerStatus, type PeerVisibility } from './model.ts';
import { MastodonStream } from './stream.ts';

const IDEMPOTENCY_MS = 3_600_000;
const VISIBILITIES = new Set(['public', 'unlisted', 'private', 'direct']);

interface Token {
  readonly account: PeerAccount;
  readonly scopes: readonly string[];
  revoked: boolean;
}

export class MastodonPeer {
  readonly http = new PeerHttp((_status, detail) => ({ error: detail }));
  readonly model: MastodonModel;
  readonly stream: MastodonStream;
  /** What this instance allows; a test may make it narrower. */
  readonly limits = { maxCharacters: 500, perUrl: 23, calls: 300, posts: 300, deletes: 30 };
  readonly tokens = new Map<string, Token>();
  /** What was brought, whether a post shows it or not. */
  readonly media = new Map<string, { readonly accountId: string; readonly name: string; readonly mediaType: string; readonly bytes: Buffer; readonly description: string | undefined; looks: number }>();
  /** Posts and what they show. */
  readonly shows = new Map<string, readonly string[]>();
  /** How often an instance still works on a file when asked. */
  mediaTakes = 0;
  readonly #keys = new Map<string, { statusId: string; at: number }>();
  readonly #windows: PeerWindows;
  readonly #now: () => number;

  private constructor(now: () => number) {
    this.#now = now;
    this.model = new MastodonModel(now);
    this.#windows = new PeerWindows(now);
    this.stream = new MastodonStream(this.model, (token) => this.tokens.get(token));
    this.#routes();
  }

  static async start(now: () => number = Date.now): Promise<MastodonPeer> {
    const peer = new MastodonPeer(now);
    await peer.http.listen();
    peer.stream.attach(peer.http.server);
    return peer;
  }

  get url(): string {
    return this.http.url;
  }

  token(account: PeerAccount, scopes: readonly string[]): string {
    const token = `token-${this.tokens.size + 1}-${account.username}`;
    this.tokens.set(token, { account, scopes, revoked: false });
    return token;
  }

  /** A person writes in the app. */
  says(username: string, text: string, over: { inReplyToId?: string | undefined; visibility?: PeerVisibility; spoiler?: string; language?: string } = {}): PeerStatus {
    return this.#publish(this.model.named(username) ?? this.model.addAccount(username, `${username} (Kundschaft)`), { text, visibility: over.visibility ?? 'public', ...over });
  }

  edits(statusId: string, text: string): void {
    const status = this.#must(statusId);
    this.model.edit(status, text);
    this.stream.edited(status);
  }

  deletes(statusId: string): void {
    const status = this.#must(statusId);
    this.stream.deleted(status);
    this.model.remove(status);
  }

  postsOf(username: string): PeerStatus[] {
    const account = this.model.named(username);
    return [...this.model.statuses.values()].filter((status) => status.accountId === account?.id);
  }

  async close(): Promise<void> {
    this.stream.close();
    await this.http.close();
  }

  #publish(account: PeerAccount, input: Parameters<MastodonModel['add']>[1]): PeerStatus {
    const { status, told } = this.model.add(account, input);
    this.stream.posted(status, told);
    return status;
  }

  #must(statusId: string): PeerStatus {
    const status = this.model.statuses.get(statusId);
    if (status === undefined) throw new PeerRefusal({ status: 404, body: { error: 'Record not found' } });
    return status;
  }

  #routes(): void {
    const { http } = this;
    http.on('GET', /^\/api\/v2\/instance$/, () => this.#instance());
    http.on('GET', /^\/api\/v1\/accounts\/lookup$/, ({ query }) => {
      const account = this.model.named((query.get('acct') ?? '').replace(/@.*$/, ''));
      return account === undefined ? { status: 404, body: { error: 'Record not found' } } : { status: 200, body: this.model.renderAccount(account) };
    });
    http.on('GET', /^\/api\/v1\/accounts\/verify_credentials$/, this.#signed('read:accounts', (_request, me) => ({ status: 200, body: this.model.renderAccount(me) })));
    http.on('GET', /^\/api\/v1\/accounts\/(\d+)\/statuses$/, this.#signed('read:statuses', (request, me) => this.#page(request, [...this.model.statuses.values()].filter((one) => one.accountId === request.params[0] && this.model.maySee(one, me.id)), (one) => this.model.render(one))));
    http.on('GET', /^\/api\/v1\/timelines\/public$/, this.#signed('read:statuses', (request) => this.#page(request, [...this.model.statuses.values()].filter((one) => one.visibility === 'public'), (one) => this.model.render(one))));
    http.on('GET', /^\/api\/v1\/notifications$/, this.#signed('read:notifications', (request, me) => {
      const types = request.query.getAll('types[]');
      const mine = this.model.notifications.filter((one) => one.forAccountId === me.id && (types.length === 0 || types.includes(one.type)));
      return this.#page(request, mine, (one) => this.stream.renderNotification(one));
    }));
    http.on('GET', /^\/api\/v1\/statuses$/, this.#signed('read:statuses', ({ query }, me) => ({ status: 200, body: query.getAll('id[]').slice(0, 20).flatMap((id) => this.model.statuses.get(id) ?? []).filter((one) => this.model.maySee(one, me.id)).map((one) => this.model.render(one)) })));
    http.on('GET', /^\/api\/v1\/statuses\/(\d+)$/, this.#signed('read:statuses', ({ params }, me) => ({ status: 200, body: { ...this.model.render(this.#visible(params[0], me)), media_attachments: (this.shows.get(params[0] ?? '') ?? []).map((id) => ({ id, type: 'image', url: 'https://peer/x', preview_url: null, description: this.media.get(id)?.description ?? null })) } })));
    http.on('GET', /^\/api\/v1\/statuses\/(\d+)\/context$/, this.#signed('read:statuses', ({ params }, me) => {
      const status = this.#visible(params[0], me);
      const render = (list: readonly PeerStatus[]) => list.filter((one) => this.model.maySee(one, me.id)).map((one) => this.model.render(one));
      return { status: 200, body: { ancestors: render(this.model.ancestors(status)), descendants: render(this.model.descendants(status)) } };
    }));
    http.on('GET', /^\/api\/v1\/statuses\/(\d+)\/history$/, this.#signed('read:statuses', ({ params }, me) => ({ status: 200, body: this.#visible(params[0], me).history.map(({ text, at }) => ({ content: `<p>${text}</p>`, created_at: new Date(at).toISOString() })) })));
    http.on('POST', /^\/api\/v2\/media$/, this.#signed('write:media', (request, me) => this.#takeMedia(request, me)));
    http.on('GET', /^\/api\/v1\/media\/(\d+)$/, this.#signed('write:media', ({ params }, me) => {
      const one = this.media.get(params[0] ?? '');
      if (one === undefined || one.accountId !== me.id) throw new PeerRefusal({ status: 404, body: { error: 'Record not found' } });
      one.looks += 1;
      return { status: one.looks > this.mediaTakes ? 200 : 206, body: { id: params[0], type: 'image', url: one.looks > this.mediaTakes ? 'https://peer/x' : null } };
    }));
    http.on('POST', /^\/api\/v1\/statuses$/, this.#signed('write:statuses', (request, me) => this.#post(request, me)));
    http.on('PUT', /^\/api\/v1\/statuses\/(\d+)$/, this.#signed('write:statuses', (request, me) => {
      const status = this.#own(request.params[0], me);
      this.#checkText(fields(request)['status'] ?? '');
      this.edits(status.id, fields(request)['status'] ?? '');
      const shown = mediaIds(request);
      if (shown.length === 0) this.shows.delete(status.id);
      else this.shows.set(status.id, shown);
      return { status: 200, body: this.model.render(status) };
    }));
    http.on('DELETE', /^\/api\/v1\/statuses\/(\d+)$/, this.#signed('write:statuses', ({ params }, me) => {
      const window = this.#windows.take(`delete ${me.id}`, this.limits.deletes, 30 * 60_000);
      if (!window.ok) throw new PeerRefusal({ status: 429, body: { error: 'Too many requests' }, headers: rateHeaders(window) });
      const status = this.#own(params[0], me);
      const body = { ...this.model.render(status), text: status.text };
      this.deletes(status.id);
      return { status: 200, body };
    }));
  }

  #instance(): PeerAnswer {
    return { status: 200, body: { domain: this.model.domain, title: 'Peer', version: '4.5.0', configuration: { urls: { streaming: this.url.replace(/^http/, 'ws') }, statuses: { max_characters: this.limits.maxCharacters, max_media_attachments: 4, characters_reserved_per_url: this.limits.perUrl }, media_attachments: { supported_mime_types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'], image_size_limit: 16_777_216 } } } };
  }

  #post(request: PeerRequest, me: PeerAccount): PeerAnswer {
    const { status: text = '', visibility = 'public', in_reply_to_id: inReplyToId, language, spoiler_text: spoiler } = fields(request);
    const key = request.headers['idempotency-key'];
    const held = typeof key === 'string' ? this.#keys.get(`${me.id} ${key}`) : undefined;
    const before = held !== undefined && this.#now() - held.at < IDEMPOTENCY_MS ? this.model.statuses.get(held.statusId) : undefined;
    if (before !== undefined) return { status: 200, body: this.model.render(before) };
    const shown = mediaIds(request);
    if (text.trim() !== '' || shown.length === 0) this.#checkText(text);
    if (shown.length > 4) throw new PeerRefusal({ status: 422, body: { error: 'Validation failed: Cannot attach more than 4 files' } });
    for (const id of shown) if (this.media.get(id)?.accountId !== me.id) throw new PeerRefusal({ status: 422, body: { error: 'Cannot attach files that have not finished processing. Try again in a moment!' } });
    if (!VISIBILITIES.has(visibility)) throw new PeerRefusal({ status: 422, body: { error: 'Validation failed: Visibility is not included in the list' } });
    if (inReplyToId !== undefined && !this.#exists(inReplyToId, me)) throw new PeerRefusal({ status: 404, body: { error: 'The post you are trying to reply to does not appear to exist.' } });
    const window = this.#windows.take(`post ${me.id}`, this.limits.posts, 3 * 3_600_000);
    if (!window.ok) throw new PeerRefusal({ status: 429, body: { error: 'Too many requests' }, headers: rateHeaders(window) });
    const status = this.#publish(me, { text, visibility: visibility as PeerVisibility, inReplyToId, language, spoiler });
    if (shown.length > 0) this.shows.set(status.id, shown);
    if (typeof key === 'string') this.#keys.set(`${me.id} ${key}`, { statusId: status.id, at: this.#now() });
    return { status: 200, body: this.model.render(status), headers: rateHeaders(window) };
  }

  async #takeMedia(request: PeerRequest, me: PeerAccount): Promise<PeerAnswer> {
    const form = await new Response(new Uint8Array(request.raw), { headers: { 'content-type': request.headers['content-type'] ?? '' } }).formData();
    const file = form.get('file');
    if (!(file instanceof File)) throw new PeerRefusal({ status: 422, body: { error: 'Validation failed: File content type is invalid, File is invalid' } });
    const description = form.get('description');
    const id = String(900_000 + this.media.size);
    this.media.set(id, { accountId: me.id, name: file.name, mediaType: file.type, bytes: Buffer.from(await file.arrayBuffer()), description: typeof description === 'string' ? description : undefined, looks: 0 });
    return this.mediaTakes > 0 ? { status: 202, body: { id, type: 'image', url: null } } : { status: 200, body: { id, type: 'image', url: 'https://peer/x', description: typeof description === 'string' ? description : null } };
  }

  #checkText(text: string): void {
    if (text.trim() === '') throw new PeerRefusal({ status: 422, body: { error: "Validation failed: Text can't be blank" } });
    const counted = text.replace(/https?:\/\/\S+/g, 'x'.repeat(this.limits.perUrl)).replace(/@(\w+)@[\w.-]+\w/g, '@$1');
    if ([...new Intl.Segmenter().segment(counted)].length > this.limits.maxCharacters) throw new PeerRefusal({ status: 422, body: { error: `Validation failed: Text character limit of ${this.limits.maxCharacters} exceeded` } });
  }

  #exists(id: string, me: PeerAccount): boolean {
    const status = this.model.statuses.get(id);
    return status !== undefined && this.model.maySee(status, me.id);
  }

  #visible(id: string | undefined, me: PeerAccount): PeerStatus {
    const status = this.#must(id ?? '');
    if (!this.model.maySee(status, me.id)) throw new PeerRefusal({ status: 404, body: { error: 'Record not found' } });
    return status;
  }

  #own(id: string | undefined, me: PeerAccount): PeerStatus {
    const status = this.#must(id ?? '');
    if (status.accountId !== me.id) throw new PeerRefusal({ status: 404, body: { error: 'Record not found' } });
    return status;
  }

  /** The newest first, or with `min_id` those right behind it; `Link` names the neighbours. */
  #page<T extends { readonly id: string }>(request: PeerRequest, all: readonly T[], render: (one: T) => object): PeerAnswer {
    const { query } = request;
    const limit = Math.min(Number(query.get('limit') ?? 20), 40);
    const bound = (name: string): bigint | undefined => (query.get(name) === null ? undefined : BigInt(query.get(name) ?? 0));
    const [min, since, max] = [bound('min_id'), bound('since_id'), bound('max_id')];
    const rising = all.filter(({ id }) => (min === undefined || BigInt(id) > min) && (since === undefined || BigInt(id) > since) && (max === undefined || BigInt(id) < max)).toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
    const page = (min === undefined ? rising.slice(-limit) : rising.slice(0, limit)).reverse();
    const [first, last] = [page[0], page.at(-1)];
    const at = `${this.url}${request.path}?limit=${limit}`;
    return { status: 200, body: page.map(render), ...(first === undefined || last === undefined ? {} : { headers: { link: `<${at}&max_id=${last.id}>; rel="next", <${at}&min_id=${first.id}>; rel="prev"` } }) };
  }

  #signed(scope: string, handler: (request: PeerRequest, me: PeerAccount) => PeerAnswer | Promise<PeerAnswer>): (request: PeerRequest) => Promise<PeerAnswer> {
    return async (request) => {
      const token = this.tokens.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
      if (token === undefined || token.revoked) throw new PeerRefusal({ status: 401, body: { error: token === undefined ? 'The access token is invalid' : 'The access token was revoked' } });
      if (!token.scopes.includes(scope) && !token.scopes.includes(scope.replace(/:.*/, ''))) throw new PeerRefusal({ status: 403, body: { error: 'This action is outside the authorized scopes' } });
      const window = this.#windows.take(`calls ${token.account.id}`, this.limits.calls, 5 * 60_000);
      if (!window.ok) throw new PeerRefusal({ status: 429, body: { error: 'Too many requests' }, headers: rateHeaders(window) });
      const answer = await handler(request, token.account);
      return { ...answer, headers: { ...rateHeaders(window), ...answer.headers } };
    };
  }
}

function rateHeaders({ limit, remaining, resetAt }: { limit: number; remaining: number; resetAt: number }): Record<string, string> {
  return { 'x-ratelimit-limit': String(limit), 'x-ratelimit-remaining': String(remaining), 'x-ratelimit-reset': new Date(resetAt).toISOString() };
}

function mediaIds(request: PeerRequest): string[] {
  const body = request.json as { media_ids?: unknown } | null | undefined;
  return Array.isArray(body?.media_ids) ? body.media_ids.map(String) : [];
}

function fields(request: PeerRequest): Record<string, string | undefined> {
  const body = typeof request.json === 'object' && request.json !== null ? request.json : Object.fromEntries(new URLSearchParams(request.raw.toString('utf8')));
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, value === null || value === undefined ? undefined : String(value)]));
}
