import type { Command } from '../../../shared/commands/index.ts';
import { runCommand } from './commands.ts';
import { entityOf, useConversation } from './conversation.ts';
import { currentTexts } from './errors.ts';
import { openNext } from './navigation.ts';
import { items } from './rows.ts';
import { noteUndos } from './ticked-acts.ts';
import { announce, showToast } from './ui.ts';

const UNDO_MS = 20_000;

/** Puts one item aside until `untilAt` (ms), goes on to the next, and offers to take it back: it is awake again then, or asleep until the hour it had before. */
export async function snoozeItem(workItemId: string, untilAt: number): Promise<void> {
  const row = items.get(workItemId);
  const before = row?.item.snooze?.untilAt;
  // What came in after the person looked must not be put aside unread.
  const { current } = useConversation.getState();
  const seen = row !== undefined && current?.id === row.conversationId ? entityOf(current, 'conversation', row.conversationId)?.lastInboundMessageId : undefined;
  const outcome = await runCommand({ type: 'workItem.snooze', data: { workItemId, untilAt, ...(seen === undefined ? {} : { seenThroughMessageId: seen }) } });
  if (outcome === 'refused') return;
  const back: Command = before === undefined ? { type: 'workItem.wake', data: { workItemId } } : { type: 'workItem.snooze', data: { workItemId, untilAt: before } };
  noteUndos([back]);
  const texts = currentTexts();
  const said = texts.t('snooze.did', texts.f.moment(untilAt, Date.now()));
  showToast({ tone: 'info', text: said, action: { kind: 'undoTicked' }, until: Date.now() + UNDO_MS });
  announce(said);
  if (row !== undefined && useConversation.getState().openId === row.conversationId) await openNext(row.conversationId);
}
