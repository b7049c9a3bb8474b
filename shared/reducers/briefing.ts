import type { Briefing, BriefingReads, ReadBriefing } from '../domain/briefing.ts';
import type { DeskSetup } from '../domain/desk-tools.ts';
import type { CenterEvent } from '../events/index.ts';

/** So many a person's own list keeps; older ones are over by then. */
const KEPT = 100;

export function reduceBriefing(state: Briefing | undefined, event: CenterEvent): Briefing | undefined {
  if (event.type === 'briefing.written') return { ...event.data };
  return event.type === 'briefing.ended' ? undefined : state;
}

export function reduceBriefingReads(state: BriefingReads | undefined, event: CenterEvent): BriefingReads | undefined {
  if (event.type === 'briefing.ended') return undefined;
  if (event.type !== 'briefing.read') return state;
  const { id, version, agentId, at } = event.data;
  return { id, readBy: [...(state?.readBy ?? []).filter((one) => one.agentId !== agentId), { agentId, version, at }] };
}

/** Beside what a person set up: what they have read. */
export function withRead(state: DeskSetup | undefined, agentId: string, { id, version }: ReadBriefing): DeskSetup {
  const before = (state?.readBriefings ?? []).filter((one) => one.id !== id);
  return { ...(state ?? { id: agentId, bindings: {} }), readBriefings: [...before, { id, version }].slice(-KEPT) };
}
