// What a person at the desk meets when the local copy cannot be used, and the way on from there.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeskCoreDeps } from '../../electron/main/core/desk-deps.ts';
import { MemorySecretStore } from '../../electron/main/secrets/memory-secret-store.ts';
import { openSecretStore } from '../../electron/main/secrets/open-secret-store.ts';
import { openOrRebuild, type OpenedReplica } from '../../electron/main/storage/care.ts';
import { takeInstanceLock } from '../../electron/main/storage/instance-lock.ts';
import { MIGRATIONS } from '../../electron/main/storage/migrations/index.ts';
import { CodedError } from '../../shared/util/errors.ts';
import { DeskWorld, until } from '../support/desk-world.ts';
import { FakeCenter } from '../support/fake-center.ts';
import { seedConversation } from '../support/fake-center-seed.ts';

const PASSPHRASE = 'vier blaue Wagen fahren';
let center: FakeCenter;
let desk: DeskWorld;
let conversationId: string;
let opened: OpenedReplica | undefined;
const openStorage: DeskCoreDeps['openStorage'] = (options) => (opened = openOrRebuild(options));

beforeEach(async () => {
  center = new FakeCenter();
  await center.start();
  ({ conversationId } = seedConversation(center));
  center.held.add(conversationId);
  desk = new DeskWorld(center.url, { openStorage });
});
afterEach(async () => {
  await desk.dispose();
  await center.stop();
});

const session = (): ReturnType<DeskWorld['core']['handlers']['session.get']> => desk.core.handlers['session.get']({});
const profile = (): string => {
  const profiles = path.join(desk.dataDir, 'profiles');
  return path.join(profiles, readdirSync(profiles)[0] ?? '');
};
/** No keychain at all; what is in it ends with the desk. */
const noKeychain = (): Partial<DeskCoreDeps> => ({
  secretStore: { store: new MemorySecretStore(), kind: 'session', limitedBecause: 'KEYCHAIN_UNAVAILABLE' },
});

describe('STORE-11 damage met while running', () => {
  test.each(['a click', 'a frame of the server'])(
    'by %s: the copy is set aside, the outbox salvaged, the rest fetched; the desk goes on by itself',
    { timeout: 60_000 },
    async (by) => {
      await desk.open();
      await desk.signIn();
      await until(async () => (await desk.core.handlers['conversation.open']({ conversationId })).held === 'held', 'held', desk);
      await center.stop();
      await desk.offline();
      const { replyId } = await desk.send(conversationId, 'Wird gerettet');
      await desk.core.handlers['conversation.close']({ conversationId });
      const damaged = damage(['entity', 'body']);
      if (by === 'a click')
        await expect(desk.core.handlers['conversation.open']({ conversationId })).rejects.toMatchObject({ code: 'REPLICA_DAMAGED' });
      await center.start();
      await until(() => opened !== damaged, 'opened anew', desk, 40_000);
      expect(opened).toMatchObject({
        outcome: 'rebuilt',
        rebuilt: { code: 'REPLICA_DAMAGED', salvaged: { replies: 1 }, lostReplyIds: [] },
      });
      expect(await session()).toMatchObject({ kind: 'signedIn', name: 'Ada Berg' });
      expect((await desk.core.handlers['notices.load']({})).notices).toMatchObject([
        { kind: 'replicaRebuilt', code: 'REPLICA_DAMAGED', values: { replies: 1, lost: 0 } },
      ]);
      await desk.online();
      await until(async () => (await desk.core.handlers['conversation.open']({ conversationId })).held === 'held', 'fetched anew', desk);
      // Nothing was tried before the damage, but a copy that was damaged cannot vouch for that: it is looked for first, then sent, once.
      await until(
        async () => ['delivered', 'unclear', undefined].includes((await desk.entry(replyId))?.state.kind),
        'settled or asked about',
        desk,
        30_000,
      );
      expect(desk.platform.effects.length).toBeLessThanOrEqual(1);
      expect(readdirSync(profile()).some((name) => name.includes('set-aside-damaged'))).toBe(true);
    },
  );

  test('the row that says who works here is lost with it: the desk still goes on', { timeout: 60_000 }, async () => {
    await desk.open();
    await desk.signIn();
    const damaged = damage(['entity', 'meta']);
    await desk.core.handlers['conversation.open']({ conversationId }).catch(() => undefined);
    await until(() => opened !== damaged, 'opened anew', desk, 40_000);
    expect(await session()).toMatchObject({ kind: 'signedIn', name: 'Ada Berg' });
    await desk.online();
  });

  /** Noise over the first page of these tables, behind the back of the open copy, which forgets what it has in memory. */
  function damage(tables: readonly string[]): OpenedReplica {
    if (opened === undefined) throw new Error('no copy is open');
    const { replica } = opened;
    replica.checkpoint();
    const bytes = readFileSync(replica.file);
    for (const table of tables) {
      const page = Number(replica.prepare<{ rootpage: number }>('SELECT rootpage FROM sqlite_master WHERE name = ?').get(table)?.rootpage);
      bytes.fill(0x5a, (page - 1) * 4096 + 100, (page - 1) * 4096 + 200);
    }
    writeFileSync(replica.file, bytes);
    replica.pragma('shrink_memory');
    return opened;
  }
});

