import { create } from 'zustand';
import type { IpcPush } from '../../../shared/ipc/index.ts';

/** Presence is told again while it lasts; without news for this long it is over, ms. */
export const PRESENCE_STALE_MS = 60_000;
const MOST = 500;

type Here = ReadonlyMap<string, { readonly typing: boolean; readonly at: number }>;

/** Which colleagues look at conversations of this desk, or write in them; by conversation, then by agent. */
export const useColleagues = create<{ readonly byId: ReadonlyMap<string, Here> }>(() => ({ byId: new Map() }));

export function takeColleague({ conversationId, agentId, typing, here }: IpcPush<'presence'>, now: number): void {
  const byId = new Map(useColleagues.getState().byId);
  const known = new Map(byId.get(conversationId));
  if (here) known.set(agentId, { typing, at: now });
  else known.delete(agentId);
  byId.delete(conversationId);
  if (known.size > 0) byId.set(conversationId, known);
  const oldest = byId.keys().next().value;
  if (byId.size > MOST && oldest !== undefined) byId.delete(oldest);
  useColleagues.setState({ byId });
}

export interface Company {
  readonly agentIds: readonly string[];
  /** They write; else they look. */
  readonly typing: boolean;
}

/** Everybody who is at a conversation now, with whether they write. */
export function liveOf(here: Here | undefined, now: number): { readonly agentId: string; readonly typing: boolean }[] {
  return [...(here ?? [])].flatMap(([agentId, { typing, at }]) => (now - at < PRESENCE_STALE_MS ? [{ agentId, typing }] : []));
}

/** The same in one line: whoever writes, else whoever looks; undefined: nobody. */
export function companyOf(here: Here | undefined, now: number): Company | undefined {
  const live = liveOf(here, now);
  const typing = live.filter((one) => one.typing);
  const agentIds = (typing.length > 0 ? typing : live).map(({ agentId }) => agentId).toSorted();
  return agentIds.length === 0 ? undefined : { agentIds, typing: typing.length > 0 };
}
