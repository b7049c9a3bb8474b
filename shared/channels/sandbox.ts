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
  signature: true,
  unsummoned: 'approach',
};
