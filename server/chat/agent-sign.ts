/** An agent's desk has a conversation open, and somebody may be writing there. */
export interface AgentSign {
  readonly conversationId: string;
  readonly agentId: string;
  readonly typing: boolean;
}
