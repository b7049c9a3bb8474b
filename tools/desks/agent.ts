import type { Command } from '../../shared/commands/index.ts';
import { envelopeOf } from '../../shared/commands/index.ts';
import type { QueueRow } from '../../shared/domain/rows.ts';
import type { ConversationView, IpcName, IpcPush, IpcResponse, IpcTopic, OutboxEntry } from '../../shared/ipc/index.ts';
import type { HeadlessDesk } from '../../electron/main/host/headless.ts';
import type { seededRng } from '../../shared/util/seeded-rng.ts';
import { answerText, isThanks, mannerOf } from './answers.ts';
import { openTurnOf, type OpenTurn } from './conversation-text.ts';
import { DeskRows } from './desk-rows.ts';
import type { DeskTally } from './statistics.ts';

/** How the people of a run work. Shares are of 1. */
export interface Habits {
  /** Reading and writing one answer takes about this long, ms: between half and one and a half of it. */
  readonly thinkMs: number;
  readonly declineShare: number;
  readonly transferShare: number;
  /** Of the answers: closed with them; the others wait for the customer. */
  readonly closeShare: number;
}

type Rng = ReturnType<typeof seededRng>;
type DeskDoor = Pick<HeadlessDesk, 'call' | 'on' | 'agentId'>;

const IDLE_MS = 400;
const LOADING_WITHIN_MS = 8_000;
const AGAIN_AFTER_MS = 3_000;
/** With so many answers on their way a person sees that nothing leaves, and waits. */
const MOST_UNDER_WAY = 3;
const DONE = new Set<OutboxEntry['state']['kind']>(['delivered', 'failed', 'becameDraft']);

/** One person at one desk: goes available, takes what comes, reads, thinks, answers. Everything goes through the desk's own calls. */
export class DeskAgent {
  readonly #desk: DeskDoor;
  readonly #tally: DeskTally;
  readonly #habits: Habits;
  readonly #rng: Rng;
  readonly rows = new DeskRows();
  /** The turn of each item that was dealt with, and when to look again should it still lie there. */
  readonly #dealt = new Map<string, { readonly turn: string; againAt: number }>();
  readonly #sent = new Map<
    string,
    { readonly at: number; readonly seenAt: number; readonly workItemId: string; readonly closes: boolean; told: string }
  >();
  readonly #loading = new Map<string, (view: ConversationView['held']) => void>();
  readonly #unsubscribe: () => void;
  #wake: () => void = () => undefined;
  #stopped = false;
  #running: Promise<void> | undefined;

  constructor(desk: DeskDoor, tally: DeskTally, habits: Habits, rng: Rng) {
    this.#desk = desk;
    this.#tally = tally;
    this.#habits = habits;
    this.#rng = rng;
    this.#unsubscribe = desk.on((topic, payload) => this.#hear(topic, payload));
  }

  get agentId(): string {
    return this.#desk.agentId;
  }

  /** Answers on their way. */
  get underWay(): number {
    return this.#sent.size;
  }

  /** Loads the rows once; from then on the pushes keep them. */
  async begin(): Promise<void> {
    const loaded = await this.#ask('rows.load', {});
    if (loaded !== undefined) this.#takeRows({ reset: false, rows: loaded.rows });
  }

  work(): void {
    this.#running ??= this.#loop();
  }

  /** Finishes the step at hand, takes no new work, waits up to `drainMs` for answers under way, and goes off duty. */
  async end(drainMs: number): Promise<void> {
    this.#stopped = true;
    this.#wake();
    await this.#running;
    await this.#command({ type: 'agent.setState', data: { state: 'runOut' } });
    const until = performance.now() + drainMs;
    while (this.#sent.size > 0 && performance.now() < until) await this.#pause(100);
    await this.#command({ type: 'agent.setState', data: { state: 'offDuty' } });
    this.#unsubscribe();
  }

  async #loop(): Promise<void> {
    while (!this.#stopped) {
      const did = (await this.#beAvailable()) || (await this.#answerOffer()) || (await this.#workOn());
      if (!did) await this.#pause(IDLE_MS);
    }
  }

  async #beAvailable(): Promise<boolean> {
    const me = this.rows.agents.get(this.agentId);
    if (me === undefined || me.state === 'available') return false;
    const done = await this.#command({ type: 'agent.setState', data: { state: 'available' } });
    if (!done) await this.#pause(AGAIN_AFTER_MS);
    // The row follows by itself.
    await this.#pause(50);
    return true;
  }

