import type { Command, CommandOf } from '../../../shared/commands/index.ts';
import { reassignResultSchema, type UnderWay } from '../../../shared/domain/under-way.ts';
import { askCommand } from './commands.ts';
import { currentTexts, explain } from './errors.ts';
import { items } from './rows.ts';
import { clearTicked, tickAll } from './ticked.ts';
import { noteUndos, showRun, wasStopped } from './ticked-acts.ts';
import { openDialog, showToast } from './ui.ts';

/** So many with one command: few enough that it can be seen how far it is, and stopped. */
const AT_ONCE = 50;
const UNDER_WAY = 'REPLY_UNDER_WAY';

const UNDO_MS = 20_000;

type Reassignment = Omit<CommandOf<'workItem.reassign'>['data'], 'workItemIds'>;

/** Moves items and says truthfully how many went, and whose answers may already be out; those that could not stay ticked. */
export async function reassign(workItemIds: readonly string[], how: Reassignment): Promise<void> {
  const before = ownersOf(workItemIds);
  const moved: string[] = [];
  const refused: { workItemId: string; code: string }[] = [];
  const underWay: UnderWay[] = [];
  for (let place = 0; place < workItemIds.length; place += AT_ONCE) {
    const part = workItemIds.slice(place, place + AT_ONCE);
    if (workItemIds.length > AT_ONCE) showRun({ act: 'reassign', done: place, total: workItemIds.length });
    if (place > 0 && wasStopped()) break;
    const answer = await askCommand({ type: 'workItem.reassign', data: { ...how, workItemIds: [...part] } }, { quiet: [UNDER_WAY] });
    if (answer.status === 'refused' && answer.code === UNDER_WAY) {
      refused.push(...part.map((workItemId) => ({ workItemId, code: UNDER_WAY })));
      underWay.push(...(answer.underWay ?? []));
      continue;
    }
    // What is refused whole (offline, not allowed) was told, and the next part would fare no better.
    if (answer.status !== 'accepted') break;
    const told = reassignResultSchema.safeParse(answer.result);
    moved.push(...(told.success ? told.data.moved : part));
    if (!told.success) continue;
    refused.push(...told.data.refused);
    underWay.push(...told.data.underWay);
  }
  showRun(undefined);
  const texts = currentTexts();
  if (moved.length > 0) {
    clearTicked();
    // What was left when it was stopped stays ticked.
    tickAll(workItemIds.filter((id) => !moved.includes(id)));
    noteUndos(backTo(before, moved));
    showToast({ tone: 'info', text: texts.t('toast.reassigned', moved.length), action: { kind: 'undoTicked' }, until: Date.now() + UNDO_MS });
  }
  tickAll(refused.map((one) => one.workItemId));
  const other = refused.find((one) => one.code !== UNDER_WAY);
  if (other !== undefined) {
    const of = refused.filter((one) => one.code !== UNDER_WAY).length;
    showToast({ tone: 'error', text: texts.t('toast.notReassigned', of, explain(texts, { code: other.code, message: '' })) });
  }
  const stayed = new Set(refused.filter((one) => one.code === UNDER_WAY).map((one) => one.workItemId));
  if (stayed.size === 0 && underWay.length === 0) return;
  openDialog({
    kind: 'underWay',
    outcome: {
      forced: underWay.filter((one) => !stayed.has(one.workItemId)),
      refused: underWay.filter((one) => stayed.has(one.workItemId)),
      again: stayed.size === 0 ? undefined : { workItemIds: [...stayed], how: { ...how, force: true } },
    },
  });
}

/** Who has each of them now; undefined: it waits in its queue. */
function ownersOf(workItemIds: readonly string[]): ReadonlyMap<string, string | undefined> {
  return new Map(workItemIds.map((id) => [id, items.get(id)?.item.ownerAgentId]));
}

/** Back to whoever had them, a command for each; gently: an answer that is on its way meanwhile stays with whoever sends it. */
function backTo(before: ReadonlyMap<string, string | undefined>, moved: readonly string[]): Command[] {
  const groups = Map.groupBy(moved, (id) => before.get(id));
  return [...groups].map(([owner, workItemIds]): Command => ({ type: 'workItem.reassign', data: { workItemIds: workItemIds.slice(0, 500), to: owner === undefined ? { kind: 'queue' } : { kind: 'agent', agentId: owner }, force: false } }));
}
