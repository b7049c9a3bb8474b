/**
 * The service of direct messages as a peer, behind the real server: that hands calls on to it and signs for its accounts (`atproto-proxy`), and the peer checks its
 * signature, its audience and its method as the real one does.
 * Source: the public lexicons `chat.bsky.convo.*` and `chat.bsky.actor.defs` of `@atproto/api`, and "Service proxying" and "Service auth" of atproto.com.
 * Covered: getLog with its cursor, listConvos (unread), getConvo, getConvoForMembers, getMessages, sendMessage, deletion, muting, accepting, who may be written to.
 * Not covered: groups beyond their being one, reactions, read marks, embeds, moderation, locks, limits of calls (the service's are not published).
 */
import * as plc from '@did-plc/lib';
import { Secp256k1Keypair } from '@atproto/crypto';
import { verifyJwt } from '@atproto/xrpc-server';
import type { AtpAgent } from '@atproto/api';
import { PeerHttp, PeerRefusal, type PeerAnswer, type PeerRequest } from '../peer-http.ts';
import type { BlueskyServer } from './server.ts';

interface Talk {
  readonly id: string;
  readonly members: readonly string[];
  readonly isGroup: boolean;
  readonly muted: Set<string>;
  /** Who has accepted it: whoever began it, whoever answered. */
  readonly accepted: Set<string>;
  readonly readTo: Map<string, number>;
}
export interface TalkWords {
  readonly id: string;
  readonly talkId: string;
  readonly from: string;
  readonly text: string;
  readonly at: number;
  readonly rev: string;
  readonly facets: unknown;
  deleted: boolean;
}

const refuse = (error: string, message = error, status = 400): PeerRefusal => new PeerRefusal({ status, body: { error, message } });

export class TalkService {
  readonly http = new PeerHttp((status, message) => ({ error: `Status${status}`, message }));
  readonly words: TalkWords[] = [];
  /** Who lets only people they follow write to them. */
  readonly closed = new Set<string>();
  readonly #talks: Talk[] = [];
  readonly #log: { rev: string; for: readonly string[]; entry: Record<string, unknown> }[] = [];
  readonly #server: BlueskyServer;
  #next = 0;
  did = '';

  constructor(server: BlueskyServer) {
    this.#server = server;
    this.#routes();
  }

  static async start(server: BlueskyServer): Promise<TalkService> {
    const service = new TalkService(server);
    await service.http.listen();
    const key = await Secp256k1Keypair.create();
    const operation = await plc.signOperation({ type: 'plc_operation', verificationMethods: { atproto: key.did() }, rotationKeys: [key.did()], alsoKnownAs: [], services: { bsky_chat: { type: 'BskyChatService', endpoint: service.http.url.replace('127.0.0.1', 'localhost') } }, prev: null }, key);
    service.did = await plc.didForCreateOp(operation);
    await new plc.Client(server.directoryUrl).sendOperation(service.did, operation);
    return service;
  }

  /** As a desk or a feed names it. */
  get name(): string {
    return `${this.did}#bsky_chat`;
  }

  /** Somebody writes, as their app does: through their own server. */
  async says(agent: AtpAgent, toDid: string, text: string): Promise<TalkWords> {
    const as = { headers: { 'atproto-proxy': this.name } };
    const { data } = await agent.chat.bsky.convo.getConvoForMembers({ members: [toDid] }, as);
    const made = await agent.chat.bsky.convo.sendMessage({ convoId: data.convo.id, message: { text } }, { ...as, encoding: 'application/json' });
    return this.#must(made.data.id);
  }

  /** Gone for everybody, as moderation or its author's whole account takes it; there is no unsending in the app. */
  takeDown(id: string): void {
    const words = this.#must(id);
    words.deleted = true;
    this.#tell(words.talkId, 'logDeleteMessage', { message: this.#view(words) });
  }