  async #answerOffer(): Promise<boolean> {
    const row = this.rows.offersTo(this.agentId).find(({ offer }) => offer !== undefined && !this.#dealtWith(offer.reservationId, 'offer'));
    if (row?.offer === undefined) return false;
    const { reservationId } = row.offer;
    await this.#think(0.2);
    const declines = this.#rng.chance(this.#habits.declineShare);
    this.#deal(reservationId, 'offer', Number.POSITIVE_INFINITY);
    const startedAt = performance.now();
    if (await this.#command({ type: declines ? 'reservation.decline' : 'reservation.accept', data: { reservationId } })) {
      this.#tally.time('accept', performance.now() - startedAt);
      this.#tally.count(declines ? 'offersDeclined' : 'offersAccepted');
    }
    return true;
  }

  async #workOn(): Promise<boolean> {
    if (this.#sent.size >= MOST_UNDER_WAY) return false;
    const row = this.rows
      .held(this.agentId)
      .filter(({ item }) => item.waitingFor === 'us')
      .toSorted((a, b) => a.item.dueAt - b.item.dueAt)
      .find((held) => !this.#dealtWith(held.item.id, turnOf(held)));
    if (row === undefined) return false;
    const seenAt = performance.now();
    // Looked at again only if nothing else is heard of it.
    this.#deal(row.item.id, turnOf(row), seenAt + AGAIN_AFTER_MS);
    const { conversationId } = row;
    const turn = await this.#open(conversationId);
    if (turn !== undefined && turn.conversation.ownerAgentId === this.agentId) await this.#answer(row, turn, seenAt);
    await this.#ask('conversation.close', { conversationId });
    return true;
  }

  /** Opens as a person does and waits until it is all there. */
  async #open(conversationId: string): Promise<OpenTurn | undefined> {
    const startedAt = performance.now();
    let view = await this.#ask('conversation.open', { conversationId });
    if (view?.held === 'loading') {
      await this.#heldSoon(conversationId);
      view = await this.#ask('conversation.open', { conversationId });
    }
    if (view === undefined) return undefined;
    const turn = openTurnOf(view);
    if (turn === undefined) this.#tally.code('refused', `conversation.open:${view.held}`);
    else this.#tally.time('open', performance.now() - startedAt);
    return turn;
  }

