import { channelFor, getChannel, peopleOf } from '../../../shared/channels/index.ts';
import type { Visibility } from '../../../shared/domain/channel.ts';
import { contactProfileSchema } from '../../../shared/domain/contact.ts';
import type { Account } from '../../../shared/domain/account.ts';
import { withMark } from '../../../shared/domain/person-profile.ts';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { AnswerFile } from '../../../shared/domain/message-parts.ts';
import { mediaFor } from '../../../shared/channels/file-rules.ts';
import { restOfParts } from '../../../shared/domain/reply-files.ts';
import { frozenReplySchema, type FrozenReply } from '../../../shared/domain/reply.ts';
import type { SituationRef } from '../../../shared/domain/situation.ts';
import type { OutboxItem, Then } from '../../../shared/sync/outbox-state.ts';
import { splitParts } from '../../../shared/text/signature.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import type { AnswerFiles } from './answer-files.ts';
import type { Drafts } from './drafts.ts';
import type { OutboxBook } from './outbox-book.ts';
import type { SyncBase } from './ports.ts';
import { letterHead } from './letter-head.ts';
import type { ReplicaView } from './replica-view.ts';
import type { Scheduled } from './scheduled.ts';

/** Of a frozen answer. */
const MOST_PARTS = 20;
const LATEST_MS = 90 * 24 * 3_600_000;

export interface ReplyWish {
  readonly conversationId: string;
  readonly text: string;
  readonly visibility: Visibility;
  readonly replyToMessageId?: string | undefined;
  /** Kept on this desk by `AnswerFiles.add`. */
  readonly files?: readonly AnswerFile[] | undefined;
  /** C10: from this named person's profile. */
  readonly asAccountId?: string | undefined;
  readonly followUp: boolean;
  readonly then: Then;
  /** D14: the situation its words tell of. */
  readonly situation?: SituationRef | undefined;
  readonly bulk?: BulkPart | undefined;
  /** ms, in the future: goes out then instead of after the undo time. */
  readonly schedule?: { readonly sendAt: number; readonly executor: 'thisDesk' | 'headless' } | undefined;
}

/** Leave to answer many is asked for as for any other reply; `bulk` only says which confirmation it came from. */
export interface BulkPart {
  readonly bulkId: string;
  readonly at: number;
}

export interface IntakeParts {
  readonly base: SyncBase;
  readonly view: ReplicaView;
  readonly book: OutboxBook;
  readonly drafts: Drafts;
  /** Absent: none go with what is accepted here. */
  readonly files?: AnswerFiles | undefined;
  readonly scheduled: Scheduled;
  /** False: what is accepted offline could be lost with this session. */
  readonly durable: boolean;
  readonly online: () => boolean;
  readonly undoMs: () => number;
}

/**
 * Freezes an answer and keeps it: from the moment this returns it is on disk and will go out, or become a draft that says why. Throws
 * a coded refusal (OFFLINE_REPLY_REFUSED, DISK_FULL, CONVERSATION_NOT_HELD …) and then has kept nothing.
 */
