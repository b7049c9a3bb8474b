import { isResting } from '../../../shared/domain/work-item.ts';
import type { Agent } from '../../../shared/domain/agent.ts';
import type { QueueRow, RowPatch } from '../../../shared/domain/rows.ts';
import type { Attention, IpcPush, IpcTopic } from '../../../shared/ipc/index.ts';
import type { OutboxEntry } from '../../../shared/ipc/views.ts';
import type { Timers } from '../../../shared/util/ports.ts';
import type { OpenDesk } from './desk-session.ts';

/** Several changes of one moment are told as one. */
const TOGETHER_MS = 200;
const NOTHING: Attention = { mine: 0, offers: 0, failed: 0, unclear: 0, unsent: 0, onShift: false, closedCopy: false };

export interface AttentionParts {
  readonly timers: Timers;
  readonly desk: () => OpenDesk | undefined;
  readonly me: () => string | undefined;
  /** Somebody's copy lies here, open or not. */
  readonly hasCopy: () => boolean;
  readonly tell: (attention: Attention) => void;
}

/** Counts what waits for this person, as it goes by on its way to the screens, whether or not one is open or may see it. */
export class AttentionCount {
  readonly #p: AttentionParts;
  readonly #mine = new Set<string>();
  readonly #offers = new Set<string>();
  readonly #outbox = new Map<string, OutboxEntry['state']['kind']>();
  #onShift = false;
  /** Whose rows were counted; another desk begins anew. */
  #counted: OpenDesk | undefined;
  #told = NOTHING;
  #planned: (() => void) | undefined;

  constructor(parts: AttentionParts) {
    this.#p = parts;
  }

  view(): Attention {
    this.#catchUp();
    if (this.#counted === undefined) return { ...NOTHING, closedCopy: this.#p.hasCopy() };
    const replies = [...this.#outbox.values()];
    const count = (...kinds: OutboxEntry['state']['kind'][]): number => replies.filter((kind) => kinds.includes(kind)).length;
    return {
      mine: this.#mine.size,
      offers: this.#offers.size,
      failed: count('failed', 'becameDraft'),
      unclear: count('unclear'),
      unsent: count('undoable', 'waiting', 'sending'),
      onShift: this.#onShift,
      closedCopy: false,
    };
  }

  heard(topic: IpcTopic, payload: IpcPush<IpcTopic>): void {
    if (topic !== 'rows' && topic !== 'outbox' && topic !== 'session') return;
    const isCounted = this.#counted !== undefined && this.#counted === this.#p.desk();
    if (isCounted && topic === 'rows') {
      const { reset, rows } = payload as IpcPush<'rows'>;
      if (reset) this.#clearRows();
      const me = this.#p.me();
      for (const row of rows) this.#take(row, me);
    }
    if (isCounted && topic === 'outbox') {
      const { entries, removed } = payload as IpcPush<'outbox'>;
      for (const entry of entries) this.#outbox.set(entry.replyId, entry.state.kind);
      for (const id of removed) this.#outbox.delete(id);
    }
    this.#planned ??= this.#p.timers.after(TOGETHER_MS, () => {
      this.#planned = undefined;
      this.#tell();
    });
  }

  close(): void {
    this.#planned?.();
    this.#planned = undefined;
  }

  #tell(): void {
    const now = this.view();
    if ((Object.keys(now) as (keyof Attention)[]).every((key) => now[key] === this.#told[key])) return;
    this.#told = now;
    this.#p.tell(now);
  }

  #catchUp(): void {
    const desk = this.#p.desk();
    if (desk === this.#counted) return;
    this.#counted = desk;
    this.#clearRows();
    this.#outbox.clear();
    if (desk === undefined) return;
    const me = this.#p.me();
    for (const row of desk.sync.rows()) this.#take(row, me);
    for (const entry of desk.sync.screen.entries()) this.#outbox.set(entry.replyId, entry.state.kind);
  }

  #clearRows(): void {
    this.#mine.clear();
    this.#offers.clear();
    this.#onShift = false;
  }

  #take(row: RowPatch, me: string | undefined): void {
    if (row.kind === 'agent' && row.id === me) {
      const agent = row.value as Agent | null;
      this.#onShift = agent !== null && agent.state !== 'offDuty';
    }
    if (row.kind !== 'workItem') return;
    this.#mine.delete(row.id);
    this.#offers.delete(row.id);
    const value = row.value as QueueRow | null;
    if (value === null || me === undefined) return;
    if (value.item.state === 'assigned' && value.item.ownerAgentId === me && !isResting(value.item)) this.#mine.add(row.id);
    if (value.offer?.agentId === me) this.#offers.add(row.id);
  }
}
