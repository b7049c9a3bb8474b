import type { InboundAccount, InboundMessage, InboundPost, IngestResult } from '../../shared/domain/inbound.ts';
import { inboundAccountSchema, inboundMessageSchema } from '../../shared/domain/inbound.ts';
import { getChannel, peopleOf } from '../../shared/channels/index.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import { CodedError, type ErrorCode } from '../../shared/util/errors.ts';
import { anyOfPerson } from '../../shared/domain/person.ts';
import type { IdSource } from '../../shared/util/ports.ts';
import type { Center, Committed, Work } from '../center/center.ts';
import type { MessageReader, ReadMessage, TextVault } from './port.ts';
import { brandPost, customerPost, settled, type Placement } from './inbound-events.ts';
import { attachmentsOf, withAttachments } from './kept-attachments.ts';
import { attended } from './attended.ts';
import { sealPost } from './contents.ts';
import { NOTHING_URGENT, urgencyOf } from './urgency.ts';
import { addressedOf, againEvents, wordsFound } from './read-events.ts';
import { chooseQueue } from './queue-choice.ts';
import { caseEvents, caseQueue } from './case-link.ts';
import { EarlyWords } from './early-words.ts';
import { echoEvents, findEcho } from './echo.ts';
import { findNotice, noticeEcho } from './notice-echo.ts';
import { asOwn, rehomed } from './profiles.ts';
import { likenessOf } from './likeness.ts';
import { messageKey } from './erasure.ts';
import { comparableSubject, threadOf } from './thread-of.ts';

export interface IngestParts {
  readonly center: Center;
  readonly vault: TextVault;
  readonly ids: IdSource;
  readonly reader: MessageReader;
  identityKey(channel: string, remoteId: string): string;
  /** Texts of sealed bodies, to recognise the echo of an own reply. */
  readTexts(refs: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** A promise in a box: handing it on does not wait for the disk. */
interface Started {
  readonly result: Promise<IngestResult>;
}

const reject = (remoteId: string | undefined, code: ErrorCode, message: string, field?: string): IngestResult => ({ status: 'rejected', code, message, ...(remoteId === undefined ? {} : { remoteId }), ...(field === undefined ? {} : { field }) });

/**
 * Takes inbound messages from every door, in order. A known (account, remote id) is a duplicate; bad ones are rejected one by one with a code. Resolves
 * when all it says `ingested` of is on disk. Invariant: only this object makes contacts, threads and conversations, one message at a time, so what it
 * looked up before sealing still holds when it writes.
 */
export class Ingest {
  readonly #parts: IngestParts;
  readonly #early = new EarlyWords();
  #turn: Promise<unknown> = Promise.resolve();
  /** What was looked up for the message in hand was looked up in this state of the center. */
  #generation = 0;

  constructor(parts: IngestParts) {
    this.#parts = parts;
  }

  registerAccounts(accounts: readonly InboundAccount[], source: string): Promise<void> {
    return this.#inTurn(async () => {
      for (const account of accounts) await this.#registerAccount(inboundAccountSchema.parse(account), source);
    });
  }

