import { FIGURE_RULES_ID } from '../../shared/domain/figure-rules.ts';
import { isLeadViewer } from '../center/visibility.ts';
import type { Center } from '../center/center.ts';
import type { Desk } from '../push/port.ts';

export interface LeadReadsParts {
  readonly center: Center;
  /** Desks of others that hold the conversation. */
  others(session: Desk, conversationId: string): Desk[];
  tell(to: Desk, conversationId: string, agentId: string, here: boolean): void;
  readonly onProblem: (error: unknown) => void;
}

/**
 * S2: leads who read in somebody else's conversation. Each reading is written down when it ends, for the person to see. Silent it is only where figures of single
 * people are switched on; otherwise the person sees at once that somebody is there.
 */
export class LeadReads {
  readonly #p: LeadReadsParts;
  readonly #open = new Map<Desk, Map<string, { readonly agentId: string; readonly fromAt: number; readonly isSilent: boolean }>>();

  constructor(parts: LeadReadsParts) {
    this.#p = parts;
  }

  /** A conversation was opened on request; true where a lead reads what somebody else holds. */
  opened(session: Desk, conversationId: string): boolean {
    const { center } = this.#p;
    const agentId = center.committed.get('conversation', conversationId)?.ownerAgentId;
    if (!isLeadViewer(session.viewer) || agentId === undefined || agentId === session.viewer.agentId) return false;
    const reads = this.#open.get(session) ?? new Map<string, never>();
    this.#open.set(session, reads);
    if (reads.has(conversationId)) return true;
    const isSilent = center.committed.get('figureRules', FIGURE_RULES_ID)?.perPerson === true;
    reads.set(conversationId, { agentId, fromAt: center.now(), isSilent } as never);
    if (!isSilent) for (const other of this.#p.others(session, conversationId)) this.#p.tell(other, conversationId, session.viewer.agentId, true);
    return true;
  }

  isSilent(session: Desk, conversationId: string): boolean {
    return this.#open.get(session)?.get(conversationId)?.isSilent === true;
  }

  closed(session: Desk, conversationId: string): void {
    const reads = this.#open.get(session);
    const read = reads?.get(conversationId);
    if (reads === undefined || read === undefined) return;
    reads.delete(conversationId);
    const { center, onProblem } = this.#p;
    const { viewer } = session;
    if (!read.isSilent) for (const other of this.#p.others(session, conversationId)) this.#p.tell(other, conversationId, viewer.agentId, false);
    center
      .submit(viewer.agentId, () => ({ events: center.live.get('conversation', conversationId) === undefined ? [] : [{ type: 'conversation.readByLead', data: { conversationId, agentId: read.agentId, byAgentId: viewer.agentId, fromAt: read.fromAt, untilAt: center.now() } }] }))
      .catch(onProblem);
  }

  gone(session: Desk): void {
    for (const id of [...(this.#open.get(session)?.keys() ?? [])]) this.closed(session, id);
    this.#open.delete(session);
  }
}
