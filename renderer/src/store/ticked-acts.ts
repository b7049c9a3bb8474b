import { create } from 'zustand';
import type { Command } from '../../../shared/commands/index.ts';
import type { QueueRow } from '../../../shared/domain/rows.ts';
import { askCommand } from './commands.ts';
import { currentTexts, explain } from './errors.ts';
import { items } from './rows.ts';
import { useTicked } from './ticked.ts';
import { announce, showToast } from './ui.ts';

export type TickedAct = 'done' | 'tags' | 'transfer' | 'snooze';

export interface TickedRun {
  readonly act: TickedAct | 'reassign';
  readonly done: number;
  readonly total: number;
}

/** What is being done to many rows just now. */
export const useTickedRun = create<{ readonly run: TickedRun | undefined }>(() => ({ run: undefined }));
let isStopped = false;
export const stopTickedRun = (): void => {
  isStopped = true;
};

/** Of the last act on many rows, newest last: what takes each of them back. */
let undos: readonly Command[] = [];

/** Rows an act can be done to by this person; the others stay ticked and are counted. */
export function actableRows(ids: Iterable<string>, act: TickedAct, me: string, lead: boolean): { readonly fit: readonly QueueRow[]; readonly rest: number } {
  const fit: QueueRow[] = [];
  let rest = 0;
  for (const id of ids) {
    const row = items.get(id);
    const mine = row?.item.state === 'assigned' && row.item.ownerAgentId === me;
    const may = row !== undefined && row.item.state !== 'closed' && (mine || (act === 'tags' && (lead || row.item.ownerAgentId === undefined)) || (act === 'snooze' && lead));
    if (may) fit.push(row);
    else rest += 1;
  }
  return { fit, rest };
}

export interface TickedStep {
  readonly row: QueueRow;
  readonly command: Command;
  /** Takes it back, where that can be. */
  readonly undo?: Command | undefined;
}

/** Runs one command after another, says how far it is, can be stopped, and what it did can be taken back. What was written to since it was ticked is left out. */
export async function runTicked(act: TickedAct, steps: readonly TickedStep[]): Promise<void> {
  if (useTickedRun.getState().run !== undefined) return;
  isStopped = false;
  const back: Command[] = [];
  let done = 0;
  let newer = 0;
  let queued = 0;
  const refused = new Map<string, number>();
  for (const { row, command, undo } of steps) {
    useTickedRun.setState({ run: { act, done, total: steps.length } });
    if (isStopped) break;
    // Nobody has read what came in since.
    if ((items.get(row.item.id)?.lastInboundAt ?? row.lastInboundAt) > row.lastInboundAt) {
      newer += 1;
      continue;
    }
    const answer = await askCommand(command, { quiet: QUIET });
    if (answer.status === 'refused') {
      refused.set(answer.code ?? '', (refused.get(answer.code ?? '') ?? 0) + 1);
      // Without the server nothing of the rest would go either; that was told.
      if (answer.code === 'OFFLINE_NEEDS_SERVER') break;
      continue;
    }
    done += 1;
    if (answer.status === 'queued') queued += 1;
    else if (undo !== undefined) back.push(undo);
    untick(row.item.id);
  }
  useTickedRun.setState({ run: undefined });
  undos = back;
  tell(act, { done, newer, queued, refused, stopped: isStopped, total: steps.length, canUndo: back.length > 0 });
}

export const wasStopped = (): boolean => isStopped;

/** Says how far an act on many rows is; undefined: it is over. A new one may be stopped. */
export function showRun(run: TickedRun | undefined): void {
  if (run?.done === 0) isStopped = false;
  useTickedRun.setState({ run });
}

const QUIET = ['NOT_OWNER', 'NEWER_MESSAGE', 'ITEM_CLOSED', 'NOT_FOUND', 'NOT_ALLOWED', 'REPLY_UNDER_WAY', 'DANGER_ALONE'];

function untick(id: string): void {
  useTicked.setState(({ ids, anchorId }) => ({ ids: new Set([...ids].filter((one) => one !== id)), anchorId }));
}

interface Told {
  readonly done: number;
  readonly newer: number;
  readonly queued: number;
  readonly refused: ReadonlyMap<string, number>;
  readonly stopped: boolean;
  readonly total: number;
  readonly canUndo: boolean;
}

function tell(act: TickedAct, { done, newer, queued, refused, stopped, total, canUndo }: Told): void {
  const texts = currentTexts();
  const { t } = texts;
  const said = t(`ticked.did.${act}`, done);
  const left = [
    ...(queued > 0 ? [t('ticked.queued', queued)] : []),
    ...(newer > 0 ? [t('ticked.newer', newer)] : []),
    ...[...refused].map(([code, count]) => t('ticked.refused', count, explain(texts, { code, message: '' }))),
    ...(stopped ? [t('ticked.stopped', total - done)] : []),
  ];
  showToast({ tone: refused.size > 0 ? 'error' : 'info', text: [said, ...left].join(' '), ...(canUndo ? { action: { kind: 'undoTicked' }, until: Date.now() + 20_000 } : {}) });
  announce(said);
}

/** Something else was done to many rows: what takes it back. */
export function noteUndos(commands: readonly Command[]): void {
  undos = commands;
}

/** Takes the last act on many rows back. */
export async function undoTicked(): Promise<void> {
  const steps = undos;
  undos = [];
  let done = 0;
  for (const command of steps) if ((await askCommand(command)).status !== 'refused') done += command.type === 'workItem.reassign' ? command.data.workItemIds.length : 1;
  if (steps.length > 0) showToast({ tone: 'info', text: currentTexts().t('ticked.undone', done) });
}

export const canUndoTicked = (): boolean => undos.length > 0;
