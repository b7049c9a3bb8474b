import { describe, expect, test } from 'vitest';
import { kinds, MINUTE, RoutingWorld } from '../support/routing-world.ts';

function world(config: ConstructorParameters<typeof RoutingWorld>[0] = {}): RoutingWorld {
  const w = new RoutingWorld(config);
  w.queue('q');
  w.queue('chat', { distribution: 'offer' });
  return w;
}

describe('R1 needs', () => {
  test('every need at its level, or no work', () => {
    const w = world();
    w.agent('weak', { tariff: 2, german: 5 });
    w.agent('half', { tariff: 5 });
    w.item('i', { tariff: 3, german: 1 });
    expect(w.settle()).toEqual([]);
    w.agent('right', { tariff: 3, german: 1 });
    expect(w.settle()).toMatchObject([{ type: 'workItem.assigned', data: { workItemId: 'i', agentId: 'right', epoch: 1 } }]);
  });

  test('only who is available, connected and not disabled', () => {
    const w = world();
    w.agent('break', {}, { state: 'onBreak' });
    w.agent('runOut', {}, { state: 'runOut' });
    w.agent('away', {}, { connected: false });
    w.agent('gone', {}, { disabled: true });
    w.item('i');
    expect(w.settle()).toEqual([]);
    w.connect('away');
    expect(w.settle()).toMatchObject([{ data: { agentId: 'away' } }]);
  });

  test('teams of the queue and of the account; an empty list lets everyone in', () => {
    const w = world();
    w.queue('north', { teamIds: ['n'] });
    w.emit({
      type: 'account.registered',
      data: {
        id: 'vip',
        channel: 'sandbox',
        handle: 'h',
        name: 'n',
        brand: 'b',
        credentialId: 'c',
        teamIds: ['v'],
        budget: { capacity: 1, refillPerMinute: 1 },
      },
    });
    w.agent('s', {}, { teams: ['s', 'v'] });
    w.agent('n', {}, { teams: ['n'] });
    w.item('inNorth', {}, { queue: 'north' });
    w.item('vip', {}, { account: 'vip' });
    w.item('both', {}, { queue: 'north', account: 'vip' });
    w.settle();
    expect([w.owner('inNorth'), w.owner('vip'), w.owner('both')]).toEqual(['n', 's', undefined]);
    w.agent('nv', {}, { teams: ['n', 'v'] });
    w.settle();
    expect(w.owner('both')).toBe('nv');
  });

  test('a redefined queue or newly learnt skill counts at once', () => {
    const w = world();
    w.queue('north', { teamIds: ['n'] });
    w.agent('a', {}, { teams: ['s'] });
    w.item('i', {}, { queue: 'north' });
    w.item('j', { tariff: 1 });
    expect(w.settle()).toEqual([]);
    w.queue('north', { teamIds: [] });
    expect(w.settle()).toMatchObject([{ data: { workItemId: 'i' } }]);
    w.agent('a', { tariff: 1 }, { teams: ['s'] });
    expect(w.settle()).toMatchObject([{ data: { workItemId: 'j' } }]);
  });

  test('a chaser keeps the clock; an answer by the customer after ours starts it anew', () => {
    const w = world();
    w.item('old', {}, { dueIn: 5 * MINUTE });
    w.item('new', {}, { dueIn: 6 * MINUTE });
    w.now += MINUTE;
    w.emit({ type: 'workItem.chased', data: w.ref('old') });
    w.agent('a', {}, { capacity: 10 });
    w.settle();
    expect(w.owner('old')).toBe('a');
  });
});

describe('R2 capacity', () => {
  test('costs add up to the capacity and no further; what ends gives it back', () => {
    const w = world();
    w.agent('a', {}, { capacity: 25 });
    for (const id of ['1', '2', '3']) w.item(id);
    w.settle();
    expect(w.snapshot().items.filter((i) => i.ownerAgentId === 'a')).toHaveLength(2);
    w.close('1');
    expect(w.settle()).toMatchObject([{ type: 'workItem.assigned', data: { workItemId: '3' } }]);
  });

  test('waiting for the customer costs nothing, and costs again when they write, beyond the capacity if need be', () => {
    const w = world({ overflowPercent: 200 });
    w.agent('a', {}, { capacity: 10 });
    w.item('1');
    w.item('2');
    w.settle();
    w.emit({ type: 'workItem.parked', data: w.ref('1') });
    expect(w.settle()).toMatchObject([{ data: { workItemId: '2', agentId: 'a' } }]);
    w.emit({ type: 'workItem.resumed', data: { ...w.ref('1'), dueAt: w.now + 20 * MINUTE, cost: 10 } });
    w.item('3');
    expect(w.settle()).toEqual([]);
    expect([w.owner('1'), w.engine.loadOf('a')]).toEqual(['a', 20]);
    w.close('2');
    expect(w.settle()).toEqual([]);
    w.close('1');
    expect(w.settle()).toMatchObject([{ data: { workItemId: '3' } }]);
  });

  test('work taken or given by hand counts', () => {
    const w = world();
    w.agent('a', {}, { capacity: 10 });
    w.agent('other', {}, { capacity: 0 });
    w.item('1', { special: 5 });
    w.assignByHand('1', 'a');
    w.item('2');
    expect(w.settle()).toEqual([]);
    w.assignByHand('1', 'other');
    expect(w.settle()).toMatchObject([{ data: { workItemId: '2', agentId: 'a' } }]);
    expect(w.epoch('1')).toBe(2);
  });
});

