// What a center is, in a hundred lines without events, entities or reducers: who owns what, what is unanswered, which answer is out.
// Kept apart from the product on purpose: the two must agree by meaning, not by sharing code.

const LEASE_AND_MARGIN = 135_000;
const HELD_TOO_LONG = 600_000;

interface Answer {
  readonly agent: string;
  readonly desk: string;
  readonly covers: number | undefined;
  state: 'scheduled' | 'permitted' | 'unconfirmed' | 'delivered' | 'failed' | 'discarded';
  /** Of a scheduled one: a desk by name, or whichever runs without a screen. */
  executor?: string;
  sendAt?: number;
}

export class ModelConversation {
  owner: string | undefined;
  epoch = 0;
  item: 'open' | 'closed' = 'open';
  parked = false;
  /** Messages nobody answered; `shelved`: those of a turn closed without an answer. */
  open: number[] = [];
  shelved: number[] = [];
  lastMessage = 0;
  lock: string | undefined;
  /** What the answer that is out still covers, should what it reached to be taken back. */
  lockCovers: number | undefined;
  readonly gone = new Set<number>();
  readonly edited = new Set<number>();
  isStopped = false;
  sendingUntil = 0;
  readonly answers = new Map<string, Answer>();

  writes(message: number): void {
    if (this.item === 'closed') this.shelved = [];
    this.item = 'open';
    this.parked = false;
    this.open.push(message);
    this.lastMessage = message;
  }

  takenBack(message: number): void {
    this.gone.add(message);
    if (this.lock !== undefined && this.lockCovers === message) this.lockCovers = this.open[this.open.indexOf(message) - 1];
    [this.open, this.shelved] = [this.open, this.shelved].map((turn) => turn.filter((m) => m !== message)) as [number[], number[]];
  }

