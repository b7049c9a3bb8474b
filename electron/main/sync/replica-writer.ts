import type { EntityWrite } from '../../../shared/sync/entity-overlay.ts';
import type { BatchPlan } from '../../../shared/sync/apply-batch.ts';
import { filedUnder, textRefOf, textRefsOf } from '../../../shared/sync/replica-reader.ts';
import { entitySchemas, type Entity, type Noun } from '../../../shared/domain/entity.ts';
import { rowSchemas, type RowKind } from '../../../shared/domain/rows.ts';
import type { DeskStores } from './storage-port.ts';

/**
 * Writes one frame and the cursor in one transaction; on disk when it returns. Only then may memory or a screen change. An error undoes
 * all of it (DISK_FULL, REPLICA_DAMAGED …).
 */
export function writeBatch(stores: DeskStores, plan: BatchPlan, at: number): void {
  stores.transaction(() => writePlan(stores, plan, at));
}

/** The same as part of the caller's transaction. */
export function writePlan(stores: DeskStores, plan: BatchPlan, at: number): void {
  const searched = searchedByRef(plan.entities);
  if (plan.startOver) clear(stores);
  for (const write of plan.entities) writeEntity(stores, write);
  for (const body of plan.bodies)
    stores.bodies.put(body.ref, body.conversationId, body.text, searchText(body.text, searched.get(body.ref) ?? 'text'));
  for (const ref of plan.forget) stores.bodies.delete(ref);
  for (const { conversationId, held } of plan.held) {
    if (held === undefined) stores.held.delete(conversationId);
    else
      stores.held.put({
        conversationId,
        asOfSeq: held.asOfSeq,
        lastUsedAt: stores.held.get(conversationId)?.lastUsedAt ?? at,
        ...(held.frozen === undefined ? {} : { frozen: held.frozen }),
      });
  }
  if (plan.rowsReset) for (const kind of Object.keys(rowSchemas) as RowKind[]) stores.rows.clear(kind);
  for (const row of plan.rows) {
    if (row.value === null) stores.rows.delete(row.kind, row.id, row.seq);
    else stores.rows.put({ kind: row.kind, id: row.id, seq: row.seq, value: row.value });
  }
  if (plan.rowsMark !== undefined) stores.meta.set('rowsMark', plan.rowsMark);
  stores.meta.setCursor(plan.cursor);
}

/** Outbox, journal, commands and drafts are the desk's own and stay. */
function clear(stores: DeskStores): void {
  for (const noun of Object.keys(entitySchemas) as Noun[]) {
    for (const { id, value } of stores.entities.byNoun(noun)) {
      for (const ref of textRefsOf(noun, value as Entity)) stores.bodies.delete(ref);
      stores.entities.delete(noun, id);
    }
  }
  for (const { conversationId } of stores.held.all()) stores.held.delete(conversationId);
  for (const kind of Object.keys(rowSchemas) as RowKind[]) stores.rows.clear(kind);
}

function writeEntity(stores: DeskStores, { noun, id, seq, value }: EntityWrite): void {
  if (value === null) stores.entities.delete(noun, id);
  else stores.entities.put({ noun, id, seq, value, ...filedUnder(noun, id, value) });
}

type Searched = 'text' | 'names' | 'none';

function searchedByRef(writes: readonly EntityWrite[]): Map<string, Searched> {
  const kinds = new Map<string, Searched>();
  for (const { noun, value } of writes) {
    const ref = value === null ? undefined : textRefOf(noun, value);
    if (ref !== undefined) kinds.set(ref, noun === 'contact' ? 'names' : noun === 'message' || noun === 'note' ? 'text' : 'none');
  }
  return kinds;
}

/** Bodies are JSON; the search knows only their words. */
function searchText(json: string, searched: Searched): string {
  if (searched === 'none') return '';
  try {
    const body = JSON.parse(json) as { text?: unknown; displayName?: unknown; identities?: { handle?: unknown; displayName?: unknown }[] };
    if (typeof body.text === 'string') return body.text;
    const names = [
      body.displayName,
      ...(Array.isArray(body.identities) ? body.identities.flatMap((identity) => [identity.handle, identity.displayName]) : []),
    ];
    return names.filter((name): name is string => typeof name === 'string').join(' ');
  } catch {
    return json;
  }
}