describe('STORE-12 a copy that cannot be opened at start', () => {
  test('another desk works on it: said with its code, and opened on the next try once that one has ended', async () => {
    await desk.open();
    await desk.signIn();
    await desk.core.close();
    const other = takeInstanceLock(path.join(profile(), 'replica.db'));
    await desk.open();
    expect(await session()).toMatchObject({ kind: 'signedOut', error: { code: 'REPLICA_IN_USE' }, door: 'again' });
    expect(await desk.core.handlers['storage.retry']({})).toMatchObject({
      kind: 'signedOut',
      error: { code: 'REPLICA_IN_USE' },
      door: 'again',
    });
    other.release();
    expect(await desk.core.handlers['storage.retry']({})).toMatchObject({ kind: 'signedIn', name: 'Ada Berg' });
    await desk.online();
  });

  test.each(['DISK_FULL', 'REPLICA_READ_ONLY', 'REPLICA_IO'] as const)('%s: said with its code and a door; once it is mended, one click goes on', async (code) => {
    await desk.open();
    await desk.signIn();
    await desk.core.close();
    let mended = false;
    await desk.open({
      openStorage: (options) => {
        if (!mended) throw new CodedError(code);
        return openOrRebuild(options);
      },
    });
    expect(await session()).toMatchObject({ kind: 'signedOut', error: { code }, door: 'again' });
    mended = true;
    const view = await desk.core.handlers['storage.retry']({});
    expect(view).toMatchObject({ kind: 'signedIn', name: 'Ada Berg' });
    expect(desk.pushes('session').at(-1)).toMatchObject({ kind: 'signedIn' });
  });

  test('a newer version wrote it: said, nothing changed, and no useless door', async () => {
    await desk.open();
    await desk.signIn();
    await desk.core.close();
    const newer = { version: MIGRATIONS.length + 1, name: 'newer', statements: ['CREATE TABLE newer (x TEXT)'] };
    await desk.open({ openStorage: (options) => openOrRebuild({ ...options, migrations: [...MIGRATIONS, newer] }) });
    await desk.core.close();
    const file = path.join(profile(), 'replica.db');
    const bytes = readFileSync(file);
    await desk.open();
    const view = await session();
    expect(view).toMatchObject({ kind: 'signedOut', error: { code: 'REPLICA_NEWER' } });
    expect(view).not.toHaveProperty('door');
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  test('a full disk: no reply is accepted and the text stays; what was accepted is kept, and it goes on once there is room', async () => {
    await desk.open();
    await desk.signIn();
    await until(async () => (await desk.core.handlers['conversation.open']({ conversationId })).held === 'held', 'held', desk);
    await center.stop();
    await desk.offline();
    const first = await desk.send(conversationId, 'Angenommen');
    const replica = opened?.replica;
    replica?.checkpoint();
    replica?.pragma(`max_page_count = ${Number(replica.pragma('page_count'))}`);
    let refused: unknown;
    const accepted = [first.replyId];
    for (let number = 0; refused === undefined && number < 60; number++) {
      const answer = await desk.core.handlers['reply.send']({
        conversationId,
        text: `Nachtrag ${number} `.repeat(12),
        visibility: 'public',
        followUp: true,
        then: { kind: 'keep' },
      });
      if (answer.status === 'queued') accepted.push(answer.entry.replyId);
      else refused = answer;
    }
    expect(refused).toMatchObject({ status: 'refused', code: 'DISK_FULL' });
    expect((await desk.core.handlers['outbox.load']({})).entries.map(({ replyId }) => replyId).toSorted()).toEqual(accepted.toSorted());
    replica?.pragma('max_page_count = 1000000');
    await center.start();
    await desk.reaches(first.replyId, 'delivered');
    expect(desk.platform.effects.filter(({ text }) => text.startsWith('Angenommen'))).toHaveLength(1);
  });
});

describe('STORE-13 without a keychain', () => {
  test(
    'offline replies are refused with the reason; under a passphrase they are taken, and found again after a restart without network',
    { timeout: 90_000 },
    async () => {
      await desk.open(noKeychain());
      await desk.signIn();
      await until(async () => (await desk.core.handlers['conversation.open']({ conversationId })).held === 'held', 'held', desk);
      expect(await desk.core.handlers['storage.get']({})).toMatchObject({
        storage: { keptBy: 'session', durable: false, conversations: 1 },
      });
      await center.stop();
      await desk.offline();
      const request = {
        conversationId,
        text: 'Unterwegs geschrieben',
        visibility: 'public',
        followUp: false,
        then: { kind: 'keep' },
      } as const;
      expect(await desk.core.handlers['reply.send'](request)).toMatchObject({ status: 'refused', code: 'OFFLINE_REPLY_REFUSED' });
      await desk.core.handlers['draft.save']({ conversationId, draft: { text: 'Entwurf bleibt', visibility: 'public' } });

      await expect(desk.core.handlers['storage.setPassphrase']({ passphrase: 'kurz' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
      expect((await session()).kind).toBe('signedIn');
      expect(await desk.core.handlers['storage.setPassphrase']({ passphrase: PASSPHRASE })).toMatchObject({
        kind: 'signedIn',
        name: 'Ada Berg',
      });
      expect(await desk.core.handlers['storage.get']({})).toMatchObject({
        storage: { keptBy: 'passphrase', durable: true, conversations: 1 },
      });
      expect((await desk.core.handlers['conversation.open']({ conversationId })).draft?.text).toBe('Entwurf bleibt');
      const { replyId } = await desk.send(conversationId, 'Unterwegs geschrieben');
      await desk.core.close();

      await desk.open(noKeychain());
      expect(await session()).toMatchObject({ kind: 'signedOut', door: 'passphrase', lastName: 'Ada' });
      await expect(desk.core.handlers['storage.unlock']({ passphrase: 'vier rote Wagen' })).rejects.toMatchObject({
        code: 'PASSPHRASE_WRONG',
      });
      expect(await session()).toMatchObject({ door: 'passphrase' });
      expect(await desk.core.handlers['storage.unlock']({ passphrase: PASSPHRASE })).toMatchObject({ kind: 'signedIn', name: 'Ada Berg' });
      expect((await desk.entry(replyId))?.state.kind).toBe('waiting');
      expect(await desk.core.handlers['credentials.set']({ credentialId: 'cred-1', value: '{"token":"x"}' })).toMatchObject({ ok: true });
      await center.start();
      await desk.reaches(replyId, 'delivered', 40_000);
      expect(desk.platform.effects).toHaveLength(1);
      const bytes = readdirSync(profile())
        .map((name) => readFileSync(path.join(profile(), name)).toString('latin1'))
        .join('');
      for (const secret of [PASSPHRASE, 'Unterwegs geschrieben', 'refresh-']) expect(bytes.includes(secret), secret).toBe(false);
    },
  );

  test('signing in where a copy waits for its passphrase asks for it, and takes it with the password', { timeout: 60_000 }, async () => {
    await desk.open({ ...noKeychain(), passphrase: PASSPHRASE });
    await desk.signIn();
    await desk.core.close();
    await desk.open(noKeychain());
    const given = { serverUrl: center.url, name: 'Ada', password: 'secret' };
    await expect(desk.core.handlers['session.signIn'](given)).rejects.toMatchObject({ code: 'PASSPHRASE_NEEDED' });
    expect(await session()).toMatchObject({ kind: 'signedOut', door: 'passphrase' });
    expect(await desk.core.handlers['session.signIn']({ ...given, passphrase: PASSPHRASE })).toMatchObject({ kind: 'signedIn' });
    expect(opened?.outcome).toBe('opened');
  });

  test('signing out under a passphrase leaves nothing behind either', { timeout: 60_000 }, async () => {
    await desk.open({ ...noKeychain(), passphrase: PASSPHRASE });
    await desk.signIn();
    expect(readdirSync(profile())).toEqual(expect.arrayContaining(['replica-key.secrets.sealed', 'replica-key.wrapped.json', 'replica-passphrase.db']));
    expect((await desk.core.handlers['session.signOut']({ discardUnsent: false })).signedOut).toBe(true);
    expect(readdirSync(profile())).toEqual([]);
  });

  test('a forgotten passphrase: the copy is destroyed and one signs in as on a new desk', { timeout: 60_000 }, async () => {
    await desk.open({ ...noKeychain(), passphrase: PASSPHRASE });
    await desk.signIn();
    await desk.core.close();
    await desk.open(noKeychain());
    expect(await desk.core.handlers['storage.discard']({})).toMatchObject({ kind: 'signedOut' });
    expect(readdirSync(profile())).toEqual([]);
    await desk.signIn();
    expect(await desk.core.handlers['storage.get']({})).toMatchObject({ storage: { keptBy: 'session' } });
  });

  test('a keychain that is locked: said, and asked again when the person has unlocked it', { timeout: 60_000 }, async () => {
    const entries = new Map<string, string>();
    let locked = false;
    const keychain = {
      getPassword: async (_service: string, account: string) => mustBeOpen(entries.get(account) ?? null),
      setPassword: async (_service: string, account: string, value: string) => void mustBeOpen(entries.set(account, value)),
      deletePassword: async (_service: string, account: string) => mustBeOpen(entries.delete(account)),
      findCredentials: async () => mustBeOpen([...entries].map(([account, password]) => ({ account, password }))),
    };
    function mustBeOpen<T>(value: T): T {
      if (locked) throw new CodedError('KEYCHAIN_TIMEOUT');
      return value;
    }
    const secretStore = (): ReturnType<typeof openSecretStore> =>
      openSecretStore({ profile: 'desk-test', dataDir: desk.dataDir, log: { warn: () => undefined }, load: async () => keychain });
    await desk.open({ secretStore: await secretStore() });
    await desk.signIn();
    await desk.core.close();
    locked = true;
    await desk.open({ secretStore: await secretStore() });
    expect(await session()).toMatchObject({ kind: 'signedOut', door: 'keychain', limitations: [{ code: 'KEYCHAIN_TIMEOUT' }] });
    await expect(desk.core.handlers['storage.retry']({})).rejects.toMatchObject({ code: 'KEYCHAIN_TIMEOUT' });
    locked = false;
    expect(await desk.core.handlers['storage.retry']({})).toMatchObject({ kind: 'signedIn', name: 'Ada Berg', limitations: [] });
    expect(await desk.core.handlers['storage.get']({})).toMatchObject({ storage: { keptBy: 'keychain', durable: true } });
  });
});
