import type { BreakReason } from '../../../shared/domain/agent.ts';
import { openBriefings, unreadNow } from './briefings.ts';
import { runCommand } from './commands.ts';
import { me } from './navigation.ts';
import { useCenter } from './rows.ts';

/** How long a break of each kind usually takes; the person sees it count down and may stay longer. */
export const BREAK_MINUTES: Readonly<Record<BreakReason, number>> = {
  break: 15,
  lunch: 30,
  training: 60,
  meeting: 30,
  backOffice: 30,
  technical: 15,
};

export async function setState(state: 'available' | 'runOut' | 'offDuty'): Promise<void> {
  // The server would refuse: what has to be known comes first, and reading it is the way in.
  if (state === 'available' && useCenter.getState().agents.get(me())?.state === 'offDuty' && unreadNow().some(({ mustRead }) => mustRead)) return openBriefings(true);
  await runCommand({ type: 'agent.setState', data: { state } });
}

export async function setBreak(breakReason: BreakReason): Promise<void> {
  await runCommand({ type: 'agent.setState', data: { state: 'onBreak', breakReason, breakMs: BREAK_MINUTES[breakReason] * 60_000 } });
}
