import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DeskWorld, until } from '../support/desk-world.ts';
import { FakeCenter, ME, OTHER } from '../support/fake-center.ts';
import { seedConversation } from '../support/fake-center-seed.ts';

let center: FakeCenter;
let desk: DeskWorld;
let ids: ReturnType<typeof seedConversation>;
beforeEach(async () => {
  center = new FakeCenter();
  await center.start();
  ids = seedConversation(center);
  center.held.add(ids.conversationId);
  desk = new DeskWorld(center.url);
  await desk.open();
  await desk.signIn();
});
afterEach(async () => {
  await desk.dispose();
  await center.stop();
});

const LONG = 'Wir prüfen Ihren Anschluss und melden uns. '.repeat(12);
const reports = (): unknown[] => center.decided.flatMap((command) => (command.type === 'reply.report' ? [command.data] : []));
const settles = (): unknown[] => center.decided.flatMap((command) => (command.type === 'reply.settle' ? [command.data] : []));

test('O6 partly out, sent again by a person: only the missing parts go, hanging on the last one that is there', async () => {
  desk.platform.script = [(commit) => commit(), () => ({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail: 'no', retryable: false } })];
  const { replyId, parts } = await desk.send(ids.conversationId, LONG);
  expect(parts.length).toBeGreaterThan(1);
  await desk.reaches(replyId, 'unclear');
  const { entry } = await desk.core.handlers['reply.settle']({ replyId, decision: 'sendAgain' });
  expect(entry?.parts).toEqual(parts.slice(1));
  await desk.reaches(entry?.replyId ?? '', 'delivered');
  expect(desk.platform.effects.map(({ text }) => text), 'the customer reads each part once').toEqual(parts);
  const permit = center.decided.findLast((command) => command.type === 'reply.requestPermit');
  expect(permit?.data).toMatchObject({ replyId: entry?.replyId, frozen: { inReplyToRemoteId: 'r-0' } });
});

describe('O13 somebody else’s unclear reply', () => {
  const foreign = async (): Promise<void> => {
    center.bodies.set('b-foreign', JSON.stringify({ parts: ['Guten Tag ^OT'], visibility: 'public', inReplyToRemoteId: 'remote-root-1' }));
    center.bodies.set('b-foreign-0', JSON.stringify({ text: 'Guten Tag ^OT' }));
    center.append(
      { type: 'reply.permitted', data: { id: 'r-foreign', conversationId: ids.conversationId, accountId: 'acc-sandbox', agentId: OTHER, replicaId: 'their-desk', epoch: 1, bodyRef: 'b-foreign', partBodyRefs: ['b-foreign-0'], visibility: 'public', followUp: false, platformKey: 'r-foreign', parts: 1, permittedAt: 1_700_000_000_500, answersThroughMessageId: ids.messageId } },
      { type: 'reply.unconfirmed', data: { replyId: 'r-foreign', conversationId: ids.conversationId, at: 1_700_000_200_000, reason: 'deskSilent' } },
    );
    await until(async () => (await desk.core.handlers['conversation.open']({ conversationId: ids.conversationId })).entities.some(({ noun, id }) => noun === 'reply' && id === 'r-foreign'), 'reply here', desk);
  };

  test('looked for with this desk’s own eyes: found, everybody hears it; not found changes nothing', async () => {
    await foreign();
    const look = (): Promise<unknown> => desk.core.handlers['reply.settle']({ replyId: 'r-foreign', decision: 'lookAgain' });
    await look();
    expect(reports()).toEqual([]);
    desk.platform.effects.push({ key: 'r-foreign', text: 'Guten Tag ^OT', part: 0 });
    await look();
    expect(reports()).toEqual([expect.objectContaining({ replyId: 'r-foreign', outcome: expect.objectContaining({ kind: 'delivered', by: 'reconcile', remoteIds: ['r-0'] }) })]);
    expect(center.state.get('reply', 'r-foreign')?.state).toBe('delivered');
    expect(desk.platform.sends).toBe(0);
  });

  test('found by a person; discarded; the server’s refusal reaches the person; what is settled cannot be settled again', async () => {
    await foreign();
    center.decide = (command) => (command.type === 'reply.settle' ? 'REPLY_UNDER_WAY' : undefined);
    await expect(desk.core.handlers['reply.settle']({ replyId: 'r-foreign', decision: 'discard' })).rejects.toMatchObject({ code: 'REPLY_UNDER_WAY' });
    center.decide = () => undefined;
    await desk.core.handlers['reply.settle']({ replyId: 'r-foreign', decision: 'found' });
    await desk.core.handlers['reply.settle']({ replyId: 'r-foreign', decision: 'discard' });
    expect(settles()).toEqual([{ replyId: 'r-foreign', decision: { kind: 'found' } }, { replyId: 'r-foreign', decision: { kind: 'discard' } }]);
    await until(async () => (await desk.core.handlers['conversation.open']({ conversationId: ids.conversationId })).entities.some(({ noun, value }) => noun === 'reply' && (value as { state: string }).state === 'discarded'), 'discarded', desk);
    await expect(desk.core.handlers['reply.settle']({ replyId: 'r-foreign', decision: 'found' })).rejects.toMatchObject({ code: 'REPLY_NOT_OPEN' });
    await expect(desk.core.handlers['reply.settle']({ replyId: 'r-nobody', decision: 'found' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('sent again by the owner: the old one is let go first, then the same words go as an answer of one’s own', async () => {
    await foreign();
    const { entry } = await desk.core.handlers['reply.settle']({ replyId: 'r-foreign', decision: 'sendAgain' });
    expect(entry).toMatchObject({ parts: ['Guten Tag ^OT'], agentId: ME });
    await desk.reaches(entry?.replyId ?? '', 'delivered');
    expect(center.decided.map(({ type }) => type).slice(0, 2)).toEqual(['reply.settle', 'reply.requestPermit']);
    expect(desk.platform.effects).toEqual([{ key: entry?.replyId, text: 'Guten Tag ^OT', part: 0 }]);
  });
});

test('O14 taken away while an answer may be out: the person is told so, with the reply and since when', async () => {
  desk.platform.script = [(commit) => new Promise((resolve) => setTimeout(() => resolve(commit()), 1_000))];
  const { replyId } = await desk.send(ids.conversationId, 'Moment');
  await until(() => desk.platform.sends === 1, 'send', desk);
  center.revoke(ids.conversationId);
  await until(async () => (await desk.core.handlers['notices.load']({})).notices.length > 0, 'notice', desk);
  expect((await desk.core.handlers['notices.load']({})).notices[0]).toMatchObject({ kind: 'itemReassigned', code: 'REPLY_UNDER_WAY', values: { replyId, since: expect.any(Number) } });
});
