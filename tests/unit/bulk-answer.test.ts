import { beforeEach, describe, expect, test } from 'vitest';
import type { Decision } from '../../shared/deciders/index.ts';
import type { BulkMember } from '../../shared/domain/bulk-answer.ts';
import { seededRng } from '../../shared/util/seeded-rng.ts';
import { MINUTE, outcome, SharedCenter } from '../support/shared-center.ts';

let c: SharedCenter;
beforeEach(() => {
  c = new SharedCenter();
});

const ann = { by: 'ann' };
const CORE = { wording: 'Die Störung ist bis 18 Uhr behoben.', addressForm: 'none', unknownAs: 'look', greeting: true } as const;

interface Started {
  readonly bulkId: string;
  readonly asked: readonly { readonly itemId: string; readonly conversationId: string; readonly messageId: string }[];
}

function started(count = 3): Started {
  const asked = Array.from({ length: count }, (_, i) => c.given(undefined, { who: `who${i}` }));
  const decision = c.run({ type: 'bulkAnswer.start', data: { workItemIds: asked.map(({ itemId }) => itemId) } }, ann);
  return { bulkId: decision.kind === 'accepted' ? String(decision.result?.['bulkId']) : '', asked };
}
const member = (conversationId: string): BulkMember => c.must('bulkMember', conversationId);
const stateOf = ({ asked }: Started): string[] => asked.map(({ conversationId }) => member(conversationId).state);
const confirm = ({ bulkId, asked }: Started, which = asked): Decision => c.run({ type: 'bulkAnswer.confirm', data: { bulkId, members: which.map(({ conversationId, messageId }) => ({ conversationId, throughMessageId: messageId })) } }, ann);
const cost = (): number => [...c.state.all('workItem').values()].filter(({ ownerAgentId }) => ownerAgentId === 'ann').reduce((sum, item) => sum + item.cost, 0);

describe('beginning', () => {
  test('BULK-1 all are claimed under one id and cost as one; late ones join it and cost nothing', () => {
    const bulk = started();
    expect(bulk.asked.map(({ itemId }) => c.item(itemId))).toEqual(bulk.asked.map(() => expect.objectContaining({ ownerAgentId: 'ann', bulkId: bulk.bulkId })));
    const one = cost();
    expect(one).toBe(10);
    const late = c.given(undefined, { who: 'late' });
    expect(outcome(c.run({ type: 'bulkAnswer.join', data: { bulkId: bulk.bulkId, workItemIds: [late.itemId, bulk.asked[0]?.itemId ?? ''] } }, ann))).toBe('workItem.assigned bulkAnswer.joined');
    expect(cost()).toBe(one);
    expect(c.must('bulkAnswer', bulk.bulkId).conversationIds).toEqual([...bulk.asked, late].map(({ conversationId }) => conversationId));
    expect(member(late.conversationId).state).toBe('proposed');
  });

  test('BULK-1 of a mixed lot those that cannot be had are named and the others claimed', () => {
    const [kim, tom] = [c.given(undefined, { who: 'kim' }), c.given('ben', { who: 'tom' })];
    const decision = c.run({ type: 'bulkAnswer.start', data: { workItemIds: [kim.itemId, tom.itemId, 'none'] } }, ann);
    expect(decision).toMatchObject({ kind: 'accepted', result: { claimed: [kim.itemId], refused: [{ workItemId: tom.itemId, code: 'ALREADY_TAKEN' }, { workItemId: 'none', code: 'NOT_FOUND' }] } });
  });

  test('BULK-2 danger and letters seen later leave it before they are sent', () => {
    const bulk = started();
    confirm(bulk);
    const [kim, tom] = bulk.asked as [Started['asked'][0], Started['asked'][0]];
    c.run({ type: 'alert.raise', data: { workItemId: kim.itemId } }, ann);
    c.emit({ type: 'receipt.recorded', data: { workItemId: tom.itemId, conversationId: tom.conversationId, messageId: tom.messageId, kind: 'lawyer', sentAt: 1, receivedAt: c.now, dueAt: c.now + 1, digest: 'a'.repeat(64) } });
    expect(stateOf(bulk)).toEqual(['taken', 'taken', 'confirmed']);
    expect([member(kim.conversationId).code, member(tom.conversationId).code]).toEqual(['DANGER_ALONE', 'SPECIAL_ALONE']);
  });
});

