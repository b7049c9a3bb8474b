import type { FrozenReply } from '../../shared/domain/reply.ts';
import type { CenterEvent } from '../../shared/events/index.ts';

/** What a lead puts behind the words they change. */
export const CHANGED = ' (geprüft)';

/** SIM-26: where somebody has to look at answers first, nothing goes out that nobody has approved, and nothing in other words. Reads the log, believes no decider. */
export class ApprovalRules {
  readonly #trainees = new Set<string>();
  readonly #flagged = new Set<string>();
  /** Reply → whether other words were approved than those written. */
  readonly #given = new Map<string, boolean>();
  readonly #leads = new Set<string>();
  readonly #looked = new Set<string>();
  readonly #complain: (rule: string, detail: string) => void;
  approved = 0;

  constructor(complain: (rule: string, detail: string) => void) {
    this.#complain = complain;
  }

  fold(event: CenterEvent): void {
    switch (event.type) {
      case 'agent.registered':
        if (event.data.role !== 'agent') this.#leads.add(event.data.id);
        return;
      case 'agent.traineeSet':
        if (event.data.trainee === null) this.#trainees.delete(event.data.agentId);
        else this.#trainees.add(event.data.agentId);
        return;
      case 'approval.flagged':
        if (event.data.wanted) this.#flagged.add(event.data.conversationId);
        else this.#flagged.delete(event.data.conversationId);
        return;
      case 'approval.given':
        this.approved += 1;
        this.#given.set(event.data.replyId, event.data.changedRef !== undefined);
        return;
      case 'approval.asked':
      case 'approval.sentBack':
      case 'approval.withdrawn':
        this.#given.delete(event.data.replyId);
        return;
      case 'reply.permitted': {
        const { id, agentId, conversationId } = event.data;
        const isLookedAt = this.#trainees.has(agentId) || (this.#flagged.has(conversationId) && !this.#leads.has(agentId));
        if (!isLookedAt) return;
        this.#looked.add(id);
        if (!this.#given.has(id)) this.#complain('SIM-26', `${id} of ${agentId} got leave, and nobody has approved it`);
        return;
      }
      default:
    }
  }

  /** Customers can see it now. */
  effect(replyId: string, part: number, frozen: FrozenReply): void {
    if (!this.#looked.has(replyId)) return;
    const changed = this.#given.get(replyId);
    const isMarked = frozen.parts[0]?.endsWith(CHANGED) === true;
    if (changed === undefined) this.#complain('SIM-26', `${replyId}.${part} took effect, and nobody has approved it`);
    else if (changed !== isMarked) this.#complain('SIM-26', `${replyId}.${part} went out ${isMarked ? 'changed' : 'as written'}, and the other words were approved`);
  }
}
