import { CommandLane } from '../../electron/main/sync/command-lane.ts';
import { Link, type LinkState } from '../../electron/main/sync/link.ts';
import type { SyncBase } from '../../electron/main/sync/ports.ts';
import { systemClock, systemIds, systemRng, systemTimers } from '../../electron/main/core/system-ports.ts';
import type { Command } from '../../shared/commands/index.ts';
import type { Batch, CommandAnswer } from '../../shared/protocol/down.ts';
import { DeskDisk, MemoryDeskStores } from '../simulation/desk-disk.ts';

const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * A desk reduced to its line: the product's own link (reconnect, back-off, hello, patience) and its own command lane (numbers, resends), over a store in
 * memory. Of frames it checks that each joins the one before and keeps what it must name in its next hello; it folds nothing, so that hundreds fit one process.
 */
export class LightDesk {
  readonly agentId: string;
  readonly link: Link;
  readonly lane: CommandLane;
  readonly answers: CommandAnswer[] = [];
  readonly held = new Map<string, number>();
  cursor = 0;
  /** performance.now() of the moment all that was missed was here; undefined while it is not. */
  inSyncAt: number | undefined;
  gaps = 0;
  #welcomeSeq = 0;
  #hasRows = false;
  #rowsMark: string | undefined;

  constructor(o: { agentId: string; url: string; token: string; onInSync?: () => void }) {
    this.agentId = o.agentId;
    const stores = new MemoryDeskStores(new DeskDisk(systemIds.next()));
    const base: SyncBase = { stores, clock: systemClock, timers: systemTimers, ids: systemIds, rng: systemRng, log: QUIET, emit: () => undefined, app: 'light', person: () => ({ agentId: o.agentId, name: '', initials: '', role: 'agent', centerName: '' }) };
    this.lane = new CommandLane({ base, up: (name, payload) => this.link.up(name, payload), onAnswer: () => undefined, afterAnswer: (_command, answer) => void this.answers.push(answer), onReset: (code) => { throw new Error(`the server does not go on with the numbers of ${o.agentId}: ${code}`); } });
    this.link = new Link({
      serverUrl: o.url,
      replicaId: stores.meta.replicaId(),
      app: 'light',
      place: () => 'office',
      token: () => Promise.resolve({ kind: 'token', token: o.token, expiresAt: Date.now() + 6 * 3_600_000 }),
      hello: () => ({ cursor: this.cursor, held: [...this.held].map(([conversationId, asOfSeq]) => ({ conversationId: conversationId as never, asOfSeq, frozen: false })), outbox: { waiting: 0, unclear: 0 }, ...(this.#rowsMark === undefined ? {} : { rowsMark: this.#rowsMark }) }),
      clock: systemClock,
      timers: systemTimers,
      rng: systemRng,
      log: QUIET,
      onState: (state) => this.#onState(state),
      onBatch: (frame) => this.#take(frame as Batch, o.onInSync),
      onPresence: () => undefined,
      onLatency: () => undefined,
      onSignInNeeded: (code) => { throw new Error(`${o.agentId} was sent to sign in: ${code}`); },
    });
  }

  run(command: Command): void {
    this.lane.append(command);
    this.lane.flush();
  }

  #onState(state: LinkState): void {
    if (state.kind === 'open') {
      this.#welcomeSeq = state.welcome.seq;
      this.#hasRows = false;
    }
    else if (this.inSyncAt !== undefined) {
      this.inSyncAt = undefined;
      this.lane.cut();
    }
  }

  #take(batch: Batch, onInSync: (() => void) | undefined): void {
    const startsOver = batch.toSeq < batch.fromSeq && batch.fromSeq === this.cursor;
    if (batch.fromSeq !== this.cursor && !startsOver) {
      this.gaps += 1;
      return this.link.restart(`gap: expected ${this.cursor}, got ${batch.fromSeq}`);
    }
    for (const id of batch.purges) this.held.delete(id);
    for (const { conversationId, asOfSeq } of batch.snapshots) this.held.set(conversationId, asOfSeq);
    this.cursor = batch.toSeq;
    if (batch.rowsReset === true) this.#rowsMark = undefined;
    this.#rowsMark = batch.rowsMark ?? this.#rowsMark;
    this.#hasRows ||= batch.rowsReset === true || batch.rowsMark !== undefined;
    // Rows may come in several frames; the last one says of no progress any more.
    if (!this.#hasRows || batch.progress !== undefined || this.inSyncAt !== undefined || this.cursor < this.#welcomeSeq) return;
    this.inSyncAt = performance.now();
    this.link.settled();
    this.lane.open();
    onInSync?.();
  }
}
