import { envelope } from '../../../shared/commands/envelope.ts';
import type { Command } from '../../../shared/commands/index.ts';
import type { UnderWay } from '../../../shared/domain/under-way.ts';
import { call } from '../bridge/index.ts';
import { currentTexts, explain, showFailure } from './errors.ts';
import { showToast } from './ui.ts';

/** `accepted`: the server took it. `queued`: written down here, goes up when online. `refused`: said to the person already. */
export type CommandOutcome = 'accepted' | 'queued' | 'refused';

export interface CommandAnswer {
  readonly status: CommandOutcome;
  readonly result?: Readonly<Record<string, unknown>> | undefined;
  /** Of a refusal. */
  readonly code?: string | undefined;
  /** Answers that may already be out, where that is why. */
  readonly underWay?: readonly UnderWay[] | undefined;
}

/** Runs one command and tells the person when it is refused. Never throws. */
export async function runCommand(command: Command): Promise<CommandOutcome> {
  return (await askCommand(command)).status;
}

/** The same with what the server says besides yes. `quiet`: codes that the caller tells the person itself. */
export async function askCommand(command: Command, { quiet = [] }: { readonly quiet?: readonly string[] } = {}): Promise<CommandAnswer> {
  try {
    const answer = await call('command.run', { command: envelope(command) });
    if (answer.status === 'accepted') return { status: 'accepted', result: answer.result };
    if (answer.status === 'queued') return { status: 'queued' };
    if (!quiet.includes(answer.code)) showToast({ tone: 'error', text: explain(currentTexts(), answer) });
    return { status: 'refused', code: answer.code, underWay: answer.underWay };
  } catch (error) {
    showFailure(error);
    return { status: 'refused' };
  }
}
