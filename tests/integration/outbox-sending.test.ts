import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemorySecretStore } from '../../electron/main/secrets/memory-secret-store.ts';
import { DeskWorld, until } from '../support/desk-world.ts';
import { FakeCenter, ME, OTHER } from '../support/fake-center.ts';
import { seedConversation } from '../support/fake-center-seed.ts';

let center: FakeCenter;
let desk: DeskWorld;
let conversationId: string;
let workItemId: string;
beforeEach(async () => {
  center = new FakeCenter();
  await center.start();
  ({ conversationId, workItemId } = seedConversation(center));
  center.held.add(conversationId);
  desk = new DeskWorld(center.url);
  await desk.open();
  await desk.signIn();
});
afterEach(async () => {
  await desk.dispose();
  await center.stop();
});

const permits = (): number => center.decided.filter((command) => command.type === 'reply.requestPermit').length;
const reports = (): string[] => center.decided.flatMap((command) => (command.type === 'reply.report' ? [command.data.outcome.kind] : []));

describe('O4 lost answers', () => {
  test('the response is lost, the look finds it: one effect', async () => {
    desk.platform.script = [(commit) => (commit(), { kind: 'unknown', detail: 'connection reset' })];
    const { replyId } = await desk.send(conversationId, 'Hallo Mia');
    await desk.reaches(replyId, 'delivered');
    expect(desk.platform.effects).toHaveLength(1);
    expect(desk.platform.sends).toBe(1);
    await until(() => reports().includes('delivered'), 'report', desk);
  });

  test('nothing reached a platform that honours keys: looked for, then repeated with the same key: one effect', async () => {
    desk.platform.safe = true;
    desk.platform.honoursKeys = true;
    desk.platform.script = [() => ({ kind: 'unknown', detail: 'no answer' })];
    const { replyId } = await desk.send(conversationId, 'Hallo Mia');
    await desk.reaches(replyId, 'delivered');
    expect(desk.platform.looks).toBeGreaterThanOrEqual(1);
    expect(desk.platform.sends).toBe(2);
    expect(desk.platform.effects).toEqual([{ key: replyId, text: 'Hallo Mia ^AB', part: 0 }]);
  });

  test('the repeat of a doubtful attempt is refused: that proves nothing, so it is looked for again and never called failed', async () => {
    desk.platform.safe = true;
    let landed: (() => void) | undefined;
    desk.platform.script = [
      (commit) => {
        landed = () => void commit();
        return { kind: 'unknown', detail: 'no answer' };
      },
      () => {
        landed?.();
        desk.platform.safe = false;
        return { kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: 'duplicate', retryable: false } };
      },
    ];
    const { replyId } = await desk.send(conversationId, 'Hallo Mia');
    await desk.reaches(replyId, 'delivered', 30_000);
    expect(desk.platform.effects).toHaveLength(1);
    expect(reports()).not.toContain('failed');
  });

  test('the answer to a permit request is lost with the link: asked again under the same number, permitted once', async () => {
    center.loseAnswersOf.add('command');
    const { replyId } = await desk.send(conversationId, 'Hallo Mia');
    await until(() => permits() === 1, 'permit', desk);
    center.loseAnswersOf.clear();
    center.cut();
    await desk.reaches(replyId, 'delivered');
    expect(permits()).toBe(1);
    expect(center.commandNos.filter((no) => no === 1).length).toBeGreaterThanOrEqual(2);
    expect(desk.platform.effects).toHaveLength(1);
  });
});

describe('O4 killed', () => {
  /** The process is gone: nothing more is written, nothing answered; the same folder opens again. */
  const killAndReopen = async (): Promise<void> => {
    await desk.core.close();
    await desk.open();
    await desk.online();
  };

  test('O2 between the attempt row and the request: unknown at start, looked for, never sent blindly', async () => {
    desk.platform.script = [() => new Promise(() => undefined)];
    desk.platform.reconcileWith = () => ({ kind: 'notFound' });
    const { replyId } = await desk.send(conversationId, 'Hallo Mia');
    await until(() => desk.platform.sends === 1, 'send', desk);
    await killAndReopen();
    await until(() => desk.platform.looks > 0, 'look', desk);
    expect(desk.platform.sends).toBe(1);
    // Found on the platform by a person after all.
    await desk.reaches(replyId, 'unclear');
    const { entry } = await desk.core.handlers['reply.settle']({ replyId, decision: 'found' });
    expect(entry?.state.kind).toBe('delivered');
    expect(desk.platform.sends).toBe(1);
  });

  test('after the effect, before the outcome was written: found, one effect', async () => {
    desk.platform.script = [(commit) => (commit(), new Promise(() => undefined))];
    const { replyId } = await desk.send(conversationId, 'Hallo Mia');
    await until(() => desk.platform.effects.length === 1, 'effect', desk);
    await killAndReopen();
    await desk.reaches(replyId, 'delivered');
    expect(desk.platform.effects).toHaveLength(1);
    expect(desk.platform.sends).toBe(1);
    await until(() => reports().includes('delivered'), 'report', desk);
  });
});

