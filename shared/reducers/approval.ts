import { APPROVALS_KEPT, MOST_FLAG_WORDS, MOST_RULE_FLAGS, type Approval } from '../domain/approval.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { CenterEvent } from '../events/index.ts';

/** What an event makes of the answers of this conversation that wait for somebody's look. */
export function withApprovals(state: Conversation, event: CenterEvent): Conversation {
  switch (event.type) {
    case 'approval.asked': {
      const { at, conversationId: _here, ...asked } = event.data;
      const others = (state.approvals ?? []).filter(({ replyId }) => replyId !== asked.replyId);
      return { ...state, approvals: [...others, { ...asked, askedAt: at, state: 'asked' as const }].slice(-APPROVALS_KEPT) };
    }
    case 'approval.given': {
      const { replyId, byAgentId, at, changedRef, digest } = event.data;
      return changed(state, replyId, (open) => ({ ...open, state: 'approved', byAgentId, decidedAt: at, ...(changedRef === undefined ? {} : { changedRef }), digest: digest ?? open.digest }));
    }
    case 'approval.sentBack': {
      const { replyId, byAgentId, at, wordRef } = event.data;
      return changed(state, replyId, (open) => ({ ...open, state: 'sentBack', byAgentId, decidedAt: at, wordRef }));
    }
    case 'approval.withdrawn':
    case 'reply.failed':
    case 'reply.discarded':
      return changed(state, event.data.replyId, (open) => ({ ...open, state: 'withdrawn', decidedAt: event.data.at }));
    case 'approval.flagged': {
      const { approvalFlag: before, ...rest } = state;
      const { wanted, byAgentId, at } = event.data;
      return wanted ? { ...rest, approvalFlag: { ...before, byAgentId, at } } : withLifted(rest, before?.rules?.map(({ ruleId }) => ruleId) ?? [], at);
    }
    case 'approval.ruleFlagged': {
      const { rules, at } = event.data;
      const others = (state.approvalFlag?.rules ?? []).filter(({ ruleId }) => !rules.some((rule) => rule.ruleId === ruleId));
      return { ...state, approvalFlag: { at, ...state.approvalFlag, rules: [...others, ...rules].slice(-MOST_RULE_FLAGS) } };
    }
    case 'approval.wordsFound': {
      const { messageId, ruleIds } = event.data;
      const others = (state.flagWords ?? []).filter((one) => one.messageId !== messageId);
      if (ruleIds.length === 0 && others.length === state.flagWords?.length) return state;
      return { ...state, flagWords: [...others, ...(ruleIds.length === 0 ? [] : [{ messageId, ruleIds }])].slice(-MOST_FLAG_WORDS) };
    }
    // With the item goes the right to send.
    case 'workItem.assigned':
      return lapsed(state, event.data.at, event.data.agentId);
    case 'workItem.returned':
    case 'workItem.closed':
      return lapsed(state, event.data.at);
    case 'conversation.erased': {
      const { approvals: _gone, flagWords: _words, ...rest } = state;
      return rest;
    }
    default:
      return state;
  }
}

/** FLAG-3: these rules set no flag again for what has come by now. */
function withLifted(state: Conversation, ruleIds: readonly string[], at: number): Conversation {
  if (ruleIds.length === 0) return state;
  const others = (state.flagsLifted ?? []).filter(({ ruleId }) => !ruleIds.includes(ruleId));
  const last = state.lastInboundMessageId;
  return { ...state, flagsLifted: [...others, ...ruleIds.map((ruleId) => ({ ruleId, at, ...(last === undefined ? {} : { messageId: last }) }))].slice(-50) };
}

function changed(state: Conversation, replyId: string, change: (open: Approval) => Approval): Conversation {
  const open = state.approvals?.find((one) => one.replyId === replyId && one.state === 'asked');
  if (open === undefined) return state;
  return { ...state, approvals: (state.approvals ?? []).map((one) => (one === open ? change(open) : one)) };
}

function lapsed(state: Conversation, at: number, except?: string): Conversation {
  const goes = (one: Approval): boolean => one.state === 'asked' && one.agentId !== except;
  if (state.approvals?.some(goes) !== true) return state;
  return { ...state, approvals: state.approvals.map((one) => (goes(one) ? { ...one, state: 'withdrawn', decidedAt: at } : one)) };
}
