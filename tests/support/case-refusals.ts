import type { Command, CommandType } from '../../shared/commands/index.ts';
import type { Decision } from '../../shared/deciders/index.ts';
import { FURTHEST_CALL_MS, LONGEST_CALL_WINDOW_MS } from '../../shared/domain/call-back.ts';
import { MOST_TICKETS } from '../../shared/domain/ticket.ts';
import { MINUTE, type SharedCenter } from './shared-center.ts';

interface Parts {
  refuses(rule: string, type: CommandType, code: string, when: string, run: () => Decision): void;
  command(input: Command, by: string): Decision;
  center(): SharedCenter;
}

/** D15, C5, D1, D8: every way a ticket, a call-back, a link and a merge can be refused. */
export function caseRefusals({ refuses, command, center: c }: Parts): void {
  const given = (by?: string, account = 'open', who?: string): string => c().given(by, { account, ...(who === undefined ? {} : { who }) }).conversationId;
  const north = (): string => given(undefined, 'north');
  const resultOf = (decision: Decision): Readonly<Record<string, unknown>> => (decision.kind === 'accepted' ? (decision.result ?? {}) : {});

  const open = (conversationId: string, by: string, dueMs = MINUTE): Decision => command({ type: 'ticket.open', data: { conversationId, number: 'BO-1', owner: 'Technik', dueAt: c().now + dueMs, rest: false } }, by);
  const change = (conversationId: string, ticketId: string, by: string, dueMs = MINUTE): Decision => command({ type: 'ticket.change', data: { conversationId, ticketId, number: 'BO-1', owner: 'Technik', dueAt: c().now + dueMs } }, by);
  const close = (conversationId: string, ticketId: string, by: string): Decision => command({ type: 'ticket.close', data: { conversationId, ticketId, outcome: 'done' } }, by);
  const ticket = (by: string): readonly [string, string] => { const id = given(by); return [id, String(resultOf(open(id, by))['ticketId'])]; };
  refuses('CASE-3', 'ticket.open', 'INPUT_INVALID', 'it would be overdue at once', () => open(given('ann'), 'ann', 0));
  refuses('CASE-3', 'ticket.open', 'STATE_INVALID', 'the case has as many as it may', () => { const id = given('ann'); for (let i = 0; i < MOST_TICKETS; i += 1) open(id, 'ann'); return open(id, 'ann'); });
  refuses('CASE-3', 'ticket.change', 'INPUT_INVALID', 'it would be overdue at once', () => change(...ticket('ann'), 'ann', 0));
  refuses('CASE-3', 'ticket.change', 'STATE_INVALID', 'it is closed', () => { const [id, no] = ticket('ann'); close(id, no, 'ann'); return change(id, no, 'ann'); });
  const plan = (conversationId: string, by: string, fromMs = MINUTE, spanMs = MINUTE, own = false): Decision => command({ type: 'callBack.plan', data: { conversationId, number: '+49 431 123456', about: '', window: { fromAt: c().now + fromMs, untilAt: c().now + fromMs + spanMs }, own } }, by);
  const report = (conversationId: string, by: string, more: { outcome?: 'reached' | 'notReached'; nextMs?: number } = {}): Decision =>
    command({ type: 'callBack.report', data: { conversationId, outcome: more.outcome ?? 'reached', ...(more.nextMs === undefined ? {} : { next: { fromAt: c().now + more.nextMs, untilAt: c().now + more.nextMs + MINUTE } }) } }, by);
  const call = (by: string): string => String(resultOf(plan(given(by), by, MINUTE, MINUTE, true))['conversationId']);
  refuses('CALL-1', 'callBack.plan', 'INPUT_INVALID', 'the time has passed', () => plan(given('ann'), 'ann', -2 * MINUTE));
  refuses('CALL-1', 'callBack.plan', 'INPUT_INVALID', 'a whole day is no promise', () => plan(given('ann'), 'ann', MINUTE, LONGEST_CALL_WINDOW_MS + 1));
  refuses('CALL-1', 'callBack.plan', 'INPUT_INVALID', 'nobody remembers it until then', () => plan(given('ann'), 'ann', FURTHEST_CALL_MS + 1));
  refuses('CALL-1', 'callBack.plan', 'STATE_INVALID', 'nothing was ever to be done there', () => {
    const id = given('ann');
    const { workItemId: _none, ownerAgentId: _nobody, ...rest } = c().conversation(id);
    c().state.set('conversation', id, rest);
    return plan(id, 'ann');
  });
  refuses('CALL-1', 'callBack.plan', 'NOT_ALLOWED', 'who is disabled calls nobody', () => { const id = given(); c().emit({ type: 'agent.registered', data: { ...c().must('agent', 'lea'), disabled: true } }); return plan(id, 'lea', MINUTE, MINUTE, true); });
  refuses('CALL-2', 'callBack.report', 'STATE_INVALID', 'no call was promised there', () => report(given('ann'), 'ann'));
  refuses('CALL-2', 'callBack.report', 'INPUT_INVALID', 'whoever was reached needs no other time', () => report(call('ann'), 'ann', { nextMs: MINUTE }));
  refuses('CALL-2', 'callBack.report', 'INPUT_INVALID', 'the other time has passed', () => report(call('ann'), 'ann', { outcome: 'notReached', nextMs: -2 * MINUTE }));

  refuses('CALL-3', 'reply.requestPermit', 'CHANNEL_CANNOT', 'it is spoken', () => c().permit(call('ann'), 'r1', { by: 'ann' }, { frozen: { visibility: 'private' } }));

  const link = (conversationId: string, withConversationId: string, by: string): Decision => command({ type: 'conversation.link', data: { conversationId, withConversationId } }, by);
  const unlink = (conversationId: string, by: string): Decision => command({ type: 'conversation.unlink', data: { conversationId } }, by);
  const merge = (conversationId: string, intoConversationId: string, by: string): Decision => command({ type: 'conversation.merge', data: { conversationId, intoConversationId } }, by);
  const unmerge = (conversationId: string, by: string): Decision => command({ type: 'conversation.unmerge', data: { conversationId } }, by);
  refuses('CASE-1', 'conversation.link', 'NOT_FOUND', 'nobody knows the other', () => link(given('ann'), 'none', 'ann'));
  refuses('CASE-1', 'conversation.link', 'NOT_ALLOWED', 'the other account belongs to another team', () => link(given('sue'), north(), 'sue'));
  /** Two threads of one person, both held by ann. */
  const two = (): readonly [string, string] => {
    const first = given('ann', 'open', 'kim');
    c().customerWrites('kim', { thread: 'second' });
    const second = 'conv-kim-second';
    c().assign(c().conversation(second).workItemId ?? '', 'ann');
    return [second, first];
  };
  refuses('CMERGE-1', 'conversation.merge', 'NOT_FOUND', 'nobody knows the other', () => merge(given('ann'), 'none', 'ann'));
  refuses('CMERGE-1', 'conversation.merge', 'NOT_OWNER', 'a colleague has the other', () => merge(given('ann'), given('ben'), 'ann'));
  refuses('CMERGE-1', 'conversation.merge', 'STATE_INVALID', 'it is somebody else', () => merge(given('ann'), given('ann'), 'ann'));
  refuses('CMERGE-1', 'conversation.merge', 'STATE_INVALID', 'the other is answered with this one', () => { const [a, b] = two(); merge(b, a, 'ann'); return merge(a, b, 'ann'); });
  refuses('CMERGE-1', 'conversation.merge', 'TURN_LOCKED', 'an answer may be out', () => { const [a, b] = two(); c().permit(a, 'r1', { by: 'ann' }); return merge(a, b, 'ann'); });
  refuses('CMERGE-1', 'conversation.merge', 'DANGER_ALONE', 'somebody may be in danger', () => { const [a, b] = two(); const item = c().item(c().conversation(a).workItemId ?? ''); c().emit({ type: 'workItem.moved', data: { workItemId: item.id, conversationId: a, queueId: item.queueId, needs: [], priority: 9, at: c().now } }); return merge(a, b, 'ann'); });
  refuses('CMERGE-1', 'conversation.merge', 'SPECIAL_ALONE', 'it has a clock of its own', () => { const [a, b] = two(); const workItemId = c().conversation(a).workItemId ?? ''; c().emit({ type: 'receipt.recorded', data: { workItemId, conversationId: a, messageId: 'm', kind: 'lawyer', sentAt: c().now, receivedAt: c().now, dueAt: c().now + MINUTE, digest: 'a'.repeat(64) } }); return merge(a, b, 'ann'); });

  const every: readonly (readonly [string, CommandType, (conversationId: string, by: string) => Decision])[] = [
    ['CASE-3', 'ticket.open', (id, by) => open(id, by)],
    ['CASE-3', 'ticket.change', (id, by) => change(id, 'none', by)],
    ['CASE-3', 'ticket.close', (id, by) => close(id, 'none', by)],
    ['CALL-1', 'callBack.plan', (id, by) => plan(id, by)],
    ['CALL-2', 'callBack.report', (id, by) => report(id, by)],
    ['CASE-1', 'conversation.link', (id, by) => link(id, given('ann'), by)],
    ['CASE-1', 'conversation.unlink', unlink],
    ['CMERGE-1', 'conversation.merge', (id, by) => merge(id, given(), by)],
    ['CMERGE-2', 'conversation.unmerge', unmerge],
  ];
  for (const [rule, type, act] of every) {
    refuses(rule, type, 'NOT_FOUND', 'nobody knows the conversation', () => act('none', 'ann'));
    refuses(rule, type, 'NOT_ALLOWED', 'the account belongs to another team', () => act(north(), 'sue'));
    refuses(rule, type, 'NOT_OWNER', 'a colleague talks to them', () => act(given('ann'), 'ben'));
  }
}