  take(messages: readonly unknown[], source: string): Promise<IngestResult[]> {
    return this.#inTurn(async () => {
      const underway: Promise<IngestResult>[] = [];
      for (const raw of messages) {
        // Each starts only after the one before has folded; the disk is waited for together.
        const started = await this.#one(raw, source);
        underway.push(started.result.catch((error: unknown): IngestResult => reject(undefined, error instanceof CodedError ? error.code : 'INTERNAL', error instanceof Error ? error.message : String(error))));
      }
      return Promise.all(underway);
    });
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(run, run);
    this.#turn = next.catch(() => undefined);
    return next;
  }

  async #one(raw: unknown, source: string): Promise<Started> {
    const now = (result: IngestResult) => ({ result: Promise.resolve(result) });
    const parsed = inboundMessageSchema.safeParse(raw);
    const remoteId = typeof raw === 'object' && raw !== null && 'remoteId' in raw && typeof raw.remoteId === 'string' ? raw.remoteId.slice(0, 256) : undefined;
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const isVersion = issue?.path[0] === 'v';
      return now(reject(remoteId, isVersion ? 'VERSION_UNKNOWN' : 'INPUT_INVALID', issue?.message ?? 'not an inbound message', issue?.path.join('.')));
    }
    this.#generation = await this.#parts.center.sound();
    const message = parsed.data;
    if (getChannel(message.channel) === undefined) return now(reject(message.remoteId, 'CHANNEL_UNKNOWN', `no channel ${message.channel}`, 'channel'));
    const accountId = this.#parts.center.index.accountByHandle(message.channel, message.account);
    if (accountId === undefined) return now(reject(message.remoteId, 'ACCOUNT_UNKNOWN', `no account ${message.account} on ${message.channel}`, 'account'));
    const profile = this.#parts.center.live.get('account', accountId);
    const home = profile?.person === undefined ? { message, accountId } : rehomed(this.#parts.center, message, profile);
    if (home === undefined) return now(reject(message.remoteId, 'MESSAGE_UNKNOWN', 'it is no answer to what went out from here; nothing of it is kept', 'inReplyToRemoteId'));
    try {
      const started = await this.#place(home.message, home.accountId, source);
      return message.kind === 'post' ? await this.#withEarlyWords(started, home.accountId, message.remoteId, source) : started;
    } catch (error) {
      const code = error instanceof CodedError ? error.code : 'INTERNAL';
      return now(reject(message.remoteId, code, error instanceof Error ? error.message : String(error)));
    }
  }

  /** What was said of a post before it came holds from the beginning. */
  async #withEarlyWords(post: Started, accountId: string, remoteId: string, source: string): Promise<Started> {
    if (this.#parts.center.index.messageByRemote(accountId, remoteId) === undefined) return post;
    const words = this.#early.take(accountId, remoteId);
    if (words.length === 0) return post;
    const all = [post.result];
    const placed = (async () => {
      for (const word of words) all.push((await this.#place(word, accountId, source)).result);
      return Promise.all(all);
    })();
    // Nobody brings them again: where the log refuses them, they wait for their post once more.
    const result = placed.then(([first]) => first as IngestResult).catch((error: unknown) => {
      for (const word of words) this.#early.keep(accountId, word);
      throw error;
    });
    await Promise.allSettled([...all, placed]);
    return { result };
  }

  #place(message: InboundMessage, accountId: string, source: string): Promise<Started> {
    switch (message.kind) {
      case 'post':
        return this.#post(message, accountId, source);
      case 'edit':
        return this.#edit(message, accountId, source);
      case 'deletion':
        return this.#deletion(message, accountId, source);
    }
  }

  async #post(given: InboundPost, accountId: string, source: string): Promise<Started> {
    const post = attended(asOwn(this.#parts.center, given));
    const { center, vault, ids } = this.#parts;
    const duplicate: IngestResult = { status: 'duplicate', remoteId: post.remoteId };
    if (center.index.messageByRemote(accountId, post.remoteId) !== undefined) return this.#known(post.remoteId, source);
    const subjectKey = this.#subjectKey(post, accountId);
    const thread = threadOf(center, post, accountId, () => ids.next(), subjectKey);
    // A delivery that failed belongs to the person it was meant for, not to the post office.
    const isBounce = post.direction === 'in' && post.automatic === 'bounce';
    const conversationId = post.direction === 'in' && !isBounce ? undefined : this.#addressed(post, accountId, thread.id);
    const known = conversationId === undefined ? undefined : center.live.get('conversation', conversationId);
    if (this.#isErased(post, accountId)) return this.#known(post.remoteId, source);
    const identity = post.direction === 'in' && known === undefined ? this.#parts.identityKey(peopleOf(post.channel), post.author.remoteId) : undefined;
    const knownContactId = identity === undefined ? known?.contactId : center.index.contactByIdentity(identity);
    const contactId = knownContactId ?? (identity === undefined ? undefined : ids.next());
    // Nothing is sealed for somebody who was erased: that would make them a new key.
    const isErased = contactId !== undefined && center.live.get('contact', contactId)?.erasedAt !== undefined;
    const sealedFor = contactId === undefined || isErased ? `account:${accountId}` : contactId;

    if (post.direction === 'out' && known !== undefined) {
      // AWAY-4: our own notice, coming back from the platform.
      const notice = await findNotice(center, post, known, this.#parts.readTexts);
      if (notice !== undefined) {
        const work = this.#write(source, () => ({ events: center.index.messageByRemote(accountId, post.remoteId) === undefined ? noticeEcho(center.facts, notice, post.remoteId, post.sentAt, ids.next(), center.now()) : [] }));
        return { result: work.then((done): IngestResult => (done.events.length === 0 ? duplicate : { status: 'ingested', remoteId: post.remoteId, seq: done.toSeq, newThread: false, newConversation: false })) };
      }
      const echo = await findEcho(center, post, accountId, known, this.#parts.readTexts);
      if (echo !== undefined) {
        const work = this.#write(source, () => ({ events: center.index.messageByRemote(accountId, post.remoteId) === undefined ? echoEvents(center.facts, echo.reply, echo.part, post, ids, center.now(), this.#remoteIdsOf(echo.reply.id)) : [] }));
        return { result: work.then((done): IngestResult => (done.events.length === 0 ? duplicate : { status: 'ingested', remoteId: post.remoteId, seq: done.toSeq, newThread: false, newConversation: false })) };
      }
    }

    const contents = await sealPost(vault, sealedFor, post);
    const bodies = [...contents.bodies];
    const keys = [...contents.keys];
    const before: NewEvent[] = [];
    if (identity !== undefined && knownContactId === undefined && contactId !== undefined) {
      const displayName = post.author.displayName ?? post.author.handle;
      const profile = await vault.seal(contactId, JSON.stringify({ displayName, identities: [{ channel: post.channel, remoteId: post.author.remoteId, handle: post.author.handle, displayName, ...(post.author.followers === undefined ? {} : { followers: post.author.followers }) }] }));
      bodies.push(profile.body);
      if (profile.key !== undefined && keys.length === 0) keys.push(profile.key);
      before.push({ type: 'contact.created', data: { id: contactId, profileRef: profile.body.ref, identityKeys: [identity], ...likenessOf(this.#parts.identityKey, post.author), createdAt: center.now() } });
    }
    const existing = contactId === undefined || conversationId !== undefined || post.direction === 'out' ? conversationId : center.index.conversationOf(thread.id, contactId);
    const place: Placement = {
      accountId,
      threadId: thread.id,
      newThread: thread.isNew,
      threadRemoteId: thread.remoteId,
      conversationId: existing ?? (post.direction === 'in' ? ids.next() : undefined),
      newConversation: existing === undefined && post.direction === 'in',
      contactId,
      messageId: ids.next(),
      bodyRef: contents.bodyRef,
      contentRefs: contents.contentRefs,
      subjectKey,
    };
    const queues = [...center.live.all('queue').values()].sort((a, b) => a.order - b.order);
    const queue = caseQueue(center, post, place) ?? chooseQueue(queues, accountId, post.text, post.summoned === false);
    const read = post.direction === 'in' && post.context !== true && contactId !== undefined && place.conversationId !== undefined ? this.#read(post, place, contactId, place.conversationId) : undefined;
    const reading = {
      urgency: read === undefined ? NOTHING_URGENT : urgencyOf(read.reading, post.language),
      // What a machine wrote says nothing of how the person speaks or feels.
      read: isErased || post.automatic !== undefined ? undefined : read,
      digest: Buffer.from(this.#parts.identityKey('receipt', `${post.remoteId}\n${post.text}`), 'base64url').toString('hex'),
    };
    const work = this.#write(source, () => {
      // An own reply's report may have brought this id while the text was being sealed.
      if (center.index.messageByRemote(accountId, post.remoteId) !== undefined) return { events: [] };
      const at = center.now();
      const events = post.direction === 'in' ? [...customerPost(center.facts, post, place, queue, ids.next(), at, reading), ...caseEvents(center, post, place, at), ...(isErased ? [] : wordsFound(center.facts, place, [post.subject ?? '', post.text].join('\n'), at))] : brandPost(center.facts, post, place, at);
      return { events: [...before, ...events], bodies, keys };
    });
    const result = work.then((done): IngestResult => {
      if (done.events.length === 0) return duplicate;
      vault.stored([sealedFor]);
      return { status: 'ingested', remoteId: post.remoteId, seq: done.toSeq, newThread: place.newThread, newConversation: place.newConversation };
    });
    return { result };
  }

  async #edit(edit: Extract<InboundMessage, { kind: 'edit' }>, accountId: string, source: string): Promise<Started> {
    const { center, vault } = this.#parts;
    const messageId = center.index.messageByRemote(accountId, edit.remoteId);
    const message = messageId === undefined ? undefined : center.live.get('message', messageId);
    if (message === undefined) return this.#tooEarly(edit, accountId);
    if (message.deletedAt !== undefined || (message.editedAt !== undefined && message.editedAt >= edit.editedAt)) return this.#known(edit.remoteId, source);
    if (this.#wasErased(edit.remoteId, accountId)) return this.#known(edit.remoteId, source);
    const personId = (message.conversationId === undefined ? undefined : center.live.get('conversation', message.conversationId)?.contactId) ?? message.authorContactId;
    const contactId = personId === undefined || center.live.get('contact', personId)?.erasedAt !== undefined ? `account:${accountId}` : personId;
    const again = message.direction === 'in' && message.reading !== undefined ? this.#parts.reader.readAgain(edit.text, accountId, addressedOf(center, { visibility: message.visibility, inReplyToRemoteId: message.inReplyToRemoteId, summoned: message.summoned }, accountId, center.live.get('thread', message.threadId)?.remoteId ?? ''), message.reading.marks) : undefined;
    const body = await vault.seal(contactId, withAttachments(edit.text, await attachmentsOf(message, this.#parts.readTexts)));
    const result = this
      .#write(source, () => ({
        events: [{ type: 'message.edited', data: { messageId: message.id, bodyRef: body.body.ref, editedAt: edit.editedAt } }, ...(again === undefined || personId === undefined || contactId !== personId ? [] : againEvents(message, personId, again, center.now())), ...(message.direction === 'in' && contactId === personId ? wordsFound(center.facts, { conversationId: message.conversationId, messageId: message.id }, edit.text, center.now()) : [])],
        bodies: [body.body],
        keys: body.key === undefined ? [] : [body.key],
        // Nobody asks for what it said before, and its deletion would not find it. Its files stay.
        forget: this.#textsOf(message.id).slice(0, 1),
      }))
      .then((done): IngestResult => {
        vault.stored([contactId]);
        return { status: 'ingested', remoteId: edit.remoteId, seq: done.toSeq, newThread: false, newConversation: false };
      });
    return { result };
  }

  async #deletion(deletion: Extract<InboundMessage, { kind: 'deletion' }>, accountId: string, source: string): Promise<Started> {
    const { center } = this.#parts;
    const messageId = center.index.messageByRemote(accountId, deletion.remoteId);
    const message = messageId === undefined ? undefined : center.live.get('message', messageId);
    if (message === undefined) return this.#tooEarly(deletion, accountId);
    if (message.deletedAt !== undefined) return this.#known(deletion.remoteId, source);
    const result = this
      .#write(source, () => {
        const events: NewEvent[] = [{ type: 'message.deleted', data: { messageId: message.id, deletedAt: deletion.deletedAt } }];
        const conversation = message.conversationId === undefined ? undefined : center.live.get('conversation', message.conversationId);
        const item = conversation?.workItemId === undefined ? undefined : center.live.get('workItem', conversation.workItemId);
        // Nothing of what the customer said is left to answer, and no answer is under way.
        const allGone = conversation?.openTurn?.every((m) => m.messageId === message.id || center.live.get('message', m.messageId)?.deletedAt !== undefined) ?? false;
        if (conversation?.lockedByReplyId === undefined && allGone && item !== undefined && item.state !== 'closed') events.push(...settled(center.facts, item, 'deletedAtSource', center.now()));
        return { events, forget: this.#textsOf(message.id) };
      })
      .then((done): IngestResult => ({ status: 'ingested', remoteId: deletion.remoteId, seq: done.toSeq, newThread: false, newConversation: false }));
    return { result };
  }

  /** Read once, here: what routing, lines and clusters know of a text comes from this. */
  #read(post: InboundPost, place: Placement, contactId: string, conversationId: string): ReadMessage {
    const { center, reader } = this.#parts;
    const { messageId, threadId, accountId } = place;
    const isStranger = !anyOfPerson(center.facts, contactId, (contact) => contact.lastAgentId !== undefined);
    const address = addressedOf(center, post, accountId, place.threadRemoteId);
    return reader.read(post.text, { messageId, threadId, conversationId, contactId, accountId, visibility: post.visibility, address, isStranger, author: post.author, subject: post.subject, now: center.now() });
  }

  /** Runs between two messages: what it looked up still holds when it writes. */
  alone<T>(run: () => Promise<T>): Promise<T> {
    return this.#inTurn(run);
  }

  /** Of an erased person, from before their erasure, or known to be theirs. */
  #isErased(post: InboundPost, accountId: string): boolean {
    const { index } = this.#parts.center;
    if (this.#wasErased(post.remoteId, accountId)) return true;
    if (post.direction !== 'in') return false;
    const until = index.erasedUntil(this.#parts.identityKey(peopleOf(post.channel), post.author.remoteId));
    return until !== undefined && post.sentAt <= until;
  }

  /** Said by or to somebody before they were erased. */
  #wasErased(remoteId: string, accountId: string): boolean {
    const erased = this.#parts.center.index.erasedMessages();
    return erased.size > 0 && erased.has(messageKey(this.#parts.identityKey, accountId, remoteId));
  }

  #tooEarly(word: Extract<InboundMessage, { kind: 'edit' | 'deletion' }>, accountId: string): Started {
    this.#early.keep(accountId, word);
    return { result: Promise.resolve(reject(word.remoteId, 'MESSAGE_UNKNOWN', `${word.kind} of a message that is not known; it is remembered should the message still come`, 'remoteId')) };
  }

  /** Where the log refused something and the center was folded anew in between, what was looked up may be gone: whoever brought the message brings it again. */
  #write(source: string, work: () => Work): Promise<Committed> {
    const { center } = this.#parts;
    const generation = this.#generation;
    return center.submit(source, () => {
      if (center.generation !== generation) throw new CodedError('SERVER_RECOVERING');
      return work();
    });
  }

  /** Known, but perhaps not on disk yet: whoever is told `duplicate` forgets it, so the answer waits for the disk. */
  #known(remoteId: string, source: string): Started {
    return { result: this.#write(source, () => ({ events: [] })).then((): IngestResult => ({ status: 'duplicate', remoteId })) };
  }

  /** Same person, same account, same words above the letter: HMAC, so that it names nobody. Only where messages have subjects. */
  #subjectKey(post: InboundPost, accountId: string): string | undefined {
    const subject = post.direction === 'in' && post.automatic === undefined ? comparableSubject(post.subject) : undefined;
    return subject === undefined ? undefined : this.#parts.identityKey(`subject:${accountId}`, `${post.author.remoteId}\n${subject}`);
  }

  /** Whose part of the thread a brand's post belongs to: the person it answers, else the one named, else the only one there. */
  #addressed(post: InboundPost, accountId: string, threadId: string): string | undefined {
    const { center } = this.#parts;
    let at = post.inReplyToRemoteId;
    for (let hops = 0; at !== undefined && hops < 100; hops += 1) {
      const id = center.index.messageByRemote(accountId, at);
      const message = id === undefined ? undefined : center.live.get('message', id);
      if (message === undefined) break;
      if (message.conversationId !== undefined) return message.conversationId;
      at = message.inReplyToRemoteId;
    }
    if (post.recipientRemoteId !== undefined) {
      const contactId = center.index.contactByIdentity(this.#parts.identityKey(peopleOf(post.channel), post.recipientRemoteId));
      const conversationId = contactId === undefined ? undefined : center.index.conversationOf(threadId, contactId);
      if (conversationId !== undefined) return conversationId;
    }
    const all = center.index.conversationsOf(threadId);
    return all.size === 1 ? [...all][0] : undefined;
  }

  /** As of the moment of writing: an edit may have come while the caller looked. */
  #textsOf(messageId: string): string[] {
    const message = this.#parts.center.live.get('message', messageId);
    return message === undefined ? [] : [message.bodyRef, ...(message.contentRefs ?? [])];
  }

  #remoteIdsOf(replyId: string): ReadonlyMap<number, string> {
    const { center } = this.#parts;
    const reply = center.live.get('reply', replyId);
    const threadId = reply === undefined ? undefined : center.live.get('conversation', reply.conversationId)?.threadId;
    const found = new Map<number, string>();
    for (const id of threadId === undefined ? [] : center.index.messagesOf(threadId)) {
      const message = center.live.get('message', id);
      if (message?.replyId === replyId && message.part !== undefined) found.set(message.part, message.remoteId);
    }
    return found;
  }

  async #registerAccount(account: InboundAccount, source: string): Promise<void> {
    const { center } = this.#parts;
    if (getChannel(account.channel) === undefined) throw new CodedError('CHANNEL_UNKNOWN', { field: 'channel' });
    if (center.index.accountByHandle(account.channel, account.handle) !== undefined) return;
    const id = `${account.channel}:${account.handle.replace(/[^\w.-]/gu, '_')}`.slice(0, 128);
    await center.submit(source, () => ({ events: [{ type: 'account.registered', data: { id, channel: account.channel, handle: account.handle, name: account.name, brand: account.brand, credentialId: account.credentialId, teamIds: [], budget: { capacity: 300, refillPerMinute: 300 }, ...(account.settings === undefined ? {} : { settings: account.settings }) } }] }));
  }
}
