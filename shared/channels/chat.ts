import type { ChannelDescriptor } from './descriptor.ts';

const DAY_MS = 86_400_000;

/** Web chat over the widget: our own platform, private, live. */
export const chatChannel: ChannelDescriptor = {
  name: 'chat',
  label: { de: 'Web-Chat', en: 'Web chat' },
  badge: { glyph: 'W', color: '#6941c6' },
  visibilities: ['private'],
  threadsOfMany: false,
  length: { public: { kind: 'characters', max: 4_000 }, private: { kind: 'characters', max: 4_000 } },
  capacityCost: 20,
  distribution: 'offer',
  // The log keeps every key; the span is what a desk relies on.
  idempotency: { kind: 'key', keyLifeMs: 30 * DAY_MS },
  canEdit: true,
  canDelete: true,
  tellsEdits: false,
  tellsDeletions: false,
  presence: true,
  signature: false,
  media: { private: { maxCount: 5, maxBytes: 10_000_000, types: ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'application/pdf', 'text/plain'], alt: true } },
  // Whoever is signed in at the center may post: there is no credential besides.
  credential: { kind: 'none', fields: [], scopes: [], rotates: false },
  settings: [
    {
      name: 'origins',
      label: { de: 'Seiten, die den Chat zeigen dürfen', en: 'Pages that may show the chat' },
      kind: 'text',
      required: true,
      placeholder: 'https://www.example.org',
      help: { de: 'Ohne Pfad; mehrere mit Leerzeichen getrennt.', en: 'Without a path; several separated by spaces.' },
    },
    {
      name: 'persona',
      label: { de: 'Wie Kollegen dort heißen', en: 'What colleagues are called there' },
      kind: 'choice',
      required: false,
      choices: ['short', 'full', 'brand'],
      help: { de: 'short: Mira A. · full: ganzer Name · brand: nur die Marke', en: 'short: Mira A. · full: the whole name · brand: the brand alone' },
    },
    {
      name: 'rating',
      label: { de: 'Am Ende nach Sternen fragen', en: 'Ask for stars at the end' },
      kind: 'choice',
      required: false,
      choices: ['yes', 'no'],
      help: { de: 'Ohne Angabe: ja. Nein, wo der Betriebsrat oder die Marke es nicht will.', en: 'Without a choice: yes. No where works council or brand do not want it.' },
    },
  ],
  bulk: 'allowed',
};
