import type { ChannelDescriptor } from './descriptor.ts';

const QUARTER_MS = 15 * 60_000;
const DAY_MS = 86_400_000;

const PICTURES = ['image/png', 'image/jpeg', 'image/webp'];

/** X: posts and direct messages of one account over API v2. */
export const xChannel: ChannelDescriptor = {
  name: 'x',
  label: { de: 'X', en: 'X' },
  badge: { glyph: 'X', color: '#0f1419' },
  visibilities: ['public', 'private'],
  threadsOfMany: true,
  length: { public: { kind: 'weighted', max: 280 }, private: { kind: 'characters', max: 10_000 } },
  capacityCost: 10,
  distribution: 'assign',
  idempotency: { kind: 'none' },
  canEdit: false,
  canDelete: true,
  tellsEdits: true,
  tellsDeletions: true,
  signature: true,
  unsummoned: 'siteOnly',
  identicalText: 'refused',
  media: { public: { maxCount: 4, maxBytes: 5_000_000, types: PICTURES, alt: true }, private: { maxCount: 1, maxBytes: 5_000_000, types: PICTURES } },
  credential: {
    kind: 'oauth2',
    fields: [
      { name: 'clientId', label: { de: 'Client-ID der App', en: 'Client ID of the app' }, kind: 'text', required: true },
      { name: 'clientSecret', label: { de: 'Client-Secret der App', en: 'Client secret of the app' }, kind: 'secret', required: false, help: { de: 'Nur bei vertraulichen Apps', en: 'Confidential apps only' } },
    ],
    scopes: [
      { name: 'tweet.read', why: { de: 'eigene Antworten wiederfinden', en: 'to find own answers again' } },
      { name: 'tweet.write', why: { de: 'öffentlich antworten und eigene Beiträge löschen', en: 'to answer in public and delete own posts' } },
      { name: 'media.write', why: { de: 'Bilder mit einer Antwort senden', en: 'to send pictures with an answer' } },
      { name: 'users.read', why: { de: 'das Konto erkennen', en: 'to know the account' } },
      { name: 'dm.read', why: { de: 'Direktnachrichten nach einem Abbruch wiederfinden', en: 'to find direct messages again after a lost answer' } },
      { name: 'dm.write', why: { de: 'Direktnachrichten beantworten', en: 'to answer direct messages' } },
      { name: 'offline.access', why: { de: 'angemeldet bleiben', en: 'to stay signed in' } },
    ],
    rotates: true,
    oauth2: { authorizeUrl: 'https://x.com/i/oauth2/authorize', tokenUrl: 'https://api.x.com/2/oauth2/token' },
  },
  settings: [
    { name: 'remoteId', label: { de: 'Nummer des Kontos bei X', en: 'Number of the account at X' }, kind: 'text', required: true, help: { de: 'Daran erkennt der Server, für welches Konto eine Meldung ist.', en: 'By it the server knows for which account a notice is.' } },
    { name: 'apiUrl', label: { de: 'Adresse der Schnittstelle', en: 'Address of the API' }, kind: 'address', required: false, placeholder: 'https://api.x.com' },
  ],
  limits: [
    { action: 'post', count: 100, windowMs: QUARTER_MS, per: 'account' },
    { action: 'privateMessage', count: 15, windowMs: QUARTER_MS, per: 'account' },
    { action: 'privateMessage', count: 1_440, windowMs: DAY_MS, per: 'account' },
    { action: 'read', count: 300, windowMs: QUARTER_MS, per: 'account' },
    { action: 'search', count: 300, windowMs: QUARTER_MS, per: 'account' },
    { action: 'hide', count: 50, windowMs: QUARTER_MS, per: 'account' },
  ],
  // A summoned reply; with an address in it the price of a post with a link.
  costs: [
    { action: 'post', microUsd: 10_000, withLinkMicroUsd: 200_000 },
    { action: 'read', microUsd: 5_000 },
  ],
  search: { queryMax: 512 },
  bulk: 'forbidden',
  statusPage: 'https://x.com/intent/post?text={text}',
  purgeOfflineAfterMs: DAY_MS,
};
