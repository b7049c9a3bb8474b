import type { Contact } from '../domain/contact.ts';
import { overrules } from '../domain/reading-summary.ts';
import type { CenterEvent } from '../events/index.ts';

export function reduceContact(state: Contact | undefined, event: CenterEvent): Contact | undefined {
  if (event.type === 'contact.created') return state ?? { ...event.data };
  if (state === undefined) return undefined;
  switch (event.type) {
    case 'contact.profileChanged':
      return { ...state, profileRef: event.data.profileRef };
    case 'contact.addressFormSet':
      return state.erasedAt === undefined && overrules(event.data.by ?? 'agent', state.addressFormBy) ? { ...state, addressForm: event.data.addressForm, addressFormBy: event.data.by ?? 'agent', addressFormAt: event.at } : state;
    case 'contact.blocked':
      return state.erasedAt !== undefined ? state : { ...state, blocked: { at: event.data.at, byAgentId: event.data.byAgentId, reason: event.data.reason } };
    case 'contact.unblocked': {
      const { blocked: _lifted, ...rest } = state;
      return rest;
    }
    case 'contact.identityChecked':
      return { ...state, identityCheck: event.data.check };
    case 'contact.identityCheckWithdrawn': {
      const { checkId, agentId, at, reason } = event.data;
      return state.identityCheck?.id === checkId ? { ...state, identityCheck: { ...state.identityCheck, withdrawn: { agentId, at, reason } } } : state;
    }
    case 'contact.consentNoted':
      return { ...state, joinConsent: event.data.consent };
    case 'contact.merged': {
      const { contactId, intoContactId, at, byAgentId, conversationId } = event.data;
      if (state.id === contactId) return { ...state, mergedInto: { contactId: intoContactId, at, byAgentId, inConversationId: conversationId } };
      return { ...state, parts: [...(state.parts ?? []).filter((id) => id !== contactId), contactId] };
    }
    case 'contact.unmerged':
      return apart(state, event.data.contactId, event.data.fromContactId);
    case 'contact.erased':
      return { ...unknown(state), erasedAt: event.data.at, tombstone: { cutoffAt: event.data.cutoffAt, remoteKeys: event.data.remoteKeys } };
    case 'message.received':
      return event.data.direction === 'in' ? { ...state, lastInboundAt: Math.max(state.lastInboundAt ?? 0, event.data.receivedAt) } : state;
    case 'workItem.closed': {
      const { disposition, at } = event.data;
      return disposition.kind === 'noAnswerNeeded' && disposition.reason === 'leaveAlone' ? { ...state, leaveAloneAt: state.leaveAloneAt ?? at } : state;
    }
    case 'awayNotice.due':
      return { ...state, awayUntilAt: event.data.untilAt };
    case 'awayNotice.ended': {
      const { awayUntilAt: _told, ...rest } = state;
      return event.data.outcome === 'failed' || event.data.outcome === 'over' ? rest : state;
    }
    case 'reply.permitted':
      return { ...state, lastAgentId: event.data.agentId };
    default:
      return state;
  }
}

function apart(state: Contact, contactId: string, fromContactId: string): Contact {
  if (state.id === contactId) {
    const { mergedInto: _over, ...rest } = state;
    return rest;
  }
  if (state.id !== fromContactId) return state;
  const { parts, ...rest } = state;
  const left = parts?.filter((id) => id !== contactId) ?? [];
  return left.length === 0 ? rest : { ...rest, parts: left };
}

/** What somebody found out about a person goes with the person. */
function unknown({ identityCheck: _check, joinConsent: _consent, addressForm: _form, addressFormBy: _by, addressFormAt: _at, blocked: _blocked, ...rest }: Contact): Contact {
  return rest;
}
