import { beforeEach, describe, expect, test } from 'vitest';
import type { Decision } from '../../shared/deciders/index.ts';
import { isFor, MOST_BRIEFINGS, unreadBriefings } from '../../shared/domain/briefing.ts';
import { MINUTE, outcome, SharedCenter } from '../support/shared-center.ts';

const DAY = 86_400_000;
let c: SharedCenter;
beforeEach(() => {
  c = new SharedCenter();
});
const write = (id: string, more: object = {}, by = 'lea'): Decision =>
  c.run({ type: 'briefing.write', data: { id, title: 'Heute', text: 'Kiel ist gestört', teamIds: [], mustRead: true, untilAt: c.now + 10 * MINUTE, baseVersion: 0, ...more } }, { by });
const read = (id: string, version = 1, by = 'ann'): Decision => c.run({ type: 'briefing.read', data: { id, version } }, { by });
const begin = (by = 'ann'): Decision => c.run({ type: 'agent.setState', data: { state: 'available' } }, { by });
const offDuty = (id: string): void => c.emit({ type: 'agent.stateChanged', data: { agentId: id, state: 'offDuty', at: c.now } });

describe('what has to be known before work begins', () => {
  test('SHIFT-1 whoever comes to work has read it first; who works already is not taken out of it', () => {
    offDuty('ann');
    write('b1');
    expect(outcome(begin())).toBe('BRIEFING_UNREAD');
    expect(outcome(read('b1'))).toBe('briefing.read');
    expect(outcome(begin())).toBe('agent.stateChanged');
    write('b2');
    c.run({ type: 'agent.setState', data: { state: 'onBreak', breakReason: 'lunch' } }, { by: 'ann' });
    expect(outcome(begin())).toBe('agent.stateChanged');
  });

  test('SHIFT-1 what may be read, is over, ended or another team’s holds nobody back', () => {
    offDuty('ann');
    c.emit({ type: 'team.defined', data: { id: 'elsewhere', name: 'Elsewhere' } });
    write('may', { mustRead: false });
    write('other', { teamIds: ['elsewhere'] });
    write('gone');
    c.run({ type: 'briefing.end', data: { id: 'gone' } }, { by: 'lea' });
    expect(outcome(begin())).toBe('agent.stateChanged');
    offDuty('ann');
    write('short');
    expect(outcome(begin())).toBe('BRIEFING_UNREAD');
    c.now += 10 * MINUTE;
    expect(outcome(begin())).toBe('agent.stateChanged');
  });

  test('SHIFT-2 a change is read anew; a reading counts once and is kept by person, version and time', () => {
    offDuty('ann');
    write('b1');
    read('b1');
    expect(read('b1')).toMatchObject({ kind: 'accepted', events: [] });
    expect(c.state.get('briefingReads', 'b1')).toEqual({ id: 'b1', readBy: [{ agentId: 'ann', version: 1, at: c.now }] });
    expect(outcome(write('b1', { baseVersion: 1, text: 'Kiel läuft wieder' }))).toBe('briefing.written');
    expect(outcome(begin())).toBe('BRIEFING_UNREAD');
    expect(outcome(read('b1', 1)), 'the words before are not these').toBe('nothing');
    expect(outcome(begin())).toBe('BRIEFING_UNREAD');
    read('b1', 2);
    expect(outcome(begin())).toBe('agent.stateChanged');
    c.run({ type: 'deskSetup.change', data: { welcomed: true } }, { by: 'ann' });
    expect(c.state.get('deskSetup', 'ann'), 'what a person sets up does not make them forget').toMatchObject({ readBriefings: [{ id: 'b1', version: 2 }] });
  });

  test('SHIFT-2 what is over for a week makes room for the next', () => {
    for (let no = 0; no < MOST_BRIEFINGS; no += 1) write(`b${no}`);
    expect(outcome(write('one-more'))).toBe('INPUT_INVALID');
    c.now += 8 * DAY;
    expect(outcome(write('one-more'))).toContain('briefing.written');
    expect([...c.state.all('briefing').keys()]).toEqual(['one-more']);
  });

  test('SHIFT-2 unread are those for one’s teams, oldest first', () => {
    const of = (id: string, at: number, teamIds: string[] = []) => ({ id, version: 2, title: 't', text: 't', teamIds, mustRead: true, untilAt: 1000, byAgentId: 'lea', at });
    expect(unreadBriefings([of('b', 2), of('a', 1, ['north']), of('c', 3, ['south']), of('d', 4)], [{ id: 'd', version: 2 }, { id: 'b', version: 1 }], ['north'], 5).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(isFor(of('x', 1), [], 1000)).toBe(false);
  });
});

describe('a desk is emptied', () => {
  const empty = (ids: string[], lines: { workItemId: string; line: string }[], to: { kind: 'queue' } | { kind: 'agent'; agentId: string }): Decision =>
    c.run({ type: 'workItem.reassign', data: { workItemIds: ids, to, force: false, lines } }, { by: 'lea' });

  test('SHIFT-5 each item goes with its line in one commit, written before it goes', () => {
    const [a, b] = [c.given('ann'), c.given('ann')];
    const done = empty([a.itemId, b.itemId], [{ workItemId: a.itemId, line: 'SIM bestellt' }], { kind: 'agent', agentId: 'ben' });
    expect(done.kind === 'accepted' ? done.events.map(({ type }) => type) : []).toEqual(['workItem.handoverNoted', 'workItem.assigned', 'workItem.assigned']);
    expect(c.must('workItem', a.itemId)).toMatchObject({ ownerAgentId: 'ben', handoverLine: 'SIM bestellt' });
    expect(c.must('workItem', b.itemId).handoverLine).toBeUndefined();
  });

  test('SHIFT-5 back to the queue the line stays; what does not move gets none', () => {
    const [a, b] = [c.given('ann'), c.given('ann')];
    c.permit(b.conversationId, 'r1', { by: 'ann' });
    c.sendingUntil.set(b.conversationId, c.now + MINUTE);
    const lines = [a, b].map(({ itemId }) => ({ workItemId: itemId, line: 'Bitte anrufen' }));
    expect(empty([a.itemId, b.itemId], lines, { kind: 'queue' })).toMatchObject({ result: { moved: [a.itemId], refused: [{ workItemId: b.itemId, code: 'REPLY_UNDER_WAY' }] } });
    expect(c.must('workItem', a.itemId)).toMatchObject({ state: 'queued', handoverLine: 'Bitte anrufen' });
    expect(c.must('workItem', b.itemId)).toMatchObject({ ownerAgentId: 'ann' });
    expect(c.must('workItem', b.itemId).handoverLine).toBeUndefined();
  });
});