  #owned(by: string | undefined): void {
    this.owner = by;
    this.epoch += 1;
  }

  take(by: string): string {
    if (this.item === 'closed') return 'ITEM_CLOSED';
    if (this.owner === by) return 'ok';
    if (this.owner !== undefined) return 'ALREADY_TAKEN';
    this.#owned(by);
    return 'ok';
  }

  #answerMayBeOut(now: number): boolean {
    return this.lock !== undefined && this.sendingUntil > now;
  }

  transfer(by: string, to: string | undefined, now: number): string {
    if (this.item === 'closed') return 'ITEM_CLOSED';
    if (this.owner !== by) return 'NOT_OWNER';
    if (this.#answerMayBeOut(now)) return 'REPLY_UNDER_WAY';
    if (to !== by) this.#owned(to);
    return 'ok';
  }

  reassign(to: string | undefined, force: boolean, now: number): string {
    if (this.item === 'closed') return 'ITEM_CLOSED';
    if (this.#answerMayBeOut(now) && !force) return 'REPLY_UNDER_WAY';
    if (to !== this.owner) this.#owned(to);
    return 'ok';
  }

  close(by: string, seen: number): string {
    if (this.item === 'closed') return 'ok';
    if (this.owner !== by) return 'NOT_OWNER';
    if (seen !== this.lastMessage) return 'NEWER_MESSAGE';
    this.item = 'closed';
    this.owner = undefined;
    if (this.lock === undefined && this.open.length > 0) [this.shelved, this.open] = [this.open, []];
    return 'ok';
  }

  park(by: string, seen: number): string {
    if (this.owner !== by) return 'NOT_OWNER';
    if (this.item === 'closed') return 'ITEM_CLOSED';
    if (this.parked) return 'ok';
    if (seen !== this.lastMessage) return 'NEWER_MESSAGE';
    this.parked = true;
    return 'ok';
  }

  reopen(by: string): string {
    if (this.item === 'open') return 'ok';
    this.#open();
    this.#owned(by);
    return 'ok';
  }

  #open(): void {
    this.item = 'open';
    this.parked = false;
    [this.open, this.shelved] = [[...this.shelved, ...this.open], []];
  }

  schedule(reply: string, by: string, desk: string, epoch: number, covers: number | undefined, executor: string, officeThere: boolean, sendAt: number): string {
    const known = this.answers.get(reply);
    if (known !== undefined) return known.agent === by ? 'ok' : 'NOT_ALLOWED';
    if (this.owner !== by || this.epoch !== epoch) return 'LEASE_LOST';
    if (executor === 'headless' && !officeThere) return 'EXECUTOR_MISSING';
    this.answers.set(reply, { agent: by, desk, covers, state: 'scheduled', sendAt, executor: executor === 'headless' ? executor : desk });
    return 'ok';
  }

  changeExecutor(reply: string, by: string, desk: string, executor: string, officeThere: boolean): string {
    const known = this.answers.get(reply);
    if (known === undefined) return 'NOT_FOUND';
    if (known.agent !== by) return 'NOT_ALLOWED';
    if (known.state !== 'scheduled') return 'REPLY_NOT_OPEN';
    if (executor === 'headless' && !officeThere) return 'EXECUTOR_MISSING';
    known.executor = executor === 'headless' ? executor : desk;
    return 'ok';
  }

  permit(reply: string, by: string, desk: string, wish: { epoch: number; covers: number | undefined; followUp: boolean; heldMs: number; fromOffice?: boolean }, now: number): string {
    const known = this.answers.get(reply);
    if (known?.state === 'scheduled') {
      if (known.agent !== by) return 'NOT_ALLOWED';
      if (known.executor === 'headless' ? wish.fromOffice !== true : known.executor !== desk) return 'NOT_EXECUTOR';
      if (now < (known.sendAt ?? now)) return 'TOO_EARLY';
    } else if (known !== undefined) return known.agent !== by ? 'NOT_ALLOWED' : known.desk !== desk ? 'REPLY_KNOWN' : 'ok';
    if (this.owner !== by || this.epoch !== wish.epoch) return 'LEASE_LOST';
    if (this.lock !== undefined) return 'TURN_LOCKED';
    if (wish.covers !== undefined && this.gone.has(wish.covers)) return 'MESSAGE_DELETED';
    const at = wish.covers === undefined ? -1 : this.open.indexOf(wish.covers);
    if (at < 0 && !wish.followUp) return 'TURN_ANSWERED';
    if (wish.covers !== undefined && this.edited.has(wish.covers)) return 'MESSAGE_EDITED';
    if (wish.heldMs > HELD_TOO_LONG && at >= 0 && at < this.open.length - 1) return 'TEXT_STALE';
    if (this.isStopped) return 'ACCOUNT_STOPPED';
    this.answers.set(reply, { agent: by, desk, covers: wish.covers, state: 'permitted' });
    this.lock = reply;
    this.lockCovers = wish.covers;
    this.sendingUntil = now + LEASE_AND_MARGIN;
    return 'ok';
  }

  delivered(reply: string): string {
    const answer = this.answers.get(reply);
    if (answer === undefined) return 'NOT_FOUND';
    if (answer.state === 'delivered') return 'ok';
    answer.state = 'delivered';
    const covers = this.lock === reply ? this.lockCovers : answer.covers;
    if (this.lock === reply) this.lock = undefined;
    if (covers !== undefined) for (const turn of [this.open, this.shelved]) turn.splice(0, turn.indexOf(covers) + 1);
    return 'ok';
  }

  /** `home`: whether who sent it is present to take a closed item back. */
  notSent(reply: string, as: 'failed' | 'discarded', by: string, desk: string, home: boolean, now: number): string {
    const answer = this.answers.get(reply);
    if (answer === undefined) return 'NOT_FOUND';
    if (as === 'discarded' && answer.agent !== by && this.owner !== by) return 'NOT_ALLOWED';
    if (answer.state === 'delivered') return 'ok';
    if (as === 'failed' && answer.agent !== by) return 'NOT_ALLOWED';
    if (answer.state === 'failed' || answer.state === 'discarded') return 'ok';
    if (as === 'discarded' && answer.state === 'permitted' && this.sendingUntil > now && answer.desk !== desk) return 'REPLY_UNDER_WAY';
    answer.state = as;
    if (this.lock === reply) this.lock = undefined;
    if (this.item === 'closed') {
      this.#open();
      if (home) this.#owned(answer.agent);
    }
    this.parked = false;
    return 'ok';
  }

  silent(reply: string): void {
    const answer = this.answers.get(reply);
    if (answer?.state === 'permitted') answer.state = 'unconfirmed';
  }
}
