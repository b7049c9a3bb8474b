import type { Message } from '../domain/message.ts';
import type { CenterEvent, EventOf } from '../events/index.ts';

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
      return state === undefined || state.deletedAt !== undefined ? state : { ...unread(state), bodyRef: event.data.bodyRef, editedAt: event.data.editedAt };
    case 'message.deleted':
      return state === undefined ? undefined : { ...unread(state), deletedAt: state.deletedAt ?? event.data.deletedAt };
    case 'message.read': {
      if (state === undefined || state.deletedAt !== undefined) return state;
      const { reading, modelsVersion, at } = event.data;
      return { ...state, reading: { ...reading, modelsVersion, at } };
    }
    case 'message.marked':
      return state?.reading === undefined ? state : { ...state, reading: { ...state.reading, marks: { ...state.reading.marks, ...event.data.marks } } };
    case 'message.readingCorrected':
      return corrected(state, event.data);
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

/** What was read goes with the words it was read of. */
function unread(state: Message): Message {
  if (state.reading === undefined) return state;
  const { reading: _read, ...rest } = state;
  return rest;
}

function corrected(state: Message | undefined, { task, label, was, byAgentId, at }: EventOf<'message.readingCorrected'>['data']): Message | undefined {
  if (state?.reading === undefined) return state;
  const { [task]: _before, ...others } = state.reading.corrections ?? {};
  const corrections = label === undefined ? others : { ...others, [task]: { label, was, byAgentId, at } };
  const { corrections: _all, ...read } = state.reading;
  return { ...state, reading: Object.keys(corrections).length === 0 ? read : { ...read, corrections } };
}
