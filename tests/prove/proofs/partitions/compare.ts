import { holds, mayRead, type Viewer } from '../../../../server/center/visibility.ts';
import { draftSnapshot } from '../../../../server/push/snapshot.ts';
import { entitySchemas, type Noun } from '../../../../shared/domain/entity.ts';
import { rowSchemas, type RowKind } from '../../../../shared/domain/rows.ts';
import { canonicalJson } from '../../../../shared/sync/canonical-json.ts';
import { difference } from '../../../simulation/quiet.ts';
import type { Desk, World } from './world.ts';

/** Where the copy of a desk and the server part, entity by entity and row by row; empty: they say the same. */
export async function differences(world: World, desk: Desk): Promise<string[]> {
  return [...conversationsOf(world, desk), ...(await rowsOf(world, desk))].map((text) => `${desk.person.id}: ${text}`);
}

function conversationsOf({ server }: World, desk: Desk): string[] {
  const { center } = server.app;
  const { committed, index } = center;
  const found: string[] = [];
  const agent = committed.get('agent', desk.person.id);
  if (agent === undefined) return ['the server does not know this person'];
  const viewer: Viewer = { agentId: agent.id, role: desk.person.role, teamIds: agent.teamIds };
  const held = new Map(desk.stores.held.all().map((one) => [one.conversationId, one]));
  for (const [id, conversation] of committed.all('conversation')) {
    const item = conversation.workItemId === undefined ? undefined : committed.get('workItem', conversation.workItemId);
    const isMine = conversation.ownerAgentId === viewer.agentId || (item?.state !== 'closed' && holds(committed, viewer, id));
    if (isMine && !held.has(id)) found.push(`lacks the conversation ${id}`);
  }
  const have = new Map<string, unknown>();
  for (const noun of Object.keys(entitySchemas) as Noun[]) for (const { id, value } of desk.stores.entities.byNoun(noun)) have.set(`${noun} ${id}`, value);
  const threads = new Set<string>();
  const expected = new Set<string>();
  for (const [id, { frozen }] of held) {
    if (frozen !== undefined) found.push(`has frozen ${id}`);
    if (!holds(committed, viewer, id) && !mayRead(committed, viewer, id, index.conversationsOfContact(committed.get('conversation', id)?.contactId ?? ''), center.now())) found.push(`still holds ${id}`);
    const draft = draftSnapshot(committed, index, id, center.seq);
    for (const patch of draft?.entities ?? []) {
      const key = `${patch.noun} ${patch.id}`;
      expected.add(key);
      if (patch.noun === 'thread') threads.add(patch.id);
      if (!have.has(key)) found.push(`lacks ${key}`);
      else if (canonicalJson(settled(key, have.get(key))) !== canonicalJson(settled(key, patch.value))) found.push(`has another ${key}: ${difference(settled(key, have.get(key)), settled(key, patch.value))}`);
    }
    for (const ref of draft?.refs ?? []) if (desk.stores.bodies.get(ref) === undefined) found.push(`lacks the text ${ref} of ${id}`);
  }
  for (const [key, value] of have) {
    const of = value as { conversationId?: string; threadId?: string };
    const isShown = held.has(of.conversationId ?? '') || (key.startsWith('conversation ') && threads.has(of.threadId ?? '')) || key.startsWith('contact ');
    if (!expected.has(key) && !isShown) found.push(`still has ${key}`);
  }
  return found;
}

async function rowsOf(world: World, desk: Desk): Promise<string[]> {
  const found: string[] = [];
  const asked = await world.asked(desk).catch(() => undefined);
  if (asked === undefined) return ['nobody could ask the server for its rows'];
  for (const kind of Object.keys(rowSchemas) as RowKind[]) {
    const want = asked.rows(kind);
    const have = new Map(desk.stores.rows.byKind(kind).map(({ id, value }) => [id, value]));
    for (const [id, value] of want) {
      if (!have.has(id)) found.push(`lacks the row ${kind} ${id}`);
      else if (canonicalJson(settled(kind, have.get(id))) !== canonicalJson(settled(kind, value))) found.push(`has another row ${kind} ${id}: ${difference(settled(kind, have.get(id)), settled(kind, value))}`);
    }
    for (const id of have.keys()) if (!want.has(id)) found.push(`still has the row ${kind} ${id}`);
  }
  asked.close();
  return found;
}

/** Without what is said of a desk without an event, and of a person elsewhere: these may lag. */
function settled(key: string, value: unknown): unknown {
  const { outbox: _outbox, sendingPossibleUntil: _until, ...rest } = value as Record<string, unknown>;
  if (!key.startsWith('contact ')) return rest;
  const { lastInboundAt: _at, lastAgentId: _agent, ...contact } = rest;
  return contact;
}
