import type { BatchPlan } from '../../../shared/sync/apply-batch.ts';
import type { Ahead } from './ahead.ts';
import type { ReplicaView } from './replica-view.ts';

/** Own commands after which a conversation may leave this desk. */
const LETS_GO: ReadonlySet<string> = new Set([
  'workItem.close',
  'workItem.transfer',
  'workItem.park',
  'workItem.reassign',
  'agent.setState',
]);

/** Own conversations that a frame takes away without this desk having asked for it: somebody else has them now. Before it is written. */
export function takenAway(plan: BatchPlan, { me, view, ahead }: { readonly me: string; readonly view: ReplicaView; readonly ahead: Ahead }): string[] {
  return plan.held.flatMap(({ conversationId, held }) => {
    const conversation = held === undefined ? view.get('conversation', conversationId) : undefined;
    if (conversation?.ownerAgentId !== me) return [];
    const isOwnDoing = ahead
      .onTheWay()
      .some(({ command }) => LETS_GO.has(command.type) && (command.type === 'agent.setState' || ahead.conversationOf(command) === conversationId));
    return isOwnDoing ? [] : [conversationId];
  });
}