  #heldSoon(conversationId: string): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOADING_WITHIN_MS);
      this.#loading.set(conversationId, () => {
        clearTimeout(timer);
        this.#loading.delete(conversationId);
        resolve();
      });
    });
  }

  async #answer(row: QueueRow, { conversation, text, lastMessageId }: OpenTurn, seenAt: number): Promise<void> {
    const { id: workItemId } = row.item;
    const seen = lastMessageId === undefined ? {} : { seenThroughMessageId: lastMessageId };
    if (lastMessageId === undefined) {
      // Answered before this desk had it (by an earlier owner, or on the platform): what is left is to let it wait.
      if (await this.#command({ type: 'workItem.park', data: { workItemId } })) this.#tally.count('parked');
      return;
    }
    await this.#think(1);
    if (
      isThanks(text) &&
      (await this.#command({
        type: 'workItem.close',
        data: { workItemId, disposition: { kind: 'noAnswerNeeded', reason: 'thanks' }, ...seen },
      }))
    )
      return this.#tally.count('noAnswerNeeded');
    if (this.#rng.chance(this.#habits.transferShare)) {
      if (await this.#command({ type: 'workItem.transfer', data: { workItemId, to: { kind: 'queue' }, note: 'please have a look' } }))
        this.#tally.count('transferred');
      return;
    }
    const closes = this.#rng.chance(this.#habits.closeShare);
    const manner = mannerOf(text, row.addressForm ?? conversation.addressForm);
    const answer = answerText(manner, (from) => this.#rng.pick(from), `${conversation.id.slice(-4)}-${1000 + this.#rng.int(9000)}`);
    const startedAt = performance.now();
    const result = await this.#ask('reply.send', {
      conversationId: conversation.id,
      text: answer,
      visibility: conversation.visibility,
      followUp: false,
      then: closes ? { kind: 'close', disposition: { kind: 'resolved' } } : { kind: 'wait' },
    });
    if (result === undefined) return;
    if (result.status === 'refused') return this.#tally.code('refused', `reply.send:${result.code}`);
    this.#tally.time('send', performance.now() - startedAt);
    this.#tally.count('queued');
    this.#deal(workItemId, turnOf(row), Number.POSITIVE_INFINITY);
    this.#sent.set(result.entry.replyId, { at: startedAt, seenAt, workItemId, closes, told: '' });
    this.#hearOutbox([result.entry]);
  }

  #hear(topic: IpcTopic, payload: IpcPush<IpcTopic>): void {
    if (topic === 'rows') this.#takeRows(payload as IpcPush<'rows'>);
    if (topic === 'outbox') {
      const { entries, removed } = payload as IpcPush<'outbox'>;
      this.#hearOutbox(entries);
      // An answer leaves the outbox once the thread shows it, or when a person discards it; nobody does here.
      for (const replyId of removed) this.#delivered(replyId);
    }
    if (topic === 'conversation') {
      const { conversationId, held } = payload as IpcPush<'conversation'>;
      if (held !== 'loading') this.#loading.get(conversationId)?.(held);
    }
  }

  #takeRows(push: IpcPush<'rows'>): void {
    this.rows.apply(push);
    for (const { item, conversationId } of this.rows.held(this.agentId))
      this.#tally.owns({ workItemId: item.id, conversationId, epoch: item.epoch, agentId: this.agentId });
    this.#wake();
  }

  #hearOutbox(entries: readonly OutboxEntry[]): void {
    for (const { replyId, state } of entries) {
      const sent = this.#sent.get(replyId);
      if (sent === undefined || sent.told === state.kind) continue;
      sent.told = state.kind;
      if (state.kind === 'unclear') this.#tally.count('unclear');
      if (!DONE.has(state.kind)) continue;
      if (state.kind === 'delivered') {
        this.#delivered(replyId);
        continue;
      }
      this.#sent.delete(replyId);
      this.#tally.code(
        state.kind === 'failed' ? 'failed' : 'becameDraft',
        state.kind === 'failed' ? state.failure.code : state.kind === 'becameDraft' ? state.code : '',
      );
      // If it is still ours and open, it is read and answered anew.
      const dealt = this.#dealt.get(sent.workItemId);
      if (dealt !== undefined) dealt.againAt = performance.now() + AGAIN_AFTER_MS;
    }
  }

  #delivered(replyId: string): void {
    const sent = this.#sent.get(replyId);
    if (sent === undefined) return;
    this.#sent.delete(replyId);
    this.#tally.count('answered');
    this.#tally.count(sent.closes ? 'closed' : 'parked');
    this.#tally.time('deliver', performance.now() - sent.at);
    this.#tally.time('turn', performance.now() - sent.seenAt);
  }

  #deal(id: string, turn: string, againAt: number): void {
    this.#dealt.set(id, { turn, againAt });
  }

  #dealtWith(id: string, turn: string): boolean {
    const dealt = this.#dealt.get(id);
    return dealt !== undefined && dealt.turn === turn && performance.now() < dealt.againAt;
  }

  /** True where the server took it (or will, once online). */
  async #command(command: Command): Promise<boolean> {
    const startedAt = performance.now();
    const result = await this.#ask('command.run', { command: envelopeOf(command) });
    if (result === undefined) return false;
    if (result.status === 'refused') {
      this.#tally.code('refused', `${command.type}:${result.code}`);
      return false;
    }
    this.#tally.time('command', performance.now() - startedAt);
    return true;
  }

  async #ask<N extends IpcName>(name: N, request: unknown): Promise<IpcResponse<N> | undefined> {
    const result = await this.#desk.call(name, request);
    if (result.ok) return result.value;
    this.#tally.code('refused', `${name}:${result.error.code}`);
    return undefined;
  }

  #think(share: number): Promise<void> {
    return this.#pause(this.#habits.thinkMs * share * (0.5 + this.#rng.next()), false);
  }

  /** `wakes`: ends early when rows change or the desk ends. */
  #pause(ms: number, wakes = true): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      if (wakes) {
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }
    });
  }
}

/** A turn of an item: a newer message or a change of owner makes another. */
function turnOf({ item, lastInboundAt, turnMessages }: QueueRow): string {
  return `${item.epoch}:${lastInboundAt}:${turnMessages}`;
}
