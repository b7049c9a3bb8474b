import { describe, expect, test } from 'vitest';
import { ALWAYS_OPEN } from '../../shared/domain/hours.ts';
import { DEFAULT_STRATEGY } from '../../shared/domain/strategy.ts';
import type { NewEvent } from '../../shared/events/index.ts';
import { diceFor, type Dice } from '../simulation/dice.ts';
import { ROUTER_LIGHTS } from '../support/article-refusals.ts';
import { RowsDesk, RowsWorld } from '../support/rows-world.ts';

// A desk that comes back is told what changed since; in the end it has what a desk would have that was told everything.

const TEAMS = ['north', 'south', 'east'];
const QUEUES = ['q1', 'q2', 'q3'];
const ACCOUNTS = ['a1', 'a2'];
const PEOPLE = ['ann', 'ben', 'cleo', 'dora', 'lea'];
const HOUR = 3_600_000;

type Register = Extract<NewEvent, { type: 'agent.registered' }>['data'];
const agent = (id: string, no: number, teamIds: string[], role: Register['role']): NewEvent => ({ type: 'agent.registered', data: { id, name: id, initials: `A${no}`, role, teamIds, place: 'office', skills: [], capacity: 100, disabled: false } });
const queue = (id: string, teamIds: string[], needs: string[] = []): NewEvent => ({ type: 'queue.defined', data: { id, name: { de: id, en: id }, teamIds, needs: needs.map((skillId) => ({ skillId, minLevel: 1 })), match: { accountIds: [], terms: [] }, order: 1, priority: 0, targets: { firstResponseMs: HOUR, nextResponseMs: HOUR }, hours: ALWAYS_OPEN, distribution: 'assign', offerMs: 30_000 } });
const account = (id: string, teamIds: string[]): NewEvent => ({ type: 'account.registered', data: { id, channel: 'sandbox', handle: id, name: id, brand: id, credentialId: 'sandbox', teamIds, budget: { capacity: 10, refillPerMinute: 10 } } });

const article = (articleId: string, version: number, accountIds: string[], at: number): NewEvent => ({ type: 'article.saved', data: { articleId, version, state: 'published', content: { ...ROUTER_LIGHTS, accountIds }, byAgentId: 'lea', at } });

/** Somebody's own: a list kept, shared, taken back or forgotten, their keys, a note that names them, looked at or not. */
function personal(world: RowsWorld, dice: Dice, next: { no: number }): NewEvent[] {
  const { committed } = world.core.center;
  const at = world.core.center.now();
  const [conversation] = [...committed.all('conversation').values()].slice(-4);
  const conversationId = conversation?.id ?? 'c1';
  const ownerAgentId = dice.pick(PEOPLE);
  const [view] = [...committed.all('savedView').values()].filter(() => dice.chance(0.5));
  const list = { tab: 'team', sort: 'due' } as const;
  const mention = [...committed.all('mention').values()].find((one) => one.seenAt === undefined);
  const roll = dice.int(6);
  if (roll === 0) return [{ type: 'savedView.saved', data: { id: `v${(next.no += 1)}`, ownerAgentId, name: 'L', isShared: dice.chance(0.4), list, at } }];
  if (roll === 1 && view !== undefined) return [{ type: 'savedView.saved', data: { ...view, isShared: !view.isShared, at } }];
  if (roll === 2 && view !== undefined) return [{ type: 'savedView.removed', data: { id: view.id, byAgentId: view.ownerAgentId, at } }];
  if (roll === 3) return [{ type: 'deskSetup.changed', data: { id: ownerAgentId, bindings: { done: [`F${(next.no += 1)}`] } } }];
  if (roll === 4 && mention !== undefined) return [{ type: 'mention.seen', data: { conversationId: mention.conversationId, agentId: mention.agentId, at } }];
  return [{ type: 'note.added', data: { id: `n${(next.no += 1)}`, conversationId, agentId: 'lea', bodyRef: 'b', at, mentions: [ownerAgentId] } }];
}

