import type { Role } from '../../shared/domain/agent.ts';
import type { CommandAnswer, CommandMessage } from '../../shared/protocol/messages.ts';

export interface Commander {
  readonly agentId: string;
  readonly role: Role;
  readonly replicaId: string;
  /** Its desk runs without a screen on an office machine. */
  readonly isHeadless?: boolean | undefined;
}

export interface CommandTaker {
  /** Answers a command once; a resend gets the first answer. Rejects only when the disk did not take it. */
  take(commander: Commander, message: CommandMessage): Promise<CommandAnswer>;
}
