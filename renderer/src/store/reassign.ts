import type { CommandOf } from '../../../shared/commands/index.ts';
import { reassignResultSchema, type UnderWay } from '../../../shared/domain/under-way.ts';
import { askCommand } from './commands.ts';
import { currentTexts, explain } from './errors.ts';
import { clearTicked, tickAll } from './ticked.ts';
import { openDialog, showToast } from './ui.ts';

const AT_ONCE = 500;
const UNDER_WAY = 'REPLY_UNDER_WAY';

type Reassignment = Omit<CommandOf<'workItem.reassign'>['data'], 'workItemIds'>;

/** Moves items and says truthfully how many went, and whose answers may already be out; those that could not stay ticked. */
export async function reassign(workItemIds: readonly string[], how: Reassignment): Promise<void> {
  let moved = 0;
  const refused: { workItemId: string; code: string }[] = [];
  const underWay: UnderWay[] = [];
  for (let place = 0; place < workItemIds.length; place += AT_ONCE) {
    const part = workItemIds.slice(place, place + AT_ONCE);
    const answer = await askCommand({ type: 'workItem.reassign', data: { ...how, workItemIds: [...part] } }, { quiet: [UNDER_WAY] });
    if (answer.status === 'refused' && answer.code === UNDER_WAY) {
      refused.push(...part.map((workItemId) => ({ workItemId, code: UNDER_WAY })));
      underWay.push(...(answer.underWay ?? []));
      continue;
    }
    // What is refused whole (offline, not allowed) was told, and the next part would fare no better.
    if (answer.status !== 'accepted') break;
    const told = reassignResultSchema.safeParse(answer.result);
    moved += told.success ? told.data.moved.length : part.length;
    if (!told.success) continue;
    refused.push(...told.data.refused);
    underWay.push(...told.data.underWay);
  }
  const texts = currentTexts();
  if (moved > 0) {
    clearTicked();
    showToast({ tone: 'info', text: texts.t('toast.reassigned', moved) });
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