/** Something happens to somebody or something, as any decider might write it. */
function happens(world: RowsWorld, dice: Dice, next: { no: number }): NewEvent[] {
  const { committed, now } = { committed: world.core.center.committed, now: world.core.center.now() };
  const some = (from: readonly string[]): string[] => from.filter(() => dice.chance(0.4));
  const items = [...committed.all('workItem').values()];
  const item = items.length === 0 ? undefined : dice.pick(items.slice(-12));
  const roll = dice.int(100);
  if (item === undefined || roll < 18) {
    const no = (next.no += 1);
    const who = { accountId: dice.pick(ACCOUNTS), contactId: `p${no}`, channel: 'sandbox' };
    return [
      { type: 'conversation.opened', data: { id: `c${no}`, threadId: `t${no}`, ...who, visibility: 'public', openedAt: now } },
      { type: 'workItem.queued', data: { id: `i${no}`, conversationId: `c${no}`, ...who, queueId: dice.pick(QUEUES), needs: [], priority: 0, cost: 10, createdAt: now, queuedAt: now, dueAt: now + HOUR } },
    ];
  }
  const of = { workItemId: item.id, conversationId: item.conversationId, at: now };
  const agentId = dice.pick(PEOPLE);
  const epoch = item.epoch + 1;
  if (roll < 20) return [{ type: 'contact.addressFormSet', data: { contactId: item.contactId, addressForm: 'du' } }];
  if (roll < 28) return [{ type: 'conversation.tagged', data: { conversationId: item.conversationId, tags: [`t${next.no++}`] } }];
  if (roll < 32) return [queue(dice.pick(QUEUES), some(TEAMS), some(['x', 'y']))];
  if (roll < 33) return [article(dice.pick(['k1', 'k2', 'k3']), (next.no += 1), some(ACCOUNTS), now)];
  if (roll < 35) return [account(dice.pick(ACCOUNTS), some(TEAMS))];
  if (roll < 39) return [agent(agentId, PEOPLE.indexOf(agentId), some(TEAMS), agentId === 'lea' && dice.chance(0.5) ? 'supervisor' : dice.chance(0.1) ? 'supervisor' : 'agent')];
  if (roll < 46) return [{ type: 'agent.stateChanged', data: { agentId, state: dice.pick(['available', 'onBreak', 'offDuty'] as const), at: now } }];
  if (roll < 48) return [{ type: 'strategy.changed', data: { version: next.no++, rules: DEFAULT_STRATEGY, byAgentId: 'lea', at: now } }];
  if (item.state === 'closed') return [{ type: 'workItem.reopened', data: { ...of, ...(dice.chance(0.5) ? { agentId } : {}), dueAt: now + HOUR, cost: 10 } }];
  if (roll < 60) return [{ type: 'workItem.moved', data: { ...of, queueId: dice.pick(QUEUES), needs: [] } }];
  if (item.state === 'offered' && item.reservationId !== undefined) {
    const reservation = committed.get('reservation', item.reservationId);
    const offer = { ...of, reservationId: item.reservationId, agentId: reservation?.agentId ?? agentId };
    if (roll < 80) return [{ type: 'reservation.accepted', data: offer }, { type: 'workItem.assigned', data: { ...of, agentId: offer.agentId, epoch, reason: { by: 'router' } } }];
    return [{ type: dice.pick(['reservation.declined', 'reservation.expired', 'reservation.rescinded'] as const), data: offer }];
  }
  if (item.state === 'assigned') {
    if (roll < 75) return [{ type: 'workItem.returned', data: { ...of, fromAgentId: item.ownerAgentId ?? agentId, epoch, reason: 'released' } }];
    return [{ type: 'workItem.closed', data: { ...of, disposition: { kind: 'resolved' }, agentId: item.ownerAgentId } }];
  }
  if (roll < 78) return [{ type: 'reservation.offered', data: { ...of, reservationId: `r${next.no++}`, agentId, expiresAt: now + 30_000 } }];
  return [{ type: 'workItem.assigned', data: { ...of, agentId, epoch, reason: { by: 'router' } } }];
}

