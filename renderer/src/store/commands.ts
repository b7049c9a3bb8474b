import { envelopeOf, type Command } from '../../../shared/commands/index.ts';
import { call } from '../bridge/index.ts';
import { currentTexts, explain, showFailure } from './errors.ts';
import { showToast } from './ui.ts';

/** `accepted`: the server took it. `queued`: written down here, goes up when online. `refused`: said to the person already. */
export type CommandOutcome = 'accepted' | 'queued' | 'refused';

export interface CommandAnswer {
  readonly status: CommandOutcome;
  readonly result?: Readonly<Record<string, unknown>> | undefined;
}

/** Runs one command and tells the person when it is refused. Never throws. */
export async function runCommand(command: Command): Promise<CommandOutcome> {
  return (await askCommand(command)).status;
}

/** The same with what the server says besides yes. */
export async function askCommand(command: Command): Promise<CommandAnswer> {
  try {
    const answer = await call('command.run', { command: envelopeOf(command) });
    if (answer.status === 'refused') showToast({ tone: 'error', text: explain(currentTexts(), answer) });
    return answer.status === 'accepted' ? { status: 'accepted', result: answer.result } : { status: answer.status };
  } catch (error) {
    showFailure(error);
    return { status: 'refused' };
  }
}
