import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryUserStore } from '../../server/auth/memory-user-store.ts';
import type { Session, User, UserStore } from '../../server/auth/port.ts';
import { SqliteUserStore } from '../../server/auth/sqlite-user-store.ts';

const user = (id: string, over: Partial<User> = {}): User => ({
  id,
  name: `Name ${id}`,
  agentId: `a-${id}`,
  role: 'agent',
  passwordHash: 'h',
  disabled: false,
  createdAt: 1,
  ...over,
});
const session = (id: string, over: Partial<Session> = {}): Session => ({
  id,
  userId: 'u1',
  label: 'desk',
  createdAt: 10,
  generation: 1,
  refreshHash: 'r1',
  refreshExpiresAt: 1000,
  previousHash: undefined,
  rotatedAt: 10,
  graceSpent: false,
  attemptHash: undefined,
  endedAt: undefined,
  endReason: undefined,
  ...over,
});
const rotation = { generation: 2, refreshHash: 'r2', refreshExpiresAt: 2000, previousHash: 'r1', rotatedAt: 500, graceSpent: true, attemptHash: 'n1' };

function userStoreContract(name: string, make: () => { store: UserStore; reopen: () => UserStore; dispose: () => void }): void {
  describe(`UserStore contract: ${name}`, () => {
    let made: ReturnType<typeof make>;
    let store: UserStore;
    beforeEach(async () => {
      made = make();
      store = made.store;
      await store.insertUser(user('u1'));
    });
    afterEach(async () => {
      await store.close();
      made.dispose();
    });

    test('keeps users; a name is taken without regard to case and width', async () => {
      expect(await store.userById('u1')).toEqual(user('u1'));
      expect(await store.userByName('  NAME u1 ')).toEqual(user('u1'));
      expect(await store.insertUser(user('u2', { name: 'ｎａｍｅ U1' }))).toBe(false);
      expect(await store.insertUser(user('u1', { name: 'other' }))).toBe(false);
      expect(await store.insertUser(user('u2', { name: 'Ada', disabled: true, role: 'admin' }))).toBe(true);
      expect((await store.users()).map((found) => found.name)).toEqual(['Ada', 'Name u1']);
      expect(await store.userById('nobody')).toBeUndefined();
      expect(await store.userByName('nobody')).toBeUndefined();
    });

    test('changes only what it is told to', async () => {
      expect(await store.updateUser('u1', { disabled: true })).toBe(true);
      expect(await store.updateUser('u1', { role: 'supervisor', passwordHash: 'new' })).toBe(true);
      expect(await store.userById('u1')).toEqual(user('u1', { disabled: true, role: 'supervisor', passwordHash: 'new' }));
      expect(await store.updateUser('nobody', { disabled: true })).toBe(false);
    });

    test('rotates only from the expected generation and only while alive', async () => {
      await store.insertSession(session('s1'));
      expect(await store.rotateSession('s1', 7, rotation)).toBe(false);
      expect(await store.rotateSession('s1', 1, rotation)).toBe(true);
      expect(await store.rotateSession('s1', 1, rotation)).toBe(false);
      expect(await store.session('s1')).toEqual(session('s1', rotation));
      await store.endSessions({ sessionId: 's1' }, 600, 'signedOut');
      expect(await store.rotateSession('s1', 2, { ...rotation, generation: 3 })).toBe(false);
      expect(await store.rotateSession('nowhere', 1, rotation)).toBe(false);
    });

    test('ends one session or all of a user, each once', async () => {
      for (const id of ['s1', 's2', 's3']) await store.insertSession(session(id, { createdAt: Number(id[1]) }));
      expect(await store.endSessions({ sessionId: 's2' }, 50, 'signedOut')).toEqual(['s2']);
      expect(await store.endSessions({ sessionId: 's2' }, 60, 'signedOut')).toEqual([]);
      expect((await store.endSessions({ userId: 'u1' }, 70, 'disabled')).toSorted()).toEqual(['s1', 's3']);
      expect((await store.sessionsOf('u1')).map(({ id, endedAt, endReason }) => [id, endedAt, endReason])).toEqual([
        ['s3', 70, 'disabled'],
        ['s2', 50, 'signedOut'],
        ['s1', 70, 'disabled'],
      ]);
      expect(await store.sessionsOf('nobody')).toEqual([]);
    });

    test('purges what ended or ran out long ago', async () => {
      await store.insertSession(session('ranOut', { refreshExpiresAt: 99 }));
      await store.insertSession(session('ended', { endedAt: 50, endReason: 'signedOut' }));
      await store.insertSession(session('alive'));
      expect(await store.purgeSessions(100)).toBe(2);
      expect((await store.sessionsOf('u1')).map((found) => found.id)).toEqual(['alive']);
    });

    test('everything outlives a restart', async () => {
      await store.insertSession(session('s1', { previousHash: 'p', graceSpent: true, endedAt: 5, endReason: 'refreshReused' }));
      store = made.reopen();
      expect(await store.userById('u1')).toEqual(user('u1'));
      expect(await store.session('s1')).toEqual(
        session('s1', { previousHash: 'p', graceSpent: true, endedAt: 5, endReason: 'refreshReused' }),
      );
    });
  });
}

userStoreContract('memory', () => {
  const store = new MemoryUserStore();
  return { store, reopen: () => store, dispose: () => undefined };
});
userStoreContract('SQLite', () => {
  const dir = mkdtempSync(join(tmpdir(), 'leitstand-auth-'));
  const open = (): SqliteUserStore => new SqliteUserStore(join(dir, 'auth.db'));
  const store = open();
  return {
    store,
    reopen: () => {
      void store.close();
      return open();
    },
    dispose: () => rmSync(dir, { recursive: true, force: true }),
  };
});
