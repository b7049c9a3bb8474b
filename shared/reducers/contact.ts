import type { Contact } from '../domain/contact.ts';
import type { CenterEvent } from '../events/index.ts';

export function reduceContact(state: Contact | undefined, event: CenterEvent): Contact | undefined {
  if (event.type === 'contact.created') return state ?? { ...event.data };
  if (state === undefined) return undefined;
  switch (event.type) {
    case 'contact.profileChanged':
      return { ...state, profileRef: event.data.profileRef };
    case 'contact.addressFormSet':
      return { ...state, addressForm: event.data.addressForm };
    case 'contact.erased':
      return { ...state, erasedAt: event.data.at, tombstone: { cutoffAt: event.data.cutoffAt, remoteKeys: event.data.remoteKeys } };
    case 'message.received':
      return event.data.direction === 'in' ? { ...state, lastInboundAt: Math.max(state.lastInboundAt ?? 0, event.data.receivedAt) } : state;
    case 'workItem.closed': {
      const { disposition, at } = event.data;
      return disposition.kind === 'noAnswerNeeded' && disposition.reason === 'leaveAlone' ? { ...state, leaveAloneAt: state.leaveAloneAt ?? at } : state;
    }
    case 'reply.permitted':
      return { ...state, lastAgentId: event.data.agentId };
    default:
      return state;
  }
}
