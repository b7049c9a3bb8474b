import { create } from 'zustand';
import type { VisitorNews } from '../../../shared/domain/visitor-news.ts';

export interface KnownVisitor extends VisitorNews {
  /** When it was said, this machine's clock, ms. */
  readonly at: number;
}

/** Visitors are told of again while they are there; without news for this long they are not. */
export const VISITOR_STALE_MS = 70_000;
/** Somebody who stopped typing without a word. */
export const VISITOR_TYPING_MS = 12_000;
const MOST = 500;

/** Where the visitors of this desk's conversations are just now, by conversation. */
export const useVisitors = create<{ readonly byId: ReadonlyMap<string, KnownVisitor> }>(() => ({ byId: new Map() }));

export function takeVisitor(news: VisitorNews): void {
  const byId = new Map(useVisitors.getState().byId);
  byId.delete(news.conversationId);
  byId.set(news.conversationId, { ...news, at: Date.now() });
  const oldest = byId.keys().next().value;
  if (byId.size > MOST && oldest !== undefined) byId.delete(oldest);
  useVisitors.setState({ byId });
}

export function forgetVisitors(): void {
  useVisitors.setState({ byId: new Map() });
}

export function isTyping(visitor: KnownVisitor | undefined, now: number): boolean {
  return visitor !== undefined && visitor.typing && visitor.here && now - visitor.at < VISITOR_TYPING_MS;
}

export function isHere(visitor: KnownVisitor, now: number): boolean {
  return visitor.here && now - visitor.at < VISITOR_STALE_MS;
}
