import { entityOf, type OpenConversation } from './conversation.ts';

export type NotReadableWhy = 'denied' | 'erased';

/** Why nothing of it is shown; undefined: it is. Nobody is told whether what they may not read exists. */
export function whyNotReadable(open: OpenConversation | undefined): NotReadableWhy | undefined {
  if (open === undefined) return undefined;
  if (open.held === 'denied') return 'denied';
  return entityOf(open, 'conversation', open.id)?.erasedAt === undefined ? undefined : 'erased';
}
