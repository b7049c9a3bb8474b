import type { AgentSign } from './agent-sign.ts';

/** Where a visitor is, for the desks that hold the conversation: ephemeral. */
export interface VisitorNews {
  readonly conversationId: string;
  readonly here: boolean;
  readonly typing: boolean;
  /** The newest message of ours that is on the visitor's screen, by its place in the log. */
  readonly seenSeq: number;
  readonly over: boolean;
  readonly page?: string | undefined;
  readonly lang?: string | undefined;
}

/** What a desk's presence means to a visitor. */
export interface AgentPresence {
  sign(sign: AgentSign): void;
  /** The last that is known of the visitor, for a desk that has just opened the conversation. */
  newsOf(conversationId: string): VisitorNews | undefined;
}