describe('R3 offers', () => {
  const chat = { queue: 'chat', cost: 20 };

  test('a queue offers, assigns or follows the channel', () => {
    const w = world();
    w.queue('auto', { distribution: 'channel' });
    w.agent('a', {});
    w.item('chat', {}, { queue: 'auto', channel: 'sandbox-chat' });
    w.item('post', {}, { queue: 'auto', channel: 'sandbox' });
    expect(
      w
        .settle()
        .map((e) => e.type)
        .toSorted(),
    ).toEqual(['reservation.offered', 'workItem.assigned']);
    expect(w.offer('chat').expiresAt).toBe(w.now + 30_000);
  });

  test('one offer at a time, capacity reserved; acceptance makes room for the next', () => {
    const w = world();
    w.agent('a', {}, { capacity: 40 });
    w.item('1', {}, chat);
    w.item('2', {}, chat);
    expect(kinds(w.settle())).toEqual(['reservation.offered']);
    expect(w.engine.loadOf('a')).toBe(20);
    w.accept('1');
    expect(w.settle()).toMatchObject([{ type: 'reservation.offered', data: { workItemId: '2' } }]);
    expect(w.engine.loadOf('a')).toBe(40);
  });

  test('declined: the next person, the age is kept, nobody is asked twice', () => {
    const w = world();
    w.agent('a', {});
    w.agent('b', {});
    w.item('1', {}, chat);
    w.settle();
    const first = w.offer('1').agentId;
    w.now += 5_000;
    w.decline('1');
    w.settle();
    expect(w.offer('1').agentId).not.toBe(first);
    expect(w.snapshot().items[0]?.queuedAt).toBe(w.log.find((e) => e.type === 'workItem.queued')?.at);
    expect(w.offer('1').reservationId).toBe('1.o2');
  });

  test('when everyone present has declined it is forgotten, after a rest', () => {
    const w = world();
    w.agent('a', {});
    w.agent('full', {}, { capacity: 20 });
    w.item('x', {}, { cost: 20 });
    w.assignByHand('x', 'full');
    w.item('1', {}, chat);
    w.settle();
    w.decline('1');
    expect(w.pass(MINUTE), 'someone who is there has not been asked').toEqual([]);
    w.drop('full');
    expect(w.settle()).toMatchObject([{ type: 'reservation.offered', data: { agentId: 'a' } }]);
    w.decline('1');
    expect(w.settle()).toEqual([]);
    expect(w.engine.nextWakeAt(w.now)).toBe(w.now + 30_000);
    expect(kinds(w.pass(30_000))).toContain('reservation.offered');
  });

  test('expired: an event at its time; two in a row set not responding; an answer in between breaks the row', () => {
    const w = world();
    w.agent('a', {});
    w.item('1', {}, chat);
    w.settle();
    expect(w.engine.nextWakeAt(w.now)).toBe(w.now + 30_000);
    w.now += 29_999;
    expect(w.settle()).toEqual([]);
    w.now += 1;
    expect(kinds(w.settle())).toEqual(['reservation.expired']);
    expect(kinds(w.pass(30_000))).toEqual(['reservation.offered']);
    w.accept('1');
    w.item('2', {}, chat);
    expect(kinds(w.pass(30_000)), 'the row was broken').toEqual(['reservation.offered', 'reservation.expired']);
    const events = w.pass(60_000);
    expect(kinds(events)).toEqual(['reservation.offered', 'reservation.expired', 'agent.stateChanged']);
    expect(events[2]).toMatchObject({ data: { agentId: 'a', state: 'notResponding' } });
    expect(w.pass(10 * MINUTE)).not.toContainEqual(expect.objectContaining({ type: 'reservation.offered' }));
    w.state('a', 'available');
    expect(kinds(w.settle())).toContain('reservation.offered');
  });

  test.each([
    ['closed', (w: RoutingWorld) => w.close('1')],
    ['taken by hand', (w: RoutingWorld) => w.assignByHand('1', 'b')],
    [
      'moved',
      (w: RoutingWorld) =>
        w.emit({ type: 'workItem.moved', data: { ...w.ref('1'), queueId: 'chat', needs: [{ skillId: 'nobody', minLevel: 1 }] } }),
    ],
    ['the person dropped', (w: RoutingWorld) => w.drop('a')],
    ['the person went on a break', (w: RoutingWorld) => w.state('a', 'onBreak')],
    ['the person takes no new work', (w: RoutingWorld) => w.state('a', 'runOut')],
  ])('rescinded without blame: %s', (_name, happen) => {
    const w = world();
    w.agent('a', {});
    w.agent('b', {}, { state: 'onBreak' });
    w.item('1', {}, chat);
    w.settle();
    expect(w.offer('1').agentId).toBe('a');
    happen(w);
    expect(kinds(w.settle())).toEqual(['reservation.rescinded']);
    expect(w.snapshot().agents[0]).toMatchObject({ missedOffers: 0, used: 0 });
    expect(w.snapshot().reservations).toEqual([]);
  });

  test('given back by its holder: not to the same person at once', () => {
    const w = world();
    w.agent('a', {});
    w.agent('b', {}, { capacity: 10 });
    w.item('1');
    w.settle();
    expect(w.owner('1')).toBe('a');
    w.emit({ type: 'workItem.returned', data: { ...w.ref('1'), fromAgentId: 'a', epoch: 2, reason: 'released' } });
    w.emit({ type: 'workItem.moved', data: { ...w.ref('1'), queueId: 'q', needs: [] } });
    expect(w.settle()).toMatchObject([{ type: 'workItem.assigned', data: { agentId: 'b', epoch: 3 } }]);
  });
});
