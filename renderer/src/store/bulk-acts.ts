import { BULK_WAITING, type BulkAnswer } from '../../../shared/domain/bulk-answer.ts';
import { confirmLines, handOutLines, resumeBulk, skipLines, useBulk } from './bulk.ts';
import { canConfirm, isCalm, type BulkLine } from './bulk-lines.ts';
import { runCommand } from './commands.ts';
import { me } from './navigation.ts';

// What a key or a button does with one line: and on to the next that waits for a person.

export function actOnLine(bulkId: string, line: BulkLine, lines: readonly BulkLine[]): void {
  goOn(line, lines);
  void (line.byHand ? handOutLines(bulkId, [line]) : confirmLines(bulkId, [line]));
}

export function skipLine(bulkId: string, line: BulkLine, lines: readonly BulkLine[]): void {
  goOn(line, lines);
  void skipLines(bulkId, [line.id]);
}

function goOn(line: BulkLine, lines: readonly BulkLine[]): void {
  const at = lines.indexOf(line);
  const open = (one: BulkLine): boolean => one.id !== line.id && (one.state === 'proposed' || one.state === 'failed');
  useBulk.setState({ cursorId: (lines.slice(at + 1).find(open) ?? lines.find(open) ?? line).id });
}

let shown: { readonly bulk: BulkAnswer; readonly lines: readonly BulkLine[] } | undefined;

/** What the keys work on: the list on the screen. */
export function showInMany(now: typeof shown): void {
  shown = now;
}

const isMine = (): boolean => shown?.bulk.agentId === me() && shown.bulk.state !== 'stopped';
const chosenId = (): string | undefined => useBulk.getState().cursorId ?? shown?.lines[0]?.id;
const chosen = (): BulkLine | undefined => shown?.lines.find(({ id }) => id === chosenId());
const isOpenLine = (line: BulkLine | undefined): line is BulkLine => line !== undefined && (line.state === 'proposed' || line.state === 'failed');

export const canAct = (): boolean => {
  const line = chosen();
  return isMine() && isOpenLine(line) && canConfirm(line);
};
export const canSkip = (): boolean => {
  const line = chosen();
  return isMine() && line !== undefined && BULK_WAITING.has(line.state);
};
export const calmLines = (): readonly BulkLine[] => (isMine() ? (shown?.lines.filter((line) => isCalm(line) && !line.byHand) ?? []) : []);

export function actOnChosen(): void {
  const line = chosen();
  if (shown !== undefined && line !== undefined) actOnLine(shown.bulk.id, line, shown.lines);
}
export function skipChosen(): void {
  const line = chosen();
  if (shown !== undefined && line !== undefined) skipLine(shown.bulk.id, line, shown.lines);
}
export function confirmCalm(): void {
  if (shown !== undefined) void confirmLines(shown.bulk.id, calmLines());
}
export const canPause = (): boolean => shown !== undefined && shown.bulk.state !== 'stopped' && (shown.bulk.state !== 'paused' || isMine());
export function pauseOrResume(): void {
  if (shown === undefined) return;
  const { id: bulkId, state } = shown.bulk;
  void (state === 'paused' ? resumeBulk(bulkId) : runCommand({ type: 'bulkAnswer.pause', data: { bulkId } }));
}

/** Up or down the list. */
export function moveInMany(by: 1 | -1): void {
  const lines = shown?.lines ?? [];
  const at = lines.findIndex(({ id }) => id === chosenId());
  const to = at < 0 ? 0 : Math.max(0, Math.min(lines.length - 1, at + by));
  useBulk.setState({ cursorId: lines[to]?.id });
}
