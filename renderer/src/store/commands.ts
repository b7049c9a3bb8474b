import { envelopeOf, type Command } from '../../../shared/commands/index.ts';
import { call } from '../bridge/index.ts';
import { currentTexts, explain, showFailure } from './errors.ts';
import { showToast } from './ui.ts';

/** `accepted`: the server took it. `queued`: written down here, goes up when online. `refused`: said to the person already. */
export type CommandOutcome = 'accepted' | 'queued' | 'refused';

/** Runs one command and tells the person when it is refused. Never throws. */
export async function runCommand(command: Command): Promise<CommandOutcome> {
  try {
    const result = await call('command.run', { command: envelopeOf(command) });
    if (result.status === 'refused') showToast({ tone: 'error', text: explain(currentTexts(), result) });
    return result.status;
  } catch (error) {
    showFailure(error);
    return 'refused';
  }
}
