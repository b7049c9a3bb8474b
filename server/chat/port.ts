import type { VisitorNews } from '../../shared/domain/visitor-news.ts';
import type { AgentSign } from './agent-sign.ts';

export type { VisitorNews };

/** What a desk's presence means to a visitor. */
export interface AgentPresence {
  sign(sign: AgentSign): void;
  /** The last that is known of the visitor, for a desk that has just opened the conversation. */
  newsOf(conversationId: string): VisitorNews | undefined;
}
