import { expect, test } from 'vitest';
import { LeaseBook } from '../../shared/sync/lease-book.ts';

const START = { now: 1_000_000, steady: 500 };
const after = (ms: number, more: { wall?: number; steady?: number } = {}): { now: number; steady: number } => ({
  now: START.now + (more.wall ?? ms),
  steady: START.steady + (more.steady ?? ms),
});

function book(): LeaseBook {
  const leases = new LeaseBook({ marginMs: 15_000 });
  leases.notice(START);
  leases.renewed('c', 3, START, 120_000);
  return leases;
}

/** Ticks every second, as the desk does, so that a slow drift is no jump. */
function tickTo(leases: LeaseBook, ms: number, drift = 0): { now: number; steady: number } {
  let clock = START;
  for (let t = 1_000; t <= ms; t += 1_000) {
    clock = after(t, { wall: t + (drift * t) / ms });
    leases.notice(clock);
  }
  return clock;
}

test('L1 counts from when the request left, less the margin', () => {
  const leases = book();
  expect(leases.state('c', 3, tickTo(leases, 104_000))).toBe('valid');
  expect(leases.state('c', 3, after(105_000))).toBe('expired');
});

test('the clock that says more has passed is believed', () => {
  const fastWall = book();
  expect(fastWall.state('c', 3, tickTo(fastWall, 90_000, 20_000))).toBe('expired');
  const slowWall = book();
  expect(slowWall.state('c', 3, tickTo(slowWall, 106_000, -60_000))).toBe('expired');
});

test('L2 sleep (the wall jumps, the steady clock stood still) voids every lease, however short it seems', () => {
  const leases = book();
  expect(leases.notice(after(30_000, { steady: 10 }))).toBe(true);
  expect(leases.state('c', 3, after(30_000, { steady: 20 }))).toBe('expired');
});

test('a wall clock set back voids them too', () => {
  const leases = book();
  expect(leases.notice(after(1_000, { wall: -3_600_000 }))).toBe(true);
  expect(leases.state('c', 3, after(1_100, { wall: -3_599_900 }))).toBe('expired');
});

test('a jump is found even where nobody ticked before asking', () => {
  const leases = book();
  expect(leases.state('c', 3, after(60_000, { steady: 1_000 }))).toBe('expired');
});

test('an answer that comes late grants nothing: it counts from the request', () => {
  const leases = new LeaseBook({ marginMs: 15_000 });
  leases.notice(START);
  const clock = tickTo(leases, 110_000);
  leases.renewed('c', 3, START, 120_000);
  expect(leases.state('c', 3, clock)).toBe('expired');
});

test('lost is lost for that epoch and older, not for a later one', () => {
  const leases = book();
  leases.lost('c', 3);
  expect(leases.state('c', 3, after(10))).toBe('lost');
  expect(leases.state('c', 2, after(10))).toBe('lost');
  expect(leases.state('c', 4, after(10))).toBe('expired');
  leases.renewed('c', 4, after(10), 120_000);
  expect(leases.state('c', 4, after(20))).toBe('valid');
  expect(leases.state('c', 3, after(20))).toBe('lost');
});

test('an epoch nobody leased is not valid', () => {
  expect(book().state('c', 4, after(10))).toBe('expired');
  expect(book().state('other', 1, after(10))).toBe('expired');
});

test('a conversation that left this desk is asked for again before anything counts on it; it is not given up', () => {
  const leases = book();
  leases.left('c');
  expect(leases.state('c', 3, after(1_000))).toBe('expired');
  leases.renewed('c', 3, after(1_000), 120_000);
  expect(leases.state('c', 3, after(2_000))).toBe('valid');
});