describe('how far each is', () => {
  test('BULK-6 leave, delivery, failure and doubt come from the reply alone', () => {
    const bulk = started();
    confirm(bulk);
    for (const [i, { conversationId }] of bulk.asked.entries()) c.permit(conversationId, `r${i}`, ann);
    expect(stateOf(bulk)).toEqual(['sending', 'sending', 'sending']);
    c.report('r0', ann);
    c.reportFailed('r1', ann);
    c.unconfirmed('r2');
    expect(stateOf(bulk)).toEqual(['sent', 'failed', 'unclear']);
    // Found after all.
    c.report('r2', ann);
    expect(stateOf(bulk)).toEqual(['sent', 'failed', 'sent']);
  });

  test('BULK-6 a reply to a later turn moves nothing, and what is sent stays sent', () => {
    const bulk = started(1);
    confirm(bulk);
    const { conversationId } = bulk.asked[0] as Started['asked'][0];
    c.permit(conversationId, 'r0', ann);
    c.report('r0', ann);
    c.customerWrites('who0');
    c.permit(conversationId, 'r1', ann);
    c.reportFailed('r1', ann);
    expect(member(conversationId)).toMatchObject({ state: 'sent', replyId: 'r0' });
  });

  test('BULK-6 an answer written by hand meanwhile counts as its answer', () => {
    const bulk = started(2);
    const { conversationId } = bulk.asked[0] as Started['asked'][0];
    c.permit(conversationId, 'by-hand', ann);
    c.report('by-hand', ann);
    expect(stateOf(bulk)).toEqual(['sent', 'proposed']);
  });

  test('BULK-4 who wrote since is named and not confirmed; left out, it goes back and its draft with it', () => {
    const bulk = started(2);
    const [kim, tom] = bulk.asked as [Started['asked'][0], Started['asked'][0]];
    c.customerWrites('who0');
    expect(confirm(bulk)).toMatchObject({ kind: 'accepted', result: { confirmed: 1, refused: [{ conversationId: kim.conversationId, code: 'NEWER_MESSAGE' }] } });
    c.run({ type: 'draft.save', data: { conversationId: tom.conversationId, draft: { text: 'x', visibility: 'public' } } }, ann);
    expect(outcome(c.run({ type: 'bulkAnswer.skip', data: { bulkId: bulk.bulkId, conversationIds: [tom.conversationId] } }, ann))).toBe('bulkAnswer.skipped draft.cleared workItem.returned');
    expect(member(tom.conversationId).state).toBe('skipped');
    expect(c.item(tom.itemId)).toMatchObject({ state: 'queued', cost: 10 });
  });

  test('BULK-5 handed out it waits in its queue with its draft', () => {
    const bulk = started(1);
    const { conversationId, itemId } = bulk.asked[0] as Started['asked'][0];
    c.run({ type: 'draft.save', data: { conversationId, draft: { text: 'x', visibility: 'public' } } }, ann);
    expect(outcome(c.run({ type: 'bulkAnswer.handOut', data: { bulkId: bulk.bulkId, conversationIds: [conversationId] } }, ann))).toBe('bulkAnswer.handedOut workItem.returned');
    expect(c.state.get('draft', conversationId)?.agentId).toBe('ann');
    expect([member(conversationId).state, c.item(itemId).state]).toEqual(['handedOut', 'queued']);
  });
});

