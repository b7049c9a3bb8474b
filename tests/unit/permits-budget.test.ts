import { describe, expect, test } from 'vitest';
import { Budgets } from '../../server/permits/budget.ts';
import { SlidingWindow } from '../../server/permits/sliding-window.ts';
import { getChannel } from '../../shared/channels/index.ts';
import type { Account } from '../../shared/domain/account.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';

const account: Account = { id: 'acc', channel: 'sandbox', handle: 'brand', name: 'Brand', brand: 'Brand', credentialId: 'c', teamIds: [], budget: { capacity: 3, refillPerMinute: 6 } };
const post = (agentId: string, key: string) => ({ agentId, key, action: 'post' as const });

describe('the shared budget', () => {
  test('BUD-1 a window that slides: never more than its count in any window, and it says when the nth fits', () => {
    const rng = seededRng(20260612);
    const window = new SlidingWindow(5, 1_000);
    const made: number[] = [];
    for (let now = 0, n = 0; n < 400; n += 1) {
      now += Math.floor(rng.next() * 300);
      const waitMs = window.freeIn(1, now);
      expect(waitMs === 0).toBe(window.left(now) > 0);
      now += waitMs;
      expect(window.freeIn(1, now)).toBe(0);
      window.add(now);
      made.push(now);
      expect(made.filter((at) => at > now - 1_000).length).toBeLessThanOrEqual(5);
    }
    const full = new SlidingWindow(2, 1_000);
    full.add(0);
    full.add(100);
    expect([full.freeIn(1, 200), full.freeIn(2, 200), full.freeIn(3, 200)]).toEqual([800, 900, 1_800]);
  });

  test('BUD-2 people take turns: whoever has fifty replies waiting does not keep out whoever has one', () => {
    const budgets = new Budgets();
    let now = 0;
    for (let n = 0; n < 3; n += 1) budgets.spend(account, now, post('ann', `ann-${n}`));
    const retries = new Map<string, number>();
    const ask = (agentId: string, key: string): boolean => {
      const answer = budgets.spend(account, now, post(agentId, key));
      if (answer.ok) retries.delete(key);
      else retries.set(key, now + answer.retryAfterMs);
      return answer.ok;
    };
    for (let n = 10; n < 60; n += 1) ask('ann', `ann-${n}`);
    ask('ben', 'ben-1');
    ask('cem', 'cem-1');
    ask('ben', 'ben-2');
    const served: string[] = [];
    // Every desk comes back exactly when it was told to.
    while (served.length < 8) {
      const [key, at] = [...retries].toSorted((a, b) => a[1] - b[1])[0] as [string, number];
      now = Math.max(now, at);
      if (ask(key.split('-')[0] as string, key)) served.push(key);
    }
    expect(served.slice(0, 5).toSorted()).toEqual(['ann-10', 'ann-11', 'ben-1', 'ben-2', 'cem-1']);
    expect(new Set(served.slice(0, 3).map((key) => key.split('-')[0]))).toEqual(new Set(['ann', 'ben', 'cem']));
    expect(now, 'the pace is kept: one every ten seconds').toBe(80_000);
  });

  test('BUD-2 who does not come back when it is their turn holds up nobody for longer than five seconds', () => {
    const budgets = new Budgets();
    for (let n = 0; n < 3; n += 1) budgets.spend(account, 0, post('ann', `a${n}`));
    expect(budgets.spend(account, 0, post('gone', 'g1'))).toMatchObject({ ok: false, retryAfterMs: 10_000 });
    expect(budgets.spend(account, 0, post('ben', 'b1'))).toMatchObject({ ok: false, retryAfterMs: 20_000 });
    expect(budgets.spend(account, 10_000, post('ben', 'b1')), 'the one before may still come').toMatchObject({ ok: false });
    expect(budgets.spend(account, 15_001, post('ben', 'b1'))).toEqual({ ok: true });
  });

  test('BUD-3 what the platform says counts over what we counted, until its window ends; more than we have it does not give', () => {
    const wide: Account = { ...account, budget: { capacity: 100, refillPerMinute: 600 } };
    const budgets = new Budgets();
    budgets.heard(wide, { action: 'post', remaining: 1, limit: 50, resetAt: 60_000 }, 1_000);
    expect(budgets.view(wide, 1_000).lines.find(({ action }) => action === 'post')).toMatchObject({ left: 1, max: 50, fromPlatform: true });
    expect(budgets.spend(wide, 1_000, post('ann', '1'))).toEqual({ ok: true });
    expect(budgets.spend(wide, 2_000, post('ann', '2'))).toEqual({ ok: false, retryAfterMs: 58_000 });
    // An answer from before that comes late does not open it again.
    budgets.heard(wide, { action: 'post', remaining: 9, limit: 50, resetAt: 60_000 }, 2_500);
    expect(budgets.spend(wide, 3_000, post('ann', '2'))).toMatchObject({ ok: false });
    expect(budgets.spend(wide, 60_001, post('ann', '2'))).toEqual({ ok: true });
    // A 429 without headers: nothing left until it says to come back.
    budgets.heard(wide, { action: 'post', remaining: 0, resetAt: 90_000 }, 61_000);
    expect(budgets.spend(wide, 62_000, post('ann', '3'))).toEqual({ ok: false, retryAfterMs: 28_000 });
    expect(budgets.spend(wide, 62_000, { ...post('ann', '3'), action: 'privateMessage' }), 'another kind of action has its own').toEqual({ ok: true });
  });

  test('BUD-1 the limits of the channel count, each kind of action for itself', () => {
    const limited = [...['x', 'bluesky', 'mastodon', 'sandbox'].flatMap((name) => getChannel(name) ?? [])].find(({ limits }) => limits?.some(({ per }) => per === 'account'));
    if (limited === undefined) return expect(getChannel('sandbox')?.limits ?? []).toEqual([]);
    const own: Account = { ...account, channel: limited.name, budget: { capacity: 1_000_000, refillPerMinute: 1_000_000 } };
    for (const { action } of (limited.limits ?? []).filter(({ per, action: of }) => per === 'account' && (of === 'post' || of === 'privateMessage' || of === 'search'))) {
      const budgets = new Budgets();
      const least = Math.min(...(limited.limits ?? []).filter((one) => one.action === action && one.per === 'account').map(({ count }) => count));
      let taken = 0;
      while (taken < least + 5 && budgets.spend(own, 0, { agentId: 'ann', key: `${taken}`, action: action as 'post' }).ok) taken += 1;
      expect(taken, `${limited.name} ${action}`).toBe(least);
      expect(budgets.view(own, 0).lines.find((line) => line.action === action)).toMatchObject({ left: 0, max: least, waiting: 1, people: 1 });
    }
  });

  test('BUD-4 everybody who asks sees the same: what is left, who waits, when the next is free', () => {
    const budgets = new Budgets();
    let changes = 0;
    budgets.onChange(() => (changes += 1));
    for (let n = 0; n < 4; n += 1) budgets.spend(account, 0, post('ann', `a${n}`));
    budgets.spend(account, 0, post('ben', 'b1'));
    expect(budgets.view(account, 0).lines[0]).toEqual({ action: 'post', left: 0, max: 3, windowMs: 30_000, nextAt: 10_000, waiting: 2, people: 2, fromPlatform: false });
    expect(changes, 'told once until it is taken').toBe(1);
    expect(budgets.takeChanged()).toEqual(['acc']);
  });

  test('BUD-5 reading counts where posting counts, and leaves what is kept for answers: no search starves a post', () => {
    const mastodon: Account = { ...account, id: 'm', channel: 'mastodon', budget: { capacity: 1_000, refillPerMinute: 1_000 } };
    const budgets = new Budgets();
    const read = { agentId: '', key: 'feed:read', action: 'read' as const };
    let reads = 0;
    while (budgets.spend(mastodon, 0, read).ok) reads += 1;
    expect(reads).toBe(270);
    for (let n = 0; n < 30; n += 1) expect(budgets.spend(mastodon, 1, post('ann', `p${n}`)).ok, `post ${n}`).toBe(true);
    expect(budgets.spend(mastodon, 1, post('ann', 'p31'))).toMatchObject({ ok: false });
    const lines = budgets.view(mastodon, 2).lines;
    expect(lines.find(({ action }) => action === 'read')).toMatchObject({ left: 0, max: 270, waiting: 1 });
    // The platform's own word holds for reading before nothing is left at all.
    budgets.heard(mastodon, { action: 'read', remaining: 25, limit: 300, resetAt: 400_000 }, 300_001);
    expect(budgets.spend(mastodon, 300_002, read)).toMatchObject({ ok: false });
    expect(budgets.spend(mastodon, 300_002, post('ann', 'late')).ok).toBe(true);
  });
});
