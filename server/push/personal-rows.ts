import type { DeskSetup, Mention, SavedView } from '../../shared/domain/desk-tools.ts';
import type { RowKind, RowValue } from '../../shared/domain/rows.ts';
import type { EntityMaps } from '../../shared/reducers/entity-maps.ts';
import { rowKey, splitKey, type RowKey } from './row-key.ts';

// Rows that are one person's own: lists they saved, their keys, notes that name them. A shared list is everybody's.

const PERSONAL: ReadonlySet<string> = new Set<RowKind>(['savedView', 'deskSetup', 'mention']);

export function isPersonal(key: RowKey): boolean {
  return PERSONAL.has(splitKey(key)[0]);
}

/** Whose it is; undefined where there is none (any more). */
export function ownerOfPersonal(state: EntityMaps, key: RowKey): string | undefined {
  const [kind, id] = splitKey(key);
  if (kind === 'savedView') return state.get('savedView', id)?.ownerAgentId;
  return kind === 'mention' ? state.get('mention', id)?.agentId : id;
}

export function seesPersonal(agentId: string, kind: RowKind, value: RowValue): boolean {
  if (kind === 'deskSetup') return (value as DeskSetup).id === agentId;
  if (kind === 'mention') return (value as Mention).agentId === agentId && (value as Mention).seenAt === undefined;
  return (value as SavedView).isShared || (value as SavedView).ownerAgentId === agentId;
}

/** All rows that are this person's to see, and of their own those they see no more. `agentId` '': somebody who has nothing of their own. */
export function* personalRows(state: EntityMaps, agentId: string): Iterable<readonly [key: RowKey, isSeen: boolean]> {
  for (const [id, view] of state.all('savedView')) if (seesPersonal(agentId, 'savedView', view)) yield [rowKey('savedView', id), true];
  if (state.get('deskSetup', agentId) !== undefined) yield [rowKey('deskSetup', agentId), true];
  for (const [id, mention] of state.all('mention')) if (mention.agentId === agentId) yield [rowKey('mention', id), mention.seenAt === undefined];
}
