import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeskWorld, until } from '../support/desk-world.ts';
import { FakeCenter } from '../support/fake-center.ts';
import { seedConversation } from '../support/fake-center-seed.ts';

let center: FakeCenter;
let desk: DeskWorld;
let conversationId: string;
beforeEach(async () => {
  center = new FakeCenter();
  await center.start();
  ({ conversationId } = seedConversation(center));
  center.held.add(conversationId);
  desk = new DeskWorld(center.url);
  await desk.open();
});
afterEach(async () => {
  await desk.dispose();
  await center.stop();
});

const NOTHING = { replies: [], drafts: [], commands: [] };
const profileFiles = (): string[] => {
  const profiles = path.join(desk.dataDir, 'profiles');
  return readdirSync(profiles).flatMap((name) => readdirSync(path.join(profiles, name)));
};
const storedRefreshToken = async (): Promise<string | undefined> => {
  const name = (await desk.secrets.list()).find((entry) => entry.endsWith('/refresh-token'));
  return name === undefined ? undefined : desk.secrets.get(name);
};

describe('tokens', () => {
  test('S2 the access token is renewed before it runs out, and the new refresh token is stored before it is used', async () => {
    const order: string[] = [];
    const set = desk.secrets.set.bind(desk.secrets);
    desk.secrets.set = async (name, value) => {
      await set(name, value);
      order.push(value);
    };
    center.onRenewToken = (token) => order.push(token);
    center.accessMs = 61_500;
    await desk.signIn();
    await until(() => center.renewedTokens.length > 0, 'renewed', desk);
    expect(order.indexOf('refresh-2')).toBeGreaterThanOrEqual(0);
    expect(order.indexOf('access-2')).toBeGreaterThan(order.indexOf('refresh-2'));
    expect(await storedRefreshToken()).toBe(`refresh-${center.refreshes}`);
    expect((await desk.core.handlers['connection.get']({})).kind).toBe('online');
  });

  test('S1 a session the server has ended: signed out with the reason, everything unsent kept, and it goes on after signing in', async () => {
    await desk.signIn();
    await center.stop();
    await desk.offline();
    const { replyId } = await desk.send(conversationId, 'Bleibt liegen');
    center.refuseRefresh = true;
    center.refuseAccess = true;
    await center.start();
    await until(async () => (await desk.core.handlers['session.get']({})).kind === 'signedOut', 'signed out', desk, 40_000);
    expect(await desk.core.handlers['session.get']({})).toMatchObject({ error: { code: 'AUTH_REFRESH_REUSED' }, lastName: 'Ada' });
    center.refuseRefresh = false;
    center.refuseAccess = false;
    await desk.signIn();
    await desk.reaches(replyId, 'delivered');
    expect(desk.platform.effects).toHaveLength(1);
  }, 60_000);

  test('ended at once by the server: the screen hears it', async () => {
    await desk.signIn();
    center.endSession();
    await until(
      () => desk.pushes('session').some((view) => view.kind === 'signedOut' && view.error?.code === 'SESSION_ENDED'),
      'ended',
      desk,
    );
    await expect(desk.core.handlers['search.run']({ text: 'x', limit: 1 })).rejects.toMatchObject({ code: 'SIGNED_OUT' });
  });
});

describe('S3 signing out', () => {
  test('leaves nothing behind: no file, no key, no token; the draft is with the server', async () => {
    await desk.signIn();
    await desk.core.handlers['draft.save']({ conversationId, draft: { text: 'halb fertig', visibility: 'public' } });
    expect(profileFiles()).toContain('replica.db');
    expect(await desk.core.handlers['session.signOut']({ discardUnsent: false })).toEqual({ signedOut: true, unsent: NOTHING });
    expect(profileFiles()).toEqual([]);
    expect((await desk.secrets.list()).filter((name) => !name.startsWith('credential/'))).toEqual([]);
    expect(center.state.get('draft', conversationId)).toBeDefined();
    expect(await desk.core.handlers['session.get']({})).toMatchObject({ kind: 'signedOut', lastName: 'Ada' });
    expect((await desk.core.handlers['rows.load']({})).rows).toEqual([]);
  });

  test('says first what was not sent, and does nothing until told', async () => {
    await desk.signIn();
    await center.stop();
    await desk.offline();
    const { replyId } = await desk.send(conversationId, 'Noch nicht weg');
    const first = await desk.core.handlers['session.signOut']({ discardUnsent: false });
    expect(first).toMatchObject({ signedOut: false, unsent: { replies: [{ replyId, parts: ['Noch nicht weg ^AB'] }] } });
    expect((await desk.core.handlers['session.get']({})).kind).toBe('signedIn');
    await expect(desk.core.handlers['session.signOut']({ discardUnsent: false, keepAsDrafts: true })).rejects.toThrow('OFFLINE_NEEDS_SERVER');
    // Told, it says once more what is lost now.
    expect(await desk.core.handlers['session.signOut']({ discardUnsent: true })).toMatchObject({ signedOut: true, unsent: { replies: [{ replyId }] } });
    expect(profileFiles()).toEqual([]);
    await center.start();
  }, 60_000);
});

