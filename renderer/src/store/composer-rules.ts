import type { ChannelDescriptor, LengthRule } from '../../../shared/channels/index.ts';
import { replyWindowMs } from '../../../shared/channels/reply-window.ts';
import type { Account } from '../../../shared/domain/account.ts';
import { withMark } from '../../../shared/domain/person-profile.ts';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { WorkItem } from '../../../shared/domain/work-item.ts';
import type { OutboxEntry } from '../../../shared/ipc/index.ts';
import { splitParts, withSignature } from '../../../shared/text/signature.ts';
import { isCodedError } from '../../../shared/util/errors.ts';
import { measure, type Measured } from '../../../shared/text/weighted-length.ts';
import type { Speaker } from './speaker.ts';
import type { ComposerMode, Composition } from './composer.ts';
import { fileProblem, mediaFor } from '../../../shared/channels/file-rules.ts';
import type { Held } from './conversation.ts';

export type BlockReason = 'notHere' | 'closed' | 'queued' | 'notOwner' | 'siteOnly' | 'unclear' | 'privateUsed' | 'windowClosed' | 'changed' | 'answered' | 'empty' | 'tooLong' | 'files' | 'personalData' | 'unchecked' | 'speaker';
export type HintReason = 'offline' | 'stopped' | 'underWay' | 'followUp' | 'windowSoon' | 'newMessage' | 'inParts';

export interface ComposerFacts {
  readonly descriptor: ChannelDescriptor | undefined;
  readonly conversation: Conversation | undefined;
  readonly item: WorkItem | undefined;
  readonly account: Account | undefined;
  /** C10: the person's profile it is to go out from. */
  readonly speaker?: Speaker | undefined;
  readonly held: Held;
  readonly me: string;
  readonly initials: string;
  readonly online: boolean;
  /** Own replies of this conversation. */
  readonly outbox: readonly OutboxEntry[];
  readonly composition: Composition;
  /** What the customer's messages look like now. */
  readonly inbound: SeenMarks;
  /** Personal data would go out in public, or contract data to somebody unchecked, and nobody gave a reason. */
  readonly exposes: boolean;
  readonly now: number;
}

export interface ComposerJudgement {
  readonly modes: readonly ComposerMode[];
  readonly signs: boolean;
  readonly length: Measured | undefined;
  /** Posts it goes out as; undefined when it is too long for any number of them. */
  readonly parts: number | undefined;
  /** Why nothing can be sent now; the gravest first. */
  readonly block: BlockReason | undefined;
  readonly hints: readonly HintReason[];
  readonly followUp: boolean;
  readonly windowEndsAt: number | undefined;
}

/** Message id → what changes when it is edited or deleted; `OURS`: an answer that somebody else of ours gave. */
export type SeenMarks = Readonly<Record<string, string>>;
export const OURS = 'ours';

const WINDOW_WARNING_MS = 60 * 60_000;

/** Whether, how and under which warnings what is written may go. */
export function judgeComposer(facts: ComposerFacts): ComposerJudgement {
  const { descriptor, conversation, composition } = facts;
  const modes = allowedModes(descriptor, conversation);
  const visibility = composition.mode === 'note' ? undefined : composition.mode;
  const mark = visibility === 'public' ? (facts.speaker?.account.person?.mark ?? '') : '';
  const signs = visibility === 'public' && descriptor?.signature === true && facts.speaker === undefined;
  const text = signs ? withSignature(composition.text, facts.initials) : withMark(composition.text, mark);
  const length = descriptor === undefined || visibility === undefined ? undefined : measure(text, descriptor.length[visibility]);
  const opensPrivate = visibility === 'private' && conversation?.visibility === 'public';
  const isSingle = opensPrivate && descriptor?.oneShotPrivateReply !== undefined;
  const parts =
    descriptor === undefined || visibility === undefined || length?.fits !== false
      ? 1
      : // The one private answer is one message: what does not fit it has to be shorter.
        isSingle
        ? undefined
        : countParts(withMark(composition.text, mark), descriptor.length[visibility], signs ? facts.initials : undefined);
  const windowMs = visibility === undefined || descriptor === undefined ? undefined : replyWindowMs(descriptor, facts.account?.settings, visibility, opensPrivate);
  const windowEndsAt =
    windowMs === undefined || conversation?.lastInboundAt === undefined ? undefined : conversation.lastInboundAt + windowMs;
  const underWay = facts.outbox.some(({ state }) => state.kind === 'undoable' || state.kind === 'waiting' || state.kind === 'sending');
  const followUp = underWay || (conversation !== undefined && conversation.openTurn === undefined);
  return {
    modes,
    signs,
    length,
    parts,
    followUp,
    windowEndsAt,
    block: blockOf(facts, parts, windowEndsAt),
    hints: hintsOf(facts, { underWay, followUp, windowEndsAt, parts }),
  };
}