interface Seen {
  readonly wrong: string[];
  readonly back: number;
  readonly all: number;
}

/** Random changes, random cuts, restarts and hours that pass; then everybody comes back and must have what they may see, and nothing else. */
async function walk(seed: number, steps: number): Promise<Seen> {
  const dice = diceFor(seed, 'rows-come-back');
  const world = new RowsWorld();
  await world.boot();
  await world.submit([...TEAMS.map((id): NewEvent => ({ type: 'team.defined', data: { id, name: id } })), ...QUEUES.map((id, i) => queue(id, i === 0 ? [] : [TEAMS[i] as string])), ...ACCOUNTS.map((id) => account(id, [])), ...PEOPLE.map((id, i) => agent(id, i, [TEAMS[i % 3] as string], id === 'lea' ? 'supervisor' : 'agent'))]);
  const desks = PEOPLE.map((id) => new RowsDesk(id));
  const next = { no: 0 };
  const seen: { wrong: string[]; back: number; all: number } = { wrong: [], back: 0, all: 0 };
  const compare = async (when: string): Promise<void> => {
    await world.pass(6_000);
    for (const desk of desks.filter((one) => one.hears)) {
      const expected = world.rowsOf(desk.agentId);
      for (const [key, json] of expected) if (desk.rows.get(key)?.json !== json) seen.wrong.push(`${when}: ${desk.agentId} has ${desk.rows.get(key)?.json ?? 'no'} ${key}, not ${json}`);
      for (const key of desk.rows.keys()) if (!expected.has(key)) seen.wrong.push(`${when}: ${desk.agentId} still has ${key}`);
    }
  };
  for (let step = 0; step < steps && seen.wrong.length === 0; step += 1) {
    const roll = dice.int(100);
    const desk = dice.pick(desks);
    if (roll < 55) await world.submit([...happens(world, dice, next), ...(step % 4 === 3 ? personal(world, dice, next) : [])]);
    else if (roll < 59) desk.tear();
    else if (roll < 63) desk.cut();
    else if (roll < 75) {
      // Others go on while it is answered.
      const answered = desk.connect(world);
      if (dice.chance(0.3)) await world.submit(happens(world, dice, next));
      await answered;
      if (desk.last.isAll) seen.all += 1;
      else seen.back += 1;
    } else if (roll < 88) await world.pass(dice.pick([0, 1, 10, 30, 31, 400, 1_000]));
    else if (roll < 91) {
      world.skip(dice.pick([HOUR, 7 * HOUR, 13 * HOUR]));
      // A clock that jumped is seen with the next thing that happens.
      await world.submit([{ type: 'agent.stateChanged', data: { agentId: 'ann', state: 'available', at: world.now } }]);
    } else if (roll < 94) {
      for (const one of desks) one.lost();
      // What the last change asked of the server itself is on its way; a server that is killed is another test's business.
      await world.pass(0);
      if (dice.chance(0.5)) await world.core.stop();
      world.skip(dice.pick([100, 5_000, HOUR, 13 * HOUR]));
      await world.boot();
    } else {
      for (const one of desks) if (!one.hears || dice.chance(0.3)) await one.connect(world);
      await compare(`step ${step}`);
    }
  }
  for (const one of desks) await one.connect(world);
  await compare('the end');
  return { wrong: [...desks.flatMap((one) => one.gaps), ...world.problems.map(String), ...seen.wrong], back: seen.back, all: seen.all };
}

describe('a desk that comes back', () => {
  test.each(Array.from({ length: 40 }, (_, i) => i + 1))('PUSH-12 has what it may see and nothing else, whatever happened meanwhile (seed %i)', async (seed) => {
    const { wrong } = await walk(seed, 150);
    expect(wrong.slice(0, 5), `seed ${seed}`).toEqual([]);
  });

  test('PUSH-12 is mostly told of changes alone', async () => {
    const { back, all } = await walk(77, 300);
    expect(back).toBeGreaterThan(all);
  });
});
