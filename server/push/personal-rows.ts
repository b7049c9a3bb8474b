import type { DeskSetup, Mention, SavedView } from '../../shared/domain/desk-tools.ts';
import { agentOfRoster, mondayOf, rosterId, ROSTER_WEEKS, weeksFrom, type Roster } from '../../shared/domain/roster.ts';
import type { RowKind, RowValue } from '../../shared/domain/rows.ts';
import type { EntityMaps } from '../../shared/reducers/entity-maps.ts';
import { rowKey, splitKey, type RowKey } from './row-key.ts';

// Rows that are one person's own: lists they saved, their keys, notes that name them, the weeks they work. A shared list is everybody's; of weeks leads see all.

const PERSONAL: ReadonlySet<string> = new Set<RowKind>(['savedView', 'deskSetup', 'mention', 'roster']);

export function isPersonal(key: RowKey): boolean {
  return PERSONAL.has(splitKey(key)[0]);
}

/** Whose it is; undefined where there is none (any more). */
export function ownerOfPersonal(state: EntityMaps, key: RowKey): string | undefined {
  const [kind, id] = splitKey(key);
  if (kind === 'savedView') return state.get('savedView', id)?.ownerAgentId;
  if (kind === 'roster') return agentOfRoster(id);
  return kind === 'mention' ? state.get('mention', id)?.agentId : id;
}

export function seesPersonal(agentId: string, kind: RowKind, value: RowValue): boolean {
  if (kind === 'deskSetup') return (value as DeskSetup).id === agentId;
  if (kind === 'roster') return (value as Roster).agentId === agentId;
  if (kind === 'mention') return (value as Mention).agentId === agentId && (value as Mention).seenAt === undefined;
  return (value as SavedView).isShared || (value as SavedView).ownerAgentId === agentId;
}

/** All rows that are this person's to see, and of their own those they see no more. `agentId` '': somebody who has nothing of their own. `now`: ms; weeks are found by their names, for there are many. */
export function* personalRows(state: EntityMaps, agentId: string, now: number): Iterable<readonly [key: RowKey, isSeen: boolean]> {
  for (const [id, view] of state.all('savedView')) if (seesPersonal(agentId, 'savedView', view)) yield [rowKey('savedView', id), true];
  if (state.get('deskSetup', agentId) !== undefined) yield [rowKey('deskSetup', agentId), true];
  for (const [id, mention] of state.all('mention')) if (mention.agentId === agentId) yield [rowKey('mention', id), mention.seenAt === undefined];
  if (agentId === '') return;
  const monday = mondayOf('UTC', now);
  for (let weeks = -ROSTER_WEEKS.back - 2; weeks <= ROSTER_WEEKS.ahead + 1; weeks += 1) {
    const id = rosterId(agentId, weeksFrom(monday, weeks));
    if (state.get('roster', id) !== undefined) yield [rowKey('roster', id), true];
  }
}
