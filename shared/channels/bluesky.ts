import type { ChannelDescriptor } from './descriptor.ts';

const HOUR_MS = 3_600_000;

/** Bluesky: public posts of one account, and its direct messages, which are another service behind the same server. */
export const blueskyChannel: ChannelDescriptor = {
  name: 'bluesky',
  label: { de: 'Bluesky', en: 'Bluesky' },
  badge: { glyph: 'B', color: '#0560ff' },
  visibilities: ['public', 'private'],
  threadsOfMany: true,
  length: { public: { kind: 'graphemesAndBytes', max: 300, maxBytes: 3_000 }, private: { kind: 'graphemesAndBytes', max: 1_000, maxBytes: 10_000 } },
  capacityCost: 10,
  distribution: 'assign',
  // Of posts: the record key is ours and a record is made only where none is, so a repeat stays safe for good. A direct message has none.
  idempotency: { kind: 'key', keyLifeMs: 365 * 24 * HOUR_MS },
  canEdit: false,
  canDelete: true,
  tellsEdits: true,
  tellsDeletions: true,
  signature: true,
  unsummoned: 'approach',
  // The lexicon app.bsky.embed.images: four pictures, a million bytes each.
  media: { public: { maxCount: 4, maxBytes: 1_000_000, types: ['image/png', 'image/jpeg', 'image/webp'], alt: true } },
  credential: {
    kind: 'appPassword',
    fields: [
      { name: 'identifier', label: { de: 'Handle oder E-Mail-Adresse', en: 'Handle or e-mail address' }, kind: 'text', required: true, placeholder: 'marke.bsky.social' },
      {
        name: 'appPassword',
        label: { de: 'App-Passwort', en: 'App password' },
        kind: 'secret',
        required: true,
        placeholder: 'xxxx-xxxx-xxxx-xxxx',
        help: { de: 'Einstellungen → Datenschutz → App-Passwörter; mit Zugriff auf Direktnachrichten nur, wenn sie hier beantwortet werden', en: 'Settings → Privacy → App passwords; with access to direct messages only if they are answered here' },
      },
    ],
    scopes: [],
    rotates: false,
  },
  settings: [
    { name: 'service', label: { de: 'Adresse des Servers', en: 'Address of the server' }, kind: 'address', required: false, placeholder: 'https://bsky.social' },
    { name: 'messageService', label: { de: 'Dienst der Direktnachrichten', en: 'Service of direct messages' }, kind: 'text', required: false, placeholder: 'did:web:api.bsky.chat#bsky_chat' },
  ],
  // 5,000 points an hour and 35,000 a day; a post under a key of ours takes 2.
  limits: [
    { action: 'post', count: 2_500, windowMs: HOUR_MS, per: 'account' },
    { action: 'post', count: 17_500, windowMs: 24 * HOUR_MS, per: 'account' },
    { action: 'session', count: 300, windowMs: 24 * HOUR_MS, per: 'account' },
    { action: 'read', count: 3_000, windowMs: 5 * 60_000, per: 'address' },
  ],
  search: {},
  bulk: 'allowed',
};
