import type { ChannelDescriptor } from './descriptor.ts';

/** Private messages of the Probeplattform taken as live chat: offered instead of assigned. */
export const sandboxChatChannel: ChannelDescriptor = {
  name: 'sandbox-chat',
  label: { de: 'Probechat', en: 'Sandbox chat' },
  badge: { glyph: 'C', color: '#dd2590' },
  visibilities: ['private'],
  threadsOfMany: false,
  length: { public: { kind: 'characters', max: 10_000 }, private: { kind: 'characters', max: 10_000 } },
  capacityCost: 20,
  distribution: 'offer',
  idempotency: { kind: 'none' },
  canEdit: false,
  canDelete: false,
  tellsEdits: true,
  tellsDeletions: true,
  signature: false,
  credential: {
    kind: 'oauth2',
    fields: [{ name: 'url', label: { de: 'Adresse der Plattform', en: 'Address of the platform' }, kind: 'address', required: true, placeholder: 'http://127.0.0.1:4600' }],
    scopes: [
      { name: 'read', why: { de: 'eigene Antworten wiederfinden', en: 'to find own answers again' } },
      { name: 'write', why: { de: 'antworten', en: 'to answer' } },
    ],
    rotates: true,
    oauth2: { authorizeUrl: '{url}/oauth/authorize', tokenUrl: '{url}/oauth/token', perInstance: true },
  },
  settings: [],
  automaticReply: 'allowed',
  bulk: 'allowed',
  trial: true,
};
