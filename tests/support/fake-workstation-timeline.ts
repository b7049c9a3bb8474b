import type { IpcResponse } from '../../shared/ipc/index.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** One person on two channels. */
export function sampleTimeline(now: number, partial: boolean): IpcResponse<'contact.timeline'> {
  const post = { conversationId: 'conv-h1', contactId: 'contact-a', channel: 'sandbox' };
  const chat = { conversationId: 'conv-h2', contactId: 'contact-b', channel: 'sandbox-chat' };
  return {
    parts: [
      { contactId: 'contact-a', displayName: 'Kiel Gaarden', identities: [{ channel: 'sandbox', remoteId: '1', handle: 'Kiel_Gaarden', displayName: 'Kiel Gaarden' }], conversations: 3 },
      { contactId: 'contact-b', displayName: 'Gaarden, Kiel', identities: [{ channel: 'sandbox-chat', remoteId: '2', handle: 'kielgaarden', displayName: 'Gaarden, Kiel' }], conversations: 1, mergedAt: now - DAY, mergedBy: 'mira' },
    ],
    entries: [
      { kind: 'said', id: 't1', at: now - 10 * 60_000, ...post, direction: 'in', visibility: 'public', text: 'Jetzt geht auch das Telefon nicht mehr. Was ist los bei euch?', isCut: false },
      { kind: 'note', id: 't2', at: now - 2 * HOUR, ...chat, agentId: 'mira', text: 'Techniker kommt am Freitag zwischen 8 und 12.', isCut: false },
      { kind: 'said', id: 't3', at: now - 3 * HOUR, ...chat, direction: 'out', visibility: 'private', agentId: 'mira', text: 'Ich habe einen Techniker bestellt und melde mich, sobald er war.', isCut: false },
      { kind: 'merged', id: 't4', at: now - DAY, ...post, contactId: 'contact-b', agentId: 'mira' },
      { kind: 'checked', id: 't5', at: now - DAY - HOUR, ...chat, agentId: 'mira' },
      { kind: 'said', id: 't6', at: now - 2 * DAY, ...chat, direction: 'in', visibility: 'private', isCut: false },
      { kind: 'closed', id: 't7', at: now - 40 * DAY, ...post, disposition: 'resolved', agentId: 'mira' },
    ],
    next: { at: now - 40 * DAY, id: 't7' },
    unseen: 1,
    partial,
  };
}
