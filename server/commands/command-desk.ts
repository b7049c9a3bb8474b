import { readCommand, type Command } from '../../shared/commands/index.ts';
import { decide, textsOf, type DecideContext, type Decision } from '../../shared/deciders/index.ts';
import type { UnderWay } from '../../shared/domain/under-way.ts';
import type { CommandAnswer, CommandMessage } from '../../shared/protocol/messages.ts';
import { CodedError, type ErrorCode } from '../../shared/util/errors.ts';
import { ERROR_CATALOGUE } from '../../shared/util/error-catalogue.ts';
import type { IdSource } from '../../shared/util/ports.ts';
import type { Center } from '../center/center.ts';
import type { TextVault } from '../ingest/port.ts';
import type { EventLog, SealedBody, WrappedKey } from '../log/port.ts';
import type { BudgetTable, LeaseTable, SaidTable } from '../permits/port.ts';
import type { Commander, KeptFiles } from './port.ts';
import { partTexts } from './file-texts.ts';
import { frozenWords, inOrder } from './words.ts';

export interface CommandDeskParts {
  readonly center: Center;
  readonly log: EventLog;
  readonly vault: TextVault;
  readonly ids: IdSource;
  readonly leases: LeaseTable;
  /** Cost of what a person holds, as routing counts it (R2). */
  readonly loadOf?: ((agentId: string) => number) | undefined;
  readonly budgets: BudgetTable;
  readonly said?: SaidTable | undefined;
  /** Absent: no files go with answers. */
  readonly files?: KeptFiles | undefined;
  /** What a person's desk last said of its outbox. */
  readonly outboxOf: DecideContext['outboxOf'];
  /** Whether a desk without a screen, on an office machine, is connected for this person. */
  readonly hasHeadlessDesk: (agentId: string) => boolean;
  /** Digest of a text under the center's key: the same for the same text, and says nothing of it. */
  digestOf(text: string): string;
  /** Hears of every decision, for the audit log and the metrics. */
  readonly onDecided?: ((commander: Commander, command: Command, answer: CommandAnswer) => void) | undefined;
}

/** Answers commands, each once: a resend of (replica, number) gets the first answer, another command under the same number is refused. */
export class CommandDesk {
  readonly #parts: CommandDeskParts;
  readonly #underway = new Map<string, { hash: string; answer: Promise<CommandAnswer> }>();
  /** Per replica: the numbers being answered right now; one behind them joins. */
  readonly #taken = new Map<string, Set<number>>();

  constructor(parts: CommandDeskParts) {
    this.#parts = parts;
  }

  async take(commander: Commander, message: CommandMessage): Promise<CommandAnswer> {
    const key = `${commander.replicaId}\n${message.commandNo}`;
    const same = this.#underway.get(key);
    if (same !== undefined) return same.hash === message.hash ? same.answer : refusal('COMMAND_MISMATCH');
    const taken = this.#taken.get(commander.replicaId) ?? new Set();
    this.#taken.set(commander.replicaId, taken.add(message.commandNo));
    const answer = this.#answer(commander, message);
    this.#underway.set(key, { hash: message.hash, answer });
    try {
      return await answer;
    } finally {
      this.#underway.delete(key);
      taken.delete(message.commandNo);
      if (taken.size === 0) this.#taken.delete(commander.replicaId);
    }
  }

  /** The number that must come first, where this one leaves some out. Numbers on their way count: they are decided before. */
  async #missing({ replicaId }: Commander, commandNo: number): Promise<number | undefined> {
    // As of before the look: one that is answered meanwhile has left the set and is not in what was read.
    const onTheWay = new Set(this.#taken.get(replicaId));
    const answered = await this.#parts.log.lastCommandNo(replicaId);
    for (let no = answered + 1; no < commandNo; no += 1) if (!onTheWay.has(no)) return no;
    return undefined;
  }

