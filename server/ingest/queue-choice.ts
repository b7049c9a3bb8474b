import type { Queue } from '../../shared/domain/queue.ts';
import { containsTerm } from '../../shared/text/terms-in.ts';

/**
 * The first queue, by `order`, whose accounts and terms fit; a queue that names neither takes everything. `isLead`: its author did not address us (R14); a queue
 * may be for leads only, or not for them.
 */
export function chooseQueue(queues: readonly Queue[], accountId: string, text: string, isLead = false): Queue | undefined {
  const lower = text.toLocaleLowerCase('de');
  for (const queue of queues) {
    const { accountIds, terms, leads } = queue.match;
    if (leads !== undefined && leads !== isLead) continue;
    if (accountIds.length > 0 && !accountIds.includes(accountId)) continue;
    if (terms.length > 0 && !terms.some((term) => containsTerm(lower, term.toLocaleLowerCase('de')))) continue;
    return queue;
  }
  return queues.findLast((queue) => queue.match.leads !== true || isLead) ?? queues.at(-1);
}
