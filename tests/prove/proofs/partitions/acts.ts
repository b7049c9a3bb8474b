import { randomUUID } from 'node:crypto';
import type { Conversation } from '../../../../shared/domain/conversation.ts';
import type { WorkItem } from '../../../../shared/domain/work-item.ts';
import type { Dice } from '../../../simulation/dice.ts';
import type { Desk, World } from './world.ts';

/** What the people were told the desk has taken. */
export interface Given {
  /** replyId → who, what. */
  readonly replies: Map<string, { readonly desk: Desk; readonly conversationId: string; readonly text: string }>;
  /** `desk conversation` → when somebody last wrote into its composer or sent what stood there. */
  readonly wroteAt: Map<string, number>;
  acts: number;
  refused: number;
}

export const nothingGiven = (): Given => ({ replies: new Map(), wroteAt: new Map(), acts: 0, refused: 0 });

/** One thing somebody does, whatever the lines are like at the moment. What needs the server is not waited for. */
export async function act(world: World, given: Given, dice: Dice): Promise<void> {
  given.acts += 1;
  const what = dice.pick(['reply', 'reply', 'reply', 'draft', 'draft', 'note', 'note', 'tag', 'done', 'reassign', 'customer', 'writesAgain', 'writesAgain'] as const);
  const desk = dice.pick(world.desks.slice(1));
  if (what === 'reassign') return reassign(world, given, dice);
  if (what === 'customer') return void (await world.customer(`Frage ${given.acts} zum Mobilfunk`));
  const own = desk.stores.entities.byNoun('conversation').map((record) => record.value as Conversation).filter((c) => c.ownerAgentId === desk.person.id && itemOf(desk, c)?.state === 'assigned');
  if (own.length === 0) return void (await world.customer(`Frage ${given.acts} zum Mobilfunk`));
  const conversation = dice.pick(own);
  const { handlers } = desk.core;
  const run = (type: string, data: unknown): void => void handlers['command.run']({ command: { type, v: 1, data } }).then((answer) => answer.status === 'refused' && (given.refused += 1));
  if (what === 'reply' || what === 'draft') given.wroteAt.set(`${desk.person.id} ${conversation.id}`, Date.now());
  switch (what) {
    case 'reply': {
      const text = `Antwort ${randomUUID()}`;
      const then = dice.pick([{ kind: 'keep' }, { kind: 'wait' }, { kind: 'close', disposition: { kind: 'resolved' } }] as const);
      const answer = await handlers['reply.send']({ conversationId: conversation.id, text, visibility: 'public', followUp: false, then });
      if (answer.status === 'queued') given.replies.set(answer.entry.replyId, { desk, conversationId: conversation.id, text });
      else given.refused += 1;
      return;
    }
    case 'draft':
      await handlers['draft.save']({ conversationId: conversation.id, draft: { text: `Entwurf ${randomUUID()}`, visibility: 'public' } });
      return;
    case 'note':
      return run('note.add', { id: randomUUID(), conversationId: conversation.id, text: `Notiz ${given.acts}` });
    case 'tag':
      return run('conversation.tag', { conversationId: conversation.id, tags: [`t${dice.int(5)}`, `u${dice.int(5)}`] });
    case 'done':
      return run('workItem.close', { workItemId: conversation.workItemId, disposition: { kind: 'noAnswerNeeded', reason: 'noQuestion' }, ...(conversation.lastInboundMessageId === undefined ? {} : { seenThroughMessageId: conversation.lastInboundMessageId }) });
    case 'writesAgain': {
      const thread = world.server.app.center.committed.get('thread', conversation.threadId);
      if (thread !== undefined) await world.customer(`Noch etwas ${given.acts}`, thread.remoteId);
    }
  }
}

function itemOf(desk: Desk, conversation: Conversation): WorkItem | undefined {
  return conversation.workItemId === undefined ? undefined : (desk.stores.entities.get('workItem', conversation.workItemId)?.value as WorkItem | undefined);
}

function reassign(world: World, given: Given, dice: Dice): void {
  const items = [...world.server.app.center.committed.all('workItem').values()].filter((item) => item.state !== 'closed');
  const to = dice.pick(world.desks.slice(1)).person.id;
  if (items.length === 0) return;
  const data = { workItemIds: [dice.pick(items).id], to: { kind: 'agent', agentId: to }, force: dice.chance(0.4) };
  void world.lead.core.handlers['command.run']({ command: { type: 'workItem.reassign', v: 1, data } }).then((answer) => answer.status === 'refused' && (given.refused += 1));
}
