import type { ChannelDescriptor } from './descriptor.ts';

/** Call-backs (C5): a person picks up the telephone. The desk sends nothing, so there is no account to connect. */
export const telephoneChannel: ChannelDescriptor = {
  name: 'telephone',
  label: { de: 'Telefon', en: 'Telephone' },
  badge: { glyph: '☎', color: '#344054' },
  visibilities: ['private'],
  threadsOfMany: false,
  length: { public: { kind: 'characters', max: 1 }, private: { kind: 'characters', max: 1 } },
  // Whoever calls does nothing else meanwhile.
  capacityCost: 100,
  distribution: 'offer',
  idempotency: { kind: 'none' },
  canEdit: false,
  canDelete: false,
  tellsEdits: false,
  tellsDeletions: false,
  signature: false,
  credential: { kind: 'none', fields: [], scopes: [], rotates: false },
  settings: [],
  bulk: 'forbidden',
  byVoice: true,
};
