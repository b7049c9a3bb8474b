import { OURS, type SeenMarks } from './composer-rules.ts';
import type { ThreadModel } from './thread-model.ts';

/** What this conversation looks like to somebody who begins to write: the customer's messages as they stand, and what others of ours said to them. */
export function marksOf(thread: ThreadModel, me: string): SeenMarks {
  return Object.fromEntries(
    thread.entries.flatMap((entry) => {
      if (entry.kind !== 'message' || !entry.message.own) return [];
      const { id, side, agentId, editedAt, deletedAt } = entry.message;
      if (side === 'out') return agentId === me ? [] : [[id, OURS]];
      return [[id, `${editedAt ?? ''}/${deletedAt ?? ''}`]];
    }),
  );
}

/** The customer's words as they stand now. */
export function wordsOf(thread: ThreadModel): Readonly<Record<string, string>> {
  return Object.fromEntries(thread.entries.flatMap((entry) => (entry.kind === 'message' && entry.message.own && entry.message.side === 'in' && entry.message.text !== undefined ? [[entry.message.id, entry.message.text]] : [])));
}
