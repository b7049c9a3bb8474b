import { create } from 'zustand';
import type { Attention, AwaySummary, ConnectionView, DeskSettings, LockView, Notice, OutboxEntry, SessionView, Unsent, UpdateView } from '../../../shared/ipc/index.ts';
import { linkStatus, type LinkStatus } from '../bridge/index.ts';

export interface DeskState {
  readonly link: LinkStatus;
  readonly session: SessionView | undefined;
  readonly connection: ConnectionView;
  /** Since when this page has seen no server, by its own clock; undefined while online. */
  readonly notOnlineSince: number | undefined;
  readonly settings: DeskSettings;
  readonly outbox: ReadonlyMap<string, OutboxEntry>;
  readonly notices: readonly Notice[];
  /** What happened while there was no server, until seen. */
  readonly away: AwaySummary | null;
  /** Thrown away with the local copy at the last sign-out; only here any more. */
  readonly lost: Unsent | undefined;
  readonly lock: LockView;
  readonly attention: Attention;
  readonly update: UpdateView;
  /** The first rows are here (an empty queue is then really empty). */
  readonly loaded: boolean;
}

export const useDesk = create<DeskState>(() => ({
  link: linkStatus(),
  session: undefined,
  connection: { kind: 'connecting', attempt: 0 },
  notOnlineSince: undefined,
  settings: { language: 'de', theme: 'system', undoMs: 10_000, place: 'office' },
  outbox: new Map(),
  notices: [],
  away: null,
  lost: undefined,
  lock: { locked: false, ways: [] },
  attention: { mine: 0, offers: 0, failed: 0, unclear: 0, unsent: 0, onShift: false, closedCopy: false },
  update: { kind: 'none' },
  loaded: false,
}));

export function putConnection(connection: ConnectionView): void {
  useDesk.setState((state) => ({
    connection,
    notOnlineSince: connection.kind === 'online' ? undefined : (state.notOnlineSince ?? Date.now()),
  }));
}

/** The signed-in person, or undefined. */
export function signedIn(state: DeskState): Extract<SessionView, { kind: 'signedIn' }> | undefined {
  return state.session?.kind === 'signedIn' ? state.session : undefined;
}

export function isLead(session: SessionView | undefined): boolean {
  return session?.kind === 'signedIn' && session.role !== 'agent';
}

export function putOutbox(entries: readonly OutboxEntry[], removed: readonly string[], reset = false): void {
  useDesk.setState((state) => {
    const outbox = new Map(reset ? [] : state.outbox);
    for (const entry of entries) outbox.set(entry.replyId, entry);
    for (const id of removed) outbox.delete(id);
    return { outbox };
  });
}

export function putNotices(notices: readonly Notice[]): void {
  useDesk.setState((state) => {
    const known = new Map(state.notices.map((notice) => [notice.id, notice]));
    for (const notice of notices) known.set(notice.id, notice);
    return { notices: [...known.values()].toSorted((a, b) => b.at - a.at) };
  });
}

export interface OutboxCounts {
  readonly waiting: number;
  readonly unclear: number;
  readonly failed: number;
}

/** What of the own replies is still open. */
export function countOutbox(outbox: ReadonlyMap<string, OutboxEntry>): OutboxCounts {
  let waiting = 0;
  let unclear = 0;
  let failed = 0;
  for (const { state } of outbox.values()) {
    if (state.kind === 'waiting' || state.kind === 'undoable' || state.kind === 'sending') waiting += 1;
    else if (state.kind === 'unclear') unclear += 1;
    else if (state.kind === 'failed' || state.kind === 'becameDraft') failed += 1;
  }
  return { waiting, unclear, failed };
}
