import type { ChannelDescriptor } from './descriptor.ts';
import { DAY_MS, META_SCOPES, META_SETTINGS, META_SIGN_IN, WEEK_MS } from './meta-account.ts';

/** Messages to a Facebook page. Only who wrote within a day may be answered; with Meta's leave a person may do so within a week. */
export const messengerChannel: ChannelDescriptor = {
  name: 'messenger',
  label: { de: 'Messenger', en: 'Messenger' },
  badge: { glyph: 'M', color: '#a033ff' },
  visibilities: ['private'],
  threadsOfMany: false,
  peopleOf: 'facebook',
  length: { public: { kind: 'characters', max: 2_000 }, private: { kind: 'characters', max: 2_000 } },
  capacityCost: 10,
  distribution: 'assign',
  idempotency: { kind: 'none' },
  replyWindowMs: { private: DAY_MS },
  longerWindow: { setting: META_SETTINGS.humanAgent.name, windowMs: { private: WEEK_MS } },
  canEdit: false,
  canDelete: false,
  tellsEdits: true,
  tellsDeletions: true,
  signature: false,
  // Of the platform's 25 MB a file a little less: the multipart form counts. Pictures go by the table of 8 MB.
  media: { private: { maxCount: 5, maxBytes: 24_000_000, lessOf: { types: ['image/*'], maxBytes: 8_000_000 }, types: ['*'], apart: true } },
  credential: { ...META_SIGN_IN, scopes: [META_SCOPES.pageRead, META_SCOPES.messages] },
  settings: [META_SETTINGS.remoteId, META_SETTINGS.humanAgent, META_SETTINGS.personas, META_SETTINGS.apiUrl],
  limits: [{ action: 'privateMessage', count: 300, windowMs: 1_000, per: 'account' }],
  automaticReply: 'allowed',
  bulk: 'forbidden',
  purgeOfflineAfterMs: 86_400_000,
};
