import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Authenticator } from '../../server/auth/port.ts';
import { openSocketServer, type UpHandlers } from '../../server/transport/socket-server.ts';
import { UP_MESSAGES } from '../../shared/protocol/up.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/version.ts';
import type { Timers } from '../../shared/util/ports.ts';
import { post, RawDesk, startServerWorld, until, type ServerWorld } from '../support/server-world.ts';

// The doors of a real server, as docs/wire.md describes them.

const HOOK_SECRET = 'hook-secret-0123456789';
let w: ServerWorld;
beforeAll(async () => {
  w = await startServerWorld({ config: { ratePerSocket: 20, maxMessageBytes: 4_096, webhookSecrets: { musterkom: HOOK_SECRET } } });
});
afterAll(() => w.close());

// A sign-in costs a hash; each person makes one.
const tokens = new Map<string, Promise<{ accessToken: string }>>();
const token = async (name = 'Ann Berg'): Promise<string> => {
  const signedIn = tokens.get(name) ?? w.signIn(name);
  tokens.set(name, signedIn);
  return (await signedIn).accessToken;
};
const json = async (path: string, init: RequestInit = {}): Promise<{ status: number; body: { error?: { code: string; field?: string; remedy?: string } } & Record<string, unknown> }> => {
  const response = await fetch(`${w.app.url}${path}`, init);
  return { status: response.status, body: (await response.json()) as never };
};
const send = (path: string, body: unknown, headers: Record<string, string> = {}): ReturnType<typeof json> => json(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });

