import { approvalRefs } from '../domain/approval.ts';
import { escalationRefs } from '../domain/escalation.ts';
import type { Entity, Noun } from '../domain/entity.ts';

/** An entity as a replica keeps it. `seq`: the place in the log up to which it is folded. */
export interface KnownEntity<N extends Noun = Noun> {
  readonly seq: number;
  readonly value: Entity<N>;
}

export interface Held {
  /** Events up to here are in the snapshot. */
  readonly asOfSeq: number;
  /** Why nothing is applied any further; see `Freeze`. */
  readonly frozen?: string | undefined;
}

export interface EntityId {
  readonly noun: Noun;
  readonly id: string;
}

/** What the engine asks of the local copy while it plans. Answers are as of the last written batch. */
export interface ReplicaReader {
  cursor(): number;
  held(conversationId: string): Held | undefined;
  entity<N extends Noun>(noun: N, id: string): KnownEntity<N> | undefined;
  /** Everything filed under this conversation. */
  ofConversation(conversationId: string): readonly EntityId[];
  /** The thread, its conversations and messages. */
  ofThread(threadId: string): readonly EntityId[];
  /** Every conversation there is an entity of, held or not. */
  conversationIds(): readonly string[];
}

/** Where an entity is filed, so that it is found for a screen and for a purge. */
export function filedUnder(noun: Noun, id: string, value: Entity): { conversationId?: string | undefined; threadId?: string | undefined } {
  const fields = value as { conversationId?: string; threadId?: string };
  switch (noun) {
    case 'conversation':
      return { conversationId: id, threadId: fields.threadId };
    case 'thread':
      return { threadId: id };
    case 'message':
      return { conversationId: fields.conversationId, threadId: fields.threadId };
    case 'workItem':
    case 'reservation':
    case 'reply':
    case 'note':
    case 'awayNotice':
      return { conversationId: fields.conversationId };
    case 'draft':
    case 'bulkMember':
      return { conversationId: id };
    case 'contact':
    case 'agent':
    case 'account':
    case 'queue':
    case 'skill':
    case 'team':
    case 'strategy':
    case 'bulkAnswer':
    case 'cluster':
    case 'situation':
    case 'volume':
    case 'spike':
    case 'article':
    case 'articleUse':
    case 'searchBook':
    case 'savedView':
    case 'deskSetup':
    case 'briefing':
    case 'briefingReads':
    case 'mention':
    case 'figureRules':
    case 'invitation':
    case 'tag':
    case 'houseSetting':
    case 'roster':
    case 'calendar':
    case 'house':
      return {};
  }
}

/** Every text an entity points at. The parts of an answer are the texts of its messages as well. */
export function textRefsOf(noun: Noun, value: Entity): readonly string[] {
  if (noun === 'conversation') {
    const { approvals, escalations, whispers, callBack } = value as Entity<'conversation'>;
    return [...approvalRefs(approvals), ...escalationRefs(escalations), ...(whispers ?? []).map(({ bodyRef }) => bodyRef), ...(callBack === undefined ? [] : [callBack.bodyRef])];
  }
  const ref = textRefOf(noun, value);
  if (ref === undefined) return [];
  return noun === 'reply' ? [ref, ...(value as Entity<'reply'>).partBodyRefs] : [ref];
}

/** The text an entity points at, where it has one. */
export function textRefOf(noun: Noun, value: Entity): string | undefined {
  if (noun === 'conversation') return (value as Entity<'conversation'>).callBack?.bodyRef;
  if (noun === 'contact') return (value as Entity<'contact'>).profileRef;
  if (noun === 'message' || noun === 'note' || noun === 'reply' || noun === 'draft') return (value as { bodyRef: string }).bodyRef;
  return undefined;
}
