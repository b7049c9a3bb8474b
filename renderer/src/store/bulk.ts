import { create } from 'zustand';
import { BULK_AT_ONCE, BULK_SHOWN_MS, BULK_WAITING, tallyBulk, type BulkAnswer, type BulkCore, type BulkMember, type BulkTally, type BulkThen } from '../../../shared/domain/bulk-answer.ts';
import type { RowPatch } from '../../../shared/domain/rows.ts';
import type { BulkReader, IpcResponse } from '../../../shared/ipc/index.ts';
import { call } from '../bridge/index.ts';
import type { BulkLine } from './bulk-lines.ts';
import { askCommand, runCommand } from './commands.ts';
import { signedIn, useDesk } from './desk.ts';
import { currentTexts, explain, showFailure } from './errors.ts';
import { items } from './rows.ts';
import { clearTicked } from './ticked.ts';
import { showScreen, showToast, useUi } from './ui.ts';

export interface BulkState {
  readonly bulks: ReadonlyMap<string, BulkAnswer>;
  readonly members: ReadonlyMap<string, BulkMember>;
  readonly openId: string | undefined;
  /** Of the open one, by conversation. */
  readonly readers: ReadonlyMap<string, BulkReader>;
  /** Confirmed ones of the open one leave from this desk. */
  readonly sendsHere: boolean;
  /** Written by hand here, by conversation. */
  readonly edits: ReadonlyMap<string, string>;
  /** What is being written for all of them; undefined: as the server has it. */
  readonly core: BulkCore | undefined;
  readonly cursorId: string | undefined;
  readonly busy: boolean;
}

export const useBulk = create<BulkState>(() => ({ bulks: new Map(), members: new Map(), openId: undefined, readers: new Map(), sendsHere: true, edits: new Map(), core: undefined, cursorId: undefined, busy: false }));

const seqs = new Map<string, number>();

export function applyBulkRows(patches: readonly RowPatch[], reset: boolean): void {
  const own = patches.filter(({ kind }) => kind === 'bulkAnswer' || kind === 'bulkMember');
  if (own.length === 0 && !reset) return;
  if (reset) seqs.clear();
  const { bulks, members } = useBulk.getState();
  const nextBulks = new Map(reset ? [] : bulks);
  const nextMembers = new Map(reset ? [] : members);
  for (const patch of own) {
    const key = `${patch.kind} ${patch.id}`;
    if ((seqs.get(key) ?? -1) > patch.seq) continue;
    seqs.set(key, patch.seq);
    const table: Map<string, unknown> = patch.kind === 'bulkAnswer' ? nextBulks : nextMembers;
    if (patch.value === null) table.delete(patch.id);
    else table.set(patch.id, patch.value);
  }
  useBulk.setState({ bulks: nextBulks, members: nextMembers });
  readSoon();
}

export function membersOf(state: Pick<BulkState, 'members'>, bulkId: string): BulkMember[] {
  return [...state.members.values()].filter((member) => member.bulkId === bulkId);
}

export const tallyOf = (state: Pick<BulkState, 'members'>, bulkId: string): BulkTally => tallyBulk(membersOf(state, bulkId));

/** Those lists show: of the last day, the newest first. */
export function shownBulks({ bulks }: Pick<BulkState, 'bulks'>, now: number): BulkAnswer[] {
  return [...bulks.values()].filter((bulk) => now - bulk.changedAt < BULK_SHOWN_MS).toSorted((a, b) => b.startedAt - a.startedAt);
}

/** Where something is still to do: shown on the rail. */
export function openCount(state: Pick<BulkState, 'bulks' | 'members'>, me: string): number {
  let count = 0;
  for (const member of state.members.values()) if (member.agentId === me && (member.state === 'failed' || member.state === 'unclear' || member.state === 'proposed') && state.bulks.get(member.bulkId)?.state !== 'stopped') count += 1;
  return count;
}

export function openBulk(bulkId: string): void {
  if (useBulk.getState().openId !== bulkId) useBulk.setState({ openId: bulkId, readers: new Map(), edits: new Map(), core: undefined, cursorId: undefined });
  showScreen('many');
  readSoon(0);
}

