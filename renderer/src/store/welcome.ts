import { create } from 'zustand';
import { runCommand } from './commands.ts';
import { me } from './navigation.ts';
import { useCenter } from './rows.ts';
import { closeDialog, openDialog } from './ui.ts';

/** Put off until the next start, here alone. */
export const useWelcome = create<{ readonly isOver: boolean }>(() => ({ isOver: false }));

export const startWelcome = (): void => openDialog({ kind: 'welcome' });

/** Done or passed over: not offered again on any desk of this person. */
export function endWelcome(): void {
  closeDialog();
  useWelcome.setState({ isOver: true });
  if (useCenter.getState().deskSetups.get(me())?.welcomedAt === undefined) void runCommand({ type: 'deskSetup.change', data: { welcomed: true } });
}