describe('the whole of it', () => {
  test('BULK-3 a colleague may not touch it, a lead may pause and end it and no more', () => {
    const bulk = started();
    for (const by of ['ben', 'lea']) {
      expect(outcome(c.run({ type: 'bulkAnswer.write', data: { bulkId: bulk.bulkId, core: CORE, then: 'wait' } }, { by }))).toBe('NOT_ALLOWED');
      expect(outcome(c.run({ type: 'bulkAnswer.skip', data: { bulkId: bulk.bulkId, conversationIds: [bulk.asked[0]?.conversationId ?? ''] } }, { by }))).toBe('NOT_ALLOWED');
    }
    expect(outcome(c.run({ type: 'bulkAnswer.write', data: { bulkId: bulk.bulkId, core: CORE, then: 'wait' } }, ann))).toBe('bulkAnswer.written');
    expect(outcome(c.run({ type: 'bulkAnswer.stop', data: { bulkId: bulk.bulkId } }, { by: 'ben' }))).toBe('NOT_ALLOWED');
  });

  test('BULK-7 a lead pauses and ends it: what is on its way stays, the rest goes back, what failed stays with who has it', () => {
    const bulk = started(4);
    confirm(bulk, bulk.asked.slice(0, 3));
    const [kim, tom, zoe, uma] = bulk.asked as [Started['asked'][0], Started['asked'][0], Started['asked'][0], Started['asked'][0]];
    c.permit(kim.conversationId, 'r0', ann);
    c.run({ type: 'bulkAnswer.report', data: { bulkId: bulk.bulkId, conversationId: tom.conversationId, code: 'WINDOW_CLOSED' } }, ann);
    c.run({ type: 'bulkAnswer.pause', data: { bulkId: bulk.bulkId } }, { by: 'lea' });
    expect(c.must('bulkAnswer', bulk.bulkId)).toMatchObject({ state: 'paused', byAgentId: 'lea' });
    c.run({ type: 'bulkAnswer.resume', data: { bulkId: bulk.bulkId } }, { by: 'ann', replicaId: 'second-desk' });
    expect(c.must('bulkAnswer', bulk.bulkId)).toMatchObject({ state: 'running', replicaId: 'second-desk' });
    c.run({ type: 'bulkAnswer.stop', data: { bulkId: bulk.bulkId } }, { by: 'lea' });
    expect(stateOf(bulk)).toEqual(['sending', 'failed', 'skipped', 'skipped']);
    expect([kim, tom, zoe, uma].map(({ itemId }) => c.item(itemId).ownerAgentId)).toEqual(['ann', 'ann', undefined, undefined]);
    c.report('r0', ann);
    expect(stateOf(bulk)[0]).toBe('sent');
  });

  const seed = Number(process.env['SEED'] ?? 61);
  test(`BULK-8 of 400 random histories none answers a turn twice, and the members say what the replies say (seed ${seed})`, () => {
    for (let run = 0; run < 400; run += 1) {
      c = new SharedCenter();
      const rng = seededRng(seed * 1_000 + run);
      const bulk = started(4);
      const answered = new Map<string, number>();
      for (let step = 0; step < 25; step += 1) {
        const one = bulk.asked[rng.int(4)] as Started['asked'][0];
        const { conversationId, itemId } = one;
        const id = `r-${run}-${step}`;
        const acts: readonly (() => unknown)[] = [
          () => confirm(bulk, [{ ...one, messageId: c.conversation(conversationId).openTurn?.at(-1)?.messageId ?? one.messageId }]),
          () => c.permit(conversationId, id, ann),
          () => {
            const open = c.conversation(conversationId).lockedByReplyId;
            if (open === undefined) return;
            const how = rng.int(3);
            if (how === 0) c.report(open, ann);
            else if (how === 1) c.reportFailed(open, ann);
            else c.unconfirmed(open);
          },
          () => c.run({ type: 'bulkAnswer.skip', data: { bulkId: bulk.bulkId, conversationIds: [conversationId] } }, ann),
          () => c.run({ type: 'workItem.reassign', data: { workItemIds: [itemId], to: { kind: 'agent', agentId: 'ben' }, force: false } }, { by: 'lea' }),
          () => c.run({ type: 'bulkAnswer.join', data: { bulkId: bulk.bulkId, workItemIds: [itemId] } }, ann),
          () => c.customerWrites(`who${bulk.asked.indexOf(one)}`),
          () => c.run({ type: rng.int(2) === 0 ? 'bulkAnswer.pause' : 'bulkAnswer.resume', data: { bulkId: bulk.bulkId } }, ann),
          () => (rng.int(12) === 0 ? c.run({ type: 'bulkAnswer.stop', data: { bulkId: bulk.bulkId } }, { by: 'lea' }) : undefined),
        ];
        c.now += MINUTE / 4;
        acts[rng.int(acts.length)]?.();
        for (const { conversationId: of, itemId: item } of bulk.asked) {
          const { state, replyId } = member(of);
          const reply = replyId === undefined ? undefined : c.state.get('reply', replyId);
          if (state === 'sent') expect(reply?.state).toBe('delivered');
          if (state === 'sending') expect(reply?.state).toBe('permitted');
          if (state === 'unclear') expect(reply?.state).toBe('unconfirmed');
          // What may still be sent is with who answers.
          if (state === 'confirmed') expect(c.item(item).ownerAgentId).toBe('ann');
        }
      }
      for (const reply of c.state.all('reply').values())
        if (reply.state === 'delivered' && !reply.followUp) {
          const turn = `${reply.conversationId} ${reply.answersThroughMessageId}`;
          answered.set(turn, (answered.get(turn) ?? 0) + 1);
        }
      expect([...answered.values()].every((times) => times === 1)).toBe(true);
    }
  });
});
