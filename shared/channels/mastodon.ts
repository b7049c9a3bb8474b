import type { ChannelDescriptor } from './descriptor.ts';

const HOUR_MS = 3_600_000;

const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Mastodon: public posts and private mentions of one account on one instance. */
export const mastodonChannel: ChannelDescriptor = {
  name: 'mastodon',
  label: { de: 'Mastodon', en: 'Mastodon' },
  badge: { glyph: 'M', color: '#5b4be0' },
  visibilities: ['public', 'private'],
  threadsOfMany: true,
  // What an instance has unless it says otherwise; its own numbers are read before something is sent.
  length: { public: { kind: 'characters', max: 500 }, private: { kind: 'characters', max: 500 } },
  capacityCost: 10,
  distribution: 'assign',
  // Kept for an hour; ten minutes of it are left for clocks and slow lines.
  idempotency: { kind: 'key', keyLifeMs: 50 * 60_000 },
  canEdit: true,
  canDelete: true,
  tellsEdits: true,
  tellsDeletions: true,
  signature: true,
  unsummoned: 'approach',
  // What an instance takes unless it says otherwise; its own numbers hold before a byte of it is brought.
  media: { public: { maxCount: 4, maxBytes: 16_000_000, types: PICTURES, alt: true }, private: { maxCount: 4, maxBytes: 16_000_000, types: PICTURES, alt: true } },
  credential: {
    kind: 'oauth2',
    fields: [
      {
        name: 'accessToken',
        label: { de: 'Zugangstoken (statt der Anmeldung)', en: 'Access token (instead of the sign-in)' },
        kind: 'secret',
        required: false,
        help: { de: 'Einstellungen → Entwicklung → Neue Anwendung', en: 'Preferences → Development → New application' },
      },
    ],
    scopes: [
      { name: 'write:statuses', why: { de: 'antworten, eigene Beiträge berichtigen und löschen', en: 'to answer, to correct and delete own posts' } },
      { name: 'write:media', why: { de: 'Bilder mit einer Antwort senden', en: 'to send pictures with an answer' } },
      { name: 'read:statuses', why: { de: 'eigene Antworten wiederfinden', en: 'to find own answers again' } },
      { name: 'read:accounts', why: { de: 'das Konto erkennen', en: 'to know the account' } },
    ],
    rotates: false,
    // Every instance is its own platform: it names the desk before the sign-in. Before 4.3 it does not know PKCE and passes over it.
    oauth2: { authorizeUrl: '{instance}/oauth/authorize', tokenUrl: '{instance}/oauth/token', perInstance: true, registerUrl: '{instance}/api/v1/apps' },
  },
  settings: [
    { name: 'instance', label: { de: 'Adresse der Instanz', en: 'Address of the instance' }, kind: 'address', required: true, placeholder: 'https://mastodon.social' },
    { name: 'maxCharacters', label: { de: 'Zeichen je Beitrag', en: 'Characters per post' }, kind: 'number', required: false, placeholder: '500', help: { de: 'Sagt die Instanz beim Verbinden selbst.', en: 'The instance says so itself when the account is connected.' } },
    { name: 'charactersPerLink', label: { de: 'Zeichen je Adresse', en: 'Characters per address' }, kind: 'number', required: false, placeholder: '23' },
    { name: 'maxFiles', label: { de: 'Bilder je Beitrag', en: 'Pictures per post' }, kind: 'number', required: false, placeholder: '4' },
    {
      name: 'publicAs',
      label: { de: 'Öffentliche Antworten', en: 'Public answers' },
      kind: 'choice',
      required: false,
      choices: ['public', 'unlisted'],
      help: { de: 'unlisted: für alle lesbar, nicht in den Zeitleisten', en: 'unlisted: readable by all, not in the timelines' },
    },
  ],
  limits: [
    { action: 'post', count: 300, windowMs: 3 * HOUR_MS, per: 'account' },
    // Every call counts here, a post as well.
    { action: 'read', count: 300, windowMs: 5 * 60_000, per: 'account', also: ['post', 'privateMessage'], keep: 30 },
    { action: 'read', count: 300, windowMs: 5 * 60_000, per: 'address' },
  ],
  search: {},
  bulk: 'allowed',
};
