import type { ConnectionView, DeskSettings, SyncProgress } from '../../../shared/ipc/views.ts';
import type { RowPatch } from '../../../shared/domain/rows.ts';
import type { Batch, CommandAnswer, Welcome } from '../../../shared/protocol/down.ts';
import type { BatchPlan } from '../../../shared/sync/apply-batch.ts';
import { isFinished } from '../../../shared/sync/outbox-state.ts';
import { readCommand } from '../../../shared/commands/index.ts';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { Reply } from '../../../shared/domain/reply.ts';
import type { ClockReading } from '../../../shared/sync/lease-book.ts';
import { Ahead } from './ahead.ts';
import { AnswerFiles } from './answer-files.ts';
import { Away } from './away.ts';
import { takeAwayNotice } from './away-notices.ts';
import { CommandLane, type PendingCommand } from './command-lane.ts';
import { Conversations } from './conversations.ts';
import { CredentialBook } from './credential-book.ts';
import { Drafts } from './drafts.ts';
import { FileLine } from './file-line.ts';
import { FrameTaker } from './frame-taker.ts';
import { GuardMemory } from './guard-memory.ts';
import { helloOf } from './hello.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import { Link, type LinkState, type LinkTimes } from './link.ts';
import type { OpenSocket } from './link-port.ts';
import { Notices } from './notices.ts';
import { OutboxBook } from './outbox-book.ts';
import { OutboxPump, type PumpParts } from './outbox-pump.ts';
import { OutboxScreen } from './outbox-screen.ts';
import type { Connectors, CredentialSource, Person, SyncBase } from './ports.ts';
import { connectionView, progressOf } from './connection-view.ts';
import { ReplicaView } from './replica-view.ts';
import { Retention } from './retention.ts';
import { Scheduled } from './scheduled.ts';
import { takenAway, takenNotice } from './taken-away.ts';
import { wantedLeases } from './wanted-leases.ts';
import { BulkRunner } from './bulk-runner.ts';
import type { TokenResult } from './token-keeper.ts';

export interface DeskSyncParts {
  readonly base: SyncBase;
  readonly serverUrl: string;
  readonly token: (force: boolean) => Promise<TokenResult>;
  readonly connectors: Connectors;
  readonly credentials: CredentialSource;
  readonly settings: () => DeskSettings;
  readonly onWelcome: (person: Person, welcome: Welcome) => void;
  readonly onWord?: ((name: 'custody' | 'budget' | 'feeds' | 'visitor', payload: unknown) => void) | undefined;
  readonly onLimits?: PumpParts['onLimits'];
  readonly onSignInNeeded: (code: string, message: string) => void;
  /** Default: Socket.IO. */
  readonly openSocket?: OpenSocket | undefined;
  readonly linkTimes?: Partial<LinkTimes> | undefined;
  /** Runs without a screen on an office machine and sends what is scheduled there. */
  readonly isHeadless?: boolean | undefined;
  readonly onTrouble?: ((trouble: Trouble) => void) | undefined;
}

/** `numbers`: the server does not go on with this copy's command numbers. `damaged`: the local copy failed while running. */
export type Trouble = 'numbers' | 'damaged';
const KEEP_FINISHED_MS = 3 * 24 * 3_600_000;

/** Everything between the local copy, the server and the platforms, for the person signed in. */
export class DeskSync {
  readonly base: SyncBase;
  readonly view: ReplicaView;
  readonly book: OutboxBook;
  readonly lane: CommandLane;
  readonly leases: LeaseKeeper;
  readonly pump: OutboxPump;
  readonly screen: OutboxScreen;
  readonly credentials: CredentialBook;
  readonly drafts: Drafts;
  readonly files: AnswerFiles;
  readonly conversations: Conversations;
  readonly notices: Notices;
  readonly away: Away;
  readonly scheduled: Scheduled;
  readonly bulk: BulkRunner;
  readonly ahead: Ahead;
  readonly retention: Retention;
  readonly guards: GuardMemory;
  readonly #frames: FrameTaker;
  readonly link: Link;
  readonly connectors: Connectors;
  readonly #p: DeskSyncParts;
  #link: LinkState = { kind: 'stopped' };
  #caughtUp = false;
  #since: number;
  #latencyMs: number | undefined;
  #progress: SyncProgress | undefined;
  /** The lists of this catch-up have begun to come. */
  #rowsBegan = false;
  readonly #taken: string[] = [];

