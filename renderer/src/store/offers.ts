import type { QueueRow } from '../../../shared/domain/rows.ts';
import { runCommand } from './commands.ts';
import { openConversation } from './navigation.ts';
import { useUi } from './ui.ts';

/** Says yes or no to an offer; an accepted one opens. */
export async function answerOffer(row: QueueRow, answer: 'accept' | 'decline'): Promise<void> {
  if (row.offer === undefined) return;
  const { reservationId } = row.offer;
  const outcome = await runCommand(
    answer === 'accept'
      ? { type: 'reservation.accept', data: { reservationId } }
      : { type: 'reservation.decline', data: { reservationId } },
  );
  if (outcome !== 'accepted' || answer !== 'accept') return;
  useUi.setState({ tab: 'mine' });
  await openConversation(row.conversationId);
}

/** Takes a waiting item by hand. */
export async function takeItem(row: QueueRow): Promise<void> {
  await runCommand({ type: 'workItem.take', data: { workItemId: row.item.id } });
}
