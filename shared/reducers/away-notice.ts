import type { AwayNoticeRecord } from '../domain/away-notice.ts';
import type { CenterEvent } from '../events/index.ts';

// Invariant: leave is given once, from `due` only; what is sent stays sent.
export function reduceAwayNotice(state: AwayNoticeRecord | undefined, event: CenterEvent): AwayNoticeRecord | undefined {
  if (event.type === 'awayNotice.due') return state ?? { ...event.data, state: 'due' };
  if (state === undefined) return undefined;
  switch (event.type) {
    case 'awayNotice.handedOn':
      return state.state === 'due' ? { ...state, agentId: event.data.agentId, replicaId: event.data.replicaId } : state;
    case 'awayNotice.worded':
      return { ...state, digests: [...(state.digests ?? []).filter((one) => one !== event.data.digest), event.data.digest].slice(-10) };
    case 'awayNotice.permitted':
      return state.state === 'due' ? { ...state, state: 'permitted', permittedAt: event.data.at, bodyRef: event.data.bodyRef } : state;
    case 'awayNotice.ended':
      return state.state === 'sent' ? state : { ...state, state: event.data.outcome, endedAt: event.data.at, ...(event.data.remoteId === undefined ? {} : { remoteId: event.data.remoteId }) };
    default:
      return state;
  }
}
