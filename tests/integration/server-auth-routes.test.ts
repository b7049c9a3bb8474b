import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { authRoutes } from '../../server/auth/routes.ts';
import { SqliteUserStore } from '../../server/auth/sqlite-user-store.ts';
import { ANNA, authWorld, PASSWORD } from '../support/auth-world.ts';

let dir: string;
let app: FastifyInstance;
let store: SqliteUserStore;
let world: ReturnType<typeof authWorld>;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'leitstand-auth-'));
  store = new SqliteUserStore(join(dir, 'auth.db'));
  world = authWorld({ store });
  await world.auth.createUser(ANNA);
  app = Fastify();
  await app.register(authRoutes, { auth: world.auth });
});
afterEach(async () => {
  await app.close();
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

const post = async (url: string, payload: unknown) => {
  const response = await app.inject({ method: 'POST', url, payload: payload as object });
  return {
    status: response.statusCode,
    headers: response.headers,
    body: (response.body === '' ? undefined : response.json()) as Record<string, never>,
  };
};
const signIn = () => post('/auth/sign-in', { name: ANNA.name, password: PASSWORD });

describe('sign-in over HTTP', () => {
  test('sign in, ask who one is, refresh, sign out', async () => {
    const { status, headers, body } = await signIn();
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    const me = await app.inject({ url: '/auth/me', headers: { authorization: `Bearer ${String(body['accessToken'])}` } });
    expect([me.statusCode, me.json<{ agentId: string }>().agentId]).toEqual([200, 'agent-anna']);
    const refreshed = await post('/auth/refresh', { refreshToken: body['refreshToken'] });
    expect(refreshed.status).toBe(200);
    expect((await post('/auth/sign-out', { refreshToken: refreshed.body['refreshToken'] })).status).toBe(204);
    const gone = await app.inject({ url: '/auth/me', headers: { authorization: `Bearer ${String(refreshed.body['accessToken'])}` } });
    expect([gone.statusCode, gone.json<{ error: { code: string } }>().error.code]).toEqual([401, 'AUTH_SESSION_ENDED']);
  });

  test('a wrong password is 401, too many are 429 with the wait', async () => {
    for (let wrong = 0; wrong < 9; wrong += 1) {
      const { status, body } = await post('/auth/sign-in', { name: ANNA.name, password: 'wrong' });
      expect([status, body['error']]).toMatchObject([401, { code: 'AUTH_REFUSED' }]);
    }
    const { status, headers, body } = await signIn();
    expect([status, headers['retry-after'], body['error']]).toMatchObject([429, '1', { code: 'AUTH_THROTTLED', retryAfterMs: 1000 }]);
  });

  test.each([
    ['no body', undefined, 'body'],
    ['a list', [], 'body'],
    ['no password', { name: 'x' }, 'password'],
    ['an unknown field', { name: 'x', password: 'y', admin: true }, 'admin'],
    ['a number as name', { name: 7, password: 'y' }, 'name'],
  ])('bad input, %s: 400 naming the field', async (_name, payload, field) => {
    const { status, body } = await post('/auth/sign-in', payload);
    expect([status, body['error']]).toMatchObject([400, { code: 'INPUT_INVALID', field }]);
  });

  test('broken JSON, too much of it and missing tokens are coded; nothing of the input is echoed', async () => {
    const headers = { 'content-type': 'application/json' };
    const broken = await app.inject({ method: 'POST', url: '/auth/sign-in', headers, payload: '{"password":"hunter2hunter2' });
    expect([broken.statusCode, broken.json()]).toMatchObject([400, { error: { code: 'INPUT_INVALID' } }]);
    expect(broken.body).not.toContain('hunter2');
    const long = await app.inject({
      method: 'POST',
      url: '/auth/sign-in',
      headers,
      payload: JSON.stringify({ name: 'x'.repeat(5000), password: 'y' }),
    });
    expect([long.statusCode, long.json()]).toMatchObject([413, { error: { code: 'INPUT_TOO_LARGE' } }]);
    for (const authorization of ['', 'Basic abc', 'Bearer ', 'Bearer a b']) {
      const response = await app.inject({ url: '/auth/me', headers: { authorization } });
      expect([response.statusCode, response.json()]).toMatchObject([401, { error: { code: 'AUTH_TOKEN_INVALID' } }]);
    }
  });

  test('what fails inside says nothing about the inside', async () => {
    await store.close();
    const { status, body } = await signIn();
    expect([status, body['error']]).toMatchObject([500, { code: 'INTERNAL' }]);
    expect(JSON.stringify(body)).not.toMatch(/database|sqlite/i);
  });
});
