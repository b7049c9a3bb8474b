/**
 * A peer that speaks like Meta's Graph API for one page and its Instagram account, for tests only.
 * Source: developers.facebook.com as of 2026 (page feed and comments, Send API, private replies for Messenger and Instagram, human agent tag, personas,
 * conversations, Instagram comment moderation, webhooks for pages, Messenger and Instagram, error codes, rate limits and usage headers).
 * Not covered: sign-in and app review, field selection beyond what is asked here, templates, attachments by address, reactions, reviews, ads, groups, Threads, WhatsApp,
 * batch requests, `appsecret_proof`, hiding by API; the limits are fixed numbers where Meta computes them from the audience.
 */
import { PeerHttp, PeerRefusal, PeerWindows, type PeerAnswer, type PeerRequest } from '../peer-http.ts';
import { MetaModel, type MetaAttachment, type MetaEntry, type MetaMessage } from './model.ts';
import { MetaWebhooks } from './webhooks.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface GraphToken {
  readonly permissions: readonly string[];
  expired: boolean;
}

export const PAGE_PERMISSIONS = ['pages_messaging', 'pages_manage_engagement', 'pages_read_engagement', 'instagram_manage_comments', 'instagram_manage_messages'];

const graphError = (status: number, code: number, message: string, more: { subcode?: number; type?: string } = {}): PeerAnswer => ({
  status,
  body: { error: { message, type: more.type ?? 'OAuthException', code, ...(more.subcode === undefined ? {} : { error_subcode: more.subcode }), fbtrace_id: 'AbCdEfGh1234567' } },
});
const refuse = (...args: Parameters<typeof graphError>): PeerRefusal => new PeerRefusal(graphError(...args));

export class MetaPeer {
  readonly http = new PeerHttp((status, detail) => ({ error: { message: detail, type: status === 500 ? 'OAuthException' : 'GraphMethodException', code: status === 500 ? 2 : 100, fbtrace_id: 'AbCdEfGh1234567' } }));
  readonly model: MetaModel;
  readonly hooks: MetaWebhooks;
  readonly appId = '1517776481860111';
  readonly appSecret: string;
  readonly verifyToken: string;
  /** Writes per hour; Meta computes it from the audience. */
  writesPerHour = 4_800;
  /** Which code an empty budget has: 4 app, 17 user, 32 page, 613 custom, 80001 page (business use case), 80002 Instagram, 80006 Messenger. */
  limitCode = 32;
  /** The app passed review for the tag HUMAN_AGENT. */
  humanAgentApproved = false;
  /** People who cannot be reached (551). */
  readonly unavailable = new Set<string>();
  /** Reads do not show what is younger, ms. */
  readLagMs = 0;
  /** Files that were brought and may be sent. */
  readonly uploads = new Map<string, { readonly platform: MetaMessage['platform']; readonly file: MetaAttachment }>();
  readonly #tokens = new Map<string, GraphToken>();
  readonly #windows: PeerWindows;
  readonly #now: () => number;

