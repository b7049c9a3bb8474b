import type { Draft, Note, Reply } from '../domain/reply.ts';
import type { CenterEvent } from '../events/index.ts';

// Invariant: delivered, failed and discarded are final, except that delivery is a fact of the platform and overrules all others.
export function reduceReply(state: Reply | undefined, event: CenterEvent): Reply | undefined {
  if (event.type === 'reply.scheduled') return state ?? { ...event.data, state: 'scheduled' };
  if (event.type === 'reply.permitted') return state === undefined ? { ...event.data, state: 'permitted' } : state.state === 'scheduled' ? { ...state, ...event.data, state: 'permitted' } : state;
  if (state === undefined) return undefined;
  switch (event.type) {
    case 'reply.executorChanged':
      return state.state === 'scheduled' ? { ...state, executor: event.data.executor } : state;
    case 'reply.delivered':
      return { ...state, state: 'delivered', outcomeAt: event.data.at, remoteIds: event.data.remoteIds };
    case 'reply.failed':
      return isOpen(state) ? { ...state, state: 'failed', outcomeAt: event.data.at, failure: event.data.failure } : state;
    case 'reply.unconfirmed':
      return state.state === 'permitted' ? { ...state, state: 'unconfirmed', outcomeAt: event.data.at } : state;
    case 'reply.discarded':
      return isOpen(state) ? { ...state, state: 'discarded', outcomeAt: event.data.at } : state;
    default:
      return state;
  }
}

function isOpen(state: Reply): boolean {
  return state.state === 'scheduled' || state.state === 'permitted' || state.state === 'unconfirmed';
}

export function reduceNote(state: Note | undefined, event: CenterEvent): Note | undefined {
  return event.type === 'note.added' ? (state ?? { ...event.data }) : state;
}

export function reduceDraft(state: Draft | undefined, event: CenterEvent): Draft | undefined {
  if (event.type === 'draft.saved') return { ...event.data };
  if (event.type === 'draft.cleared') return undefined;
  return state;
}
