/**
 * A peer that speaks like X's API v2, for tests only.
 * Source: docs.x.com as of 2026 (create post, delete post, user posts timeline, user mentions, recent search, post lookup, DM lookup and manage, filtered stream, webhooks and
 * account activity, rate limits, error objects, oauth2 token) and the published rules on replies by API.
 * Not covered: OAuth 1.0a, sign-in pages, group DMs, media upload, field selection (all fields are given), spaces, lists, likes, monthly caps,
 * usage billing, compliance jobs; X's own spam judgement beyond identical text.
 */
import { PeerHttp, PeerRefusal, PeerWindows, type PeerAnswer, type PeerRequest } from '../peer-http.ts';
import { tooLong, XModel, type XPost, type XToken, type XUser } from './model.ts';
import { XStream } from './stream.ts';
import { XWebhooks } from './webhooks.ts';

const QUARTER = 15 * 60_000;
const DAY = 86_400_000;
/** Per user and 15 minutes, as published for pay-per-use. */
const LIMITS = { post: 100, dm: 15, dmDay: 1_440, mentions: 300, timeline: 900, search: 300, lookup: 900, dmRead: 15, stream: 50, rules: 100 } as const;
export type XLimits = { [K in keyof typeof LIMITS]: number };

const problem = (status: number, title: string, detail: string, more: object = {}): PeerAnswer => ({ status, body: { title, detail, type: 'about:blank', status, ...more } });

export class XPeer {
  readonly http = new PeerHttp((status, detail) => ({ title: status === 404 ? 'Not Found' : 'Internal Server Error', detail, type: 'about:blank', status }));
  readonly model: XModel;
  readonly hooks: XWebhooks;
  readonly stream: XStream;
  readonly limits: { -readonly [Name in keyof XLimits]: XLimits[Name] } = { ...LIMITS };
  /** People who take no direct messages from the account. */
  readonly closedInboxes = new Set<string>();
  /** Reads do not show what is younger, ms. */
  readLagMs = 0;
  /** Texts of one author are identical within this span, ms. */
  duplicateWithinMs = DAY;
  readonly consumerSecret: string;
  readonly #windows: PeerWindows;
  readonly #now: () => number;
  #tokenNo = 0;
  readonly #refresh = new Map<string, { userId: string; scopes: readonly string[] }>();