/** Signing out leaves nothing behind. */
export function forgetBulks(): void {
  clearTimeout(writing);
  readFor = undefined;
  closeBulk();
}

export function closeBulk(): void {
  useBulk.setState({ openId: undefined, readers: new Map(), edits: new Map(), core: undefined, cursorId: undefined });
}

interface Claimed {
  readonly bulkId?: string;
  readonly claimed?: readonly string[];
  readonly refused?: readonly { readonly code: string }[];
}

/** Claims them as one and opens the list. What could not be had is told in numbers, with why. */
export async function startBulk(workItemIds: readonly string[], clusterId?: string): Promise<void> {
  const first = await askCommand({ type: 'bulkAnswer.start', data: { workItemIds: workItemIds.slice(0, BULK_AT_ONCE), ...(clusterId === undefined ? {} : { clusterId }) } });
  if (first.status !== 'accepted') return;
  const result = (first.result ?? {}) as Claimed;
  const bulkId = result.bulkId ?? '';
  const refused = [...(result.refused ?? [])];
  for (let i = BULK_AT_ONCE; i < workItemIds.length; i += BULK_AT_ONCE) refused.push(...(await join(bulkId, workItemIds.slice(i, i + BULK_AT_ONCE))));
  clearTicked();
  tellRefused(refused);
  openBulk(bulkId);
}

/** Late ones of the same question, or such as had left it. */
export async function joinBulk(bulkId: string, workItemIds: readonly string[]): Promise<void> {
  const refused: { code: string }[] = [];
  for (let i = 0; i < workItemIds.length; i += BULK_AT_ONCE) refused.push(...(await join(bulkId, workItemIds.slice(i, i + BULK_AT_ONCE))));
  tellRefused(refused);
}

async function join(bulkId: string, workItemIds: readonly string[]): Promise<readonly { readonly code: string }[]> {
  const answer = await askCommand({ type: 'bulkAnswer.join', data: { bulkId, workItemIds: [...workItemIds] } });
  return answer.status === 'accepted' ? (((answer.result ?? {}) as Claimed).refused ?? []) : [];
}

function tellRefused(refused: readonly { readonly code: string }[]): void {
  const first = refused[0];
  if (first === undefined) return;
  const texts = currentTexts();
  showToast({ tone: 'info', text: texts.t('many.notClaimed', refused.length, explain(texts, { code: first.code, message: '' })) });
}

const WRITE_AFTER_MS = 600;
let writing: ReturnType<typeof setTimeout> | undefined;

/** What is said to all of them: shown at once, kept by the server at the next pause. */
export function writeCore(change: Partial<BulkCore>): void {
  const { openId, bulks, core } = useBulk.getState();
  const bulk = openId === undefined ? undefined : bulks.get(openId);
  if (bulk === undefined) return;
  useBulk.setState({ core: { ...(core ?? bulk.core), ...change } });
  clearTimeout(writing);
  writing = setTimeout(() => void saveCore(), WRITE_AFTER_MS);
}

/** Before anything is confirmed the server has what all of them are told. */
export async function saveCore(then?: BulkThen): Promise<boolean> {
  clearTimeout(writing);
  const { openId, bulks, core } = useBulk.getState();
  const bulk = openId === undefined ? undefined : bulks.get(openId);
  if (bulk === undefined) return false;
  const wanted = { core: core ?? bulk.core, then: then ?? bulk.then };
  if (JSON.stringify(wanted) === JSON.stringify({ core: bulk.core, then: bulk.then })) return true;
  return (await runCommand({ type: 'bulkAnswer.write', data: { bulkId: bulk.id, ...wanted } })) === 'accepted';
}

export function editVariant(conversationId: string, text: string | undefined): void {
  useBulk.setState(({ edits }) => {
    const next = new Map(edits);
    if (text === undefined) next.delete(conversationId);
    else next.set(conversationId, text);
    return { edits: next, cursorId: conversationId };
  });
}

