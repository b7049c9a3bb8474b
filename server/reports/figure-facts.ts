import type { BusinessHours } from '../../shared/domain/hours.ts';

// What the reports are made of, folded from the log: times and ids, never a word of what was said.

export type TurnEnd = 'answered' | 'elsewhere' | 'dismissed' | 'spam' | 'automatic' | 'deleted' | 'merged';

/** What a customer said until we answered. `id`: its first message. */
export interface TurnFact {
  readonly id: string;
  readonly conversationId: string;
  readonly accountId: string;
  readonly channel: string;
  readonly queueId: string | undefined;
  /** Of whoever answered; of the queue while nobody has. */
  readonly teamIds: readonly string[];
  readonly startedAt: number;
  /** The first of its request: before any answer of ours to it. */
  readonly isFirst: boolean;
  readonly isChased: boolean;
  readonly endedAt: number | undefined;
  readonly how: TurnEnd | undefined;
  readonly agentId: string | undefined;
  /** From start to end, around the clock and in business hours. */
  readonly wallMs: number | undefined;
  readonly openMs: number | undefined;
}

export interface MessageFact {
  readonly id: string;
  readonly turnId: string;
  readonly at: number;
  /** As it is read now. */
  readonly caseType: string | undefined;
}

/** Where something happened that is no turn of its own. */
interface AtRequest {
  readonly conversationId: string;
  /** The turn its request began with. */
  readonly turnId: string | undefined;
  readonly accountId: string;
  readonly channel: string;
  readonly queueId: string | undefined;
  readonly teamIds: readonly string[];
}

/** An item was closed. `id`: the place in the log. */
export interface CloseFact extends AtRequest {
  readonly id: number;
  readonly at: number;
  readonly kind: string;
  readonly agentId: string | undefined;
  readonly wallMs: number;
  readonly openMs: number;
  /** When its customer, or a colleague, brought it back. */
  readonly backAt: number | undefined;
}

export interface ThanksFact {
  readonly messageId: string;
  readonly conversationId: string;
  readonly agentId: string;
  readonly at: number;
  /** Said by whoever closed it, not read in the words. */
  readonly byClose: boolean;
}

/** S1: help somebody asked a lead for; the teams are theirs. `id`: the place in the log. */
export interface HelpFact extends AtRequest {
  readonly id: number;
  /** Who asks. */
  readonly agentId: string;
  readonly at: number;
  readonly dueAt: number;
  readonly standInId: string | undefined;
  readonly endedAt: number | undefined;
  readonly how: 'taken' | 'answered' | 'givenBack' | 'withdrawn' | undefined;
  readonly byAgentId: string | undefined;
  /** From asking to the end, around the clock and in business hours. */
  readonly wallMs: number | undefined;
  readonly openMs: number | undefined;
}

export interface OpenTurn {
  id: string;
  isFirst: boolean;
  /** Oldest first. */
  messages: { id: string; at: number }[];
  /** Absent while it waits for us. `teamIds`: as they were then. */
  ended?: { at: number; how: TurnEnd; agentId?: string | undefined; teamIds?: readonly string[] | undefined } | undefined;
}

export interface OpenItem {
  id: string;
  queueId: string;
  turnId: string | undefined;
  answered: boolean;
  closed: boolean;
  /** Since when it waits for us; absent while it waits for the customer. */
  since: number | undefined;
  wallMs: number;
  openMs: number;
}

/** What has to be known of one conversation to go on counting. Plain JSON. */
export interface Tally {
  readonly accountId: string;
  readonly channel: string;
  turn?: OpenTurn | undefined;
  /** Closed without an answer: open again when the item is. */
  dismissed?: OpenTurn | undefined;
  item?: OpenItem | undefined;
  lock?: { replyId: string; through?: string | undefined } | undefined;
  /** Who sends what is on its way. */
  senders: Record<string, string>;
  lastAnswer?: { agentId: string; at: number } | undefined;
  /** Closes nobody came back after, and those the present request came back after. */
  standing: number[];
  undone: number[];
  /** Help that is asked for and nobody has reacted to; `escalationId` as the conversation knows it. */
  help?: { readonly escalationId: string; readonly fact: HelpFact } | undefined;
}

export interface KnownQueue {
  readonly hours: BusinessHours;
  readonly teamIds: readonly string[];
}

/** Where facts and tallies are kept. A put replaces what has the same id. */
export interface FigureBook {
  tally(conversationId: string): Tally | undefined;
  putTally(conversationId: string, tally: Tally): void;
  queue(id: string): KnownQueue | undefined;
  putQueue(id: string, queue: KnownQueue): void;
  teamsOf(agentId: string): readonly string[];
  putTeams(agentId: string, teamIds: readonly string[]): void;
  putTurn(turn: TurnFact): void;
  dropTurn(id: string): void;
  /** The conversation a counted message stands in. */
  placeOf(messageId: string): string | undefined;
  putMessage(message: MessageFact): void;
  dropMessage(id: string): void;
  /** Into another turn, or read anew. Unknown ids are passed over. */
  moveMessages(ids: readonly string[], turnId: string): void;
  setCaseType(messageId: string, caseType: string): void;
  putClose(close: CloseFact): void;
  setBack(closeIds: readonly number[], at: number | undefined): void;
  putHelp(help: HelpFact): void;
  putThanks(thanks: ThanksFact): void;
  thanks(messageId: string): ThanksFact | undefined;
  dropThanks(messageId: string): void;
  dropThanksOf(conversationId: string): void;
}
