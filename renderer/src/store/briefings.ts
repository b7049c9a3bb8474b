import { unreadBriefings, type Briefing } from '../../../shared/domain/briefing.ts';
import { runCommand } from './commands.ts';
import { me } from './navigation.ts';
import { useCenter, type CenterState } from './rows.ts';
import { closeDialog, openDialog } from './ui.ts';

/** What this person has not read yet, oldest first. */
export function unreadOf(center: Pick<CenterState, 'briefings' | 'deskSetups' | 'agents'>, agentId: string, now: number): Briefing[] {
  return unreadBriefings(center.briefings.values(), center.deskSetups.get(agentId)?.readBriefings ?? [], center.agents.get(agentId)?.teamIds ?? [], now);
}

export const unreadNow = (): Briefing[] => unreadOf(useCenter.getState(), me(), Date.now());

/** Shows what is unread; `thenAvailable`: who has read all of it begins to work. */
export const openBriefings = (thenAvailable = false): void => openDialog({ kind: 'briefing', thenAvailable });

/** Said to the server before work begins, so that it knows. */
export async function confirmRead(briefings: readonly Briefing[], thenAvailable: boolean): Promise<void> {
  for (const { id, version } of briefings) if ((await runCommand({ type: 'briefing.read', data: { id, version } })) === 'refused') return;
  closeDialog();
  if (thenAvailable) await runCommand({ type: 'agent.setState', data: { state: 'available' } });
}
