import type { Dice } from '../../../simulation/dice.ts';

const LONG = 'x'.repeat(60_000);
const HUGE = 'y'.repeat(450_000);

/** Values nobody expects. Functions, so that none is shared with an earlier call. */
const STRANGE: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => true,
  () => Number.NaN,
  () => Number.NEGATIVE_INFINITY,
  () => -1,
  () => 0.5,
  () => 2 ** 60,
  () => 1n,
  () => Symbol('s'),
  () => '',
  () => '\0\u202E\uD800',
  () => LONG,
  () => '__proto__',
  () => [],
  () => [[[[]]]],
  () => ({}),
  () => new Map([['a', 1]]),
  () => new Date(0),
  () => /x/,
  () => new Uint8Array(8),
  () => new Error('x'),
  () => Promise.resolve(1),
  () => () => 'called',
  () => JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
  () => Object.create({ inherited: 1 }) as unknown,
  () => Object.defineProperty({}, 'trap', { enumerable: true, get: () => { throw new Error('read'); } }),
  () => {
    const round: Record<string, unknown> = {};
    round['self'] = round;
    return round;
  },
  () => new Proxy({}, { ownKeys: () => { throw new Error('keys'); } }),
  () => Array.from({ length: 40 }).reduce<unknown>((inner) => ({ inner }), 1),
  () => Object.assign([], { length: 1e9 }) as unknown,
  () => Array.from({ length: 800 }, (_, i) => i),
  () => ({ toString: () => 'c-1', valueOf: () => 1 }),
  () => ({ then: 1 }),
  () => HUGE,
];
const NAMES = ['extra', 'constructor', 'then', 'id', 'type', 'kind', 'toJSON', '0', ''];

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** A fitting request with one to four of its parts replaced, dropped, added, swapped or bent; sometimes something else altogether. Its input stays as it is. */
export function spoil(sample: unknown, dice: Dice): unknown {
  if (typeof sample !== 'object' || sample === null || dice.chance(0.06)) return dice.pick(STRANGE)();
  const copy: unknown = structuredClone(sample);
  for (let times = 1 + dice.int(4); times > 0; times -= 1) bend(copy as Record<string, unknown>, dice);
  return dice.chance(0.03) ? [copy] : copy;
}

function bend(root: Record<string, unknown>, dice: Dice): void {
  const places: Place[] = [];
  const walk = (holder: Record<string, unknown>, depth: number): void => {
    for (const key of Object.keys(holder)) {
      places.push({ holder, key });
      const held = Object.getOwnPropertyDescriptor(holder, key)?.value as unknown;
      // What was put here by an earlier bend may be endless, or a trap.
      if (depth < 6 && typeof held === 'object' && held !== null && isOurs(held) && places.length < 400) walk(held as Record<string, unknown>, depth + 1);
    }
  };
  walk(root, 0);
  const place = places.length === 0 || dice.chance(0.1) ? { holder: root, key: dice.pick(NAMES) } : dice.pick(places);
  const { holder, key } = place;
  const held = Object.getOwnPropertyDescriptor(holder, key)?.value as unknown;
  switch (dice.int(6)) {
    case 0:
      delete holder[key];
      return;
    case 1: {
      const other = dice.pick(places.length === 0 ? [place] : places);
      put(holder, key, Object.getOwnPropertyDescriptor(other.holder, other.key)?.value);
      return;
    }
    case 2:
      put(holder, key, typeof held === 'string' ? bendText(held, dice) : typeof held === 'number' ? bendNumber(held, dice) : [held]);
      return;
    case 3:
      put(holder, dice.pick(NAMES), held);
      return;
    default:
      put(holder, key, dice.pick(STRANGE)());
  }
}

const isOurs = (held: object): boolean => {
  try {
    const prototype: unknown = Object.getPrototypeOf(held);
    return (prototype === Object.prototype || Array.isArray(held)) && Object.keys(held).length < 50 && !('trap' in held);
  } catch {
    return false;
  }
};

function put(holder: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function bendText(text: string, dice: Dice): unknown {
  return dice.pick([() => text + ' ', () => ` ${text}`, () => text.slice(0, 1_000).repeat(500), () => `${text}\0`, () => '', () => text.toUpperCase(), () => [text], () => Number(text), () => ({ text }), () => `${text}\u202E/../..`])();
}

function bendNumber(number: number, dice: Dice): unknown {
  return dice.pick([() => -number - 1, () => number + 0.5, () => String(number), () => number * 1e18, () => [number], () => Number.NaN])();
}