  constructor(options: { now?: () => number; appSecret?: string; verifyToken?: string } = {}) {
    this.#now = options.now ?? Date.now;
    this.appSecret = options.appSecret ?? '0123456789abcdef0123456789abcdef';
    this.verifyToken = options.verifyToken ?? 'verify-me';
    this.model = new MetaModel(this.#now);
    this.hooks = new MetaWebhooks(this.appSecret, this.verifyToken, this.model);
    this.#windows = new PeerWindows(this.#now);
    this.#routes();
  }

  static async start(options: { now?: () => number; appSecret?: string; verifyToken?: string } = {}): Promise<MetaPeer> {
    const peer = new MetaPeer(options);
    await peer.http.listen();
    return peer;
  }

  get url(): string {
    return this.http.url;
  }
  close(): Promise<void> {
    return this.http.close();
  }

  /** A page access token. */
  token(permissions: readonly string[] = PAGE_PERMISSIONS): string {
    const token = `EAAG${this.#tokens.size}peer`;
    this.#tokens.set(token, { permissions, expired: false });
    return token;
  }
  expire(token: string): void {
    const held = this.#tokens.get(token);
    if (held !== undefined) held.expired = true;
  }

  restore(token: string): void {
    const held = this.#tokens.get(token);
    if (held !== undefined) held.expired = false;
  }

  /** A person comments, or posts on the page. */
  async comments(person: string, parentId: string, text: string): Promise<MetaEntry> {
    const entry = this.model.comment(this.model.person(person), parentId, text);
    await this.hooks.change(entry, 'add', this.#now());
    return entry;
  }
  async postsOnPage(person: string, text: string): Promise<MetaEntry> {
    const entry = this.model.post(this.model.person(person), text);
    await this.hooks.change(entry, 'add', this.#now());
    return entry;
  }
  async edits(id: string, text: string): Promise<void> {
    const entry = this.model.must(id);
    entry.message = text;
    await this.hooks.change(entry, 'edited', this.#now());
  }
  async removes(id: string): Promise<void> {
    const entry = this.model.must(id);
    entry.deleted = true;
    // Instagram tells nobody of a comment that is gone.
    if (entry.kind !== 'igComment') await this.hooks.change(entry, 'remove', this.#now());
  }
  async writes(platform: MetaMessage['platform'], person: string, text: string, replyTo?: string): Promise<MetaMessage> {
    const message = this.model.message({ platform, personId: this.model.person(person).id, fromPage: false, text, metadata: undefined, personaId: undefined, replyTo });
    await this.hooks.message(message, this.appId);
    return message;
  }
  async unsends(mid: string): Promise<void> {
    const message = this.model.messages.get(mid);
    if (message === undefined) throw new Error(`no message ${mid}`);
    message.deleted = true;
    await this.hooks.message(message, this.appId, 'deleted');
  }
  async editsMessage(mid: string, text: string): Promise<void> {
    const message = this.model.messages.get(mid);
    if (message === undefined) throw new Error(`no message ${mid}`);
    message.text = text;
    await this.hooks.message(message, this.appId, 'edited');
  }
  /** The page answers from its own inbox, outside of any app of ours. */
  async pageWrites(platform: MetaMessage['platform'], person: string, text: string): Promise<MetaMessage> {
    const message = this.model.message({ platform, personId: this.model.person(person).id, fromPage: true, text, metadata: undefined, personaId: undefined, replyTo: undefined });
    await this.hooks.message(message, '26390203743');
    return message;
  }
  async pageComments(parentId: string, text: string): Promise<MetaEntry> {
    const parent = this.model.must(parentId);
    const entry = this.model.comment(parent.kind.startsWith('ig') ? this.model.instagramAuthor : this.model.pageAuthor, parentId, text);
    await this.hooks.change(entry, 'add', this.#now());
    return entry;
  }

  #auth(request: PeerRequest, permission: string): void {
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? request.query.get('access_token') ?? undefined;
    if (given === undefined) throw refuse(400, 104, 'An access token is required to request this resource.');
    const token = this.#tokens.get(given);
    if (token === undefined) throw refuse(400, 190, 'Invalid OAuth access token - Cannot parse access token');
    if (token.expired) throw refuse(400, 190, 'Error validating access token: Session has expired on Saturday, 21-Nov-26 08:00:00 PST.', { subcode: 463 });
    if (!token.permissions.includes(permission)) throw refuse(403, permission === 'pages_manage_engagement' ? 200 : 10, `(#${permission === 'pages_manage_engagement' ? 200 : 10}) Requires ${permission} permission to manage the object`);
  }

  /** Counts a write and says how much of the hour is used, in per cent. */
  #spend(type: 'pages' | 'messenger' | 'instagram'): Record<string, string> {
    const taken = this.#windows.take('writes', this.writesPerHour, HOUR);
    const used = Math.round(((taken.limit - taken.remaining) * 100) / Math.max(1, taken.limit));
    const minutes = taken.ok ? 0 : Math.max(1, Math.ceil((taken.resetAt - this.#now()) / 60_000));
    const headers = {
      'x-app-usage': JSON.stringify({ call_count: used, total_time: 0, total_cputime: 0 }),
      'x-business-use-case-usage': JSON.stringify({ [this.model.page.id]: [{ type, call_count: used, total_cputime: 0, total_time: 0, estimated_time_to_regain_access: minutes }] }),
      date: new Date(this.#now()).toUTCString(),
    };
    if (!taken.ok) throw new PeerRefusal({ ...graphError(this.limitCode === 613 ? 400 : 403, this.limitCode, `(#${this.limitCode}) Request limit reached`), headers });
    return headers;
  }

  #routes(): void {
    const { http } = this;
    const any = '^(?:/v\\d+\\.\\d+)?';
    const at = (rest: string): RegExp => new RegExp(`${any}${rest}$`);
    http.on('GET', at('/me'), (request) => {
      this.#auth(request, 'pages_read_engagement');
      return { status: 200, body: { id: this.model.page.id, name: this.model.page.name, instagram_business_account: { id: this.model.instagram.id, username: this.model.instagram.username } } };
    });
    http.on('POST', at('/([\\w]+)/messages'), (request) => this.#sendMessage(request));
    http.on('POST', at('/(me|\\d+)/message_attachments'), (request) => this.#upload(request));
    http.on('POST', at('/([\\w]+)/personas'), (request) => {
      this.#auth(request, 'pages_messaging');
      const id = this.model.id();
      this.model.personas.set(id, String((request.json as { name?: string } | undefined)?.name ?? ''));
      return { status: 200, body: { id } };
    });
    http.on('GET', at('/([\\w]+)/personas'), (request) => {
      this.#auth(request, 'pages_messaging');
      return { status: 200, body: { data: [...this.model.personas].map(([id, name]) => ({ id, name })) } };
    });
    http.on('GET', at('/([\\w]+)/conversations'), (request) => this.#conversations(request));
    http.on('POST', at('/([\\w]+)/(comments|replies)'), (request) => this.#comment(request));
    http.on('GET', at('/([\\w]+)/(comments|replies)'), (request) => this.#listComments(request));
    http.on('GET', at('/([\\w]+)'), (request) => {
      this.#auth(request, 'pages_read_engagement');
      const entry = this.model.entries.get(request.params[0] ?? '');
      if (entry === undefined || entry.deleted) throw refuse(400, 100, `Unsupported get request. Object with ID '${request.params[0]}' does not exist`, { subcode: 33, type: 'GraphMethodException' });
      return { status: 200, body: { id: entry.id, ...(entry.parentId === undefined ? {} : entry.kind === 'igComment' ? { parent_id: entry.parentId } : { parent: { id: entry.parentId } }) } };
    });
    http.on('DELETE', at('/([\\w]+)'), (request) => this.#delete(request));
    http.on('POST', at('/([\\w]+)'), (request) => this.#edit(request));
  }

  async #comment(request: PeerRequest): Promise<PeerAnswer> {
    const [parentId = '', edge] = request.params;
    const parent = this.model.entries.get(parentId);
    const isInstagram = parent?.kind.startsWith('ig') === true;
    this.#auth(request, isInstagram ? 'instagram_manage_comments' : 'pages_manage_engagement');
    if (parent === undefined || parent.deleted || isInstagram !== (edge === 'replies')) throw refuse(400, 100, `Unsupported post request. Object with ID '${parentId}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`, { subcode: 33, type: 'GraphMethodException' });
    const message = (request.json as { message?: unknown } | undefined)?.message;
    if (typeof message !== 'string' || message.trim() === '') throw refuse(400, 100, '(#100) Param message must be a non-empty string');
    if (message.length > (isInstagram ? 300 : 8_000)) throw refuse(400, 100, '(#100) The comment is too long.');
    const headers = this.#spend(isInstagram ? 'instagram' : 'pages');
    const entry = this.model.comment(isInstagram ? this.model.instagramAuthor : this.model.pageAuthor, parentId, message);
    void this.hooks.change(entry, 'add', this.#now()).catch(() => undefined);
    return { status: 200, body: { id: entry.id }, headers };
  }

  #listComments(request: PeerRequest): PeerAnswer {
    const [id = ''] = request.params;
    const parent = this.model.entries.get(id);
    this.#auth(request, 'pages_read_engagement');
    if (parent === undefined || parent.deleted) throw refuse(400, 100, `Unsupported get request. Object with ID '${id}' does not exist`, { subcode: 33, type: 'GraphMethodException' });
    const isInstagram = parent.kind.startsWith('ig');
    let all = this.model.under(id, request.query.get('filter') === 'stream').filter((one) => this.#now() - one.createdAt >= this.readLagMs);
    if (request.query.get('order') === 'reverse_chronological') all = all.reverse();
    const size = Math.min(100, Number(request.query.get('limit') ?? 25));
    const from = Number((request.query.get('after') ?? 'c0').slice(1));
    const page = all.slice(from, from + size);
    const time = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, '+0000');
    return {
      status: 200,
      headers: { date: new Date(this.#now()).toUTCString() },
      body: {
        data: page.map((one) => (isInstagram ? { id: one.id, text: one.message, timestamp: time(one.createdAt), username: one.from.username, from: { id: one.from.id, username: one.from.username } } : { id: one.id, message: one.message, created_time: time(one.createdAt), from: { id: one.from.id, name: one.from.name }, ...(one.parentId === undefined ? {} : { parent: { id: one.parentId } }) })),
        paging: { cursors: { before: `c${from}`, after: `c${from + size}` }, ...(from + size < all.length ? { next: `${this.url}/${id}/comments?after=c${from + size}` } : {}) },
      },
    };
  }

  async #delete(request: PeerRequest): Promise<PeerAnswer> {
    const entry = this.model.entries.get(request.params[0] ?? '');
    this.#auth(request, entry?.kind === 'igComment' ? 'instagram_manage_comments' : 'pages_manage_engagement');
    if (entry === undefined || entry.deleted) throw refuse(400, 100, `Unsupported delete request. Object with ID '${request.params[0]}' does not exist`, { subcode: 33, type: 'GraphMethodException' });
    await this.removes(entry.id);
    return { status: 200, body: { success: true } };
  }

  async #edit(request: PeerRequest): Promise<PeerAnswer> {
    const entry = this.model.entries.get(request.params[0] ?? '');
    this.#auth(request, 'pages_manage_engagement');
    const message = (request.json as { message?: unknown } | undefined)?.message;
    if (entry === undefined || entry.deleted || entry.kind !== 'comment' || entry.from.id !== this.model.page.id || typeof message !== 'string') throw refuse(400, 100, `Unsupported post request. Object with ID '${request.params[0]}' does not exist`, { subcode: 33, type: 'GraphMethodException' });
    await this.edits(entry.id, message);
    return { status: 200, body: { success: true } };
  }

  async #sendMessage(request: PeerRequest): Promise<PeerAnswer> {
    const [own = ''] = request.params;
    const platform = own === this.model.instagram.id ? 'instagram' : 'messenger';
    this.#auth(request, platform === 'instagram' ? 'instagram_manage_messages' : 'pages_messaging');
    const body = (request.json ?? {}) as { recipient?: { id?: string; comment_id?: string; post_id?: string }; message?: { text?: unknown; metadata?: string; attachment?: unknown }; messaging_type?: string; tag?: string; persona_id?: string; reply_to?: { mid?: string } };
    const attachment = this.#attachmentOf(body.message, platform, body.recipient);
    const text = attachment === undefined ? body.message?.text : '';
    if (attachment === undefined && (typeof text !== 'string' || text === '')) throw refuse(400, 100, '(#100) Param message[text] must be a non-empty UTF-8 encoded string');
    const said = String(text);
    if (platform === 'instagram' ? Buffer.byteLength(said) > 1_000 : said.length > 2_000) throw refuse(400, 100, '(#100) Length of param message[text] must be less than or equal to 2000', { subcode: 2018022 });
    if (body.persona_id !== undefined && !this.model.personas.has(body.persona_id)) throw refuse(400, 100, '(#100) Invalid persona id');
    const about = body.recipient?.comment_id ?? body.recipient?.post_id;
    const personId = about === undefined ? this.#withinWindow(platform, body) : this.#privateReply(about);
    if (this.unavailable.has(this.model.people.get(personId)?.name ?? '')) throw refuse(400, 551, "(#551) This person isn't available right now.", { subcode: 1545041 });
    const headers = this.#spend(platform);
    if (about !== undefined) this.model.must(about).privateReplyUsed = true;
    const message = this.model.message({ platform, personId, fromPage: true, text: said, attachment, metadata: body.message?.metadata, personaId: body.persona_id, replyTo: body.reply_to?.mid });
    void this.hooks.message(message, this.appId).catch(() => undefined);
    return { status: 200, body: { recipient_id: personId, message_id: message.mid }, headers };
  }

  #attachmentOf(message: { attachment?: unknown; text?: unknown } | undefined, platform: MetaMessage['platform'], recipient: { comment_id?: string; post_id?: string } | undefined): MetaAttachment | undefined {
    if (message?.attachment === undefined) return undefined;
    // One message is words or one file; a private reply is words.
    if (message.text !== undefined) throw refuse(400, 100, '(#100) Message cannot contain both text and attachment', { subcode: 2018045 });
    if (recipient?.comment_id !== undefined || recipient?.post_id !== undefined) throw refuse(400, 100, '(#100) Invalid parameter', { subcode: 2018292 });
    const given = message.attachment as { type?: string; payload?: { attachment_id?: string } };
    const held = this.uploads.get(given.payload?.attachment_id ?? '');
    if (held === undefined || held.platform !== platform || held.file.type !== given.type) throw refuse(400, 100, '(#100) Upload attachment failure.', { subcode: 2018047 });
    return held.file;
  }

  /** Multipart: `message` says the kind, `filedata` is the file. Limits as in "Saving assets" and "Upload Media for Instagram Messaging". */
  async #upload(request: PeerRequest): Promise<PeerAnswer> {
    const form = await new Response(new Uint8Array(request.raw), { headers: { 'content-type': request.headers['content-type'] ?? '' } }).formData();
    const platform = form.get('platform') === 'instagram' ? 'instagram' : 'messenger';
    this.#auth(request, platform === 'instagram' ? 'instagram_manage_messages' : 'pages_messaging');
    const file = form.get('filedata');
    const said = form.get('message');
    const { attachment } = JSON.parse(typeof said === 'string' ? said : '{}') as { attachment?: { type?: string; payload?: { is_reusable?: boolean } } };
    const type = attachment?.type ?? '';
    if (!(file instanceof File) || !['image', 'audio', 'video', 'file'].includes(type) || attachment?.payload?.is_reusable !== true) throw refuse(400, 100, '(#100) Incorrect number of files uploaded. Must upload exactly one file.', { subcode: 2018005 });
    const isWrong = type === 'file' ? platform === 'instagram' && file.type !== 'application/pdf' : !file.type.startsWith(`${type}/`);
    if (isWrong || file.size > (type === 'image' ? 8 : 25) * 1024 * 1024) throw refuse(400, 100, '(#100) Upload attachment failure.', { subcode: 2018047 });
    if (platform === 'instagram' && /[^\x20-\x7e]/.test(file.name)) throw refuse(400, 100, '(#100) Upload attachment failure.', { subcode: 2018047 });
    const id = `18577${this.model.id()}`;
    this.uploads.set(id, { platform, file: { type, mediaType: file.type, name: file.name, bytes: Buffer.from(await file.arrayBuffer()) } });
    return { status: 200, body: { attachment_id: id } };
  }

  #withinWindow(platform: MetaMessage['platform'], body: { recipient?: { id?: string }; messaging_type?: string; tag?: string }): string {
    const personId = body.recipient?.id ?? '';
    if (!this.model.people.has(personId)) throw refuse(400, 100, '(#100) No matching user found', { subcode: 2018001 });
    const age = this.#now() - (this.model.lastFrom(platform, personId) ?? Number.NEGATIVE_INFINITY);
    const isTagged = body.messaging_type === 'MESSAGE_TAG' && body.tag === 'HUMAN_AGENT';
    if (isTagged && !this.humanAgentApproved) throw refuse(400, 100, '(#100) Cannot tag messages with HUMAN_AGENT without prior approval.', { subcode: 2018276 });
    if (age > (isTagged ? 7 * DAY : DAY)) throw refuse(400, 10, '(#10) This message is sent outside of allowed window.', { subcode: 2018278 });
    return personId;
  }

  #privateReply(id: string): string {
    const entry = this.model.entries.get(id);
    if (entry === undefined || entry.deleted) throw refuse(400, 100, '(#100) Invalid parameter', { subcode: 2018292 });
    if (entry.privateReplyUsed) throw refuse(400, 10_900, '(#10900) Activity already replied to');
    if (!this.model.people.has(entry.from.id)) throw refuse(400, 10_903, '(#10903) This user cannot reply to this activity');
    if (this.#now() - entry.createdAt > 7 * DAY) throw refuse(400, 10, '(#10) This message is sent outside of allowed window.', { subcode: 2018278 });
    return entry.from.id;
  }

  #conversations(request: PeerRequest): PeerAnswer {
    const platform = request.query.get('platform') === 'instagram' ? 'instagram' : 'messenger';
    this.#auth(request, platform === 'instagram' ? 'instagram_manage_messages' : 'pages_messaging');
    const personId = request.query.get('user_id') ?? '';
    const person = this.model.people.get(personId);
    const own = platform === 'instagram' ? this.model.instagramAuthor : this.model.pageAuthor;
    const messages = [...this.model.messages.values()].filter((one) => one.platform === platform && one.personId === personId && !one.deleted && this.#now() - one.createdAt >= this.readLagMs).reverse();
    const author = (mine: boolean): object => (mine ? { id: own.id, name: own.name } : { id: personId, name: person?.name });
    return {
      status: 200,
      headers: { date: new Date(this.#now()).toUTCString() },
      body: {
        data: messages.length === 0 ? [] : [{ id: `t_${personId}`, messages: { data: messages.slice(0, 100).map((one) => ({ id: one.mid, message: one.text, ...(one.attachment === undefined ? {} : { attachments: { data: [{ id: one.mid, mime_type: one.attachment.mediaType, name: one.attachment.type === 'file' ? one.attachment.name : `${one.attachment.type}-${one.createdAt}`, size: one.attachment.bytes.length }] } }), created_time: new Date(one.createdAt).toISOString().replace(/\.\d+Z$/, '+0000'), from: author(one.fromPage), to: { data: [author(!one.fromPage)] } })) } }],
      },
    };
  }
}