export function acceptReply(parts: IntakeParts, wish: ReplyWish): OutboxItem {
  const { base, view, book, drafts } = parts;
  if (!parts.durable && !parts.online()) throw new CodedError('OFFLINE_REPLY_REFUSED');
  const held = view.held(wish.conversationId);
  const conversation = view.get('conversation', wish.conversationId);
  if (held === undefined || conversation === undefined) throw new CodedError('CONVERSATION_NOT_HELD', { field: 'conversationId' });
  if (held.frozen !== undefined) throw new CodedError('CONVERSATION_FROZEN', { field: 'conversationId' });
  const own = view.account(conversation.accountId);
  const account = wish.asAccountId === undefined ? own : view.account(wish.asAccountId);
  if (account === undefined) throw new CodedError('ACCOUNT_NOT_KNOWN', { field: 'accountId' });
  const person = base.person();
  if (conversation.ownerAgentId !== person.agentId) throw new CodedError('NOT_OWNER', { field: 'conversationId' });
  const now = base.clock.now();
  if (wish.schedule !== undefined && (wish.schedule.sendAt <= now || wish.schedule.sendAt > now + LATEST_MS))
    throw new CodedError('INPUT_INVALID', { field: 'schedule.sendAt', detail: 'It lies in the future, at most 90 days ahead.' });
  if (wish.schedule?.executor === 'headless' && !parts.online()) throw new CodedError('OFFLINE_NEEDS_SERVER', { field: 'schedule.executor' });
  const replyId = base.ids.next();
  const answersThroughMessageId = conversation.openTurn?.at(-1)?.messageId ?? conversation.lastInboundMessageId;
  const item: OutboxItem = {
    replyId,
    conversationId: conversation.id,
    workItemId: conversation.workItemId,
    accountId: account.id,
    epoch: conversation.epoch,
    // Known before any call; the platform's own form of it is the connector's business.
    platformKey: replyId,
    createdAt: now,
    reply: {
      frozen: freeze(parts.files, wish, conversation, view, base, person.initials, account.id === own?.id ? undefined : account),
      agentId: person.agentId,
      channel: conversation.channel,
      credentialId: account.credentialId,
      accountHandle: account.handle,
      followUp: wish.followUp,
      then: wish.then,
      typed: wish.text,
      ...(wish.schedule === undefined ? {} : { sendAt: wish.schedule.sendAt }),
      ...(wish.bulk === undefined ? {} : { bulk: wish.bulk }),
      ...(answersThroughMessageId === undefined ? {} : { answersThroughMessageId }),
      ...(wish.replyToMessageId === undefined ? {} : { replyToMessageId: wish.replyToMessageId }),
    },
    state: wish.schedule !== undefined
      ? { kind: 'scheduled', sendAt: wish.schedule.sendAt, executor: 'thisDesk', since: now }
      : parts.undoMs() > 0
        ? { kind: 'undoable', since: now, undoUntil: now + parts.undoMs() }
        : { kind: 'queued', reason: 'none', since: now, until: now, refusals: 0 },
  };
  base.stores.transaction(() => {
    book.enqueue(item);
    if (wish.schedule !== undefined) parts.scheduled.announce(item, wish.schedule.executor);
    drafts.becameReply(item.conversationId);
  });
  book.announce(item);
  return item;
}

/** The same bytes as a new reply: after a failure, or when a person decided to send an unclear one again. Of several parts only those that are missing. For use inside a transaction. */
export function sendAgain(parts: Pick<IntakeParts, 'base' | 'book' | 'view'>, old: OutboxItem): OutboxItem {
  const now = parts.base.clock.now();
  const replyId = parts.base.ids.next();
  const epoch = parts.view.get('conversation', old.conversationId)?.epoch ?? old.epoch;
  const item: OutboxItem = {
    ...old,
    replyId,
    platformKey: replyId,
    epoch,
    createdAt: now,
    reply: { ...old.reply, frozen: missingParts(old), insteadOf: old.replyId },
    state: { kind: 'queued', reason: 'none', since: now, until: now, refusals: 0 },
  };
  parts.book.enqueue(item);
  return item;
}

/** What is out stays out: only the parts that are missing go again, hanging on the last one that is there. */
function missingParts({ reply: { frozen }, state }: OutboxItem): FrozenReply {
  const sent = 'sent' in state ? state.sent : [];
  const last = sent.at(-1);
  if (last === undefined || sent.length >= frozen.parts.length) return frozen;
  return { ...restOfParts(frozen, sent.length), inReplyToRemoteId: last.remoteId };
}

