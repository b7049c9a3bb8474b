import { describe, expect, it } from 'vitest';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { createTraffic, type Traffic, type TrafficAction, type TrafficOptions } from '../../tools/sample/traffic.ts';

const SEED = 42;
const START = 1_760_000_000_000;

/** Time goes to each action as it happens. */
function setUp(more: Partial<TrafficOptions> = {}): {
  traffic: Traffic;
  take(count: number): TrafficAction[];
  until(ms: number): TrafficAction[];
  sleepUntil(ms: number): void;
} {
  let now = START;
  const traffic = createTraffic({ rng: seededRng(SEED), clock: { now: () => now }, ...more });
  const one = (): TrafficAction => {
    const action = traffic.next();
    now = Math.max(now, action.at);
    return action;
  };
  return {
    traffic,
    take: (count) => Array.from({ length: count }, one),
    until(ms) {
      const all: TrafficAction[] = [];
      while (all.at(-1) === undefined || (all.at(-1)?.at ?? 0) < START + ms) all.push(one());
      return all;
    },
    sleepUntil: (ms) => void (now = START + ms),
  };
}

describe(`sample traffic (seed ${SEED})`, () => {
  it('is the same for the same seed', () => {
    expect(setUp().take(300)).toEqual(setUp().take(300));
    expect(setUp({ rng: seededRng(SEED + 1) }).take(30)).not.toEqual(setUp().take(30));
  });

  it('begins with a burst and goes on every few seconds, never back in time', () => {
    const actions = setUp({ waveAfterMs: 1e9 }).until(600_000);
    expect(actions.filter((action) => action.at < START + 1_000)).toHaveLength(25);
    const openers = actions
      .filter((action) => action.kind === 'post' || (action.kind === 'privateMessage' && action.inReplyTo === undefined))
      .slice(25);
    const gaps = openers.slice(1).map((action, index) => action.at - (openers[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(3_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(15_000);
    for (const [index, action] of actions.entries()) expect(action.at).toBeGreaterThanOrEqual(actions[index - 1]?.at ?? 0);
  });

  it('edits, deletes and answers only what was written before; writers change only what is theirs', () => {
    const actions = setUp().until(3_600_000);
    const written = new Map<string, TrafficAction>();
    const gone = new Set<string>();
    for (const action of actions) {
      if (action.kind === 'edit' || action.kind === 'delete') {
        expect(written.get(action.key)?.author).toBe(action.author);
        expect(gone.has(action.key)).toBe(false);
        if (action.kind === 'delete') gone.add(action.key);
        continue;
      }
      expect(written.has(action.key)).toBe(false);
      if (action.inReplyTo !== undefined && 'key' in action.inReplyTo) {
        expect(written.has(action.inReplyTo.key)).toBe(true);
        expect(gone.has(action.inReplyTo.key)).toBe(false);
      }
      expect(action.recipient === undefined).toBe(action.kind !== 'privateMessage');
      written.set(action.key, action);
    }
    for (const kind of ['post', 'reply', 'privateMessage', 'edit', 'delete'])
      expect(actions.some((action) => action.kind === kind)).toBe(true);
    const bystanders = actions.filter(
      (action) =>
        action.inReplyTo !== undefined && 'key' in action.inReplyTo && written.get(action.inReplyTo.key)?.author !== action.author,
    );
    expect(bystanders.length).toBeGreaterThan(20);
  });

  it('lets thirty people ask about Kiel at once, in thirty ways, and again later', () => {
    const actions = setUp({ waveAfterMs: 60_000, waveEveryMs: 1_200_000 }).until(1_500_000);
    const wave = actions.filter((action) => action.topic === 'outage' && action.kind === 'post');
    expect(wave).toHaveLength(60);
    const first = wave.slice(0, 30);
    expect(new Set(first.map((action) => action.author.handle)).size).toBe(30);
    expect(new Set(first.map((action) => action.text)).size).toBe(30);
    expect(first[0]?.at).toBeGreaterThanOrEqual(START + 60_000);
    expect((first.at(-1)?.at ?? 0) - (first[0]?.at ?? 0)).toBeLessThan(150_000);
  });

  it('sends the same text to the brand twice only from different people', () => {
    const seen = new Set<string>();
    for (const action of setUp().until(4 * 3_600_000)) {
      if (action.kind !== 'post') continue;
      const said = `${action.author.handle} ${action.text}`;
      expect(seen.has(said)).toBe(false);
      seen.add(said);
    }
  });

  it('asks where the answer is when none came, and only then', () => {
    const isChaser = (all: readonly TrafficAction[]): TrafficAction[] =>
      all.filter(
        (action) =>
          action.kind === 'reply' &&
          action.inReplyTo !== undefined &&
          'key' in action.inReplyTo &&
          all.some((one) => one.key === (action.inReplyTo as { key: string }).key && one.author === action.author),
      );
    expect(isChaser(setUp().until(1_800_000)).length).toBeGreaterThan(5);
    const answered = setUp();
    const actions: TrafficAction[] = [];
    while ((actions.at(-1)?.at ?? 0) < START + 1_800_000) {
      const [action] = answered.take(1) as [TrafficAction];
      actions.push(action);
      if (action.kind === 'post')
        answered.traffic.answered({ key: action.key, remoteId: `r-${action.key}`, brand: 'musterkom_hilft', visibility: 'public' });
    }
    expect(isChaser(actions)).toEqual([]);
  });

  it('lets customers come back to an answer, in its visibility and their language, at most twice', () => {
    const { traffic, take } = setUp();
    const answers = new Map<string, { author: string; visibility: string }>();
    const follows: TrafficAction[] = [];
    for (let count = 0; count < 1_500; count += 1) {
      const [action] = take(1) as [TrafficAction];
      if (action.inReplyTo !== undefined && 'remoteId' in action.inReplyTo) follows.push(action);
      if (action.kind === 'edit' || action.kind === 'delete') continue;
      const visibility = action.kind === 'privateMessage' ? 'private' : 'public';
      const remoteId = `r-${action.key}`;
      answers.set(remoteId, { author: action.author.handle, visibility });
      traffic.answered({ key: action.key, remoteId, brand: 'musterkom_hilft', visibility });
    }
    expect(follows.length / answers.size).toBeGreaterThan(0.25);
    expect(follows.length / answers.size).toBeLessThan(0.6);
    for (const follow of follows) {
      const answer = answers.get((follow.inReplyTo as { remoteId: string }).remoteId);
      expect({ author: follow.author.handle, visibility: follow.kind === 'privateMessage' ? 'private' : 'public' }).toEqual(answer);
    }
    const replies = new Map<string, number>();
    for (const follow of follows) replies.set(follow.author.handle, (replies.get(follow.author.handle) ?? 0) + 1);
    expect(follows.some((follow) => follow.kind === 'privateMessage')).toBe(true);
    traffic.answered({ key: 'unknown', remoteId: 'x', brand: 'b', visibility: 'public' });
  });

  it('does not make up for a night in which the machine slept', () => {
    const { take, sleepUntil } = setUp({ waveAfterMs: 1e12 });
    take(60);
    sleepUntil(8 * 3_600_000);
    const after = take(60).filter((action) => action.kind === 'post' && action.at > START + 7 * 3_600_000);
    expect(after.length).toBeGreaterThan(10);
    expect(after[0]?.at).toBeGreaterThanOrEqual(START + 8 * 3_600_000);
  });

  it('runs faster when asked', () => {
    const span = (faster: number): number => (setUp({ faster, burst: 0 }).take(200).at(-1)?.at ?? 0) - START;
    expect(span(1) / span(20)).toBeGreaterThan(15);
  });

  it('writes to the chat account only where there is one', () => {
    const toChat = (chat: boolean): number =>
      setUp({ chat })
        .until(3_600_000)
        .filter((action) => action.recipient === 'musterkom_chat').length;
    expect(toChat(false)).toBe(0);
    expect(toChat(true)).toBeGreaterThan(5);
  });
});