describe('the socket', () => {
  test('WIRE-1 the handshake checks form, version and token, and says what is wrong', async () => {
    const good = await token();
    const refused = (auth: Record<string, unknown>, t = good): Promise<unknown> => RawDesk.connect(w.app.url, t, 'r', auth).then((d) => d.close(), (error: { data: unknown }) => error.data);
    expect(await refused({ replicaId: 'has space' })).toMatchObject({ code: 'INPUT_INVALID', field: 'auth.replicaId' });
    expect(await refused({ protocol: 0 })).toMatchObject({ code: 'INPUT_INVALID', field: 'auth.protocol' });
    expect(await refused({ protocol: PROTOCOL_VERSION + 1 })).toMatchObject({ code: 'PROTOCOL_MISMATCH', remedy: expect.stringMatching(/./) as string });
    expect(await refused({}, 'nonsense')).toMatchObject({ code: 'AUTH_TOKEN_INVALID' });
  });

  test('WIRE-1 a web page of another origin is turned away, with any token', async () => {
    const { io } = await import('socket.io-client');
    const attempt = async (origin: string): Promise<string> => {
      const socket = io(w.app.url, { transports: ['websocket'], reconnection: false, forceNew: true, extraHeaders: { origin }, auth: { token: await token(), protocol: PROTOCOL_VERSION, replicaId: 'r', app: 'test' } });
      const result = await new Promise<string>((resolve) => {
        socket.once('connect', () => resolve('in'));
        socket.once('connect_error', () => resolve('out'));
      });
      socket.disconnect();
      return result;
    };
    expect(await attempt('https://evil.example')).toBe('out');
    expect(await attempt(w.app.url)).toBe('in');
  });

  test('WIRE-3 a message that does not fit is answered with code and field, and the connection lives', async () => {
    const desk = await RawDesk.connect(w.app.url, await token(), 'r1');
    await desk.hello();
    for (const [name, message, field] of [['command', { commandNo: 0 }, 'command.commandNo'], ['presence', null, 'presence.'], ['replyStatus', { replyIds: 'x' }, 'replyStatus.replyIds']] as const) await expect(desk.up(name, message)).rejects.toMatchObject({ code: 'INPUT_INVALID', field });
    expect(await desk.up('replyStatus', { replyIds: [] })).toEqual({ replies: [] });
    desk.close();
  });

  test('WIRE-4 too many messages are refused with the time to wait, and taken again after it', async () => {
    const desk = await RawDesk.connect(w.app.url, await token(), 'r2');
    await desk.hello();
    const results = await Promise.all(Array.from({ length: 60 }, () => desk.up('replyStatus', { replyIds: [] }).then(() => undefined, (error: { code: string; retryAfterMs: number }) => error)));
    const refused = results.filter((r) => r !== undefined);
    expect(refused.length).toBeGreaterThan(5);
    expect(refused[0]).toMatchObject({ code: 'RATE_EXCEEDED', retryAfterMs: expect.any(Number) as number });
    await until('the bucket to fill', () => desk.up('replyStatus', { replyIds: [] }).then(() => true, () => false));
    desk.close();
  });

  test('WIRE-5 a message over the limit ends this connection and no other', async () => {
    const [big, small] = [await RawDesk.connect(w.app.url, await token(), 'r3'), await RawDesk.connect(w.app.url, await token('Ben Carl'), 'r4')];
    const gone = new Promise<string>((resolve) => big.socket.once('disconnect', resolve));
    big.socket.emit('presence', { conversationId: 'x'.repeat(10_000), typing: true });
    expect(await gone).toBe('transport close');
    expect(await small.hello()).toMatchObject({ lastCommandNo: 0 });
    small.close();
  });

  test('AUTH-5 a token that runs out ends its socket, with a warning a minute before; a fresh one of the same user keeps it open', async () => {
    // The socket server alone, its clock in our hand.
    let now = 0;
    const due: { at: number; run: () => void }[] = [];
    const pass = (ms: number): void => {
      now += ms;
      for (const timer of due.filter((t) => t.at <= now)) {
        due.splice(due.indexOf(timer), 1);
        timer.run();
      }
    };
    const timers: Timers = {
      after: (ms, run) => {
        const timer = { at: now + ms, run };
        due.push(timer);
        return () => void (due.includes(timer) && due.splice(due.indexOf(timer), 1));
      },
    };
    // A token here is `USER:EXPIRES`.
    const auth: Authenticator = { onSessionsEnded: () => () => undefined, check: async (t) => ({ userId: t.split(':')[0] as string, name: 'x', agentId: 'x', role: 'agent', sessionId: 's', expiresAt: Number(t.split(':')[1]) }) };
    const http = createServer();
    const handlers = Object.fromEntries(Object.keys(UP_MESSAGES).map((name) => [name, async () => ({})])) as unknown as UpHandlers;
    const server = openSocketServer({ http, auth, clock: { now: () => now, steady: () => now }, timers, maxMessageBytes: 10_000, ratePerSocket: 1e6, ratePerUser: 1e6, allowsOrigin: () => true, handlers, onConnected: () => undefined, onDisconnected: () => undefined, onProblem: () => undefined });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(http.address() as { port: number }).port}`;
    const watch = async (t: string): Promise<{ desk: RawDesk; heard: string[] }> => {
      const desk = await RawDesk.connect(url, t, 'r');
      const heard: string[] = [];
      desk.socket.on('tokenExpiring', () => heard.push('expiring'));
      desk.socket.on('sessionEnded', ({ error }: { error: { code: string } }) => heard.push(error.code));
      desk.socket.on('disconnect', () => heard.push('closed'));
      return { desk, heard };
    };
    const lapses = await watch('ann:600000');
    const renews = await watch('ben:600000');
    pass(539_999);
    expect([lapses.heard, renews.heard]).toEqual([[], []]);
    pass(1);
    await until('the warning', () => lapses.heard.length + renews.heard.length === 2);
    await expect(renews.desk.up('renewToken', { token: 'ann:1200000' }), 'another user’s token').rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    expect(await renews.desk.up('renewToken', { token: 'ben:1200000' })).toEqual({ expiresAt: 1_200_000 });
    pass(60_000);
    await until('the word', () => lapses.heard.includes('TOKEN_INVALID'));
    pass(50);
    await until('the close', () => lapses.heard.includes('closed'));
    expect([lapses.heard, renews.heard]).toEqual([['expiring', 'TOKEN_INVALID', 'closed'], ['expiring']]);
    renews.desk.close();
    await server.close();
  });

  test('AUTH-4 a disabled user’s socket is ended at once', async () => {
    const { signIn } = await adminUser('Neu Neumann');
    const desk = await RawDesk.connect(w.app.url, signIn.accessToken, 'r7');
    const ended = new Promise<string>((resolve) => desk.socket.on('sessionEnded', ({ error }: { error: { code: string } }) => resolve(error.code)));
    const admin = { authorization: `Bearer ${await token('Ada Egge')}` };
    expect(await send(`/admin/users/${signIn.identity.userId}`, { disabled: true }, admin)).toMatchObject({ status: 200, body: { ok: true } });
    expect(await ended).toBe('SESSION_ENDED');
  });
});

async function adminUser(name: string): Promise<{ signIn: { accessToken: string; identity: { userId: string } } }> {
  const admin = { authorization: `Bearer ${await token('Ada Egge')}` };
  const made = await send('/admin/users', { name, password: 'a long enough password', role: 'agent', agentId: 'ann' }, admin);
  expect(made.status).toBe(200);
  return { signIn: (await send('/auth/sign-in', { name, password: 'a long enough password' })).body as never };
}

describe('administration', () => {
  test('AUTH-6 only admins make and end users; what is wrong is named', async () => {
    const lead = { authorization: `Bearer ${await token('Lea Dorn')}` };
    expect(await send('/admin/users', {}, lead)).toMatchObject({ status: 403, body: { error: { code: 'NOT_ALLOWED' } } });
    expect(await send('/admin/users', {})).toMatchObject({ status: 401, body: { error: { code: 'AUTH_TOKEN_INVALID' } } });
    const admin = { authorization: `Bearer ${await token('Ada Egge')}` };
    expect(await send('/admin/users', { name: 'x', password: 'a long enough password', role: 'king', agentId: 'a' }, admin)).toMatchObject({ status: 400, body: { error: { code: 'INPUT_INVALID', field: 'role' } } });
    expect(await send('/admin/users', { name: 'ann berg', password: 'a long enough password', role: 'agent', agentId: 'a' }, admin)).toMatchObject({ status: 409, body: { error: { code: 'AUTH_NAME_TAKEN' } } });
  });

  test('CMD-10 a command over HTTP is decided as one from a desk, under the role of the token', async () => {
    const run = (command: unknown, name: string): Promise<unknown> => token(name).then((t) => send('/commands', { command }, { authorization: `Bearer ${t}` }));
    const define = { type: 'team.define', v: 1, data: { id: 'west', name: 'West' } };
    expect(await run(define, 'Lea Dorn')).toMatchObject({ status: 409, body: { status: 'refused', error: { code: 'NOT_ALLOWED' } } });
    expect(await run(define, 'Ada Egge')).toMatchObject({ status: 200, body: { status: 'accepted' } });
    expect(w.app.center.committed.get('team', 'west')).toBeDefined();
    expect(await run({ ...define, v: 2 }, 'Ada Egge')).toMatchObject({ status: 400, body: { error: { code: 'VERSION_UNKNOWN', field: 'v' } } });
  });

  test('STR-7 the rules in force are told to leads, not to agents or strangers', async () => {
    const ask = async (name?: string): Promise<{ status: number; body: unknown }> => {
      const answer = await fetch(`${w.app.url}/strategy`, name === undefined ? {} : { headers: { authorization: `Bearer ${await token(name)}` } });
      return { status: answer.status, body: await answer.json() };
    };
    expect(await ask('Lea Dorn')).toMatchObject({ status: 200, body: { version: 0, rules: { offers: { missedLimit: 2 } } } });
    expect(await ask('Ann Berg')).toMatchObject({ status: 403, body: { error: { code: 'NOT_ALLOWED' } } });
    expect(await ask()).toMatchObject({ status: 401 });
  });
});

describe('the ingest door', () => {
  const signed = (body: string, at = Date.now(), key = 'test-ingest-key-0123456789'): Record<string, string> => ({ 'x-leitstand-timestamp': String(at), 'x-leitstand-signature': `sha256=${createHmac('sha256', key).update(`${at}.${body}`).digest('hex')}` });
  const body = JSON.stringify({ messages: [] });

  test('ING-11 the signature is over time and raw body: other bytes, another key, an old or future time are refused', async () => {
    expect(await send('/ingest/v1/messages', body, signed(body))).toMatchObject({ status: 200, body: { results: [] } });
    const no = { status: 401, body: { error: { code: 'INGEST_SIGNATURE' } } };
    expect(await send('/ingest/v1/messages', `${body} `, signed(body))).toMatchObject(no);
    expect(await send('/ingest/v1/messages', body, signed(body, Date.now(), 'another-key-0123456789'))).toMatchObject(no);
    for (const off of [-301_000, 301_000]) expect(await send('/ingest/v1/messages', body, signed(body, Date.now() + off))).toMatchObject(no);
    expect(await send('/ingest/v1/messages', body)).toMatchObject(no);
  });

  test('ING-11 a signed body of the wrong form is named, a whole batch is taken or refused as such', async () => {
    for (const [bad, field] of [['{', 'body'], ['[]', 'body'], ['{"messages":7}', 'messages'], [JSON.stringify({ messages: Array.from({ length: 1_001 }, () => 0) }), 'messages']] as const) expect(await send('/ingest/v1/messages', bad, signed(bad))).toMatchObject({ status: 400, body: { error: { code: 'INPUT_INVALID', field } } });
    const unknownChannel = JSON.stringify({ accounts: [{ v: 1, channel: 'telex', handle: 'x', name: 'x', brand: 'x', credentialId: 'x' }], messages: [] });
    expect(await send('/ingest/v1/messages', unknownChannel, signed(unknownChannel))).toMatchObject({ status: 400, body: { error: { code: 'CHANNEL_UNKNOWN' } } });
    const huge = `{"messages":["${'x'.repeat(8_400_000)}"]}`;
    expect(await send('/ingest/v1/messages', huge, signed(huge))).toMatchObject({ status: 413, body: { error: { code: 'INPUT_TOO_LARGE' } } });
  });

  test('ING-15 accounts named with a batch are registered once, and then known', async () => {
    const batch = JSON.stringify({ accounts: [{ v: 1, channel: 'sandbox', handle: 'Neumarke', name: 'Neu', brand: 'Neu', credentialId: 'c' }], messages: [post('n1', 'kim', 'Hallo', { account: 'neumarke' })] });
    for (const status of ['ingested', 'duplicate']) expect(await send('/ingest/v1/messages', batch, signed(batch))).toMatchObject({ body: { results: [{ status }] } });
    expect([...w.app.center.committed.all('account').values()].filter((a) => a.handle === 'Neumarke')).toHaveLength(1);
  });

  test('ING-14 a webhook without its own secret does not exist; a forged one is refused; nothing of either is taken', async () => {
    // Not the head of the log: desks of the tests before are still leaving.
    const taken = (): number[] => (['message', 'contact', 'conversation'] as const).map((kind) => w.app.center.committed.all(kind).size);
    const before = taken();
    for (const where of ['/webhooks/v1/sandbox', '/webhooks/v1/telex/musterkom', '/webhooks/v1/sandbox/constructor', '/webhooks/v1/sandbox/__proto__']) expect(await send(where, '{}'), where).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
    expect(await send('/webhooks/v1/sandbox/musterkom', '{}')).toMatchObject({ status: 401, body: { error: { code: 'WEBHOOK_FORGED' } } });
    expect(taken()).toEqual(before);
  });
});

describe('looking in from outside', () => {
  test('WIRE-7 live and ready answer anybody; the figures are for this machine; the verdict is for leads', async () => {
    expect(await json('/health/live')).toEqual({ status: 200, body: { ok: true } });
    expect(await json('/health/ready')).toMatchObject({ status: 200, body: { ok: true, parts: { log: { ok: true } } } });
    expect((await fetch(`${w.app.url}/metrics`)).status).toBe(200);
    const as = (name: string): Promise<unknown> => token(name).then((t) => json('/reports/verdict', { headers: { authorization: `Bearer ${t}` } }));
    expect(await as('Ann Berg')).toMatchObject({ status: 403 });
    expect(await as('Lea Dorn')).toMatchObject({ status: 200, body: { lost: 0, doubled: 0, ownedTwice: 0 } });
    const outreach = (name: string, query: string): Promise<unknown> => token(name).then((t) => json(`/reports/outreach${query}`, { headers: { authorization: `Bearer ${t}` } }));
    expect(await outreach('Ann Berg', '')).toMatchObject({ status: 403 });
    expect(await outreach('Lea Dorn', '?from=x')).toMatchObject({ status: 400, body: { error: { code: 'INPUT_INVALID', field: 'from' } } });
    expect(await outreach('Lea Dorn', '?from=1&to=2')).toMatchObject({ status: 200, body: { from: 1, to: 2, all: { found: 0, approached: 0, answered: 0 }, byAccount: {} } });
  });
});
