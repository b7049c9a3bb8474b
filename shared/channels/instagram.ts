import type { ChannelDescriptor } from './descriptor.ts';
import { DAY_MS, META_SCOPES, META_SETTINGS, META_SIGN_IN, WEEK_MS } from './meta-account.ts';

/** Comments under the account's own posts, and its messages. */
export const instagramChannel: ChannelDescriptor = {
  name: 'instagram',
  label: { de: 'Instagram', en: 'Instagram' },
  badge: { glyph: 'I', color: '#d6249f' },
  visibilities: ['public', 'private'],
  threadsOfMany: true,
  length: { public: { kind: 'characters', max: 300 }, private: { kind: 'graphemesAndBytes', max: 1_000, maxBytes: 1_000 } },
  capacityCost: 10,
  distribution: 'assign',
  idempotency: { kind: 'none' },
  replyWindowMs: { private: DAY_MS },
  longerWindow: { setting: META_SETTINGS.humanAgent.name, windowMs: { private: WEEK_MS } },
  canEdit: false,
  canDelete: true,
  // A comment that is changed or gone is told to nobody; messages are.
  tellsEdits: false,
  tellsDeletions: false,
  signature: true,
  unsummoned: 'siteOnly',
  media: {
    private: {
      maxCount: 5,
      maxBytes: 24_000_000,
      lessOf: { types: ['image/*'], maxBytes: 8_000_000 },
      types: ['image/png', 'image/jpeg', 'image/gif', 'audio/aac', 'audio/mp4', 'audio/x-m4a', 'audio/wav', 'video/mp4', 'video/ogg', 'video/quicktime', 'video/webm', 'application/pdf'],
      apart: true,
    },
  },
  oneShotPrivateReply: { withinMs: WEEK_MS },
  credential: { ...META_SIGN_IN, scopes: [META_SCOPES.pageRead, META_SCOPES.instagramComment, META_SCOPES.instagramMessages] },
  settings: [META_SETTINGS.remoteId, META_SETTINGS.humanAgent, META_SETTINGS.apiUrl],
  limits: [{ action: 'privateMessage', count: 100, windowMs: 1_000, per: 'account' }],
  automaticReply: 'allowed',
  bulk: 'forbidden',
  purgeOfflineAfterMs: 86_400_000,
};