describe('S3 what was not sent is named', () => {
  test('drafts and notes written offline count as much as replies', async () => {
    await desk.signIn();
    await center.stop();
    await desk.offline();
    await desk.core.handlers['draft.save']({ conversationId, draft: { text: 'nur hier', visibility: 'public' } });
    await desk.core.handlers['command.run']({ command: { type: 'note.add', v: 1, data: { id: 'note-1', conversationId, text: 'nur hier notiert' } } });
    expect(await desk.core.handlers['session.unsent']({})).toMatchObject({ replies: [], drafts: [{ conversationId, text: 'nur hier' }], commands: [{ type: 'note.add', conversationId }] });
    expect((await desk.core.handlers['session.signOut']({ discardUnsent: false })).signedOut).toBe(false);
    expect(profileFiles()).toContain('replica.db');
    await center.start();
  }, 60_000);

  test('a reply that waits goes up as a draft before the copy is wiped', async () => {
    await desk.signIn();
    await desk.core.handlers['settings.set']({ undoMs: 30_000 });
    const { replyId } = await desk.send(conversationId, 'Wartet noch');
    expect(await desk.core.handlers['session.signOut']({ discardUnsent: false, keepAsDrafts: true })).toEqual({ signedOut: true, unsent: NOTHING });
    expect(center.state.get('draft', conversationId)).toMatchObject({ fromReplyId: replyId });
    expect(profileFiles()).toEqual([]);
  }, 60_000);
});

describe('a center that is not as before', () => {
  test('another center at the address: nothing of one is mixed with the other', async () => {
    await desk.signIn();
    center.centerId = 'center-2';
    center.cut();
    await until(
      async () => {
        const connection = await desk.core.handlers['connection.get']({});
        return connection.kind === 'offline' && connection.code === 'CENTER_CHANGED';
      },
      'center changed',
      desk,
    );
    expect((await desk.core.handlers['conversation.open']({ conversationId })).held).toBe('held');
  });

  test('C3 the numbers of this copy are refused: a new id, everything asked about anew, sent once', async () => {
    await desk.signIn();
    const before = center.replicaIds.at(-1);
    center.mismatches = 1;
    const { replyId } = await desk.send(conversationId, 'Trotzdem einmal');
    await desk.reaches(replyId, 'delivered');
    expect(center.replicaIds.at(-1)).not.toBe(before);
    expect(desk.platform.effects).toHaveLength(1);
    await desk.online();
    const again = await desk.send(conversationId, 'Und weiter', { followUp: true });
    await desk.reaches(again.replyId, 'delivered');
  });

  test('a server that speaks another version: said so, with a code', async () => {
    center.refuseProtocol = true;
    await desk.core.handlers['session.signIn']({ serverUrl: center.url, name: 'Ada', password: 'secret' });
    expect(await desk.core.handlers['connection.get']({})).toMatchObject({ kind: 'offline', code: 'PROTOCOL_MISMATCH' });
  });
});

test('settings are kept over a restart, also before anybody signs in', async () => {
  await desk.core.handlers['settings.set']({ language: 'en', theme: 'dark' });
  await desk.core.close();
  await desk.open();
  expect(await desk.core.handlers['settings.get']({})).toEqual({ language: 'en', theme: 'dark', undoMs: 0, place: 'office', keepDays: 30, keepMegabytes: 500 });
});
