import type { Reply } from '../../../shared/domain/reply.ts';
import { wordParts } from '../../../shared/domain/reply-files.ts';
import { frozenReplySchema } from '../../../shared/domain/reply.ts';
import type { CommandAnswer } from '../../../shared/protocol/down.ts';
import type { Executor } from '../../../shared/ipc/views.ts';
import { calledOffTooLate } from '../../../shared/sync/outbox-results.ts';
import type { OutboxItem, OutboxState } from '../../../shared/sync/outbox-state.ts';
import type { AnswerFiles } from './answer-files.ts';
import type { CommandLane, PendingCommand } from './command-lane.ts';
import { frozenRequest } from './frozen-request.ts';
import type { OutboxBook } from './outbox-book.ts';
import type { OutboxPump } from './outbox-pump.ts';
import type { SyncBase } from './ports.ts';
import { promised } from './promised.ts';
import type { ReplicaView } from './replica-view.ts';

const BRING_AGAIN_MS = 15_000;

export interface ScheduledParts {
  readonly base: SyncBase;
  readonly view: ReplicaView;
  readonly book: OutboxBook;
  readonly lane: CommandLane;
  readonly files: Pick<AnswerFiles, 'bring'>;
  readonly pump: () => OutboxPump;
  /** This desk runs without a screen on an office machine and takes over what is to be sent there. */
  readonly isHeadless: boolean;
  readonly onNotice: (item: OutboxItem, code: string) => void;
}

/**
 * Replies that go out later (SENDING rule 9). The server knows each with its bytes and its executor; exactly that desk asks leave when the time has
 * come. A desk changes hands only by the server's word, and only while nobody has leave.
 */
export class Scheduled {
  readonly #p: ScheduledParts;

  constructor(parts: ScheduledParts) {
    this.#p = parts;
  }

  /** Tells the server; inside the transaction that accepts the reply. `headless` is taken up once the server has agreed. */
  announce(item: OutboxItem, executor: Executor): void {
    const { reply } = item;
    if (reply.sendAt === undefined) return;
    this.#p.lane.append({ type: 'reply.schedule', data: { ...frozenRequest(item), sendAt: reply.sendAt, executor: executor === 'headless' ? 'headless' : 'desk' } });
  }