  async #answer(commander: Commander, message: CommandMessage): Promise<CommandAnswer> {
    const stored = await this.#parts.log.answer(commander.replicaId, message.commandNo);
    if (stored !== undefined) return stored.hash === message.hash ? (stored.answer as CommandAnswer) : refusal('COMMAND_MISMATCH');
    const missing = await this.#missing(commander, message.commandNo);
    if (missing !== undefined) return refusal('COMMAND_GAP', { field: 'commandNo', detail: `Send number ${missing} first, then the rest in order.`, expectedNo: missing });
    const read = readCommand(message.command);
    if (!read.ok) return this.#keep(commander, message, refusal(read.code, { field: read.field, detail: read.detail }));
    return this.run(commander, read.command, { commandNo: message.commandNo, hash: message.hash });
  }

  /** A refusal that needs no deciding: kept like any other, so that a resend hears the same and the numbers go on. */
  async #keep(commander: Commander, keep: { readonly commandNo: number; readonly hash: string }, answer: CommandAnswer): Promise<CommandAnswer> {
    await this.#parts.center.submit(commander.agentId, () => ({ events: [], answer: () => ({ replicaId: commander.replicaId, commandNo: keep.commandNo, hash: keep.hash, answer }) }));
    return answer;
  }

  /** Decides and writes; `keep` names the number under which the answer is kept. Throws only when the disk did not take it. */
  async run(commander: Commander, command: Command, keep?: { readonly commandNo: number; readonly hash: string }): Promise<CommandAnswer> {
    const { center, vault, ids, leases, budgets } = this.#parts;
    const sealed = await this.#seal(command);
    if (sealed === 'noConversation') {
      const answer = refusal('NOT_FOUND', { field: 'data.conversationId' });
      return keep === undefined ? answer : this.#keep(commander, keep, answer);
    }
    const words = frozenWords(command);
    const digest = words === undefined ? undefined : this.#parts.digestOf(inOrder(words));
    let answer: CommandAnswer = refusal('INTERNAL');
    await center.submit(commander.agentId, () => {
      const context: DecideContext = {
        now: center.now(),
        agentId: commander.agentId,
        role: commander.role,
        replicaId: commander.replicaId,
        nextId: () => ids.next(),
        bodyRefs: sealed.bodies.map((b) => b.ref),
        fileRefs: sealed.fileRefs,
        ...(digest === undefined ? {} : { wordsDigest: digest }),
        ...(this.#parts.loadOf === undefined ? {} : { loadOf: this.#parts.loadOf }),
        accountsOf: (brand) => [...center.live.all('account').values()].filter((account) => account.brand === brand),
        partsOfCase: (caseId) => center.index.partsOfCase(caseId),
        accountsOfContact: (contactId) => [...center.index.conversationsOfContact(contactId)].flatMap((id) => center.live.get('conversation', id)?.accountId ?? []),
        all: (noun) => center.live.all(noun).values(),
        sendingPossibleUntil: (conversationId, replicaId) => leases.sendingPossibleUntil(conversationId, replicaId),
        isHeadless: commander.isHeadless === true,
        hasHeadlessDesk: (agentId) => this.#parts.hasHeadlessDesk(agentId),
        outboxOf: (agentId) => this.#parts.outboxOf(agentId),
        ...(this.#parts.said === undefined ? {} : { wasSaid: (channel, frozen, replyId) => this.#parts.said?.wasSaid(channel, frozen, replyId) === true }),
        spend: (accountId, action, key) => {
          const account = center.live.get('account', accountId);
          return account === undefined ? { ok: true } : budgets.spend(account, center.now(), { agentId: commander.agentId, key, action });
        },
      };
      const decision = decide(center.facts, command, context);
      const events = decision.kind === 'accepted' ? decision.events : [];
      const finish = (toSeq: number): CommandAnswer =>
        decision.kind === 'accepted' ? { status: 'accepted', seq: toSeq, ...(decision.result === undefined ? {} : { result: { ...decision.result } }) } : refusal(decision.code, decision);
      if (keep === undefined) answer = finish(center.seq);
      if (decision.kind === 'accepted' && command.type === 'reply.requestPermit') {
        // A notice needs no lease, and takes none from whoever holds the conversation.
        if (center.live.get('awayNotice', command.data.replyId) === undefined) leases.renew(command.data.conversationId, { agentId: commander.agentId, replicaId: commander.replicaId, epoch: command.data.epoch });
        const channel = center.live.get('conversation', command.data.conversationId)?.channel;
        if (channel !== undefined && events.length > 0 && !isHeld(decision)) this.#parts.said?.note(channel, command.data.frozen, command.data.replyId, center.now());
      }
      return {
        events,
        // Of an answer that waits for somebody's look only the whole is kept; its parts come again with leave.
        bodies: events.length === 0 ? [] : isHeld(decision) ? sealed.bodies.slice(0, 1) : sealed.bodies,
        keys: events.length === 0 ? [] : sealed.keys,
        ...(keep === undefined
          ? {}
          : {
              answer: (_first: number, last: number) => {
                answer = finish(last);
                return { replicaId: commander.replicaId, commandNo: keep.commandNo, hash: keep.hash, answer };
              },
            }),
      };
    });
    if (sealed.contactId !== undefined) vault.stored([sealed.contactId]);
    this.#parts.onDecided?.(commander, command, answer);
    return answer;
  }

  async #seal(command: Command): Promise<{ contactId?: string; bodies: SealedBody[]; keys: WrappedKey[]; fileRefs?: readonly string[] | undefined } | 'noConversation'> {
    const texts = textsOf(command);
    if (texts === undefined) return { bodies: [], keys: [] };
    const conversation = this.#parts.center.live.get('conversation', texts.conversationId);
    const contactId = conversation?.contactId;
    // A text for somebody who was erased would make them a new key.
    if (contactId === undefined || conversation?.erasedAt !== undefined) return 'noConversation';
    const bodies: SealedBody[] = [];
    const keys: WrappedKey[] = [];
    const frozen = command.type === 'reply.requestPermit' || command.type === 'reply.schedule' ? command.data : undefined;
    const files = frozen?.frozen.files;
    const fileRefs = frozen === undefined || files === undefined ? undefined : await this.#parts.files?.kept(contactId, frozen.replyId, files);
    const staying = command.type === 'message.requestChange' ? ((await this.#parts.files?.ofMessage(command.data.messageId)) ?? []) : [];
    for (const text of partTexts(texts.texts, files, fileRefs, staying, frozen?.frozen.filesApart === true)) {
      const sealed = await this.#parts.vault.seal(contactId, text);
      bodies.push(sealed.body);
      if (sealed.key !== undefined && keys.length === 0) keys.push(sealed.key);
    }
    return { contactId, bodies, keys, fileRefs };
  }
}

const isHeld = (decision: Decision): boolean => decision.kind === 'accepted' && decision.result?.['state'] === 'inApproval';

export function refusal(code: ErrorCode, more: { detail?: string | undefined; field?: string | undefined; retryAfterMs?: number | undefined; underWay?: readonly UnderWay[] | undefined; expectedNo?: number | undefined } = {}): CommandAnswer {
  const error = new CodedError(code, { detail: more.detail, field: more.field });
  return { status: 'refused', error: { code, message: error.message, remedy: ERROR_CATALOGUE[code].remedy, ...(more.field === undefined ? {} : { field: more.field }), ...(more.retryAfterMs === undefined ? {} : { retryAfterMs: Math.ceil(more.retryAfterMs) }), ...(more.underWay === undefined ? {} : { underWay: [...more.underWay] }), ...(more.expectedNo === undefined ? {} : { expectedNo: more.expectedNo }) } };
}