describe('O1 offline', () => {
  test('an answer written offline waits, and goes out once after the reconnect', async () => {
    await center.stop();
    await desk.offline();
    const entry = await desk.send(conversationId, 'Geschrieben im Zug');
    expect(entry.state).toMatchObject({ kind: 'waiting', reason: 'offline' });
    expect(desk.platform.sends).toBe(0);
    await center.start();
    await desk.reaches(entry.replyId, 'delivered', 40_000);
    expect(permits()).toBe(1);
    expect(desk.platform.effects).toHaveLength(1);
  }, 60_000);

  test('survives a restart in between', async () => {
    await center.stop();
    await desk.offline();
    const entry = await desk.send(conversationId, 'Geschrieben im Zug');
    await desk.core.close();
    await desk.open();
    expect((await desk.core.handlers['session.get']({})).kind).toBe('signedIn');
    expect((await desk.core.handlers['conversation.open']({ conversationId })).held).toBe('held');
    expect((await desk.entry(entry.replyId))?.state.kind).toBe('waiting');
    await center.start();
    await desk.reaches(entry.replyId, 'delivered', 40_000);
    expect(desk.platform.effects).toHaveLength(1);
  }, 60_000);

  test('is refused where the local copy would not outlive the session', async () => {
    const bare = new DeskWorld(center.url, {
      secretStore: { store: new MemorySecretStore(), kind: 'session', limitedBecause: 'KEYCHAIN_UNAVAILABLE' },
    });
    await bare.open();
    await bare.signIn();
    await center.stop();
    await bare.offline();
    const answer = await bare.core.handlers['reply.send']({
      conversationId,
      text: 'x',
      visibility: 'public',
      followUp: false,
      then: { kind: 'keep' },
    });
    expect(answer).toMatchObject({ status: 'refused', code: 'OFFLINE_REPLY_REFUSED' });
    await center.start();
    await bare.dispose();
  }, 60_000);

  test('take is refused at once, close waits and goes up later', async () => {
    await center.stop();
    await desk.offline();
    expect(await desk.core.handlers['command.run']({ command: { type: 'workItem.take', v: 1, data: { workItemId } } })).toMatchObject({
      status: 'refused',
      code: 'OFFLINE_NEEDS_SERVER',
    });
    expect(
      await desk.core.handlers['command.run']({
        command: { type: 'workItem.close', v: 1, data: { workItemId, disposition: { kind: 'resolved' } } },
      }),
    ).toEqual({ status: 'queued' });
    const row = (await desk.core.handlers['rows.load']({})).rows.find(({ id }) => id === workItemId);
    expect(row?.value).toMatchObject({ item: { state: 'closed' } });
    await center.start();
    await until(() => center.state.get('workItem', workItemId)?.state === 'closed', 'closed', desk, 40_000);
  }, 60_000);
});

