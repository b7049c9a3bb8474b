import { describe, expect, test } from 'vitest';
import { figureBoard } from '../../shared/domain/board.ts';
import { outreachReport } from '../../server/reports/outreach.ts';
import { brandPost } from '../../server/ingest/inbound-events.ts';
import { outcomeOf, type OutreachOutcome } from '../../shared/domain/outreach.ts';
import { rowOf } from '../support/fake-workstation-items.ts';
import { MINUTE, SharedCenter, START } from '../support/shared-center.ts';

const ann = { by: 'ann' };

/** kim says something about the brand, not to it; ann holds it. */
function hit(who = 'kim', c = new SharedCenter()): { c: SharedCenter; conversationId: string; came(): OutreachOutcome | undefined; itemId(): string; say(summoned?: boolean): void; approach(replyId?: string): void; close(kind: 'resolved' | 'noise' | 'leaveAlone'): void } {
  const conversationId = `conv-${who}-thread-${who}`;
  const itemId = (): string => c.conversation(conversationId).workItemId ?? '';
  c.customerWrites(who, { summoned: false });
  if (c.item(itemId()).state !== 'closed') c.assign(itemId(), 'ann');
  return {
    c,
    conversationId,
    itemId,
    came: () => {
      const { outreach } = c.conversation(conversationId);
      return outreach === undefined ? undefined : outcomeOf(outreach);
    },
    say: (summoned) => {
      c.now += MINUTE;
      c.customerWrites(who, summoned === undefined ? {} : { summoned });
    },
    approach: (replyId = `r-${who}`) => {
      c.now += MINUTE;
      expect(c.permit(conversationId, replyId, ann).kind).toBe('accepted');
      expect(c.report(replyId, ann).kind).toBe('accepted');
    },
    close: (kind) => {
      const disposition = kind === 'resolved' ? ({ kind } as const) : ({ kind: 'noAnswerNeeded', reason: kind } as const);
      expect(c.run({ type: 'workItem.close', data: { workItemId: itemId(), disposition } }, ann).kind).toBe('accepted');
    },
  };
}

describe('R14 what came of it', () => {
  test('found, approached, answered, solved, each from what happened', () => {
    const h = hit();
    expect(h.came()).toBe('open');
    h.approach();
    expect(h.came()).toBe('approached');
    h.say();
    expect(h.came()).toBe('inTalk');
    h.approach('r2');
    h.close('resolved');
    expect(h.came()).toBe('resolved');
    expect(h.c.conversation(h.conversationId).outreach).toEqual({ rule: 'approach', foundAt: START, approachedAt: START + MINUTE, answeredAt: START + 2 * MINUTE, ended: { at: START + 3 * MINUTE, how: 'resolved' } });
    h.c.run({ type: 'workItem.reopen', data: { workItemId: h.itemId() } }, ann);
    expect(h.came()).toBe('inTalk');
  });

  test('passed over, without an answer, closed for another reason, or to be left alone', () => {
    const passed = hit();
    passed.close('noise');
    expect(passed.came()).toBe('noise');
    const dropped = hit();
    dropped.close('resolved');
    expect(dropped.came(), 'closed without a word').toBe('dismissed');
    const silent = hit();
    silent.approach();
    silent.close('resolved');
    expect(silent.came(), 'solved is only what they spoke with us about').toBe('silent');
    silent.say();
    expect(silent.came(), 'they answer after all').toBe('inTalk');
    const other = hit();
    other.approach();
    other.say();
    other.close('noise');
    expect(other.came()).toBe('ended');
    const alone = hit();
    alone.approach();
    alone.say();
    alone.close('leaveAlone');
    expect(alone.came()).toBe('leftAlone');
  });

  test('who wants to be left alone is not put before anybody again; addressing us they are a customer like any other', () => {
    const h = hit();
    h.close('leaveAlone');
    expect(h.c.must('contact', 'contact-kim').leaveAloneAt).toBe(START);
    h.say(false);
    expect(h.c.item(h.itemId())).toMatchObject({ state: 'closed', disposition: { kind: 'noAnswerNeeded', reason: 'leaveAlone' } });
    expect(h.came()).toBe('leftAlone');
    h.say();
    expect(h.c.item(h.itemId())).toMatchObject({ state: 'queued' });
  });

  test('somebody who addresses us before anybody approached them was not approached', () => {
    const h = hit();
    h.say(true);
    expect(h.came()).toBeUndefined();
    h.approach();
    expect(h.came()).toBeUndefined();
  });

  test('an answer given on the platform’s own page counts as approaching', () => {
    const h = hit();
    const conversation = h.c.conversation(h.conversationId);
    const facts = { get: h.c.state.get.bind(h.c.state), agentIdByInitials: () => undefined, messageIdByRemote: () => undefined };
    const post = { v: 1, kind: 'post', channel: 'sandbox', account: 'open', remoteId: 'ours', direction: 'out', author: { remoteId: 'm', handle: 'm' }, text: 'Hallo', visibility: 'public', sentAt: START + 5 } as const;
    h.c.emit(...brandPost(facts, post, { accountId: 'open', threadId: conversation.threadId, newThread: false, threadRemoteId: 't', conversationId: h.conversationId, newConversation: false, messageId: 'm-ours', bodyRef: 'b' }, START + 10));
    expect(h.came()).toBe('silent');
    h.say();
    expect(h.came()).toBe('inTalk');
  });

  test('a report counts what was found in its time, together and by account; the board what was found today', () => {
    const c = new SharedCenter();
    const answered = hit('kim', c);
    answered.approach();
    answered.say();
    c.now = START + 60 * MINUTE;
    hit('tom', c);
    c.customerWrites('eva');
    const all = [...c.state.all('conversation').values()];
    const none = { open: 0, noise: 0, dismissed: 0, approached: 0, silent: 0, inTalk: 0, resolved: 0, ended: 0, leftAlone: 0 };
    const both = { found: 2, approached: 1, answered: 1, outcomes: { ...none, open: 1, inTalk: 1 } };
    expect(outreachReport(all, 0, START + 61 * MINUTE)).toEqual({ from: 0, to: START + 61 * MINUTE, all: both, byDay: { [new Date(START).toISOString().slice(0, 10)]: both }, byAccount: { open: both } });
    expect(outreachReport(all, START, START + 60 * MINUTE).all, '`to` is not part of it').toEqual({ found: 1, approached: 1, answered: 1, outcomes: { ...none, inTalk: 1 } });
    const rows = all.map(({ id, outreach }) => ({ ...rowOf({ id, who: id, handle: id, line: '', due: 60 }, START), conversationId: id, ...(outreach === undefined ? {} : { outreach }) }));
    // A conversation may raise several items: it counts once.
    expect(figureBoard([...rows, ...rows], [], [], c.now, START).outreach).toEqual(both);
    expect(figureBoard(rows, [], [], c.now, START + 1).outreach).toMatchObject({ found: 1 });
    expect(figureBoard(rows, [], [], c.now, c.now + 1).outreach).toBeUndefined();
  });
});
