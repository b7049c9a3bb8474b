import type { Attachment } from '../../shared/domain/message-parts.ts';
import type { Role } from '../../shared/domain/agent.ts';
import type { CommandAnswer, CommandMessage } from '../../shared/protocol/messages.ts';

export interface Commander {
  readonly agentId: string;
  readonly role: Role;
  readonly replicaId: string;
  /** Its desk runs without a screen on an office machine. */
  readonly isHeadless?: boolean | undefined;
}

/** Files that go with answers, brought before leave is asked for. */
export interface KeptFiles {
  /** Their refs in order; undefined where one has not come. */
  kept(contactId: string, replyId: string, files: readonly { readonly digest: string }[]): Promise<readonly string[] | undefined>;
  /** Those a message of ours has: a correction keeps them. */
  ofMessage(messageId: string): Promise<readonly Attachment[]>;
}

export interface CommandTaker {
  /** Answers a command once; a resend gets the first answer. Rejects only when the disk did not take it. */
  take(commander: Commander, message: CommandMessage): Promise<CommandAnswer>;
}
