import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthClient } from '../../electron/main/sync/auth-client.ts';
import { TokenKeeper, type TokenStore } from '../../electron/main/sync/token-keeper.ts';
import { systemClock } from '../../server/system-ports.ts';
import { NotedLog } from '../support/fake-desk-core.ts';
import { PASSWORD, post, RawDesk, startServerWorld, until, type ServerWorld } from '../support/server-world.ts';

// Sessions on a real server: real sockets, real SQLite, the desk's own keeper of tokens.
let world: ServerWorld;
let aheadMs = 0;
beforeEach(async () => {
  aheadMs = 0;
  world = await startServerWorld({ clock: { now: () => systemClock.now() + aheadMs, steady: () => systemClock.steady() } });
});
afterEach(() => world.close());

const asAdmin = async (path: string, body: unknown): Promise<Response> => {
  const { accessToken } = await world.signIn('Ada Egge');
  return fetch(`${world.app.url}${path}`, { method: 'POST', headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
};

describe('AUTH-9 ending sessions at once', () => {
  it('AUTH-9 no message of any open socket is taken once the user is disabled, and nothing more is told them', async () => {
    const desks = await Promise.all(['r-1', 'r-2', 'r-3'].map((replicaId) => world.desk('ann', replicaId)));
    for (const desk of desks) await desk.hello();
    const ben = await world.desk('ben');
    await ben.hello();
    const ended: string[] = [];
    for (const desk of desks) desk.socket.on('sessionEnded', ({ error }: { error: { code: string } }) => ended.push(error.code));
    const { accessToken, refreshToken, identity: { userId } } = (await world.signIn('Ann Berg')) as unknown as { accessToken: string; refreshToken: string; identity: { userId: string } };
    // Commands keep coming from all three desks while the admin acts.
    let stop = false;
    const late: string[] = [];
    let isOver = false;
    const pour = desks.map(async (desk) => {
      while (!stop) {
        const startedAfter = isOver;
        const code = await desk.command({ type: 'agent.setState', data: { state: 'available' } }).then((answer) => answer.status, (error: { code?: string }) => error.code ?? 'closed');
        if (startedAfter) late.push(code);
        if (desk.socket.disconnected) return;
      }
    });
    const response = await asAdmin(`/admin/users/${userId}`, { disabled: true });
    isOver = true;
    expect(response.status).toBe(200);
    await world.ingest([post('p1', 'kim', 'Handy geht nicht', { sentAt: Date.now() })]);
    const [conversationId = ''] = world.app.center.committed.all('conversation').keys();
    await until('the colleague to hear of the post', () => JSON.stringify(ben.batches).includes(conversationId));
    await until('all sockets to be closed', () => desks.every((desk) => desk.socket.disconnected));
    stop = true;
    // Sockets that closed under a command leave it unanswered; those need not be waited for.
    await Promise.race([Promise.all(pour), until('the last words', () => true)]);
    expect(ended).toEqual(['SESSION_ENDED', 'SESSION_ENDED', 'SESSION_ENDED']);
    expect(late.filter((code) => code === 'accepted' || code === 'refused')).toEqual([]);
    expect(desks.some((desk) => JSON.stringify(desk.batches).includes(conversationId))).toBe(false);
    expect(ben.socket.connected).toBe(true);
    for (const [path, init] of [['/auth/me', { headers: { authorization: `Bearer ${accessToken}` } }], ['/auth/refresh', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ refreshToken }) }]] as const) {
      const answer = await fetch(`${world.app.url}${path}`, init);
      expect([path, answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([path, 403, 'AUTH_DISABLED']);
    }
    expect(await world.signIn('Ann Berg')).toMatchObject({ error: { code: 'AUTH_DISABLED' } });
    await expect(RawDesk.connect(world.app.url, accessToken, 'r-4')).rejects.toMatchObject({ data: { code: 'AUTH_DISABLED' } });
    // Enabled again, no old session lives: each desk signs in anew.
    await asAdmin(`/admin/users/${userId}`, { disabled: false });
    await expect(RawDesk.connect(world.app.url, accessToken, 'r-5')).rejects.toMatchObject({ data: { code: 'AUTH_SESSION_ENDED' } });
    expect(await world.signIn('Ann Berg')).toHaveProperty('accessToken');
  });

  it('AUTH-9 an agent disabled in the center is out of every session, and in again when enabled', async () => {
    const ann = await world.desk('ann');
    await ann.hello();
    const agent = world.app.center.committed.get('agent', 'ann');
    if (agent === undefined) throw new Error('nobody called ann');
    const { id, name, initials, role, teamIds, place, skills, capacity } = agent;
    const register = (disabled: boolean): Promise<Response> => asAdmin('/commands', { command: { type: 'agent.register', v: 1, data: { id, name, initials, role, teamIds, place, skills, capacity, disabled } } });
    expect((await register(true)).status).toBe(200);
    await until('the socket to be closed', () => ann.socket.disconnected);
    expect(await world.signIn('Ann Berg')).toMatchObject({ error: { code: 'AUTH_DISABLED' } });
    expect((await register(false)).status).toBe(200);
    expect(await world.signIn('Ann Berg')).toHaveProperty('accessToken');
  });
});

describe('AUTH-8 a desk that ends between receiving and storing', () => {
  /** A keychain that outlives its desk. */
  class Keychain implements TokenStore {
    readonly kept = new Map<string, string>();
    frozen = false;
    get = async (name: string): Promise<string | undefined> => this.kept.get(name);
    delete = async (name: string): Promise<boolean> => this.kept.delete(name);
    set = (name: string, value: string): Promise<void> => {
      // What a killed process was about to write is never written, and nobody hears of it.
      if (this.frozen) return new Promise(() => undefined);
      this.kept.set(name, value);
      return Promise.resolve();
    };
  }
  const keeper = (secrets: Keychain, afterAnswer?: () => void): TokenKeeper => {
    const auth = createAuthClient(world.app.url, 'test');
    return new TokenKeeper({
      auth: {
        ...auth,
        refresh: async (...given) => {
          const answer = await auth.refresh(...given);
          afterAnswer?.();
          return answer;
        },
      },
      secrets,
      entry: 'refresh',
      clock: systemClock,
      log: new NotedLog(),
    });
  };

  it('AUTH-8 goes on with the same session, days later and after several such ends in a row', async () => {
    const secrets = new Keychain();
    const first = await createAuthClient(world.app.url, 'test').signIn({ name: 'Ann Berg', password: PASSWORD });
    await keeper(secrets).adopt(first);
    for (let crash = 0; crash < 3; crash += 1) {
      let received = false;
      void keeper(secrets, () => {
        received = true;
        secrets.frozen = true;
      }).fresh(true);
      await until('the answer', () => received);
      secrets.frozen = false;
      aheadMs += 2 * 86_400_000;
    }
    const after = await keeper(secrets).fresh(true);
    expect(after).toMatchObject({ kind: 'token' });
    expect(await keeper(secrets).fresh(true)).toMatchObject({ kind: 'token' });
    // The token it started with is long spent: whoever presents it now ends the session.
    await expect(createAuthClient(world.app.url, 'thief').refresh(first.refreshToken)).rejects.toMatchObject({ refusal: { code: 'AUTH_REFRESH_REUSED' } });
    expect(await keeper(secrets).fresh(true)).toMatchObject({ kind: 'signInNeeded' });
  });
});
