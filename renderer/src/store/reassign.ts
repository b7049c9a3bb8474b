import { z } from 'zod';
import type { CommandOf } from '../../../shared/commands/index.ts';
import { askCommand } from './commands.ts';
import { currentTexts, explain } from './errors.ts';
import { clearTicked, tickAll } from './ticked.ts';
import { showToast } from './ui.ts';

const AT_ONCE = 500;
/** What the server tells of a reassignment of many: who moved, and who did not and why. */
const movedSchema = z.object({ moved: z.array(z.string()), refused: z.array(z.object({ workItemId: z.string(), code: z.string() })) });

type Reassignment = Omit<CommandOf<'workItem.reassign'>['data'], 'workItemIds'>;

/** Moves items and says truthfully how many went; those that could not stay ticked. */
export async function reassign(workItemIds: readonly string[], how: Reassignment): Promise<void> {
  let moved = 0;
  const refused: { workItemId: string; code: string }[] = [];
  for (let place = 0; place < workItemIds.length; place += AT_ONCE) {
    const part = workItemIds.slice(place, place + AT_ONCE);
    const { status, result } = await askCommand({ type: 'workItem.reassign', data: { ...how, workItemIds: [...part] } });
    if (status !== 'accepted') continue;
    const told = movedSchema.safeParse(result);
    moved += told.success ? told.data.moved.length : part.length;
    if (told.success) refused.push(...told.data.refused);
  }
  const texts = currentTexts();
  if (moved > 0) {
    clearTicked();
    showToast({ tone: 'info', text: texts.t('toast.reassigned', moved) });
  }
  const first = refused[0];
  if (moved === 0 || first === undefined) return;
  tickAll(refused.map((one) => one.workItemId));
  showToast({ tone: 'error', text: texts.t('toast.notReassigned', refused.length, explain(texts, { code: first.code, message: '' })) });
}
