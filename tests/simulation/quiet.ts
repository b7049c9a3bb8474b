import { draftSnapshot } from '../../server/push/snapshot.ts';
import { clusterRow } from '../../server/push/cluster-rows.ts';
import { agentRow, queueRow, rowRefs } from '../../server/push/rows.ts';
import { holds, isLeadViewer, mayRead, seesRow, type Viewer } from '../../server/center/visibility.ts';
import type { ServerCore } from '../../server/assemble.ts';
import type { MemoryLogDisk } from '../../server/log/memory-event-log.ts';
import type { Entity } from '../../shared/domain/entity.ts';
import { EntityMaps } from '../../shared/reducers/entity-maps.ts';
import { applyEvent } from '../../shared/reducers/index.ts';
import type { CenterEvent } from '../../shared/events/index.ts';
import { canonicalJson } from '../../shared/sync/canonical-json.ts';
import { outboxStateSchema } from '../../shared/sync/outbox-state.ts';
import type { DeskHost } from './desk-host.ts';
import type { Platform, Post } from './platform.ts';
import type { Accepted, Referee } from './referee.ts';

export interface QuietWorld {
  readonly disk: MemoryLogDisk;
  readonly core: ServerCore;
  readonly desks: readonly DeskHost[];
  readonly referee: Referee;
  readonly platform: Platform;
  readTexts(refs: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

type Finding = readonly [rule: string, detail: string];

/** What must hold once everything is healed and nothing is under way. */
export async function atRest(world: QuietWorld): Promise<Finding[]> {
  const found: Finding[] = [];
  const say = (rule: string, detail: string): void => void found.push([rule, detail]);
  stateEqualsLog(world, say);
  for (const desk of world.desks) await deskEqualsServer(world, desk, say);
  fates(world, say);
  everythingIsThere(world, say);
  deletedIsGone(world, say);
  return found;
}

type Say = (rule: string, detail: string) => void;

/** The writer's state is what anybody would read out of the log. */
function stateEqualsLog({ disk, core }: QuietWorld, say: Say): void {
  const folded = new EntityMaps();
  for (const text of disk.events) applyEvent(folded, JSON.parse(text) as CenterEvent, folded.all('agent').keys());
  for (const [name, state] of [['live', core.center.live] as const, ['committed', core.center.committed] as const]) {
    const dump = state.dump();
    for (const [noun, entries] of Object.entries(folded.dump())) {
      const have = new Map(dump[noun as keyof typeof dump]);
      for (const [id, value] of entries) if (canonicalJson(value) !== canonicalJson(have.get(id) ?? null)) say('SIM-21', `${name} ${noun} ${id} is not what the log says`);
      if (have.size !== entries.length) say('SIM-21', `${name} has ${have.size} of ${noun}, the log ${entries.length}`);
    }
  }
}

async function deskEqualsServer({ core, disk, readTexts, referee }: QuietWorld, desk: DeskHost, say: Say): Promise<void> {
  const { committed, index } = core.center;
  const agent = committed.get('agent', desk.person.id);
  if (agent === undefined) return;
  const viewer: Viewer = { agentId: agent.id, role: desk.person.role, teamIds: agent.teamIds };
  const cursor = Number(desk.disk.meta.get('cursor') ?? 0);
  if (cursor > disk.events.length) say('SIM-13', `${desk.name} has read up to ${cursor} of ${disk.events.length}`);

  const fetched = new Set([...core.hub.sessions].filter((session) => session.replicaId === desk.disk.meta.get('replicaId')).flatMap((session) => [...session.fetched]));
  const isMine = (id: string): boolean => {
    const conversation = committed.get('conversation', id);
    const item = conversation?.workItemId === undefined ? undefined : committed.get('workItem', conversation.workItemId);
    return conversation?.ownerAgentId === viewer.agentId || (item?.state !== 'closed' && holds(committed, viewer, id));
  };
  const must = [...committed.all('conversation').keys()].filter(isMine);
  for (const id of must) if (!desk.disk.held.has(id)) say('SIM-14', `${desk.name} lacks ${id}`);
  // Besides: what it closed last, and what was opened on request and not yet closed, as long as it may be read.
  const mayHold = (id: string): boolean => holds(committed, viewer, id) || (fetched.has(id) && mayRead(committed, viewer, id, index.conversationsOfContact(committed.get('conversation', id)?.contactId ?? ''), core.center.now()));
  const should = new Set<string>();
  for (const id of desk.disk.held.keys()) {
    if (mayHold(id)) should.add(id);
    else say('SIM-16', `${desk.name} still holds ${id}`);
  }
  for (const [id, held] of desk.disk.held) if (held.frozen !== undefined) say('SIM-14', `${desk.name} has frozen ${id}: ${held.frozen}`);

  const expected = new Map<string, unknown>();
  const threads = new Set<string>();
  const refs = new Set<string>();
  for (const id of should) {
    const draft = draftSnapshot(committed, index, id, core.center.seq, viewer);
    for (const patch of draft?.entities ?? []) {
      expected.set(`${patch.noun} ${patch.id}`, patch.value);
      if (patch.noun === 'thread') threads.add(patch.id);
    }
    for (const ref of draft?.refs ?? []) refs.add(ref);
  }
  // Who was forgotten and writes again in private has a new conversation in the old thread; who holds the old one sees nothing of it, not even the count.
  const mayLag = (key: string): boolean => [...referee.ledger.talks.values()].some((talk) => talk.erased && key === `thread ${talk.threadId}`);
  for (const [key, value] of expected) {
    if (mayLag(key)) continue;
    const have = desk.disk.entities.get(key);
    if (have === undefined) say('SIM-14', `${desk.name} lacks ${key}`);
    else {
      const parts = difference(settledPart(key, have.value), settledPart(key, value));
      if (parts !== '') say('SIM-14', `${desk.name} has another ${key}: ${parts}`);
    }
  }
  const homes = referee.ledger.homes;
  const people = new Set([...desk.disk.entities.values()].flatMap(({ noun, value }) => (noun === 'conversation' ? [(value as Entity<'conversation'>).contactId] : noun === 'message' ? [(value as Entity<'message'>).authorContactId] : [])));
  for (const [key, entity] of desk.disk.entities) {
    if (entity.noun === 'contact' && !people.has((entity.value as Entity<'contact'>).id)) say('SIM-16', `${desk.name} still has ${key}, and nothing there names them`);
    // Earlier items and offers of what is held, and others' parts of a thread that is shown whole.
    const shown = should.has(entity.conversationId ?? '') || (entity.noun === 'conversation' && threads.has(entity.threadId ?? '')) || entity.noun === 'contact';
    if (!expected.has(key) && !shown) say('SIM-16', `${desk.name} still has ${key}`);
  }
  for (const ref of refs) if (disk.bodies.has(ref) && !desk.disk.bodies.has(ref)) say('SIM-14', `${desk.name} lacks the text ${ref}`);
  for (const [ref, body] of desk.disk.bodies) {
    const home = homes.get(ref);
    const shown = should.has(home?.talkId ?? '') || (home?.isPublic === true && threads.has(home.threadId ?? '')) || (home?.contactId !== undefined && desk.disk.entities.has(`contact ${home.contactId}`));
    if (!shown) say('SIM-16', `${desk.name} still has the text ${ref} of ${body.conversationId} (${JSON.stringify(home)})`);
  }

  await rowsEqual(core, readTexts, desk, viewer, say);
}

async function rowsEqual(core: ServerCore, readTexts: QuietWorld['readTexts'], desk: DeskHost, viewer: Viewer, say: Say): Promise<void> {
  const { committed, index } = core.center;
  const now = core.center.now();
  const expected = new Map<string, unknown>();
  for (const [id, item] of committed.all('workItem')) if (seesRow(committed, viewer, item, now)) expected.set(`workItem ${id}`, queueRow(committed, id, await readTexts(rowRefs(committed, id))));
  for (const kind of ['queue', 'skill', 'team', 'account'] as const) for (const [id, value] of committed.all(kind)) expected.set(`${kind} ${id}`, value);
  for (const kind of ['briefing', 'houseSetting', 'tag'] as const) for (const [id, value] of committed.all(kind)) expected.set(`${kind} ${id}`, value);
  if (isLeadViewer(viewer)) for (const kind of ['briefingReads', 'house', 'calendar'] as const) for (const [id, value] of committed.all(kind)) expected.set(`${kind} ${id}`, value);
  const setup = committed.get('deskSetup', viewer.agentId);
  if (setup !== undefined) expected.set(`deskSetup ${viewer.agentId}`, setup);
  // Weeks of others are for leads.
  for (const [id, value] of committed.all('roster')) if (isLeadViewer(viewer) || value.agentId === viewer.agentId) expected.set(`roster ${id}`, value);
  // What is counted over many conversations is counted over those whose lines everybody of these rights sees.
  const team = isLeadViewer(viewer) ? undefined : { agentId: '', role: 'agent' as const, teamIds: viewer.teamIds.toSorted() };
  for (const id of committed.all('cluster').keys()) {
    const row = clusterRow({ center: core.center, clusterWords: () => [] }, team, id);
    if (row !== undefined) expected.set(`cluster ${id}`, row);
  }
  for (const id of committed.all('agent').keys()) expected.set(`agent ${id}`, agentRow(committed, index, id, undefined, () => 0));
  for (const [key, value] of expected) {
    const have = desk.disk.rows.get(key);
    if (have === undefined) say('SIM-15', `${desk.name} lacks the row ${key}`);
    else if (canonicalJson(stripNews(have.value)) !== canonicalJson(stripNews(value))) say('SIM-15', `${desk.name} has another row ${key}: ${difference(stripNews(have.value), stripNews(value))}`);
  }
  for (const key of desk.disk.rows.keys()) if (!expected.has(key)) say('SIM-15', `${desk.name} still has the row ${key}`);
}

/** When and with whom a person last spoke elsewhere is no part of a conversation: it may lag. */
function settledPart(key: string, value: unknown): unknown {
  if (!key.startsWith('contact ')) return value;
  const { lastInboundAt: _at, lastAgentId: _agent, ...rest } = value as Record<string, unknown>;
  return rest;
}

/** What is said of a desk without an event may lag; words of a cluster are read from texts. */
function stripNews(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value ?? null;
  const { outbox: _outbox, sendingPossibleUntil: _until, words: _words, ...rest } = value as Record<string, unknown>;
  return rest;
}

function fates({ referee }: QuietWorld, say: Say): void {
  for (const accepted of referee.accepted.values()) {
    const { replyId, desk, settledBy } = accepted;
    const record = desk.disk.outbox.get(replyId);
    if (record === undefined) {
      say('SIM-18', `${replyId} was accepted by ${desk.name} and is gone`);
      continue;
    }
    const state = outboxStateSchema.parse(record.stateValue);
    const effects = referee.effectsOf(replyId);
    const parts = (record.frozen as { frozen: { parts: unknown[] } }).frozen.parts.length;
    const told = `${replyId} of ${desk.name} is ${state.kind} with ${effects} of ${parts} parts out`;
    switch (state.kind) {
      case 'delivered':
        if (effects !== parts && settledBy !== 'found' && state.by !== 'person' && !(state.by === 'server' && referee.ledger.letGo.has(replyId))) say('SIM-19', told);
        break;
      case 'failed':
      case 'becameDraft':
        if (effects > 0) say('SIM-19', told);
        if (state.kind === 'becameDraft' && !hasDraft(referee, accepted)) say('SIM-20', `${told}, and its text lies nowhere`);
        break;
      case 'discarded':
        if (effects > 0 && settledBy !== 'discard' && settledBy !== 'sendAgain') say('SIM-19', told);
        break;
      case 'unclear':
        break;
      case 'queued':
        if (effects > 0) say('SIM-19', told);
        break;
      case 'scheduled':
        // Behind an answer about which a person has to decide.
        if (effects > 0) say('SIM-19', told);
        else if (!referee.waitsForPerson(accepted.conversationId)) say('SIM-22', told);
        break;
      default:
        say('SIM-22', told);
    }
  }
}

/** Touched by a person since, or still there: on this desk or on the server. */
function hasDraft(referee: Referee, accepted: Accepted): boolean {
  const { desk, conversationId, text } = accepted;
  if (referee.wasDraftTouchedSince(accepted) || referee.ledger.talks.get(conversationId)?.erased === true) return true;
  const own = desk.disk.drafts.get(conversationId)?.value as { text?: string } | undefined;
  return own?.text?.includes(text) === true || referee.ledger.drafts.get(conversationId)?.fromReplyId !== undefined;
}

function everythingIsThere({ referee, platform, core }: QuietWorld, say: Say): void {
  const { ledger } = referee;
  for (const [at] of referee.takenMessages) if (!ledger.byRemote.has(at)) say('SIM-1', `${at} was taken and is gone`);
  const isForgotten = (post: Post): boolean => post.direction === 'in' && ledger.isForgotten(post.channel, `id-${post.author}`, post.sentAt);
  for (const post of platform.posts.values()) if (!ledger.byRemote.has(`${post.channel} ${post.id}`) && !isForgotten(post)) say('SIM-1', `${post.id} (${post.direction}) is on ${post.channel} and the center does not know it`);
  for (const talk of ledger.talks.values()) {
    const answeringItem = talk.itemId === undefined ? undefined : ledger.items.get(talk.itemId);
    if (talk.unanswered.length > 0 && talk.lock === undefined && (answeringItem === undefined || answeringItem.state === 'closed' || answeringItem.waitingFor !== 'us')) say('SIM-3', `${talk.id} has unanswered messages that nobody sees`);
    const conversation = core.center.committed.get('conversation', talk.id);
    if ((conversation?.openTurn?.length ?? 0) === 0 && talk.unanswered.some((said) => !said.deleted)) say('SIM-3', `${talk.id}: the center believes that all is answered`);
  }
  for (const [id, { escalations, ownerAgentId }] of core.center.committed.all('conversation')) {
    const open = (escalations ?? []).filter(({ state }) => state === 'open');
    // Help is asked for by whoever has it; it goes on with them, or ends.
    if (open.length > 1 || open.some(({ agentId }) => agentId !== ownerAgentId)) say('SIM-27', `help is asked for ${id} by ${open.map(({ agentId }) => agentId).join()}, and ${ownerAgentId ?? 'nobody'} has it`);
  }
  for (const permit of ledger.permits.values()) if (permit.state === 'permitted') say('SIM-22', `${permit.replyId} was permitted and nobody says what became of it`);
}

/** Deleted at the source, or of somebody who asked to be forgotten: no version of its text is anywhere. */
function deletedIsGone({ referee, disk, desks }: QuietWorld, say: Say): void {
  for (const contactId of referee.ledger.erasedContacts) if (disk.keys.has(contactId)) say('SIM-17', `the server still has the key of ${contactId}`);
  for (const ref of referee.ledger.erasedRefs) {
    if (disk.bodies.has(ref)) say('SIM-17', `the server still has ${ref} of somebody forgotten`);
    for (const desk of desks) if (desk.disk.bodies.has(ref)) say('SIM-17', `${desk.name} still has ${ref} of somebody forgotten`);
  }
  for (const said of referee.ledger.said.values()) {
    if (!said.deleted) continue;
    for (const ref of said.refs) {
      if (disk.bodies.has(ref)) say('SIM-17', `the server still has ${ref} of ${said.id}`);
      for (const desk of desks) if (desk.disk.bodies.has(ref)) say('SIM-17', `${desk.name} still has ${ref} of ${said.id}`);
    }
  }
}

/** Where two values part, by path. */
export function difference(have: unknown, want: unknown, at = ''): string {
  if (canonicalJson(have ?? null) === canonicalJson(want ?? null)) return '';
  if (typeof have !== 'object' || typeof want !== 'object' || have === null || want === null) return `${at || 'it'} is ${JSON.stringify(have)} instead of ${JSON.stringify(want)}`;
  const a = have as Record<string, unknown>;
  const b = want as Record<string, unknown>;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .map((name) => difference(a[name], b[name], at === '' ? name : `${at}.${name}`))
    .filter((text) => text !== '')
    .join('; ');
}
