import type { EntityWrite } from '../../../shared/sync/entity-overlay.ts';
import type { BatchPlan } from '../../../shared/sync/apply-batch.ts';
import { plainToken } from '../../../shared/sync/search-facts.ts';
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
  // A text that is written at a place before others costs more than one that is added behind them.
  const bodies = plan.bodies.map(({ ref, conversationId, text }) => {
    const found = searched.get(ref);
    return { ref, conversationId, text, found, at: found?.at ?? 0 };
  });
  bodies.sort((a, b) => a.at - b.at);
  const factsOf = conversationFacts(stores);
  for (const { ref, conversationId, text, found } of bodies) {
    const told = found === undefined || found.kind === 'none' ? undefined : { owner: found.owner, at: found.at, facts: [...found.facts, ...(found.kind === 'names' ? [] : factsOf(conversationId))] };
    stores.bodies.put(ref, conversationId, text, searchText(text, found?.kind ?? 'text'), told);
  }
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
interface Said {
  readonly kind: Searched;
  readonly owner: string;
  readonly at: number;
  readonly facts: readonly string[];
}

function searchedByRef(writes: readonly EntityWrite[]): Map<string, Said> {
  const said = new Map<string, Said>();
  for (const { noun, id, value } of writes) {
    const ref = value === null ? undefined : textRefOf(noun, value);
    if (ref === undefined || value === null) continue;
    const owner = `${noun} ${id}`;
    if (noun === 'contact') {
      const contact = value as Entity<'contact'>;
      // By when they came: a person's words are not written anew with each of their messages.
      said.set(ref, { kind: 'names', owner, at: contact.createdAt, facts: ['person'] });
    } else if (noun === 'message') {
      const { direction, agentId, sentAt } = value as Entity<'message'>;
      said.set(ref, { kind: 'text', owner, at: sentAt, facts: [plainToken('saidby', direction === 'in' ? 'customer' : 'team'), ...(agentId === undefined ? [] : [plainToken('agent', agentId)])] });
    } else if (noun === 'note') {
      const { agentId, at } = value as Entity<'note'>;
      said.set(ref, { kind: 'text', owner, at, facts: [plainToken('saidby', 'note'), plainToken('agent', agentId)] });
    } else if (!said.has(ref)) said.set(ref, { kind: 'none', owner, at: 0, facts: [] });
  }
  return said;
}

/** Facts of a conversation that never change, looked up once a frame. */
function conversationFacts(stores: DeskStores): (conversationId: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (conversationId) => {
    let facts = known.get(conversationId);
    if (facts === undefined) {
      const conversation = stores.entities.get('conversation', conversationId)?.value as Entity<'conversation'> | undefined;
      facts = conversation === undefined ? [] : [plainToken('channel', conversation.channel), plainToken('account', conversation.accountId)];
      known.set(conversationId, facts);
    }
    return facts;
  };
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
