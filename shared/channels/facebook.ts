import type { ChannelDescriptor } from './descriptor.ts';
import { META_SCOPES, META_SETTINGS, META_SIGN_IN, WEEK_MS } from './meta-account.ts';

/** Posts and comments on a Facebook page. In private a comment may be answered once; what follows is said by Messenger. */
export const facebookChannel: ChannelDescriptor = {
  name: 'facebook',
  label: { de: 'Facebook-Seite', en: 'Facebook page' },
  badge: { glyph: 'f', color: '#1877f2' },
  visibilities: ['public', 'private'],
  threadsOfMany: true,
  length: { public: { kind: 'characters', max: 8_000 }, private: { kind: 'characters', max: 2_000 } },
  capacityCost: 10,
  distribution: 'assign',
  idempotency: { kind: 'none' },
  replyWindowMs: { private: WEEK_MS },
  canEdit: true,
  canDelete: true,
  tellsEdits: true,
  tellsDeletions: true,
  signature: true,
  unsummoned: 'siteOnly',
  // A comment shows one picture; messages that carry files carry no words, so they take none.
  media: { public: { maxCount: 1, maxBytes: 4_000_000, types: ['image/png', 'image/jpeg', 'image/gif', 'image/webp'], alt: true } },
  oneShotPrivateReply: { withinMs: WEEK_MS },
  credential: { ...META_SIGN_IN, scopes: [META_SCOPES.pageRead, META_SCOPES.pageComment, META_SCOPES.messages] },
  settings: [META_SETTINGS.remoteId, META_SETTINGS.apiUrl],
  limits: [{ action: 'privateMessage', count: 750, windowMs: 3_600_000, per: 'account' }],
  bulk: 'forbidden',
  purgeOfflineAfterMs: 86_400_000,
};
