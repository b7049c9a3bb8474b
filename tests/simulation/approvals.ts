import { createHash } from 'node:crypto';
import { inOrder } from '../../server/commands/words.ts';
import type { FrozenReply } from '../../shared/domain/reply.ts';
import type { CenterEvent } from '../../shared/events/index.ts';

/** What a lead puts behind the words they change. */
export const CHANGED = ' (geprüft)';

/** SIM-26: where somebody has to look at answers first, nothing goes out that nobody has approved, and nothing in other words. Reads the log, believes no decider. */
export class ApprovalRules {
  readonly #trainees = new Set<string>();
  readonly #flagged = new Set<string>();
  /** Reply → digest of the words that somebody is asked about, and of those that were approved. */
  readonly #asked = new Map<string, string>();
  readonly #given = new Map<string, string>();
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
        this.#given.set(event.data.replyId, event.data.digest ?? this.#asked.get(event.data.replyId) ?? '');
        return;
      case 'approval.asked':
        this.#asked.set(event.data.replyId, event.data.digest);
        this.#given.delete(event.data.replyId);
        return;
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
    const approved = this.#given.get(replyId);
    if (approved === undefined) this.#complain('SIM-26', `${replyId}.${part} took effect, and nobody has approved it`);
    else if (approved !== digestOf(frozen)) this.#complain('SIM-26', `${replyId}.${part} went out in other words than the approved ones`);
  }
}

/** As the center makes it: its keyed hash is not keyed in this world. */
function digestOf(frozen: FrozenReply): string {
  return createHash('sha256').update(`words:${inOrder(frozen)}`).digest('hex');
}
