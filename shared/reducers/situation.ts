import { SITUATION_PROMISES_MAX, type Situation } from '../domain/situation.ts';
import type { CenterEvent } from '../events/index.ts';

const HISTORY = 50;

// Invariant: a promise stands with the time its own version named, however often that changes afterwards.
export function reduceSituation(state: Situation | undefined, event: CenterEvent): Situation | undefined {
  if (event.type === 'situation.opened') {
    const { situationId, content: text, byAgentId, at, clusterId } = event.data;
    return { ...text, id: situationId, version: 1, state: 'open', openedAt: at, changedAt: at, byAgentId, promises: [], history: [step(1, text, byAgentId, at)], ...(clusterId === undefined ? {} : { clusterId }) };
  }
  if (state === undefined) return undefined;
  switch (event.type) {
    case 'situation.changed': {
      const { version, content: text, byAgentId, at } = event.data;
      const { region: _region, product: _product, untilAt: _until, ...kept } = state;
      return { ...kept, ...text, version, changedAt: at, byAgentId, history: [...state.history, step(version, text, byAgentId, at)].slice(-HISTORY) };
    }
    case 'situation.closed':
      return { ...state, state: 'closed', changedAt: event.data.at, closedAt: event.data.at, byAgentId: event.data.byAgentId };
    case 'reply.permitted': {
      const { id, conversationId, situation, permittedAt } = event.data;
      if (situation?.id !== state.id || state.promises.some((promise) => promise.replyId === id)) return state;
      const untilAt = state.history.find((one) => one.version === situation.version)?.untilAt;
      return { ...state, promises: [...state.promises, { conversationId, replyId: id, version: situation.version, at: permittedAt, ...(untilAt === undefined ? {} : { untilAt }) }].slice(-SITUATION_PROMISES_MAX) };
    }
    case 'reply.failed':
    case 'reply.discarded': {
      // It never went out: nobody was promised anything by it.
      const promises = state.promises.filter((promise) => promise.replyId !== event.data.replyId);
      return promises.length === state.promises.length ? state : { ...state, promises };
    }
    default:
      return state;
  }
}

function step(version: number, text: Pick<Situation, 'status' | 'untilAt'>, byAgentId: string, at: number): Situation['history'][number] {
  return { version, status: text.status, byAgentId, at, ...(text.untilAt === undefined ? {} : { untilAt: text.untilAt }) };
}
