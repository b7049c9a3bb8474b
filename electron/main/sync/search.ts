import { contactProfileSchema } from '../../../shared/domain/contact.ts';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import { isNarrowed, type SearchFilter } from '../../../shared/domain/search.ts';
import { tagNames, tagsByName } from '../../../shared/domain/tag.ts';
import { isResting } from '../../../shared/domain/work-item.ts';
import type { IpcRequest, IpcResponse } from '../../../shared/ipc/index.ts';
import { plainToken } from '../../../shared/sync/search-facts.ts';
import type { SyncBase } from './ports.ts';
import type { ReplicaView } from './replica-view.ts';
import type { FoundText } from './storage-port.ts';

type Found = IpcResponse<'search.run'>;
type Hit = Found['hits'][number];

/** So many conversations are named in the query itself; of more it is looked up, text by text, whether they fit. */
const NAMED = 60;
/** A list longer than this is not read; each conversation is looked at instead. */
const LISTED = 20_000;
/** Texts looked at in one go: few at first, for most searches find enough among the newest. */
const FIRST_PAGE = 60;
const LARGEST_PAGE = 1_000;
/** Then it says how far back it has looked, and goes on when asked. */
const MOST_MS = 60;
const MOST_PEOPLE = 5;
/** Of a number, see the body store: 256 a second. */
const numberAt = (at: number): number => Math.floor(at / 1_000) * 256;
const timeOf = (number: number): number => Math.floor(number / 256) * 1_000;
/** Many texts of one second have numbers of the next ones. */
const SLACK_MS = 60_000;

/**
 * Looks through every text on this desk that is held: messages, notes, names; the newest first, people before messages. Works offline. `before`: goes on
 * where an earlier answer said `more`. Takes about `MOST_MS` at most.
 */
export function search(base: SyncBase, view: ReplicaView, request: IpcRequest<'search.run'>): Found {
  return new Search(base, view, request).run();
}

class Search {
  readonly #base: SyncBase;
  readonly #view: ReplicaView;
  readonly #request: IpcRequest<'search.run'>;
  readonly #filter: SearchFilter;
  readonly #me: string;
  #tagNames: ReadonlySet<string> | undefined;
  readonly #fitting = new Map<string, Conversation | undefined>();

  constructor(base: SyncBase, view: ReplicaView, request: IpcRequest<'search.run'>) {
    this.#base = base;
    this.#view = view;
    this.#request = request;
    this.#filter = request.filter ?? {};
    this.#me = base.person().agentId;
  }

  run(): Found {
    const facts = this.#facts();
    if (facts === undefined) return { hits: [] };
    const hits = this.#request.before === undefined ? this.#people() : [];
    const listed = this.#listed();
    if (listed !== undefined && listed.size === 0) return { hits };
    const named = listed !== undefined && listed.size <= NAMED ? [[...listed].map((id) => plainToken('conversation', id))] : [];
    return this.#stream(hits, [...facts, ...named], listed);
  }

