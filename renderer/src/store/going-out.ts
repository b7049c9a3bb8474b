import { create } from 'zustand';
import type { Visibility } from '../../../shared/domain/channel.ts';

/** What was just said, while the desk program is writing it down. Drawn with the frame that answers the key; what it became comes from the outbox. */
export interface GoingOut {
  readonly conversationId: string;
  readonly text: string;
  readonly visibility: Visibility;
  readonly at: number;
}

export const useGoingOut = create<{ readonly now: GoingOut | undefined }>(() => ({ now: undefined }));

export const showGoingOut = (now: GoingOut): void => useGoingOut.setState({ now });

export function endGoingOut(conversationId: string): void {
  if (useGoingOut.getState().now?.conversationId === conversationId) useGoingOut.setState({ now: undefined });
}
