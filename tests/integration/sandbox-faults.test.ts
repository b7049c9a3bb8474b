import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox/start.ts';
import { REQUEST_FAULTS } from '../../sandbox/fault.ts';
import { BRAND, faultFired, populate, SandboxClient, startPopulated } from '../support/sandbox-client.ts';

let sandbox: Sandbox;
let client: SandboxClient;
beforeEach(async () => {
  ({ sandbox, client } = await startPopulated());
});
afterEach(() => sandbox.close());

const body = { author: BRAND, text: 'Guten Tag' };
const key = { 'idempotency-key': 'k1' };

interface Seen {
  /** HTTP status, or `lost` when the client got no whole answer. */
  readonly status: number | 'lost';
  readonly code?: string | undefined;
  readonly effects: number;
}

/** `leaves`: the client gives up once the fault holds its request. */
async function seen(fault: object, leaves: boolean): Promise<Seen> {
  await client.ok('PUT', '/faults', { faults: [{ route: 'POST /posts', remaining: 1, ...fault }] });
  let status: number | 'lost' = 'lost';
  let code: string | undefined;
  const stop = new AbortController();
  if (leaves) void faultFired(client).then(() => stop.abort());
  try {
    const response = await fetch(`${client.url}/api/v1/posts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/json', ...key },
      body: JSON.stringify(body),
      signal: stop.signal,
    });
    const text = await response.text();
    status = response.status;
    code = text.startsWith('{') ? (JSON.parse(text) as { error?: { code: string } }).error?.code : 'notJson';
  } catch {
    status = 'lost';
  }
  return { status, code, effects: (await client.effects()).length };
}

const EXPECTED: Record<(typeof REQUEST_FAULTS)[number], Seen> = {
  error500: { status: 500, code: 'INTERNAL', effects: 0 },
  error500AfterEffect: { status: 500, code: 'INTERNAL', effects: 1 },
  timeoutBeforeEffect: { status: 'lost', effects: 0 },
  timeoutAfterEffect: { status: 'lost', effects: 1 },
  closeBeforeEffect: { status: 'lost', effects: 0 },
  closeAfterEffect: { status: 'lost', effects: 1 },
  truncateAfterEffect: { status: 'lost', effects: 1 },
  halfCloseAfterEffect: { status: 'lost', effects: 1 },
  delay: { status: 201, effects: 1 },
  rateLimited: { status: 429, code: 'RATE_LIMITED', effects: 0 },
  tokenExpired: { status: 401, code: 'TOKEN_EXPIRED', effects: 0 },
  unavailable503: { status: 503, code: 'UNAVAILABLE', effects: 0 },
  garbage200: { status: 200, code: 'notJson', effects: 0 },
  garbage200AfterEffect: { status: 200, code: 'notJson', effects: 1 },
};

describe.each(REQUEST_FAULTS)('fault %s', (kind) => {
  it('bends the answer as named, happens once, and a repeat with the key leaves one effect', async () => {
    const result = await seen({ kind, ...(kind === 'delay' ? { delayMs: 50 } : {}) }, kind.startsWith('timeout'));
    expect(result).toEqual({ code: undefined, ...EXPECTED[kind] });
    const again = await client.call<{ text: string }>('POST', '/posts', body, key);
    expect([again.status, again.body.text]).toEqual([201, 'Guten Tag']);
    expect(await client.effects()).toHaveLength(1);
    const { faults } = await client.ok<{ faults: { fired: number; remaining: number }[] }>('GET', '/faults');
    expect(faults[0]).toMatchObject({ fired: 1, remaining: 0 });
    expect((await client.ok<{ faultsFired: Record<string, number> }>('GET', '/stats')).faultsFired).toEqual({ [kind]: 1 });
  });
});

it('a delayed request lands late although its client has gone', async () => {
  expect(await seen({ kind: 'delay', delayMs: 2500 }, true)).toEqual({ status: 'lost', code: undefined, effects: 0 });
  const end = Date.now() + 10_000;
  while ((await client.effects()).length === 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await client.effects()).toHaveLength(1);
});

it('an after-effect fault waits for an effect: a refused request does not use it up', async () => {
  await client.ok('PUT', '/faults', { faults: [{ kind: 'error500AfterEffect', route: 'POST /posts', remaining: 1 }] });
  expect(await client.refused('POST', '/posts', { author: BRAND, text: 'x'.repeat(300) })).toMatchObject({ code: 'TEXT_TOO_LONG' });
  expect(await client.refused('POST', '/posts', body)).toMatchObject({ code: 'INTERNAL' });
});

it('is bound to route and account, and never touches the switches themselves', async () => {
  await client.ok('PUT', '/faults', { faults: [{ kind: 'unavailable503', account: BRAND }] });
  expect(await client.refused('POST', '/posts', body)).toMatchObject({ code: 'UNAVAILABLE' });
  expect(await client.refused('GET', `/accounts/${BRAND}/posts`)).toMatchObject({ code: 'UNAVAILABLE' });
  await client.post({ author: 'lena', text: 'geht' });
  await client.ok('PUT', '/faults', { faults: [{ kind: 'unavailable503', route: 'GET /accounts/*' }] });
  await client.post(body);
  expect(await client.refused('GET', `/accounts/${BRAND}/inbox`)).toMatchObject({ code: 'UNAVAILABLE' });
  await client.ok('PUT', '/faults', { faults: [{ kind: 'unavailable503', route: '*' }] });
  expect(await client.refused('GET', '/threads')).toMatchObject({ code: 'UNAVAILABLE' });
  for (const path of ['/faults', '/settings', '/effects', '/stats']) await client.ok('GET', path);
  await client.ok('DELETE', '/faults');
  await client.ok('GET', '/threads');
});

it('adds, replaces and removes single faults', async () => {
  await client.ok('POST', '/faults', { kind: 'error500', id: 'mine' });
  await client.ok('POST', '/faults', { kind: 'delay', delayMs: 1 });
  const { faults } = await client.ok<{ faults: { id: string }[] }>('DELETE', '/faults/mine');
  expect(faults.map((fault) => fault.id)).toEqual(['f1']);
  expect(await client.refused('DELETE', '/faults/mine')).toMatchObject({ status: 404, code: 'THING_UNKNOWN' });
});

it('the same seed throws the same dice, another seed others', async () => {
  const run = async (seed: number): Promise<string> => {
    const other = await startSandbox({ seed });
    const there = new SandboxClient(other.url, other.token);
    await populate(there);
    await there.ok('PUT', '/faults', { faults: [{ kind: 'error500', route: 'POST /posts', probability: 0.5 }] });
    let pattern = '';
    for (let n = 0; n < 40; n += 1) pattern += (await there.call('POST', '/posts', { author: 'lena', text: `${n}` })).status === 201 ? '.' : 'x';
    await other.close();
    return pattern;
  };
  const [one, same, different] = [await run(11), await run(11), await run(12)];
  console.log(`seeds 11, 12: ${one} ${different}`);
  expect(one).toBe(same);
  expect(one).not.toBe(different);
  expect(one).toMatch(/x/);
  expect(one).toMatch(/\./);
});