  constructor(parts: DeskSyncParts) {
    const { base } = parts;
    this.#p = parts;
    this.connectors = parts.connectors;
    this.base = base;
    this.#since = Number(base.stores.meta.get('lastContactAt') ?? base.clock.now());
    this.view = new ReplicaView(base.stores);
    this.lane = new CommandLane({
      base,
      up: (name, payload) => this.link.up(name, payload),
      onAnswer: (command, answer, waited) => this.#onAnswer(command, answer, waited),
      afterAnswer: (command, answer, left) => this.#afterAnswer(command, answer, left),
      onReset: (code) => {
        base.log.error({ code }, 'the server does not go on with the numbers of this copy');
        this.link.stop();
        parts.onTrouble?.('numbers');
      },
    });
    // An end is shown at once: the thread may bring it a moment later, and then there is nothing left to show.
    this.book = new OutboxBook(base, {
      change: (item) => (isFinished(item.state) ? this.screen.refresh() : this.screen.soon()),
      undone: () => this.lane.forgetUnstored(),
    });
    this.screen = new OutboxScreen({ base, book: this.book, pump: () => this.pump, view: this.view });
    this.credentials = new CredentialBook(parts.credentials, base.log, () => (this.pump.kick(), this.screen.soon()));
    this.leases = new LeaseKeeper({
      base,
      up: (payload) => this.link.up('renewLeases', payload),
      wanted: () => wantedLeases(this.view, this.book, base.person().agentId),
      outbox: () => this.screen.counts(),
      onChange: () => this.pump.kick(),
    });
    this.files = new AnswerFiles({ base, view: this.view, items: () => this.book.all(), line: new FileLine(parts.serverUrl, parts.token) });
    this.drafts = new Drafts({ base, lane: this.lane, view: this.view, onChange: (id) => this.conversations.draftChanged(id) });
    this.notices = new Notices(base);
    this.away = new Away(base, this.view);
    this.pump = new OutboxPump({
      base,
      book: this.book,
      lane: this.lane,
      leases: this.leases,
      credentials: this.credentials,
      connectors: parts.connectors,
      view: this.view,
      files: this.files,
      onLimits: parts.onLimits,
      isLettingGo: (replyId) => this.ahead.isLettingGo(replyId),
      replyStatus: (replyIds) => this.link.up('replyStatus', { replyIds }),
      onDraft: (item) => (item.reply.notice === true ? undefined : this.drafts.keepReply(item, true)),
      onScheduledAgain: () => this.scheduled.followAll(),
      onStep: (item) => {
        this.screen.soon();
        this.bulk.kick();
        if (isFinished(item.state)) this.files.sweepSoon();
        if (item.state.kind === 'becameDraft') this.conversations.draftChanged(item.conversationId);
      },
      onTakenUp: (replyIds) => this.screen.takenUp(replyIds),
      // A reply that went out while the person watched needs no notice, nor does one of many: their list says it.
      onNotice: (kind, item, code) => {
        if (item.reply.notice === true) return;
        this.away.reply(kind, item, code);
        if (kind !== 'replySent' || (item.reply.bulk === undefined && base.clock.now() - item.createdAt > 60_000))
          this.notices.add({ kind, conversationId: item.conversationId, ...(code === undefined ? {} : { code }) });
      },
    });
    this.scheduled = new Scheduled({
      base,
      view: this.view,
      book: this.book,
      lane: this.lane,
      files: this.files,
      pump: () => this.pump,
      isHeadless: parts.isHeadless === true,
      onNotice: (item, code) => this.notices.add({ kind: 'other', conversationId: item.conversationId, code }),
    });
    this.bulk = new BulkRunner({ base, view: this.view, book: this.book, drafts: this.drafts, scheduled: this.scheduled, lane: this.lane, pump: () => this.pump, online: () => this.online });
    this.ahead = new Ahead({ base, view: this.view, pending: () => this.lane.pending, conversations: () => this.conversations });
    this.conversations = new Conversations({
      base,
      view: this.view,
      drafts: () => this.drafts,
      screen: this.screen,
      onTheWay: () => this.ahead.onTheWay(),
      online: () => this.online,
      fetch: (conversationId) => this.link.up('fetchConversation', { conversationId }),
      release: (conversationId) => void this.link.up('releaseConversation', { conversationId }),
    });
    this.guards = new GuardMemory({ base, view: this.view, outcome: (replyId) => this.book.get(replyId)?.state });
    this.retention = new Retention({
      base,
      view: this.view,
      settings: parts.settings,
      linked: () => this.#link.kind === 'open' || this.#link.kind === 'connecting',
      online: () => this.online,
      underWay: () => this.lane.pending.map((pending) => this.ahead.conversationOf(pending.command)),
      shown: () => this.conversations.shown(),
      applied: (plan) => this.conversations.applied(plan),
      tellHeld: () => this.link.restart('what this desk holds has changed'),
    });
    this.#frames = new FrameTaker({
      base,
      view: this.view,
      mayWait: () => !this.#caughtUp,
      onGap: (reason) => this.link.restart(reason),
      onError: (error) => this.link.unwritten(error),
      before: (plan) => {
        this.#taken.push(...takenAway(plan, { me: base.person().agentId, view: this.view, ahead: this.ahead }));
        if (!this.#caughtUp) this.away.frame(plan);
      },
      after: (plan, batch) => this.#afterFrame(plan, batch),
    });
    this.link = new Link({
      serverUrl: parts.serverUrl,
      replicaId: base.stores.meta.replicaId(),
      app: base.app,
      place: () => parts.settings().place,
      token: parts.token,
      hello: () => helloOf(base, this.screen.counts()),
      clock: base.clock,
      timers: base.timers,
      rng: base.rng,
      log: base.log,
      onState: (state) => this.#setLink(state),
      onBatch: (frame) => this.#frames.take(frame),
      onPresence: (presence) => base.emit('presence', presence),
      onWord: (name, payload) => (name === 'notice' ? takeAwayNotice({ base, view: this.view, book: this.book, pump: this.pump, connectors: parts.connectors }, payload) : parts.onWord?.(name, payload)),
      onLatency: (ms) => this.#onLatency(ms),
      onSignInNeeded: parts.onSignInNeeded,
      openSocket: parts.openSocket,
      times: parts.linkTimes,
      headless: parts.isHeadless,
    });
  }

  get online(): boolean {
    return this.#link.kind === 'open' && this.#caughtUp;
  }

  /** Works from the local copy at once; the network follows. */
  start(): void {
    const now = this.base.clock.now();
    this.base.stores.commands.prune(now - KEEP_FINISHED_MS);
    this.book.prune(now - KEEP_FINISHED_MS);
    this.files.sweep();
    this.retention.start();
    this.leases.start();
    this.pump.start();
    this.link.start();
  }

  async stop(): Promise<void> {
    this.retention.stop();
    this.bulk.stop();
    this.files.stop();
    try {
      this.drafts.flush();
    } finally {
      this.link.stop();
      this.leases.stop();
      this.screen.stop();
      await this.pump.stop();
    }
  }

  connection(): ConnectionView {
    return connectionView(this.#link, { caughtUp: this.#caughtUp, since: this.#since, latencyMs: this.#latencyMs, progress: this.#progress });
  }

  rows(): RowPatch[] {
    return [...this.view.rows().map((row) => this.ahead.row(row)), ...this.ahead.articles()];
  }

  /** After a command was kept: up with it, and onto the screen. */
  sent(): void {
    this.lane.flush();
    this.ahead.show();
  }

  #setLink(state: LinkState): void {
    const wasOpen = this.#link.kind === 'open';
    this.#link = state;
    // What the line before brought and nobody has written is asked for anew.
    this.#frames.drop();
    if (state.kind === 'open') this.#greeted(state.welcome);
    else if (wasOpen) this.#cut();
    if (state.kind === 'down' && state.code === 'REPLICA_DAMAGED') this.#p.onTrouble?.('damaged');
    this.#emitConnection();
  }

  #greeted(welcome: Welcome): void {
    const { stores, log } = this.base;
    const center = stores.meta.get('centerId');
    if (center !== undefined && center !== welcome.centerId) {
      log.error({ center, other: welcome.centerId }, 'another center answers at this address');
      this.link.stop();
      this.#link = { kind: 'down', reason: 'another center answers at this address', code: 'CENTER_CHANGED' };
      return;
    }
    const { agentId, name, initials, role, centerName } = welcome;
    const person: Person = { agentId, name, initials, role, centerName };
    stores.transaction(() => {
      stores.meta.set('centerId', welcome.centerId);
      stores.meta.set('person', JSON.stringify(person));
    });
    this.#p.onWelcome(person, welcome);
    this.leases.connected(welcome.lease);
    this.#caughtUp = false;
    this.#rowsBegan = false;
  }

  #cut(): void {
    this.#caughtUp = false;
    this.#progress = undefined;
    this.#since = this.base.clock.now();
    this.away.cut();
    this.lane.cut();
    this.leases.disconnected();
    this.pump.cut();
    this.screen.soon();
  }

  #afterFrame(plan: BatchPlan, batch: Batch): void {
    const { base } = this;
    if (plan.rowsReset || plan.startOver) base.emit('rows', { reset: true, rows: this.rows() });
    else if (plan.rows.length > 0) base.emit('rows', { reset: false, rows: plan.rows.map((row) => this.ahead.row(row)) });
    this.conversations.applied(plan);
    this.guards.applied(plan);
    this.ahead.reached(plan.cursor);
    for (const conversationId of this.#taken.splice(0)) this.notices.add(takenNotice(conversationId, this.book.ofConversation(conversationId)));
    for (const { conversationId, held } of plan.held) {
      if (held?.frozen !== undefined) this.notices.add({ kind: 'setAside', conversationId });
      if (held === undefined) this.leases.left(conversationId);
    }
    if (plan.forget.length > 0 || plan.held.length > 0) this.files.sweepSoon();
    const isOwn = ({ noun, id, value }: BatchPlan['entities'][number]): boolean => noun === 'reply' && value !== null && this.book.get(id) !== undefined;
    const replies = plan.entities.filter(isOwn).map(({ id, value }) => ({ replyId: id, word: (value as Reply).state }));
    if (replies.length > 0) this.pump.serverKnows(replies);
    this.bulk.kick();
    if (this.#caughtUp) this.scheduled.follow(plan.entities.flatMap(({ noun, value }) => (noun === 'reply' && value !== null ? [value as Reply] : [])));
    if (this.#caughtUp && plan.entities.some((write) => this.#needsLease(write))) void this.leases.renew();
    this.pump.kick();
    this.screen.soon();
    this.#progress = progressOf(batch);
    // The last frames of a catch-up carry rows, all or what changed of them; the very last says that nothing follows.
    this.#rowsBegan ||= batch.rowsReset === true || batch.rowsMark !== undefined;
    if (this.#rowsBegan && this.#progress === undefined && !this.#caughtUp) this.#onCaughtUp();
    else if (this.#progress !== undefined) this.#emitConnection();
  }

  #needsLease({ noun, id, value }: BatchPlan['entities'][number]): boolean {
    if (noun !== 'conversation' || value === null) return false;
    const { ownerAgentId, epoch } = value as Conversation;
    return ownerAgentId === this.base.person().agentId && this.leases.state(id, epoch) !== 'valid';
  }

  #onCaughtUp(): void {
    this.#caughtUp = true;
    this.#since = this.base.clock.now();
    this.#progress = undefined;
    this.link.settled();
    this.away.caughtUp();
    this.lane.open();
    void this.leases.renew();
    this.scheduled.followAll();
    this.bulk.kick();
    this.pump.caughtUp().catch((error: unknown) => this.base.log.error({ error: String(error) }, 'the pump could not take up'));
    this.drafts.flush();
    this.conversations.caughtUp();
    this.screen.soon();
    this.#emitConnection();
  }

  #onAnswer(command: PendingCommand, answer: CommandAnswer, waited: boolean): void {
    if (command.command.type === 'reply.requestPermit') this.pump.onAnswer(command, answer);
    if (command.command.type === 'reply.schedule') this.pump.decided(this.scheduled.answered(command, answer));
    if (command.command.type === 'reply.report') this.pump.decided(this.scheduled.calledOff(command, answer));
    if (command.command.type === 'draft.save') this.drafts.onAnswer(command.commandNo, answer.status === 'accepted');
    if (answer.status === 'refused' && !waited && TOLD_WHEN_REFUSED.has(command.command.type)) {
      const conversationId = this.ahead.conversationOf(command.command);
      this.notices.add({ kind: 'other', code: answer.error.code, values: { command: command.command.type }, ...(conversationId === undefined ? {} : { conversationId }) });
    }
  }

  #afterAnswer(command: PendingCommand, answer: CommandAnswer, left: ClockReading | undefined): void {
    if (answer.status === 'refused') this.ahead.refused(command);
    else this.ahead.accepted(command, answer.seq);
    const asked = answer.status === 'accepted' && left !== undefined ? readCommand(command.command) : undefined;
    // Leave for a notice renews no lease (AWAY-4): the server counts none either.
    if (asked?.ok === true && asked.command.type === 'reply.requestPermit' && left !== undefined && this.book.get(asked.command.data.replyId)?.reply.notice !== true) this.leases.granted(asked.command.data.conversationId, asked.command.data.epoch, left);
    this.pump.afterAnswer();
    if (answer.status === 'refused') this.scheduled.refused(answer.error.code);
  }

  #onLatency(ms: number): void {
    const before = this.#latencyMs;
    this.#latencyMs = Math.round(ms);
    if (before === undefined || Math.abs(before - ms) > Math.max(20, before / 2)) this.#emitConnection();
  }

  #emitConnection(): void {
    this.base.emit('connection', this.connection());
  }
}

/** Commands that may wait for the server: refused later, the person must hear of it. */
const TOLD_WHEN_REFUSED: ReadonlySet<string> = new Set(['workItem.close', 'workItem.park', 'workItem.snooze', 'workItem.wake', 'conversation.tag', 'note.add', 'contact.setAddressForm']);