describe('O7 refused permits', () => {
  test('the lease is lost: it becomes a draft, also on the server, and is never sent', async () => {
    center.decide = (command) => (command.type === 'reply.requestPermit' ? 'LEASE_LOST' : undefined);
    const { replyId } = await desk.send(conversationId, 'Zu spät', { then: { kind: 'close', disposition: { kind: 'resolved' } } });
    const entry = await desk.reaches(replyId, 'becameDraft');
    expect(entry.state).toMatchObject({ code: 'LEASE_LOST' });
    await until(() => center.state.get('draft', conversationId)?.fromReplyId === replyId, 'draft on the server', desk);
    expect((await desk.core.handlers['conversation.open']({ conversationId })).draft).toMatchObject({
      text: 'Zu spät',
      origin: 'lostLease',
      fromReplyId: replyId,
    });
    expect(desk.platform.sends).toBe(0);
    // What was to follow the answer does not follow a draft.
    expect(center.decided.map((command) => command.type)).not.toContain('workItem.close');
    expect((await desk.core.handlers['notices.load']({})).notices).toMatchObject([{ kind: 'replyBecameDraft', code: 'LEASE_LOST' }]);
  });

  test.each(['TURN_ANSWERED', 'MESSAGE_DELETED', 'MESSAGE_EDITED', 'WINDOW_CLOSED', 'TEXT_STALE'] as const)(
    '%s: a draft, never sent',
    async (code) => {
      center.decide = (command) => (command.type === 'reply.requestPermit' ? code : undefined);
      const { replyId } = await desk.send(conversationId, 'Zu spät');
      await desk.reaches(replyId, 'becameDraft');
      expect(desk.platform.sends).toBe(0);
    },
  );

  test.each(['TURN_LOCKED', 'ACCOUNT_STOPPED', 'BUDGET_EXHAUSTED'] as const)('%s: waits, then goes', async (code) => {
    let refusals = 0;
    center.decide = (command) => (command.type === 'reply.requestPermit' && refusals++ < 2 ? { code, retryAfterMs: 300 } : undefined);
    const { replyId } = await desk.send(conversationId, 'Gleich');
    await desk.reaches(replyId, 'delivered');
    expect(refusals).toBe(3);
    expect(desk.platform.effects).toHaveLength(1);
  });

  test('NOT_ALLOWED: failed, with the reason', async () => {
    center.decide = (command) => (command.type === 'reply.requestPermit' ? 'NOT_ALLOWED' : undefined);
    const { replyId } = await desk.send(conversationId, 'Nein');
    expect((await desk.reaches(replyId, 'failed')).state).toMatchObject({ failure: { code: 'NOT_ALLOWED' } });
  });

  test('reassigned while away: the reply becomes a draft, the conversation is gone, the person is told', async () => {
    await center.stop();
    await desk.offline();
    const { replyId } = await desk.send(conversationId, 'Zu spät');
    center.append(
      {
        type: 'workItem.returned',
        data: { workItemId, conversationId, fromAgentId: ME, epoch: 2, at: 1_700_000_900_000, reason: 'reassigned' },
      },
      {
        type: 'workItem.assigned',
        data: { workItemId, conversationId, agentId: OTHER, epoch: 3, at: 1_700_000_900_001, reason: { by: 'person' } },
      },
    );
    center.held.delete(conversationId);
    center.decide = (command) => (command.type === 'reply.requestPermit' && command.data.epoch !== 3 ? 'LEASE_LOST' : undefined);
    await center.start();
    await desk.reaches(replyId, 'becameDraft', 40_000);
    expect(desk.platform.sends).toBe(0);
    expect((await desk.core.handlers['notices.load']({})).notices.map(({ kind }) => kind).sort()).toEqual([
      'itemReassigned',
      'replyBecameDraft',
    ]);
    await until(() => center.state.get('draft', conversationId)?.fromReplyId === replyId, 'draft for the new owner', desk);
    // What came with the conversation is off this disk; the desk's own words are not.
    expect((await desk.core.handlers['search.run']({ text: 'Router', limit: 10 })).hits).toEqual([]);
  }, 60_000);
});