  constructor(options: { now?: () => number; consumerSecret?: string } = {}) {
    this.#now = options.now ?? Date.now;
    this.consumerSecret = options.consumerSecret ?? 'consumer-secret-of-the-peer';
    this.model = new XModel(this.#now);
    this.hooks = new XWebhooks(this.consumerSecret, this.model);
    this.stream = new XStream(this.model, this.#now, fitsQuery);
    this.#windows = new PeerWindows(this.#now);
    this.#routes();
  }

  static async start(options: { now?: () => number; consumerSecret?: string } = {}): Promise<XPeer> {
    const peer = new XPeer(options);
    await peer.http.listen();
    return peer;
  }

  get url(): string {
    return this.http.url;
  }
  close(): Promise<void> {
    this.stream.close();
    return this.http.close();
  }

  /** A token; without a user it is app-only and can read public posts. */
  token(user?: XUser, scopes: readonly string[] = ['tweet.read', 'tweet.write', 'users.read', 'dm.read', 'dm.write', 'offline.access']): string {
    const token = `token-${(this.#tokenNo += 1)}-${user?.username ?? 'app'}`;
    this.model.tokens.set(token, { token, userId: user?.id, scopes, expired: false });
    return token;
  }

  refreshToken(user: XUser, scopes: readonly string[] = ['tweet.read', 'tweet.write', 'users.read', 'dm.read', 'dm.write', 'offline.access']): string {
    const token = `refresh-${(this.#tokenNo += 1)}`;
    this.#refresh.set(token, { userId: user.id, scopes });
    return token;
  }

  expire(token: string): void {
    const held = this.model.tokens.get(token);
    if (held !== undefined) held.expired = true;
  }

  /** A person writes, as in the app: no limits, no API rules; subscribed accounts hear of it. */
  async says(username: string, text: string, more: { inReplyTo?: string; quoted?: string; media?: readonly string[] } = {}): Promise<XPost> {
    const post = this.model.write(this.#user(username), text, more);
    this.stream.posted(post);
    await this.hooks.posted(post);
    return post;
  }

  async edits(postId: string, text: string): Promise<XPost> {
    const post = this.model.edit(postId, text);
    await this.hooks.posted(post);
    return post;
  }

  async deletes(postId: string): Promise<void> {
    const post = this.model.posts.get(postId);
    if (post === undefined) throw new Error(`no post ${postId}`);
    for (const id of post.history) {
      const version = this.model.posts.get(id);
      if (version !== undefined) version.deleted = true;
    }
    await this.hooks.deleted(post, this.#now());
  }

  async writesTo(from: string, to: string, text: string): Promise<string> {
    const message = this.model.message(this.#user(from), this.#user(to), text);
    await this.hooks.messaged(message);
    return message.id;
  }

  /** Posts of an account that stand, the oldest first. */
  postsOf(username: string): XPost[] {
    const { id } = this.#user(username);
    return this.model.list((post) => post.authorId === id).reverse();
  }

  #user(username: string): XUser {
    const user = this.model.userNamed(username);
    if (user === undefined) throw new Error(`no user ${username}`);
    return user;
  }

  #auth(request: PeerRequest, scope: string, kind: 'user' | 'any' = 'any'): XToken {
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const token = given === undefined ? undefined : this.model.tokens.get(given);
    if (token === undefined || token.expired) throw new PeerRefusal(problem(401, 'Unauthorized', 'Unauthorized'));
    if (token.userId === undefined && kind === 'user')
      throw new PeerRefusal({ status: 403, body: { title: 'Unsupported Authentication', detail: 'Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.', type: 'https://api.twitter.com/2/problems/unsupported-authentication', status: 403 } });
    if (token.userId !== undefined && !token.scopes.includes(scope)) throw new PeerRefusal(problem(403, 'Forbidden', 'Forbidden', { reason: 'client-not-enrolled' }));
    return token;
  }

  /** The stream is an app's, not a person's. */
  #appOnly(request: PeerRequest): XToken {
    const token = this.#auth(request, 'tweet.read');
    if (token.userId !== undefined) throw new PeerRefusal(problem(403, 'Unsupported Authentication', 'Authenticating with OAuth 2.0 User Context is forbidden for this endpoint.'));
    return token;
  }

  #limit(token: XToken, name: keyof XLimits, windowMs = QUARTER): Record<string, string> {
    const taken = this.#windows.take(`${token.userId ?? 'app'} ${name}`, this.limits[name], windowMs);
    const headers = { 'x-rate-limit-limit': String(taken.limit), 'x-rate-limit-remaining': String(taken.remaining), 'x-rate-limit-reset': String(Math.ceil(taken.resetAt / 1000)), date: new Date(this.#now()).toUTCString() };
    if (!taken.ok) throw new PeerRefusal({ ...problem(429, 'Too Many Requests', 'Too Many Requests'), headers });
    return headers;
  }

  #routes(): void {
    const { http } = this;
    http.on('POST', /^\/2\/tweets$/, (request) => this.#create(request));
    http.on('DELETE', /^\/2\/tweets\/(\d+)$/, (request) => this.#remove(request));
    http.on('GET', /^\/2\/tweets$/, (request) => this.#lookup(request));
    http.on('GET', /^\/2\/tweets\/search\/recent$/, (request) => this.#search(request));
    http.on('GET', /^\/2\/tweets\/search\/stream$/, (request) => {
      const headers = this.#limit(this.#appOnly(request), 'stream');
      return { ...this.stream.connect(request), headers };
    });
    http.on('GET', /^\/2\/tweets\/search\/stream\/rules$/, (request) => {
      this.#appOnly(request);
      return this.stream.listRules();
    });
    http.on('POST', /^\/2\/tweets\/search\/stream\/rules$/, (request) => {
      const headers = this.#limit(this.#appOnly(request), 'rules');
      return { ...this.stream.changeRules(request), headers };
    });
    http.on('GET', /^\/2\/users\/me$/, (request) => {
      const token = this.#auth(request, 'users.read', 'user');
      const user = this.model.users.get(token.userId ?? '');
      return { status: 200, body: { data: { id: user?.id, name: user?.name, username: user?.username } } };
    });
    http.on('GET', /^\/2\/users\/(\d+)\/(tweets|mentions)$/, (request) => this.#timeline(request));
    http.on('POST', /^\/2\/dm_conversations\/with\/(\d+)\/messages$/, (request) => this.#sendMessage(request));
    http.on('GET', /^\/2\/dm_conversations\/with\/(\d+)\/dm_events$/, (request) => this.#readMessages(request));
    http.on('DELETE', /^\/2\/dm_events\/(\d+)$/, (request) => {
      const token = this.#auth(request, 'dm.write', 'user');
      const message = this.model.messages.get(request.params[0] ?? '');
      if (message === undefined || message.senderId !== token.userId) throw new PeerRefusal(problem(404, 'Not Found Error', 'Could not find the direct message.'));
      message.deleted = true;
      return { status: 200, body: { data: { deleted: true } } };
    });
    http.on('POST', /^\/2\/oauth2\/token$/, (request) => this.#renew(request));
  }

  async #create(request: PeerRequest): Promise<PeerAnswer> {
    const token = this.#auth(request, 'tweet.write', 'user');
    const author = this.model.users.get(token.userId ?? '') as XUser;
    const body = request.json as { text?: unknown; reply?: { in_reply_to_tweet_id?: string }; quote_tweet_id?: string } | undefined;
    if (typeof body?.text !== 'string' || body.text === '') throw new PeerRefusal({ status: 400, body: { errors: [{ parameters: {}, message: 'Requests must have text or media.' }], title: 'Invalid Request', detail: 'One or more parameters to your request was invalid.', type: 'https://api.twitter.com/2/problems/invalid-request' } });
    const headers = this.#limit(token, 'post');
    const { text } = body;
    if (tooLong(text)) throw new PeerRefusal(problem(403, 'Forbidden', 'Your Tweet text is too long. For more information on how to determine whether a Tweet is too long, see the tweet counting documentation.'));
    const parentId = body.reply?.in_reply_to_tweet_id;
    const parent = parentId === undefined ? undefined : this.model.posts.get(parentId);
    if (parentId !== undefined && (parent === undefined || parent.deleted)) throw new PeerRefusal(problem(403, 'Forbidden', 'You attempted to reply to a Tweet that is deleted or not visible to you.'));
    if (parent !== undefined && !this.model.summons(parent, author)) throw new PeerRefusal(problem(403, 'Forbidden', 'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.'));
    const twin = this.model.list((post) => post.authorId === author.id && post.written === text && this.#now() - post.createdAt < this.duplicateWithinMs);
    if (twin.length > 0) throw new PeerRefusal(problem(403, 'Forbidden', 'You are not allowed to create a Tweet with duplicate content.'));
    const post = this.model.write(author, text, { inReplyTo: parentId, quoted: body.quote_tweet_id });
    void this.hooks.posted(post).catch(() => undefined);
    return { status: 201, body: { data: { id: post.id, text: post.text, edit_history_tweet_ids: post.history } }, headers };
  }

  async #remove(request: PeerRequest): Promise<PeerAnswer> {
    const token = this.#auth(request, 'tweet.write', 'user');
    const post = this.model.posts.get(request.params[0] ?? '');
    if (post !== undefined && post.authorId !== token.userId) throw new PeerRefusal(problem(403, 'Forbidden', 'You are not authorized to delete this Tweet.'));
    // X says so of what is gone already, too.
    if (post !== undefined && !post.deleted) await this.deletes(post.id);
    return { status: 200, body: { data: { deleted: true } } };
  }

  #lookup(request: PeerRequest): PeerAnswer {
    const headers = this.#limit(this.#auth(request, 'tweet.read'), 'lookup');
    const ids = (request.query.get('ids') ?? '').split(',').filter((id) => id !== '');
    if (ids.length === 0 || ids.length > 100) throw new PeerRefusal(problem(400, 'Invalid Request', 'The `ids` query parameter takes 1 to 100 values.'));
    const found = ids.flatMap((id) => this.model.posts.get(id) ?? []).filter((post) => !post.deleted);
    const missing = ids.filter((id) => !found.some((post) => post.id === id));
    return {
      status: 200,
      headers,
      body: {
        ...(found.length === 0 ? {} : { data: found.map((post) => this.model.view(post)), includes: this.model.includes(found) }),
        ...(missing.length === 0 ? {} : { errors: missing.map((id) => ({ value: id, detail: `Could not find tweet with ids: [${id}].`, title: 'Not Found Error', resource_type: 'tweet', parameter: 'ids', resource_id: id, type: 'https://api.twitter.com/2/problems/resource-not-found' })) }),
      },
    };
  }

  #page(request: PeerRequest, posts: readonly XPost[], headers: Record<string, string>): PeerAnswer {
    const size = Math.min(100, Math.max(5, Number(request.query.get('max_results') ?? 10)));
    const since = request.query.get('since_id');
    const start = request.query.get('start_time');
    const visible = posts.filter((post) => (since === null || BigInt(post.id) > BigInt(since)) && (start === null || post.createdAt >= Date.parse(start)) && this.#now() - post.createdAt >= this.readLagMs);
    const from = Number((request.query.get('pagination_token') ?? request.query.get('next_token') ?? 'p0').slice(1));
    const page = visible.slice(from, from + size);
    const more = from + size < visible.length;
    return {
      status: 200,
      headers,
      body: {
        ...(page.length === 0 ? {} : { data: page.map((post) => this.model.view(post)), includes: this.model.includes(page) }),
        meta: { result_count: page.length, ...(page.length === 0 ? {} : { newest_id: page[0]?.id, oldest_id: page.at(-1)?.id }), ...(more ? { next_token: `p${from + size}` } : {}) },
      },
    };
  }

  #timeline(request: PeerRequest): PeerAnswer {
    const [id = '', which] = request.params;
    const headers = this.#limit(this.#auth(request, 'tweet.read'), which === 'tweets' ? 'timeline' : 'mentions');
    const user = this.model.users.get(id);
    if (user === undefined) throw new PeerRefusal(problem(404, 'Not Found Error', `Could not find user with id: [${id}].`));
    return this.#page(request, this.model.list((post) => (which === 'tweets' ? post.authorId === id : post.authorId !== id && this.model.mentionsIn(post.text).some((one) => one.user.id === id))), headers);
  }

  /** Words and phrases that must all be there, `-word`, groups with OR, `lang:`, `-is:retweet`, `-from:`; not the whole query language. */
  #search(request: PeerRequest): PeerAnswer {
    const headers = this.#limit(this.#auth(request, 'tweet.read'), 'search');
    const query = request.query.get('query') ?? '';
    if (query === '' || query.length > 512) throw new PeerRefusal(problem(400, 'Invalid Request', 'One or more parameters to your request was invalid.', { errors: [{ parameters: { query: [query] }, message: `Invalid 'query':'${query}'. 'query' must be between 1 and 512 characters` }] }));
    const week = this.#now() - 7 * DAY;
    return this.#page(request, this.model.list((post) => post.createdAt >= week && fitsQuery(query, post.text, this.model.users.get(post.authorId)?.username ?? '')), headers);
  }

  async #sendMessage(request: PeerRequest): Promise<PeerAnswer> {
    const token = this.#auth(request, 'dm.write', 'user');
    this.#limit(token, 'dmDay', DAY);
    const headers = this.#limit(token, 'dm');
    const sender = this.model.users.get(token.userId ?? '') as XUser;
    const recipient = this.model.users.get(request.params[0] ?? '');
    const text = (request.json as { text?: unknown } | undefined)?.text;
    if (typeof text !== 'string' || text === '' || text.length > 10_000) throw new PeerRefusal(problem(400, 'Invalid Request', 'One or more parameters to your request was invalid.'));
    if (recipient === undefined || this.closedInboxes.has(recipient.username)) throw new PeerRefusal(problem(403, 'Forbidden', 'You do not have permission to DM one or more participants.'));
    const message = this.model.message(sender, recipient, text);
    void this.hooks.messaged(message).catch(() => undefined);
    return { status: 201, body: { data: { dm_conversation_id: conversationOf(message.senderId, message.recipientId), dm_event_id: message.id } }, headers };
  }

  #readMessages(request: PeerRequest): PeerAnswer {
    const token = this.#auth(request, 'dm.read', 'user');
    const headers = this.#limit(token, 'dmRead');
    const other = request.params[0] ?? '';
    const both = new Set([token.userId, other]);
    const all = [...this.model.messages.values()].filter((one) => !one.deleted && both.has(one.senderId) && both.has(one.recipientId) && this.#now() - one.createdAt >= this.readLagMs).reverse();
    const size = Math.min(100, Number(request.query.get('max_results') ?? 100));
    const from = Number((request.query.get('pagination_token') ?? 'p0').slice(1));
    const page = all.slice(from, from + size);
    return {
      status: 200,
      headers,
      body: { ...(page.length === 0 ? {} : { data: page.map((one) => ({ id: one.id, event_type: 'MessageCreate', text: one.text, sender_id: one.senderId, dm_conversation_id: conversationOf(one.senderId, one.recipientId), created_at: new Date(one.createdAt).toISOString() })) }), meta: { result_count: page.length, ...(from + size < all.length ? { next_token: `p${from + size}` } : {}) } },
    };
  }

  /** Refresh tokens are used once; the second use is refused. */
  #renew(request: PeerRequest): PeerAnswer {
    const form = new URLSearchParams(request.raw.toString('utf8'));
    const held = this.#refresh.get(form.get('refresh_token') ?? '');
    if (form.get('grant_type') !== 'refresh_token' || held === undefined) return { status: 400, body: { error: 'invalid_request', error_description: 'Value passed for the token was invalid.' } };
    this.#refresh.delete(form.get('refresh_token') ?? '');
    const user = this.model.users.get(held.userId) as XUser;
    return { status: 200, body: { token_type: 'bearer', expires_in: 7_200, access_token: this.token(user, held.scopes), refresh_token: this.refreshToken(user, held.scopes), scope: held.scopes.join(' ') } };
  }
}

const conversationOf = (one: string, other: string): string => (BigInt(one) < BigInt(other) ? `${one}-${other}` : `${other}-${one}`);

export function fitsQuery(query: string, text: string, author: string): boolean {
  const lower = text.toLowerCase();
  const has = (term: string): boolean => {
    const isNot = term.startsWith('-');
    const bare = (isNot ? term.slice(1) : term).replaceAll('"', '').toLowerCase();
    const fits = bare.startsWith('lang:') ? bare === 'lang:de' : bare.startsWith('is:') ? false : bare.startsWith('from:') ? author.toLowerCase() === bare.slice(5) : lower.includes(bare);
    return isNot ? !fits : fits;
  };
  const parts = query.match(/-?\([^)]*\)|-?"[^"]*"|\S+/g) ?? [];
  return parts.every((part) => {
    if (!part.includes('(')) return has(part);
    const any = (part.replace(/^-?\(|\)$/g, '').match(/-?"[^"]*"|\S+/g) ?? []).filter((term) => term !== 'OR').some(has);
    return part.startsWith('-') ? !any : any;
  });
}
