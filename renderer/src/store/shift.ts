import { runCommand } from './commands.ts';
import { closeDialog, openDialog } from './ui.ts';

export interface NewLine {
  readonly workItemId: string;
  readonly before: string;
  readonly line: string;
}

/** Lines first, one after the other, then off duty (what is open goes back with its line), then the way out. Stops where the server says no. */
export async function endShift(lines: readonly NewLine[]): Promise<void> {
  for (const { workItemId, before, line } of lines) {
    if (line === before) continue;
    if ((await runCommand({ type: 'workItem.handover', data: { workItemId, line } })) === 'refused') return;
  }
  if ((await runCommand({ type: 'agent.setState', data: { state: 'offDuty' } })) !== 'accepted') return;
  closeDialog();
  openDialog({ kind: 'signOut' });
}