/** A private conversation is never answered in public; a public one may go on in private where the channel can. */
export function allowedModes(descriptor: ChannelDescriptor | undefined, conversation: Conversation | undefined): ComposerMode[] {
  return [
    ...(descriptor?.visibilities ?? []).filter(
      (visibility) => conversation === undefined || conversation.visibility === 'public' || visibility === 'private',
    ),
    'note',
  ];
}

function blockOf(facts: ComposerFacts, parts: number | undefined, windowEndsAt: number | undefined): BlockReason | undefined {
  const { item, composition } = facts;
  if (composition.mode === 'note') return composition.note.trim() === '' ? 'empty' : undefined;
  if (facts.held === 'denied' || facts.held === 'frozen') return 'notHere';
  if (item === undefined || item.state === 'closed') return 'closed';
  if (item.state !== 'assigned') return 'queued';
  if (item.ownerAgentId !== facts.me) return 'notOwner';
  if (item.unsummoned === 'siteOnly') return 'siteOnly';
  if (facts.outbox.some(({ state }) => state.kind === 'unclear')) return 'unclear';
  if (composition.mode === 'private' && isPrivateUsed(facts.descriptor, facts.conversation)) return 'privateUsed';
  if (windowEndsAt !== undefined && windowEndsAt <= facts.now) return 'windowClosed';
  if (composition.text.trim() === '') return 'empty';
  const { answered, changed } = changedMessages(composition.seen, facts.inbound);
  if (answered.length > 0) return 'answered';
  if (changed.length > 0) return 'changed';
  if (parts === undefined) return 'tooLong';
  if (composition.mode === 'public' && facts.speaker?.bar !== undefined) return 'speaker';
  if (composition.adding > 0 || fileProblem(mediaFor(facts.descriptor, composition.mode, composition.mode === 'private' && facts.conversation?.visibility === 'public' && facts.descriptor?.oneShotPrivateReply !== undefined), composition.files) !== undefined) return 'files';
  return facts.exposes ? (composition.mode === 'public' ? 'personalData' : 'unchecked') : undefined;
}

/** The one private answer to what the customer said last has been given. */
export function isPrivateUsed(descriptor: ChannelDescriptor | undefined, conversation: Conversation | undefined): boolean {
  if (descriptor?.oneShotPrivateReply === undefined || conversation?.visibility !== 'public') return false;
  return conversation.privateOpenings?.some((opening) => opening.at >= (conversation.lastInboundAt ?? 0)) === true;
}

function hintsOf(
  facts: ComposerFacts,
  of: {
    readonly underWay: boolean;
    readonly followUp: boolean;
    readonly windowEndsAt: number | undefined;
    readonly parts: number | undefined;
  },
): HintReason[] {
  const { composition } = facts;
  if (composition.mode === 'note') return [];
  const hints: HintReason[] = [];
  if (!facts.online) hints.push('offline');
  if (facts.account?.stopped !== undefined) hints.push('stopped');
  if (of.followUp && composition.text !== '') hints.push(of.underWay ? 'underWay' : 'followUp');
  if (of.parts !== undefined && of.parts > 1) hints.push('inParts');
  if (of.windowEndsAt !== undefined && of.windowEndsAt > facts.now && of.windowEndsAt - facts.now < WINDOW_WARNING_MS)
    hints.push('windowSoon');
  if (composition.seen !== undefined && Object.entries(facts.inbound).some(([id, mark]) => mark !== OURS && composition.seen?.[id] === undefined))
    hints.push('newMessage');
  return hints;
}

/** Since the person began to write: what somebody else answered, and what was edited or deleted of what was there. */
export function changedMessages(seen: SeenMarks | undefined, current: SeenMarks): { readonly answered: readonly string[]; readonly changed: readonly string[] } {
  if (seen === undefined) return { answered: [], changed: [] };
  return {
    answered: Object.keys(current).filter((id) => current[id] === OURS && seen[id] === undefined),
    changed: Object.keys(seen).filter((id) => current[id] !== undefined && current[id] !== seen[id]),
  };
}

/** The desk program cuts what does not fit one post into several; undefined where even that does not help. */
function countParts(text: string, rule: LengthRule, initials: string | undefined): number | undefined {
  try {
    return splitParts(text, rule, initials).length;
  } catch (error) {
    if (isCodedError(error)) return undefined;
    throw error;
  }
}
