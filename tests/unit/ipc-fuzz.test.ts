import { expect, test } from 'vitest';
import { createDispatcher } from '../../electron/main/ipc/dispatch.ts';
import { IPC_CALLS, type IpcName } from '../../shared/ipc/index.ts';
import { ERROR_CATALOGUE } from '../../shared/util/error-catalogue.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { FakeDeskCore, NotedLog } from '../support/fake-desk-core.ts';
import { SAMPLES } from '../support/ipc-samples.ts';

const SEED = Number(process.env['LEITSTAND_SEED'] ?? Math.floor(Math.random() * 1e9));
const CALLS_EACH = 2_000;

const STRANGE: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => -1,
  () => 2 ** 60,
  () => 1n,
  () => Symbol('s'),
  () => '',
  () => '\0\u202E\uD800',
  () => 'x'.repeat(60_000),
  () => '__proto__',
  () => [],
  () => [[[[]]]],
  () => ({}),
  () => new Map([['a', 1]]),
  () => new Date(0),
  () => /x/,
  () => new Uint8Array(8),
  () => () => 'called',
  () => JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
  () => Object.create({ inherited: 1 }) as unknown,
  () => ({
    get trap() {
      throw new Error('read');
    },
  }),
  () => {
    const round: Record<string, unknown> = {};
    round['self'] = round;
    return round;
  },
  () =>
    new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('keys');
        },
      },
    ),
  () => Array.from({ length: 30 }).reduce<unknown>((inner) => ({ inner }), 1),
  () => Object.assign([], { length: 1e9 }) as unknown,
];

/** A valid request with some of its parts replaced, dropped, added or swapped. */
function spoil(sample: unknown, rng: ReturnType<typeof seededRng>): unknown {
  const strange = (): unknown => rng.pick(STRANGE)();
  if (typeof sample !== 'object' || sample === null || rng.next() < 0.15) return strange();
  let copy: Record<string, unknown>;
  try {
    copy = { ...sample };
  } catch {
    return sample;
  }
  const rounds = 1 + Math.floor(rng.next() * 3);
  for (let i = 0; i < rounds; i += 1) {
    const keys = Object.keys(copy);
    const key = keys.length === 0 || rng.next() < 0.2 ? rng.pick(['extra', 'constructor', 'then', 'id']) : rng.pick(keys);
    const way = rng.next();
    if (way < 0.2) delete copy[key];
    else if (way < 0.4) copy[key] = spoil(copy[key], rng);
    else copy[key] = strange();
  }
  return copy;
}

test(`${CALLS_EACH} malformed requests to each call: none throws, none reaches a handler unfit (seed ${SEED})`, async () => {
  const rng = seededRng(SEED);
  const core = new FakeDeskCore();
  const log = new NotedLog();
  const dispatcher = createDispatcher(core, log);
  const counts = { ok: 0, refused: 0 };
  for (const name of Object.keys(IPC_CALLS) as IpcName[]) {
    for (let i = 0; i < CALLS_EACH; i += 1) {
      const before = core.heard.length;
      const result = await dispatcher.call(name, spoil(SAMPLES[name].request, rng));
      if (result.ok) {
        counts.ok += 1;
        expect(core.heard.length).toBe(before + 1);
        // What got through is exactly what the contract describes, and parsing it again changes nothing.
        const heard = core.heard.at(-1)?.request;
        expect(IPC_CALLS[name].request.parse(heard)).toEqual(heard);
      } else {
        counts.refused += 1;
        expect(core.heard.length).toBe(before);
        expect(['INPUT_INVALID', 'INPUT_TOO_LARGE']).toContain(result.error.code);
        expect(ERROR_CATALOGUE).toHaveProperty(result.error.code);
        // The result itself must be able to cross to any screen.
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
      }
    }
  }
  expect(counts.ok + counts.refused).toBe(Object.keys(IPC_CALLS).length * CALLS_EACH);
  // A fuzz that only ever got refused (or never) would prove little.
  expect(counts.refused).toBeGreaterThan(counts.ok);
  expect(counts.ok).toBeGreaterThan(500);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(log.lines).toEqual([]);
});

test(`names of any kind are refused unless they are in the contract (seed ${SEED})`, async () => {
  const rng = seededRng(SEED + 1);
  const core = new FakeDeskCore();
  const dispatcher = createDispatcher(core, new NotedLog());
  for (let i = 0; i < CALLS_EACH; i += 1) {
    const name = spoil('session.get', rng);
    expect(await dispatcher.call(name, {})).toMatchObject({ ok: false, error: { code: 'IPC_CALL_UNKNOWN' } });
  }
  expect(core.heard).toEqual([]);
});