/** These go as they stand here. Gives how many the server took. */
export async function confirmLines(bulkId: string, lines: readonly BulkLine[]): Promise<void> {
  if (!(await saveCore())) return;
  await inParts(lines, (part) =>
    call('bulk.confirm', { bulkId, variants: part.map(({ id, text, edited, reader }) => ({ conversationId: id, text, edited, throughMessageId: reader.throughMessageId ?? '' })) }),
  );
}

/** Back to the queue with the answer as draft: the router spreads them over the team, and people send them. */
export async function handOutLines(bulkId: string, lines: readonly BulkLine[]): Promise<void> {
  if (!(await saveCore())) return;
  await inParts(lines, (part) => call('bulk.handOut', { bulkId, variants: part.map(({ id, text }) => ({ conversationId: id, text })) }));
}

export async function skipLines(bulkId: string, ids: readonly string[]): Promise<void> {
  await inParts(ids, (part) => call('bulk.end', { bulkId, conversationIds: [...part] }));
}

export async function stopBulk(bulk: BulkAnswer): Promise<void> {
  if (bulk.agentId === signedIn(useDesk.getState())?.agentId) await inParts([bulk.id], () => call('bulk.end', { bulkId: bulk.id }));
  else await runCommand({ type: 'bulkAnswer.stop', data: { bulkId: bulk.id } });
}

/** Goes on, from this desk. */
export async function resumeBulk(bulkId: string): Promise<void> {
  await runCommand({ type: 'bulkAnswer.resume', data: { bulkId } });
  readFor = undefined;
  readSoon(0);
}

async function inParts<T>(all: readonly T[], run: (part: readonly T[]) => Promise<IpcResponse<'bulk.confirm'>>): Promise<void> {
  useBulk.setState({ busy: true });
  try {
    for (let i = 0; i < all.length; i += BULK_AT_ONCE) {
      const answer = await run(all.slice(i, i + BULK_AT_ONCE));
      if (answer.status === 'refused') return showToast({ tone: 'error', text: explain(currentTexts(), answer) });
      if (answer.status === 'accepted') tellRefused((answer.result?.['refused'] as { code: string }[] | undefined) ?? []);
    }
  } catch (error) {
    showFailure(error);
  } finally {
    useBulk.setState({ busy: false });
    readFor = undefined;
    readSoon(0);
  }
}

let reading: ReturnType<typeof setTimeout> | undefined;
let readFor: string | undefined;

/** What variants are made of is read anew when somebody joined, wrote again or has no text here yet; what is on its way needs it no more. */
function readSoon(afterMs = 300): void {
  if (reading !== undefined && afterMs > 0) return;
  clearTimeout(reading);
  reading = setTimeout(() => {
    reading = undefined;
    void readReaders();
  }, afterMs);
}

async function readReaders(): Promise<void> {
  const { openId } = useBulk.getState();
  if (openId === undefined || useUi.getState().screen !== 'many' || (readFor === openId && !lacks())) return;
  readFor = openId;
  try {
    const { readers, sendsHere } = await call('bulk.members', { bulkId: openId });
    if (useBulk.getState().openId === openId) useBulk.setState({ sendsHere, readers: new Map(readers.map((reader) => [reader.member.conversationId, reader])) });
  } catch (error) {
    showFailure(error);
  }
  // Somebody's text is still on its way here.
  if (lacks()) readSoon(500);
}

function lacks(): boolean {
  const state = useBulk.getState();
  return membersOf(state, state.openId ?? '').some((member) => {
    if (!BULK_WAITING.has(member.state) || member.agentId !== signedIn(useDesk.getState())?.agentId) return false;
    const reader = state.readers.get(member.conversationId);
    const row = items.get(member.workItemId);
    return reader === undefined || reader.text === '' || reader.throughMessageId === undefined || (row !== undefined && row.lastInboundAt !== reader.lastInboundAt);
  });
}

items.subscribe(() => {
  if (useUi.getState().screen === 'many' && reading === undefined && lacks()) readSoon();
});