  #stream(hits: Hit[], facts: string[][], listed: ReadonlySet<string> | undefined): Found {
    const { text, limit } = this.#request;
    const { sinceAt = 0, untilAt } = this.#filter;
    const from = numberAt(Math.max(0, sinceAt - SLACK_MS));
    const end = untilAt === undefined ? undefined : numberAt(untilAt + SLACK_MS);
    let before = Math.min(this.#request.before ?? Number.MAX_SAFE_INTEGER, end ?? Number.MAX_SAFE_INTEGER);
    const wanted = hits.length + limit;
    const until = this.#base.clock.steady() + MOST_MS;
    for (let page = Math.max(FIRST_PAGE, limit); ; page = Math.min(LARGEST_PAGE, page * 4)) {
      const found = this.#base.stores.bodies.search(text, { facts, before, from, limit: page });
      for (const one of found) {
        before = one.number;
        const hit = listed?.has(one.conversationId) === false ? undefined : this.#hit(one);
        if (hit !== undefined && hits.push(hit) >= wanted) return { hits, more: { before, at: timeOf(before) } };
      }
      if (found.length < page) return { hits };
      if (this.#base.clock.steady() >= until) return { hits, more: { before, at: timeOf(before) } };
    }
  }

  /** What must hold of a text; undefined where nothing can. */
  #facts(): string[][] | undefined {
    const { channel, brand, accountId, saidBy, agentId } = this.#filter;
    const facts: string[][] = saidBy === undefined ? [] : [[plainToken('saidby', saidBy)]];
    if (channel !== undefined) facts.push([plainToken('channel', channel)]);
    if (agentId !== undefined) facts.push([plainToken('agent', agentId)]);
    const accounts = accountId !== undefined ? [accountId] : brand === undefined ? undefined : this.#view.rowsOf('account').flatMap((account) => (account.brand === brand ? [account.id] : []));
    if (accounts?.length === 0) return undefined;
    if (accounts !== undefined) facts.push(accounts.map((id) => plainToken('account', id)));
    const hasWords = /[\p{L}\p{N}]/u.test(this.#request.text);
    if (!hasWords && !isNarrowed(this.#filter)) return undefined;
    if (!hasWords && facts.length === 0) facts.push(['any']);
    return facts;
  }

  /** TAG-2: under every name the tag has or had. */
  #names(tag: string): ReadonlySet<string> {
    this.#tagNames ??= new Set(tagNames(tagsByName(this.#view.rowsOf('tag')), tag));
    return this.#tagNames;
  }

  #tagged(tag: string): string[] | undefined {
    const lists = [...this.#names(tag)].map((value) => this.#base.stores.entities.found?.({ by: 'tag', value }, LISTED));
    return lists.some((list) => list === undefined || list.length >= LISTED) ? undefined : [...new Set(lists.flatMap((list) => list ?? []))];
  }

  /** The conversations there can be hits in, where few are; undefined: many, each is to be looked at. */
  #listed(): ReadonlySet<string> | undefined {
    const { tag, state, mine } = this.#filter;
    const { entities } = this.#base.stores;
    const lists = [
      ...(tag === undefined ? [] : [this.#tagged(tag)]),
      ...(mine === true ? [entities.found?.({ by: 'holder', value: this.#me }, LISTED)] : []),
      ...(state === undefined || state === 'closed' ? [] : [entities.found?.({ by: 'open' }, LISTED)]),
    ].filter((list): list is string[] => list !== undefined && list.length < LISTED);
    const [first, ...others] = lists.toSorted((a, b) => a.length - b.length);
    if (first === undefined) return undefined;
    const sets = others.map((list) => new Set(list));
    // Whether all of it holds is looked up of hits alone: to read each conversation of a list costs more than the search.
    return new Set(first.filter((id) => sets.every((set) => set.has(id))));
  }

  /** People by what they are called, where nothing is asked of single messages. */
  #people(): Hit[] {
    const { saidBy, agentId, sinceAt, untilAt } = this.#filter;
    if (this.#request.text.trim() === '' || (saidBy ?? agentId ?? sinceAt ?? untilAt) !== undefined) return [];
    const hits: Hit[] = [];
    for (const one of this.#base.stores.bodies.search(this.#request.text, { facts: [['person']], limit: FIRST_PAGE })) {
      const contactId = ownerOf(one, 'contact');
      const conversations = contactId === undefined ? [] : (this.#base.stores.entities.found?.({ by: 'contact', value: contactId }, 50) ?? []).flatMap((id) => this.#fit(id) ?? []);
      const newest = conversations.toSorted((a, b) => lastOf(b) - lastOf(a))[0];
      if (newest !== undefined && hits.push({ ...this.#common(newest, one), at: lastOf(newest) }) >= MOST_PEOPLE) break;
    }
    return hits;
  }

  #hit(one: FoundText): Hit | undefined {
    const messageId = ownerOf(one, 'message');
    const message = messageId === undefined ? undefined : this.#view.get('message', messageId);
    const noteId = ownerOf(one, 'note');
    const note = noteId === undefined ? undefined : this.#view.get('note', noteId);
    const at = message?.sentAt ?? note?.at;
    if (at === undefined || message?.deletedAt !== undefined) return undefined;
    const { saidBy, agentId, sinceAt, untilAt } = this.#filter;
    if ((sinceAt !== undefined && at < sinceAt) || (untilAt !== undefined && at >= untilAt)) return undefined;
    if (agentId !== undefined && (message?.agentId ?? note?.agentId) !== agentId) return undefined;
    if (saidBy !== undefined && saidBy !== (note !== undefined ? 'note' : message?.direction === 'in' ? 'customer' : 'team')) return undefined;
    const conversation = this.#fit(one.conversationId);
    return conversation === undefined ? undefined : { ...this.#common(conversation, one), at, ...(messageId === undefined ? {} : { messageId }) };
  }

  #common(conversation: Conversation, { excerpt }: FoundText): Omit<Hit, 'at'> {
    return { conversationId: conversation.id, contactName: nameOf(this.#base, this.#view, conversation.contactId), excerpt, channel: conversation.channel };
  }

  /** The conversation, where it is held and what is asked of conversations holds of it. */
  #fit(id: string): Conversation | undefined {
    if (!this.#fitting.has(id)) this.#fitting.set(id, this.#look(id));
    return this.#fitting.get(id);
  }

  #look(id: string): Conversation | undefined {
    const { channel, brand, accountId, tag, state, mine } = this.#filter;
    const conversation = this.#view.held(id) === undefined ? undefined : this.#view.get('conversation', id);
    if (conversation === undefined) return undefined;
    if (channel !== undefined && conversation.channel !== channel) return undefined;
    if (accountId !== undefined && conversation.accountId !== accountId) return undefined;
    if (brand !== undefined && this.#view.account(conversation.accountId)?.brand !== brand) return undefined;
    if (tag !== undefined && conversation.tags?.some((one) => this.#names(tag).has(one)) !== true) return undefined;
    if (state === undefined && mine !== true) return conversation;
    const item = conversation.workItemId === undefined ? undefined : this.#view.get('workItem', conversation.workItemId);
    if (item === undefined) return undefined;
    if (mine === true && item.ownerAgentId !== this.#me && item.lastAgentId !== this.#me) return undefined;
    const now = item.state === 'closed' ? 'closed' : isResting(item) ? 'resting' : 'open';
    return state === undefined || state === now ? conversation : undefined;
  }
}

function ownerOf({ owner }: FoundText, noun: string): string | undefined {
  return owner.startsWith(`${noun} `) ? owner.slice(noun.length + 1) : undefined;
}

function lastOf(conversation: Conversation): number {
  return conversation.lastInboundAt ?? conversation.openedAt;
}

export function nameOf(base: SyncBase, view: ReplicaView, contactId: string): string {
  const contact = view.get('contact', contactId);
  const text = contact === undefined ? undefined : base.stores.bodies.get(contact.profileRef);
  if (text === undefined) return '';
  const profile = contactProfileSchema.safeParse(JSON.parse(text));
  if (!profile.success) return '';
  return profile.data.displayName !== '' ? profile.data.displayName : (profile.data.identities[0]?.handle ?? '');
}