  mute(byDid: string, otherDid: string, isMuted: boolean): void {
    const talk = this.#talkOf([byDid, otherDid]);
    if (isMuted) talk.muted.add(byDid);
    else talk.muted.delete(byDid);
    this.#tell(talk.id, isMuted ? 'logMuteConvo' : 'logUnmuteConvo', {});
  }

  accept(byDid: string, otherDid: string): void {
    const talk = this.#talkOf([byDid, otherDid]);
    talk.accepted.add(byDid);
    this.#tell(talk.id, 'logAcceptConvo', {});
  }

  /** Several people at once; gives the talk's id. */
  group(members: readonly string[]): string {
    return this.#talkOf(members, true).id;
  }

  say(talkId: string, from: string, text: string): TalkWords {
    const talk = this.#talks.find((one) => one.id === talkId);
    if (talk === undefined) throw new Error(`no talk ${talkId}`);
    return this.#write(talk, from, text, undefined);
  }

  /** Entries of kinds nobody here has heard of. */
  tellUnknown(talkId: string): void {
    this.#tell(talkId, 'logSomethingNew', { message: { of: 'another form' } });
  }

  close(): Promise<void> {
    return this.http.close();
  }

  #must(id: string): TalkWords {
    const found = this.words.find((one) => one.id === id);
    if (found === undefined) throw new Error(`no message ${id}`);
    return found;
  }

  #rev(): string {
    this.#next += 1;
    return `3l${this.#next.toString(36).padStart(11, '0')}`;
  }

  #talkOf(members: readonly string[], isGroup = false): Talk {
    const all = [...new Set(members)].sort();
    const found = isGroup ? undefined : this.#talks.find((one) => !one.isGroup && one.members.join() === all.join());
    if (found !== undefined) return found;
    const talk: Talk = { id: this.#rev(), members: all, isGroup, muted: new Set(), accepted: new Set(), readTo: new Map() };
    this.#talks.push(talk);
    return talk;
  }

  #write(talk: Talk, from: string, text: string, facets: unknown): TalkWords {
    const words: TalkWords = { id: this.#rev(), talkId: talk.id, from, text, at: Date.now(), rev: this.#rev(), facets, deleted: false };
    if (!this.words.some((one) => one.talkId === talk.id)) this.#tell(talk.id, 'logBeginConvo', {});
    talk.accepted.add(from);
    this.words.push(words);
    this.#tell(talk.id, 'logCreateMessage', { message: this.#view(words) });
    return words;
  }

  #tell(talkId: string, kind: string, more: object): void {
    const rev = this.#rev();
    this.#log.push({ rev, for: this.#talks.find((one) => one.id === talkId)?.members ?? [], entry: { $type: `chat.bsky.convo.defs#${kind}`, rev, convoId: talkId, ...more } });
  }

  #view({ id, rev, text, facets, from, at, deleted }: TalkWords): Record<string, unknown> {
    return { $type: `chat.bsky.convo.defs#${deleted ? 'deletedMessageView' : 'messageView'}`, id, rev, ...(deleted ? {} : { text, ...(facets === undefined ? {} : { facets }) }), sender: { did: from }, sentAt: new Date(at).toISOString() };
  }

  async #convo(talk: Talk, viewer: string): Promise<Record<string, unknown>> {
    const members = await Promise.all(talk.members.map(async (did) => ({ did, handle: (await this.#server.network.pds.ctx.accountManager.getAccount(did as `did:plc:${string}`))?.handle ?? 'handle.invalid' })));
    const unread = this.words.filter((one) => one.talkId === talk.id && one.from !== viewer && one.at > (talk.readTo.get(viewer) ?? 0)).length;
    return { id: talk.id, rev: talk.id, members, muted: talk.muted.has(viewer), unreadCount: unread, status: talk.accepted.has(viewer) ? 'accepted' : 'request', kind: { $type: `chat.bsky.convo.defs#${talk.isGroup ? 'groupConvo' : 'directConvo'}` } };
  }

  /** Who asks: the server's word for its account, checked against the key in the account's document. */
  async #caller({ headers }: PeerRequest, method: string): Promise<string> {
    const jwt = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    try {
      const { iss } = await verifyJwt(jwt, null, method, async (did, fresh) => this.#server.network.pds.ctx.idResolver.did.resolveAtprotoKey(did, fresh));
      const { aud } = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8')) as { aud: string };
      if (aud !== this.did && aud !== this.name) throw new Error(`meant for ${aud}`);
      return iss;
    } catch (error) {
      throw refuse('AuthMissing', error instanceof Error ? error.message : String(error), 401);
    }
  }

  #routes(): void {
    const on = (kind: 'GET' | 'POST', method: string, run: (request: PeerRequest, viewer: string) => unknown): void =>
      this.http.on(kind, new RegExp(`^/xrpc/chat\\.bsky\\.convo\\.${method}$`), async (request): Promise<PeerAnswer> => ({ status: 200, body: await run(request, await this.#caller(request, `chat.bsky.convo.${method}`)) }));
    const talkFor = (id: string | null, viewer: string): Talk => {
      const talk = this.#talks.find((one) => one.id === id);
      if (talk === undefined || !talk.members.includes(viewer)) throw refuse('InvalidConvo', 'Convo not found');
      return talk;
    };
    on('GET', 'getLog', ({ query }, viewer) => {
      const from = query.get('cursor');
      const mine = this.#log.filter((one) => one.for.includes(viewer));
      // Without a cursor: the place where the log stands now.
      const logs = from === null ? [] : mine.filter((one) => one.rev > from).slice(0, 50);
      return { cursor: logs.at(-1)?.rev ?? from ?? mine.at(-1)?.rev ?? '222222', logs: logs.map(({ entry }) => entry) };
    });
    on('GET', 'listConvos', async ({ query }, viewer) => {
      const all = await Promise.all(this.#talks.filter((one) => one.members.includes(viewer)).map((one) => this.#convo(one, viewer)));
      return { convos: query.get('readState') === 'unread' ? all.filter((one) => Number(one['unreadCount']) > 0) : all };
    });
    on('GET', 'getConvo', async ({ query }, viewer) => ({ convo: await this.#convo(talkFor(query.get('convoId'), viewer), viewer) }));
    on('GET', 'getConvoForMembers', async ({ query }, viewer) => {
      const members = query.getAll('members');
      if (members.length === 0) throw refuse('InvalidRequest', 'members must not be empty');
      const other = members.find((did) => did !== viewer);
      if (other !== undefined && this.closed.has(other) && !this.#talks.some((one) => !one.isGroup && one.members.includes(viewer) && one.accepted.has(other))) throw refuse('NotFollowedBySender', 'recipient requires incoming messages to come from someone they follow');
      return { convo: await this.#convo(this.#talkOf([viewer, ...members]), viewer) };
    });
    on('GET', 'getMessages', ({ query }, viewer) => {
      const talk = talkFor(query.get('convoId'), viewer);
      const all = this.words.filter((one) => one.talkId === talk.id).reverse();
      const from = Number(query.get('cursor') ?? 0);
      const size = Math.min(100, Number(query.get('limit') ?? 50));
      return { messages: all.slice(from, from + size).map((one) => this.#view(one)), ...(from + size < all.length ? { cursor: String(from + size) } : {}) };
    });
    on('POST', 'sendMessage', ({ json }, viewer) => {
      const { convoId, message } = json as { convoId: string; message: { text?: unknown; facets?: unknown } };
      const talk = talkFor(convoId, viewer);
      const { text } = message;
      if (typeof text !== 'string' || [...new Intl.Segmenter().segment(text)].length > 1_000 || Buffer.byteLength(text) > 10_000) throw refuse('InvalidRequest', 'Input/message/text must not be longer than 1000 graphemes');
      return this.#view(this.#write(talk, viewer, text, message.facets));
    });
  }
}
