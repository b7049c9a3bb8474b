import type { Message } from '../domain/message.ts';
import type { CenterEvent } from '../events/index.ts';

/** `id` picks the message out of events that carry several. */
export function reduceMessage(state: Message | undefined, event: CenterEvent, id: string): Message | undefined {
  switch (event.type) {
    case 'message.received':
      return state ?? { ...event.data, seq: event.seq };
    case 'reply.delivered': {
      const delivered = event.data.messages.find((m) => m.id === id);
      return state ?? (delivered === undefined ? undefined : { ...delivered, seq: event.seq });
    }
    case 'message.edited':
      return state === undefined || state.deletedAt !== undefined ? state : { ...state, bodyRef: event.data.bodyRef, editedAt: event.data.editedAt };
    case 'message.deleted':
      return state === undefined ? undefined : { ...state, deletedAt: state.deletedAt ?? event.data.deletedAt };
    case 'message.changeAllowed':
      return state === undefined ? undefined : { ...state, change: { ...event.data.change, state: 'allowed' } };
    case 'message.changeEnded': {
      const { changeId, state: ended, at, failure } = event.data;
      if (state?.change?.id !== changeId) return state;
      return { ...state, change: { ...state.change, state: ended, endedAt: at, ...(failure === undefined ? {} : { failure }) } };
    }
    default:
      return state;
  }
}
