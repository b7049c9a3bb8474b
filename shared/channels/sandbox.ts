import type { ChannelDescriptor } from './descriptor.ts';

/** The Probeplattform: our own small platform for demo, tests and training (`sandbox/`). */
export const sandboxChannel: ChannelDescriptor = {
  name: 'sandbox',
  label: { de: 'Probeplattform', en: 'Probeplattform' },
  badge: { glyph: 'P', color: '#0a7aff' },
  visibilities: ['public', 'private'],
  threadsOfMany: true,
  length: { public: { kind: 'weighted', max: 280 }, private: { kind: 'characters', max: 10_000 } },
  capacityCost: 10,
  distribution: 'assign',
  idempotency: { kind: 'key', keyLifeMs: 50 * 60_000 },
  canEdit: true,
  canDelete: true,
  tellsEdits: true,
  tellsDeletions: true,
  signature: true,
  unsummoned: 'approach',
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
