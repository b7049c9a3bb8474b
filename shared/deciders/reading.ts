import { isVerdictTask, labelOf, readLabel, summaryOf } from '../domain/reading-summary.ts';
import { verdictSchemas, type CorrectionTask, type MessageReading } from '../domain/reading.ts';
import type { Message } from '../domain/message.ts';
import { DANGER_PRIORITY } from '../domain/work-item.ts';
import type { NewEvent } from '../events/index.ts';
import { rescindOffer } from './assignment.ts';
import { accept, isLead, refuse, type Decider } from './context.ts';
import { becomesDanger } from './danger.ts';
import { mayTouch } from './rights.ts';

/** Whether this task knows this label; of signals and special mail one says only that they are there or not. */
export function isLabelOf(task: CorrectionTask, label: string): boolean {
  return isVerdictTask(task) ? verdictSchemas[task].safeParse(label).success : label === 'true' || label === 'false';
}

/** The correction as an event; undefined where the message counts as that already. `label` as it was read takes an earlier correction back. */
export function correctionEvent(message: Message & { readonly reading: MessageReading }, place: { readonly conversationId: string; readonly contactId: string }, task: CorrectionTask, label: string, byAgentId: string, at: number): Extract<NewEvent, { type: 'message.readingCorrected' }> | undefined {
  const was = labelOf(message.reading, task);
  if (was === label) return undefined;
  const isBack = readLabel(message.reading, task) === label;
  const { [task]: _before, ...others } = message.reading.corrections ?? {};
  const corrections = isBack ? others : { ...others, [task]: { label, was, byAgentId, at } };
  return {
    type: 'message.readingCorrected',
    data: { messageId: message.id, threadId: message.threadId, ...place, visibility: message.visibility, task, ...(isBack ? {} : { label }), was, summary: summaryOf({ ...message.reading, corrections }, message.visibility), byAgentId, at },
  };
}

export const decideCorrectReading: Decider<'message.correctReading'> = {
  type: 'message.correctReading',
  facts: ['message', 'conversation', 'account', 'agent', 'workItem', 'reservation', 'strategy', 'queue'],
  decide(facts, { messageId, conversationId, task, label }, context) {
    const message = facts.get('message', messageId);
    const conversation = message?.conversationId === conversationId ? facts.get('conversation', conversationId) : undefined;
    if (message === undefined || conversation === undefined) return refuse('NOT_FOUND', { field: 'messageId' });
    if (!mayTouch(facts, conversation.accountId, context)) return refuse('NOT_ALLOWED');
    if (!isLabelOf(task, label)) return refuse('INPUT_INVALID', { field: 'label' });
    // Erased, deleted or never read: there is nothing to put right.
    if (message.reading === undefined) return refuse('STATE_INVALID', { field: 'messageId' });
    const { reading } = message;
    const corrected = correctionEvent({ ...message, reading }, { conversationId, contactId: conversation.contactId }, task, label, context.agentId, context.now);
    if (corrected === undefined) return accept([]);
    const events: NewEvent[] = [corrected];
    if (task === 'address') events.push({ type: 'contact.addressFormSet', data: { contactId: conversation.contactId, addressForm: label as 'du' | 'sie' | 'none', by: 'agent' } });
    // R11: danger that nobody read is danger all the same. What was read too much, a lead says by seeing it.
    const item = conversation.workItemId === undefined ? undefined : facts.get('workItem', conversation.workItemId);
    if (task === 'danger' && label === 'true' && item !== undefined && item.state !== 'closed') events.push(...becomesDanger(facts, item, context.now, context.agentId));
    return accept(events);
  },
};

export const decideCloseWave: Decider<'wave.close'> = {
  type: 'wave.close',
  facts: ['workItem', 'conversation', 'reservation', 'account', 'agent', 'contact'],
  decide(facts, { waveId, workItemIds, block, reason }, context) {
    const events: NewEvent[] = [];
    const closed: string[] = [];
    const refused: { workItemId: string; code: 'NOT_FOUND' | 'ITEM_CLOSED' | 'DANGER_ALONE' | 'NOT_ALLOWED' | 'ALREADY_TAKEN' | 'STATE_INVALID' }[] = [];
    const blocked = new Set<string>();
    for (const id of new Set(workItemIds)) {
      const item = facts.get('workItem', id);
      const conversation = item === undefined ? undefined : facts.get('conversation', item.conversationId);
      const isOthers = item?.ownerAgentId !== undefined && item.ownerAgentId !== context.agentId && !isLead(context.role);
      const code =
        item === undefined || conversation === undefined
          ? 'NOT_FOUND'
          : item.state === 'closed'
            ? 'ITEM_CLOSED'
            : item.priority >= DANGER_PRIORITY
              ? 'DANGER_ALONE'
              : conversation.reading?.waveId !== waveId || conversation.lockedByReplyId !== undefined || item.special !== undefined
                ? 'STATE_INVALID'
                : isOthers
                  ? 'ALREADY_TAKEN'
                  : mayTouch(facts, item.accountId, context)
                    ? undefined
                    : 'NOT_ALLOWED';
      if (code !== undefined || item === undefined) {
        refused.push({ workItemId: id, code: code ?? 'NOT_FOUND' });
        continue;
      }
      events.push(...rescindOffer(facts, item, context.now), { type: 'workItem.closed', data: { workItemId: item.id, conversationId: item.conversationId, disposition: { kind: 'spam', waveId }, agentId: context.agentId, at: context.now } });
      const contact = facts.get('contact', item.contactId);
      if (block && contact !== undefined && contact.blocked === undefined && contact.erasedAt === undefined && !blocked.has(contact.id)) {
        blocked.add(contact.id);
        events.push({ type: 'contact.blocked', data: { contactId: contact.id, at: context.now, byAgentId: context.agentId, reason } });
      }
      closed.push(id);
    }
    const first = refused[0];
    if (closed.length === 0 && first !== undefined) return refuse(first.code);
    return accept(events, { closed, blocked: blocked.size, refused });
  },
};

export const decideUnblockContact: Decider<'contact.unblock'> = {
  type: 'contact.unblock',
  facts: ['contact'],
  decide(facts, { contactId }, context) {
    const contact = facts.get('contact', contactId);
    if (contact === undefined) return refuse('NOT_FOUND', { field: 'contactId' });
    return accept(contact.blocked === undefined ? [] : [{ type: 'contact.unblocked', data: { contactId, at: context.now, byAgentId: context.agentId } }]);
  },
};