function freeze(files: AnswerFiles | undefined, wish: ReplyWish, conversation: Conversation, view: ReplicaView, base: SyncBase, initials: string, speaker: Account | undefined): FrozenReply {
  const known = getChannel(conversation.channel);
  const channel = known === undefined ? undefined : channelFor(known, view.account(conversation.accountId)?.settings);
  if (channel === undefined || !channel.visibilities.includes(wish.visibility))
    throw new CodedError('INPUT_INVALID', { field: 'visibility', detail: 'This channel does not take it.' });
  // A named person's profile signs by its mark.
  const mark = speaker?.person?.mark ?? '';
  const signed = speaker === undefined && channel.signature && wish.visibility === 'public' && initials !== '';
  const parts = splitParts(withMark(wish.text, mark), channel.length[wish.visibility], signed ? initials : undefined);
  if (parts.length === 0) throw new CodedError('INPUT_INVALID', { field: 'text', detail: 'An answer has a text.' });
  const repliedId = wish.replyToMessageId ?? conversation.openTurn?.at(-1)?.messageId ?? conversation.lastInboundMessageId;
  const replied = repliedId === undefined ? undefined : view.get('message', repliedId);
  if (wish.replyToMessageId !== undefined && replied === undefined)
    throw new CodedError('INPUT_INVALID', { field: 'replyToMessageId', detail: 'This message is not here.' });
  const contact = view.get('contact', conversation.contactId);
  const profileText = contact === undefined ? undefined : base.stores.bodies.get(contact.profileRef);
  const profile = profileText === undefined ? undefined : contactProfileSchema.safeParse(JSON.parse(profileText));
  const identities = profile?.success === true ? profile.data.identities : [];
  const identity = identities.find((known) => known.channel === conversation.channel) ?? identities.find((known) => peopleOf(known.channel) === peopleOf(conversation.channel)) ?? identities[0];
  // A private message may answer only a private one: as a reply under a public post it would show there. Where a channel has private answers to public posts
  // (one-shot), they are named as such.
  const opensPrivate = replied !== undefined && replied.visibility === 'public' && wish.visibility === 'private';
  const isPrivateReply = opensPrivate && channel.oneShotPrivateReply !== undefined;
  const inReplyTo = replied !== undefined && (replied.visibility === wish.visibility || isPrivateReply) ? replied.remoteId : undefined;
  const thread = view.get('thread', conversation.threadId);
  const repliedText = replied === undefined ? undefined : base.stores.bodies.get(replied.bodyRef);
  const kept = files === undefined || wish.files === undefined || wish.files.length === 0 ? [] : files.checked(conversation.id, channel, wish.visibility, isPrivateReply, wish.files);
  const areApart = kept.length > 0 && mediaFor(channel, wish.visibility, isPrivateReply)?.apart === true;
  if (areApart && parts.length + kept.length > MOST_PARTS) throw new CodedError('INPUT_TOO_LARGE', { field: 'files', detail: `Words and files together are more than ${MOST_PARTS} messages.` });
  return frozenReplySchema.parse({
    parts: [...parts, ...(areApart ? kept.map(({ name }) => name) : [])],
    visibility: wish.visibility,
    ...(wish.situation === undefined ? {} : { situation: wish.situation }),
    ...(speaker === undefined ? {} : { asAccountId: speaker.id }),
    ...(inReplyTo === undefined ? {} : { inReplyToRemoteId: inReplyTo }),
    ...(identity === undefined ? {} : { recipientRemoteId: identity.remoteId, recipientHandle: identity.handle }),
    ...(replied?.language === undefined ? {} : { language: replied.language }),
    ...(isPrivateReply ? { kind: 'privateReply' as const } : {}),
    ...(thread === undefined || opensPrivate ? {} : { rootRemoteId: thread.remoteId }),
    ...(kept.length === 0 ? {} : { files: [...kept], ...(areApart ? { filesApart: true as const } : {}) }),
    ...(channel.subject === true ? letterHead(replied?.remoteId, repliedText) : {}),
  });
}