  /** In the transaction that stores the answer: the state that follows, or undefined. */
  answered(command: PendingCommand, answer: CommandAnswer): { readonly item: OutboxItem; readonly state: OutboxState } | undefined {
    const data = command.command.data as { replyId?: string; executor?: string };
    const item = data.replyId === undefined ? undefined : this.#p.book.get(data.replyId);
    if (item?.state.kind !== 'scheduled') return undefined;
    if (answer.status === 'accepted') return data.executor === 'headless' ? { item, state: this.#handedOver(item) } : undefined;
    if (answer.error.code === 'FILE_NOT_KEPT') {
      this.#bringAndAnnounce(item, data.executor === 'headless' ? 'headless' : 'thisDesk');
      return undefined;
    }
    if (answer.error.code === 'EXECUTOR_MISSING') {
      // Nobody there to send it: it stays with this desk, and the person hears so.
      this.announce(item, 'thisDesk');
      this.#p.onNotice(item, answer.error.code);
      return undefined;
    }
    return { item, state: { kind: 'becameDraft', code: answer.error.code, detail: answer.error.message.slice(0, 500), at: this.#p.base.clock.now(), permitted: false } };
  }

  /** In the transaction that stores the answer: called off here, but another desk has leave already. The person hears that it may be out. */
  calledOff(command: PendingCommand, answer: CommandAnswer): { readonly item: OutboxItem; readonly state: OutboxState } | undefined {
    if (answer.status !== 'refused' || answer.error.code !== 'NOT_EXECUTOR') return undefined;
    const item = this.#p.book.get((command.command.data as { replyId: string }).replyId);
    if (item?.state.kind !== 'discarded' || item.state.calledOff !== true) return undefined;
    const now = this.#p.base.clock.now();
    this.#p.onNotice(item, 'REPLY_UNDER_WAY');
    return { item, state: calledOffTooLate(item.reply.sendAt ?? now, now) };
  }

  /** The server keeps what is named before it keeps the reply. Until then it is this desk's alone, and goes out from here when its time has come. */
  #bringAndAnnounce(item: OutboxItem, executor: Executor): void {
    const { base, book, files, lane } = this.#p;
    const again = (): void => void base.timers.after(BRING_AGAIN_MS, () => this.#bringAndAnnounce(item, executor));
    void files.bring(item).then(({ kind }) => {
      if (book.get(item.replyId)?.state.kind !== 'scheduled' || kind === 'refused') return;
      if (kind === 'later') return again();
      this.announce(item, executor);
      lane.flush();
    }).catch((error: unknown) => {
      base.log.warn({ replyId: item.replyId, error: error instanceof Error ? error.message : String(error) }, 'a scheduled reply could not be announced yet');
      again();
    });
  }

  /** The server has agreed to another executor. */
  changed(item: OutboxItem, executor: Executor): void {
    if (item.state.kind !== 'scheduled' || item.state.executor === executor) return;
    const { state } = item;
    this.#p.book.change(item, { ...state, executor }, () => (executor === 'headless' ? this.#handedOver(item) : { ...state, executor }));
    this.#p.lane.flush();
    this.#p.pump().kick();
  }

  /** What the server's own events say of scheduled replies of this person. */
  follow(replies: readonly Reply[]): void {
    const { base, book } = this.#p;
    const me = base.person().agentId;
    for (const reply of replies) {
      if (reply.state !== 'scheduled' || reply.agentId !== me || reply.executor === undefined) continue;
      const isMine = reply.executor.kind === 'headless' ? this.#p.isHeadless : reply.executor.replicaId === base.stores.meta.replicaId();
      const item = book.get(reply.id);
      if (item === undefined && isMine && this.#p.isHeadless) this.#adopt(reply);
      if (item?.state.kind === 'scheduled') {
        const executor = isMine ? 'thisDesk' : 'headless';
        if (item.state.executor !== executor) book.change(item, { ...item.state, executor });
        if (!isMine && reply.executor.kind === 'desk' && !this.#p.isHeadless) this.#claim(reply.id);
      }
    }
    this.#p.pump().kick();
  }

  /** All of them, after a catch-up. */
  followAll(): void {
    this.follow(this.#p.view.all('reply'));
  }

  /** Leave or a change of hands was refused: what the server says counts. A change out of a damaged copy kept this one from asking for the reply itself. */
  refused(code: string): void {
    if (code === 'NOT_EXECUTOR' || code === 'EXECUTOR_MISSING') this.followAll();
  }

  /** The item waits for the customer meanwhile: it costs nothing and stays with its owner, also when they go home. */
  #handedOver(item: OutboxItem): OutboxState {
    if (item.workItemId !== undefined && item.reply.then.kind !== 'keep') {
      const seen = item.reply.answersThroughMessageId === undefined ? {} : { seenThroughMessageId: item.reply.answersThroughMessageId };
      this.#p.lane.append({ type: 'workItem.park', data: { workItemId: item.workItemId, ...seen, ...promised(item.reply.then), afterReplyId: item.replyId as never } });
    }
    if (item.state.kind !== 'scheduled') return item.state;
    return { ...item.state, executor: 'headless' };
  }

  /** Named is the copy that this one was built from: it will never send, so this one asks to be named. */
  #claim(replyId: string): void {
    const { lane, base } = this.#p;
    if (lane.pending.some(({ command }) => command.type === 'reply.changeExecutor' && (command.data as { replyId?: string }).replyId === replyId)) return;
    try {
      lane.append({ type: 'reply.changeExecutor', data: { replyId: replyId as never, executor: 'desk' } });
      lane.flush();
    } catch (error) {
      base.log.warn({ replyId, error: error instanceof Error ? error.message : String(error) }, 'a scheduled reply of the copy before could not be claimed yet');
    }
  }

  /** Takes over a reply another desk of this person wrote. */
  #adopt(reply: Reply): void {
    const { base, view, book } = this.#p;
    const text = base.stores.bodies.get(reply.bodyRef);
    const frozen = text === undefined ? undefined : frozenReplySchema.safeParse(JSON.parse(text));
    const conversation = view.get('conversation', reply.conversationId);
    const account = view.account(reply.accountId);
    if (frozen?.success !== true || conversation === undefined || account === undefined || reply.sendAt === undefined) {
      base.log.warn({ replyId: reply.id }, 'a scheduled reply cannot be taken over yet');
      return;
    }
    const item: OutboxItem = {
      replyId: reply.id,
      conversationId: reply.conversationId,
      workItemId: reply.workItemId,
      accountId: reply.accountId,
      epoch: reply.epoch,
      platformKey: reply.platformKey,
      createdAt: reply.permittedAt,
      reply: {
        frozen: frozen.data,
        agentId: reply.agentId,
        channel: conversation.channel,
        credentialId: account.credentialId,
        accountHandle: account.handle,
        followUp: reply.followUp,
        then: { kind: 'keep' },
        sendAt: reply.sendAt,
        typed: wordParts(frozen.data).join('\n\n'),
        ...(reply.answersThroughMessageId === undefined ? {} : { answersThroughMessageId: reply.answersThroughMessageId }),
      },
      state: { kind: 'scheduled', sendAt: reply.sendAt, executor: 'thisDesk', since: base.clock.now() },
    };
    base.stores.transaction(() => book.enqueue(item));
    book.announce(item);
    base.log.info({ replyId: reply.id }, 'a scheduled reply was taken over');
  }
}
