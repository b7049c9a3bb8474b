import { create } from 'zustand';
import { conversationIdSchema } from '../../../shared/domain/ids.ts';

export function conversationIn(search: string): string | undefined {
  const parsed = conversationIdSchema.safeParse(new URLSearchParams(search).get('conversation'));
  return parsed.success ? parsed.data : undefined;
}

/** The conversation this window is for; undefined in the desk's own window. */
export const popOutId: string | undefined = typeof window === 'undefined' ? undefined : conversationIn(window.location.search);

/** This window is for the wall alone. */
export const isWallWindow: boolean = typeof window !== 'undefined' && new URLSearchParams(window.location.search).has('wall');

/** Conversations that stand in windows of their own. */
export const usePopOuts = create<{ readonly ids: ReadonlySet<string> }>(() => ({ ids: new Set() }));
export const isPoppedOut = (conversationId: string): boolean => usePopOuts.getState().ids.has(conversationId);
