import { describe, expect, test } from 'vitest';
import { hashPassword, isOutdated, SCRYPT_COST, verifyPassword } from '../../server/auth/password.ts';
import { MemoryUserStore } from '../../server/auth/memory-user-store.ts';
import { TokenMaker } from '../../server/auth/tokens.ts';
import { Gate, Throttle } from '../../server/auth/throttle.ts';
import { ANNA, authWorld, PASSWORD } from '../support/auth-world.ts';

const at = (address = '10.0.0.1') => ({ name: ANNA.name, password: PASSWORD, address });
const code = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'resolved',
    (error: { code?: string }) => error.code ?? error,
  );

describe('AUTH-1 passwords', () => {
  test('the stored form carries its cost and never the password', async () => {
    const stored = await hashPassword(PASSWORD);
    expect(stored).toMatch(/^scrypt\$15\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(await verifyPassword(PASSWORD, stored)).toBe(true);
    expect(await verifyPassword(`${PASSWORD} `, stored)).toBe(false);
    expect(await hashPassword(PASSWORD)).not.toBe(stored);
    expect(isOutdated(stored)).toBe(false);
    expect(isOutdated(await hashPassword(PASSWORD, { ...SCRYPT_COST, logN: 10 }))).toBe(true);
  });

  test('an unknown stored form never matches', async () => {
    for (const stored of ['', 'plain', 'scrypt$99$8$3$AAAA$AAAA', 'bcrypt$10$a$b'])
      expect(await verifyPassword(PASSWORD, stored)).toBe(false);
  });
});

describe('AUTH-2 access tokens', () => {
  const claims = { userId: 'u', agentId: 'a', role: 'agent', sessionId: 's', issuedAt: 0, expiresAt: 100 } as const;
  const maker = new TokenMaker(Buffer.alloc(32, 1));
  const refused = (token: string, now = 0): unknown => {
    try {
      return maker.readAccess(token, now);
    } catch (error) {
      return (error as { code?: string }).code;
    }
  };

  test('are read back until they run out', () => {
    const token = maker.access(claims);
    expect(maker.readAccess(token, 99)).toEqual(claims);
    expect(refused(token, 100)).toBe('AUTH_TOKEN_EXPIRED');
    expect(new TokenMaker(Buffer.alloc(32, 1)).readAccess(token, 0)).toEqual(claims);
  });

  test('nothing else is believed: every changed character, another key, another algorithm, another kind', () => {
    const token = maker.access(claims);
    for (let index = 0; index < token.length; index += 1) {
      const changed = token[index] === 'A' ? 'B' : 'A';
      expect(refused(token.slice(0, index) + changed + token.slice(index + 1))).toBe('AUTH_TOKEN_INVALID');
    }
    const [, payload = ''] = token.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const foreign = new TokenMaker(Buffer.alloc(32, 2)).access(claims);
    for (const bad of [
      '',
      '..',
      'a.b.c',
      `${none}.${payload}.`,
      foreign,
      maker.refresh('s', Buffer.alloc(32)),
      `${token}.x`,
      'x'.repeat(5000),
    ]) {
      expect(refused(bad)).toBe('AUTH_TOKEN_INVALID');
    }
  });
});

describe('AUTH-3 sign-in', () => {
  test('gives tokens that say who it is', async () => {
    const { auth, audit } = authWorld();
    const user = await auth.createUser(ANNA);
    const signIn = await auth.signIn({ ...at(), name: ' anna BERG ', label: 'desk 3' });
    expect(await auth.check(signIn.accessToken)).toEqual({
      userId: user.id,
      name: 'Anna Berg',
      agentId: 'agent-anna',
      role: 'agent',
      sessionId: signIn.identity.sessionId,
      expiresAt: 1_600_000,
    });
    expect((await auth.sessionsOf(user.id)).map((session) => session.label)).toEqual(['desk 3']);
    expect(audit.map((entry) => entry.action)).toEqual(['user.created', 'user.signedIn']);
    expect(JSON.stringify([await auth.sessionsOf(user.id), audit])).not.toContain(signIn.refreshToken);
  });

  test('a wrong password and an unknown name sound the same', async () => {
    const { auth } = authWorld();
    await auth.createUser(ANNA);
    const messages = await Promise.all(
      [
        { ...at(), password: 'wrong' },
        { ...at(), name: 'Nobody' },
      ].map((given) => auth.signIn(given).catch((error: Error) => error.message)),
    );
    expect(messages[0]).toContain('AUTH_REFUSED');
    expect(messages[0]).toBe(messages[1]);
  });

  test('too weak a password and a taken name are refused', async () => {
    const { auth } = authWorld();
    await auth.createUser(ANNA);
    expect(await code(auth.createUser({ ...ANNA, name: 'ANNA BERG' }))).toBe('AUTH_NAME_TAKEN');
    expect(await code(auth.createUser({ ...ANNA, name: 'x', password: 'nine char' }))).toBe('AUTH_PASSWORD_WEAK');
    expect(await code(auth.createUser({ ...ANNA, name: '  ' }))).toBe('INPUT_INVALID');
  });

  test('an old hash is renewed at the next sign-in', async () => {
    const world = authWorld();
    const user = await world.auth.createUser(ANNA);
    const dearer = world.make({ scryptCost: { logN: 5, r: 8, p: 1 } });
    await dearer.signIn(at());
    expect((await world.store.userById(user.id))?.passwordHash).toMatch(/^scrypt\$5\$/);
    expect(await code(world.auth.signIn(at()))).toBe('resolved');
  });
});

describe('AUTH-7 throttling', () => {
  test('after eight wrong tries a user waits, longer each time, and even the right password must wait', async () => {
    const { auth, time } = authWorld();
    await auth.createUser(ANNA);
    for (let wrong = 0; wrong < 9; wrong += 1)
      expect(await code(auth.signIn({ ...at(`10.0.0.${wrong}`), password: 'wrong' }))).toBe('AUTH_REFUSED');
    const throttled = await auth.signIn(at()).catch((error: unknown) => error);
    expect(throttled).toMatchObject({ code: 'AUTH_THROTTLED', retryAfterMs: 1000 });
    time.now += 1000;
    expect(await code(auth.signIn({ ...at(), password: 'wrong' }))).toBe('AUTH_REFUSED');
    expect(await auth.signIn(at()).catch((error: unknown) => error)).toMatchObject({ retryAfterMs: 2000 });
    time.now += 2000;
    expect(await code(auth.signIn(at()))).toBe('resolved');
    expect(await code(auth.signIn({ ...at(), password: 'wrong' }))).toBe('AUTH_REFUSED');
    expect(await code(auth.signIn(at()))).toBe('resolved');
  });

  test('one address trying many names waits; others do not', async () => {
    const { auth } = authWorld();
    await auth.createUser(ANNA);
    for (let wrong = 0; wrong < 41; wrong += 1)
      expect(await code(auth.signIn({ name: `guess ${wrong}`, password: 'x', address: '6.6.6.6' }))).toBe('AUTH_REFUSED');
    expect(await code(auth.signIn(at('6.6.6.6')))).toBe('AUTH_THROTTLED');
    expect(await code(auth.signIn(at('10.0.0.1')))).toBe('resolved');
  });

  test('many tries at once do not slip past the count', async () => {
    const { auth } = authWorld();
    await auth.createUser(ANNA);
    const codes = await Promise.all(Array.from({ length: 60 }, () => code(auth.signIn({ ...at(), password: 'wrong' }))));
    expect(codes.filter((one) => one === 'AUTH_REFUSED').length).toBeLessThanOrEqual(10);
  });

  test('failures are forgotten in time, and made-up keys cannot fill the memory', () => {
    const throttle = new Throttle({ free: 0, firstWaitMs: 10, maxWaitMs: 100, forgetMs: 1000 }, 3);
    throttle.failed('a', 0);
    expect(throttle.waitMs('a', 4)).toBe(6);
    expect(throttle.waitMs('a', 1000)).toBe(0);
    for (const key of ['w', 'x', 'y', 'z']) throttle.failed(key, 0);
    expect(['w', 'x', 'y', 'z'].map((key) => throttle.waitMs(key, 0) > 0)).toEqual([false, true, true, true]);
    for (let failure = 0; failure < 50; failure += 1) throttle.failed('z', 0);
    expect(throttle.waitMs('z', 0)).toBe(100);
  });

  test('the gate turns away what would wait too long', async () => {
    const gate = new Gate(1, 1);
    let release = (): void => undefined;
    const first = gate.run(() => new Promise<void>((resolve) => (release = resolve)));
    const second = gate.run(async () => 'second');
    expect(await code(gate.run(async () => 'third'))).toBe('AUTH_THROTTLED');
    release();
    await first;
    expect(await second).toBe('second');
    expect(await gate.run(async () => 'later')).toBe('later');
  });
});

describe('AUTH-8 refresh tokens', () => {
  const world = async () => {
    const made = authWorld();
    const user = await made.auth.createUser(ANNA);
    return { ...made, user, first: await made.auth.signIn(at()) };
  };

  test('each is exchanged once; a much older one ends the session', async () => {
    const { auth, time, ended, user, first } = await world();
    const second = await auth.refresh(first);
    const third = await auth.refresh(second);
    time.now += 40_000;
    expect(await code(auth.refresh(first))).toBe('AUTH_REFRESH_REUSED');
    expect(ended).toEqual([{ userId: user.id, sessionIds: [first.identity.sessionId], reason: 'refreshReused' }]);
    expect(await code(auth.refresh(third))).toBe('AUTH_SESSION_ENDED');
    expect(await code(auth.check(third.accessToken))).toBe('AUTH_SESSION_ENDED');
  });

  test('a desk that crashed before storing the new one may use the old one once more within 30 s', async () => {
    const { auth, time, first } = await world();
    const lost = await auth.refresh(first);
    time.now += 30_000;
    const again = await auth.refresh(first);
    expect(await code(auth.check(again.accessToken))).toBe('resolved');
    expect(await code(auth.refresh(first))).toBe('AUTH_REFRESH_REUSED');
    expect(await code(auth.refresh(lost))).toBe('AUTH_SESSION_ENDED');
  });

  test("the successor that was set aside by a second try is not honoured: it may be a thief's", async () => {
    const { auth, first } = await world();
    const lost = await auth.refresh(first);
    const again = await auth.refresh(first);
    expect(await code(auth.refresh(lost))).toBe('AUTH_REFRESH_REUSED');
    expect(await code(auth.refresh(again))).toBe('AUTH_SESSION_ENDED');
  });

  test('the very exchange a desk wrote down before it asked is given again, however late and often; another one is not', async () => {
    const { auth, time, first } = await world();
    const attempt = 'the first exchange';
    await auth.refresh({ ...first, attempt });
    time.now += 3 * 86_400_000;
    await auth.refresh({ ...first, attempt });
    time.now += 3 * 86_400_000;
    const kept = await auth.refresh({ ...first, attempt });
    expect(await code(auth.check(kept.accessToken))).toBe('resolved');
    expect(await code(auth.refresh({ ...first, attempt: 'somebody else’s one' }))).toBe('AUTH_REFRESH_REUSED');
    expect(await code(auth.refresh(kept))).toBe('AUTH_SESSION_ENDED');
  });

  test('once the successor was used, the name of the exchange before opens nothing', async () => {
    const { auth, first } = await world();
    const attempt = 'the first exchange';
    const second = await auth.refresh({ ...first, attempt });
    await auth.refresh({ ...second, attempt: 'the second exchange' });
    expect(await code(auth.refresh({ ...first, attempt }))).toBe('AUTH_REFRESH_REUSED');
  });

  test('no grace once the successor was used, or after 30 s', async () => {
    const one = await world();
    await one.auth.refresh(await one.auth.refresh(one.first));
    expect(await code(one.auth.refresh(one.first))).toBe('AUTH_REFRESH_REUSED');
    const two = await world();
    await two.auth.refresh(two.first);
    two.time.now += 30_001;
    expect(await code(two.auth.refresh(two.first))).toBe('AUTH_REFRESH_REUSED');
  });

  test('two refreshes at the same moment leave one living chain', async () => {
    const { auth, first } = await world();
    const [one, two] = await Promise.all([auth.refresh(first), auth.refresh(first)]);
    const living = await Promise.all([one, two].map((signIn) => code(auth.check(signIn.accessToken))));
    expect(living).toEqual(['resolved', 'resolved']);
    const { generation, graceSpent } = (await auth.sessionsOf(one.identity.userId))[0]!;
    expect([generation, graceSpent]).toEqual([3, true]);
  });

  test('a desk away too long signs in again; a foreign token is refused and ends nothing', async () => {
    const { auth, time, first, ended } = await world();
    for (const bad of ['', 'x', `${first.identity.sessionId}.AAAA.BBBB`, first.accessToken])
      expect(await code(auth.refresh({ refreshToken: bad }))).toBe('AUTH_REFRESH_INVALID');
    expect(ended).toEqual([]);
    time.now += 14 * 86_400_000;
    expect(await code(auth.refresh(first))).toBe('AUTH_REFRESH_INVALID');
  });

  test('tokens outlive a restart of the server', async () => {
    const { make, first } = await world();
    const restarted = make();
    expect((await restarted.check(first.accessToken)).agentId).toBe('agent-anna');
    expect(await code(restarted.refresh(first))).toBe('resolved');
  });
});

describe('AUTH-4 ending sessions', () => {
  const world = async () => {
    const made = authWorld();
    const user = await made.auth.createUser(ANNA);
    return { ...made, user, desks: [await made.auth.signIn(at()), await made.auth.signIn(at())] as const };
  };

  test('disabling a user ends every session at once and keeps them out until enabled', async () => {
    const { auth, user, desks, ended } = await world();
    await auth.disableUser(user.id, 'admin-1');
    expect(ended.map(({ reason, sessionIds }) => [reason, sessionIds.toSorted()])).toEqual([
      ['disabled', desks.map((desk) => desk.identity.sessionId).toSorted()],
    ]);
    expect(await code(auth.check(desks[0].accessToken))).toBe('AUTH_DISABLED');
    expect(await code(auth.refresh(desks[1]))).toBe('AUTH_DISABLED');
    expect(await code(auth.signIn(at()))).toBe('AUTH_DISABLED');
    await auth.enableUser(user.id);
    expect(await code(auth.check(desks[0].accessToken))).toBe('AUTH_SESSION_ENDED');
    expect(await code(auth.signIn(at()))).toBe('resolved');
  });

  test('AUTH-9 who is disabled while their password is checked gets no session, and none comes back with them', async () => {
    const store = new MemoryUserStore();
    const { auth } = authWorld({ store });
    const user = await auth.createUser(ANNA);
    const insert = store.insertSession.bind(store);
    store.insertSession = async (session) => {
      await auth.disableUser(user.id);
      await insert(session);
    };
    expect(await code(auth.signIn(at()))).toBe('AUTH_DISABLED');
    store.insertSession = insert;
    await auth.enableUser(user.id);
    expect((await auth.sessionsOf(user.id)).map(({ endReason }) => endReason)).toEqual(['disabled']);
  });

  test('AUTH-9 an agent the center no longer has is out, however good the password', async () => {
    let gone = false;
    const { auth, ended } = authWorld({ isAgentDisabled: (agentId) => gone && agentId === ANNA.agentId });
    await auth.createUser(ANNA);
    const signedIn = await auth.signIn(at());
    gone = true;
    await auth.endAgent(ANNA.agentId);
    expect(ended.map(({ reason }) => reason)).toEqual(['disabled']);
    for (const act of [() => auth.signIn(at()), () => auth.refresh(signedIn), () => auth.check(signedIn.accessToken)]) expect(await code(act())).toBe('AUTH_DISABLED');
  });

  test('a new password and a new role end the sessions, too', async () => {
    const { auth, user, ended } = await world();
    await auth.setPassword(user.id, 'another long one');
    expect(await code(auth.signIn(at()))).toBe('AUTH_REFUSED');
    const signIn = await auth.signIn({ ...at(), password: 'another long one' });
    await auth.setRole(user.id, 'supervisor');
    expect(await code(auth.check(signIn.accessToken))).toBe('AUTH_SESSION_ENDED');
    expect((await auth.signIn({ ...at(), password: 'another long one' })).identity.role).toBe('supervisor');
    expect(ended.map((one) => one.reason)).toEqual(['passwordChanged', 'roleChanged']);
    expect(await code(auth.disableUser('nobody'))).toBe('AUTH_USER_UNKNOWN');
  });

  test('signing out ends this session only, however often it is asked', async () => {
    const { auth, desks, ended, audit } = await world();
    await auth.signOut(desks[0]);
    await auth.signOut(desks[0]);
    expect(ended.length).toBe(1);
    expect(await code(auth.check(desks[0].accessToken))).toBe('AUTH_SESSION_ENDED');
    expect(await code(auth.check(desks[1].accessToken))).toBe('resolved');
    await auth.endSession(desks[1].identity.sessionId, 'admin-1');
    expect(audit.at(-1)).toMatchObject({ actorId: 'admin-1', action: 'session.ended', reasonCode: 'endedByAdmin' });
  });
});
