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
  signature: false,
};
