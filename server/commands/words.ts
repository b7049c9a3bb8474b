import type { Command } from '../../shared/commands/index.ts';
import type { FrozenReply } from '../../shared/domain/reply.ts';

/** The words of an answer that this command asks leave for, plans, or approves in place of others. */
export function frozenWords(command: Command): FrozenReply | undefined {
  if (command.type === 'reply.requestPermit' || command.type === 'reply.schedule') return command.data.frozen;
  return command.type === 'approval.give' ? command.data.words : undefined;
}

/** One text for one value, whatever the order of its fields. */
export function inOrder(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}