describe('O6 order, parts, limits', () => {
  test('O5 two answers of one conversation keep their order', async () => {
    let release: (() => void) | undefined;
    desk.platform.script = [(commit) => new Promise((resolve) => (release = () => resolve(commit())))];
    const first = await desk.send(conversationId, 'Erstens');
    await until(() => desk.platform.sends === 1, 'first', desk);
    const second = await desk.send(conversationId, 'Zweitens', { followUp: true });
    await until(async () => (await desk.entry(second.replyId))?.state.kind === 'waiting', 'waiting', desk);
    expect((await desk.entry(second.replyId))?.state).toMatchObject({ reason: 'previousReply' });
    release?.();
    await desk.reaches(second.replyId, 'delivered');
    expect(desk.platform.effects.map(({ key }) => key)).toEqual([first.replyId, second.replyId]);
  });

  test('a long answer goes in parts, part 2 never without part 1', async () => {
    desk.platform.script = [(commit) => (commit(), { kind: 'unknown', detail: 'cut' })];
    const { replyId, parts } = await desk.send(conversationId, 'Wir prüfen Ihren Anschluss und melden uns. '.repeat(12));
    expect(parts.length).toBeGreaterThan(1);
    await desk.reaches(replyId, 'delivered');
    expect(desk.platform.effects.map(({ part }) => part)).toEqual(parts.map((_, part) => part));
  });

  test('part 2 refused for good: shown as partly out, reported so', async () => {
    desk.platform.script = [
      (commit) => commit(),
      () => ({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: 'no', retryable: false } }),
    ];
    const { replyId } = await desk.send(conversationId, 'Wir prüfen Ihren Anschluss und melden uns. '.repeat(12));
    expect((await desk.reaches(replyId, 'unclear')).state).toMatchObject({ reason: 'partial' });
    await until(() => reports().includes('unconfirmed'), 'report', desk);
    expect(desk.platform.effects).toHaveLength(1);
  });

  test('a rate limit is waited out', async () => {
    desk.platform.script = [
      () => ({ kind: 'failed', failure: { code: 'PLATFORM_RATE_LIMITED', detail: '429', retryable: true }, retryAfterMs: 400 }),
    ];
    const { replyId } = await desk.send(conversationId, 'Gleich');
    await until(
      () => desk.pushes('outbox').some(({ entries }) => entries.some(({ state }) => state.kind === 'waiting' && state.reason === 'budget')),
      'waiting',
      desk,
    );
    await desk.reaches(replyId, 'delivered');
    expect(permits()).toBe(1);
    expect(desk.platform.effects).toHaveLength(1);
  });

  test('a refused credential waits for a person, then goes', async () => {
    desk.platform.script = [
      () => ({ kind: 'failed', failure: { code: 'CREDENTIAL_REJECTED', detail: '401', retryable: true }, credentialRejected: true }),
    ];
    const { replyId } = await desk.send(conversationId, 'Gleich');
    await until(
      () => {
        const state = desk.pushedEntry(replyId)?.state;
        return state?.kind === 'waiting' && state.reason === 'credential';
      },
      'credential',
      desk,
    );
    expect((await desk.core.handlers['credentials.list']({})).credentials).toMatchObject([
      { credentialId: 'cred-1', status: 'rejected', present: true },
    ]);
    await desk.core.handlers['credentials.set']({ credentialId: 'cred-1', value: '{"token":"new"}' });
    await desk.reaches(replyId, 'delivered');
  });

  test('undone in time: nothing is asked or sent, the text is back as draft', async () => {
    await desk.core.handlers['settings.set']({ undoMs: 20_000 });
    const { replyId, state } = await desk.send(conversationId, 'Hoppla');
    expect(state.kind).toBe('undoable');
    expect(await desk.core.handlers['reply.undo']({ replyId })).toEqual({ undone: true });
    expect((await desk.core.handlers['conversation.open']({ conversationId })).draft).toMatchObject({ text: 'Hoppla' });
    expect(await desk.entry(replyId)).toBeUndefined();
    expect(permits()).toBe(0);
    expect(await desk.core.handlers['reply.undo']({ replyId })).toEqual({ undone: false });
  });

  test('stopped account: a permitted reply waits until it is resumed', async () => {
    center.append({ type: 'account.stopped', data: { accountId: 'acc-sandbox', agentId: OTHER, reason: 'crisis', at: 1 } });
    center.push({ rows: center.rows() });
    await until(
      async () =>
        (await desk.core.handlers['rows.load']({})).rows.some(
          ({ kind, value }) => kind === 'account' && value !== null && 'stopped' in value,
        ),
      'stopped',
      desk,
    );
    const { replyId } = await desk.send(conversationId, 'Später');
    expect((await desk.reaches(replyId, 'waiting')).state).toMatchObject({ reason: 'stopped' });
    expect(permits()).toBe(0);
    center.append({ type: 'account.resumed', data: { accountId: 'acc-sandbox', agentId: OTHER, at: 2 } });
    center.push({ rows: center.rows() });
    await desk.reaches(replyId, 'delivered');
  });
});

describe('O8 unclear', () => {
  test('sent again by a person: the old one is let go first, then a new one goes', async () => {
    desk.platform.script = [() => new Promise(() => undefined)];
    desk.platform.reconcileWith = () => ({ kind: 'notFound' });
    const { replyId } = await desk.send(conversationId, 'Hallo');
    await until(() => desk.platform.sends === 1, 'send', desk);
    await desk.core.close();
    await desk.open();
    await desk.reaches(replyId, 'unclear');
    const { entry } = await desk.core.handlers['reply.settle']({ replyId, decision: 'sendAgain' });
    expect(entry?.replyId).not.toBe(replyId);
    await desk.reaches(entry?.replyId ?? '', 'delivered');
    expect(center.state.get('reply', replyId)?.state).toBe('discarded');
    expect(desk.platform.effects).toEqual([{ key: entry?.replyId, text: 'Hallo ^AB', part: 0 }]);
  });

  test('the echo settles it: the server says delivered, the desk believes', async () => {
    desk.platform.reconcileWith = () => ({ kind: 'notFound' });
    desk.platform.script = [() => ({ kind: 'unknown', detail: 'cut' })];
    const { replyId } = await desk.send(conversationId, 'Hallo');
    await until(() => desk.platform.looks > 0, 'look', desk);
    center.append({
      type: 'reply.delivered',
      data: { replyId, conversationId, at: 1_700_000_900_000, by: 'echo', remoteIds: ['r-echo'], messages: [] },
    });
    await until(() => desk.logs.length >= 0 && desk.pushes('outbox').some(({ removed }) => removed.includes(replyId)), 'settled', desk);
    expect(desk.platform.sends).toBe(1);
  });
});
