import type { ChannelDescriptor, ChannelField } from './descriptor.ts';

const security = (name: string, what: { de: string; en: string }): ChannelField => ({ name, label: what, kind: 'choice', required: true, choices: ['tls', 'starttls', 'none'], help: { de: '„none“ nur zum selben Rechner', en: '“none” only to the same machine' } });

/** E-mail: read over IMAP (or forwarded to the server), answered over SMTP with a Message-ID of our own. */
export const mailChannel: ChannelDescriptor = {
  name: 'mail',
  label: { de: 'E-Mail', en: 'E-mail' },
  badge: { glyph: '@', color: '#475467' },
  visibilities: ['private'],
  threadsOfMany: true,
  length: { public: { kind: 'characters', max: 50_000 }, private: { kind: 'characters', max: 50_000 } },
  capacityCost: 10,
  distribution: 'assign',
  idempotency: { kind: 'lookUp' },
  canEdit: false,
  canDelete: false,
  tellsEdits: false,
  tellsDeletions: false,
  signature: false,
  subject: true,
  // Together, base64 included, about what common providers take (25 MB).
  media: { private: { maxCount: 20, maxBytes: 15_000_000, maxBytesTogether: 18_000_000, types: ['*'] } },
  credential: {
    kind: 'mail',
    fields: [
      { name: 'user', label: { de: 'Anmeldename', en: 'User name' }, kind: 'text', required: true },
      { name: 'password', label: { de: 'Kennwort oder App-Kennwort', en: 'Password or app password' }, kind: 'secret', required: true },
    ],
    scopes: [
      { name: 'SMTP', why: { de: 'Antworten senden', en: 'to send answers' } },
      { name: 'IMAP', why: { de: 'Kopien unter „Gesendet“ ablegen und nach einem Abbruch nachsehen', en: 'to file copies under Sent and to look after a lost answer' } },
    ],
    rotates: false,
    instead: {
      setting: 'signIn',
      is: 'oauth2',
      scopesIn: 'oauthScopes',
      kind: {
        kind: 'oauth2',
        fields: [
          { name: 'user', label: { de: 'Anmeldename', en: 'User name' }, kind: 'text', required: true, help: { de: 'Meist die Adresse des Postfachs', en: 'Mostly the address of the mailbox' } },
          { name: 'clientId', label: { de: 'Client-ID beim Anbieter', en: 'Client ID at the provider' }, kind: 'text', required: true },
          { name: 'clientSecret', label: { de: 'Client-Geheimnis, wo der Anbieter eines verlangt', en: 'Client secret, where the provider wants one' }, kind: 'secret', required: false },
        ],
        scopes: [{ name: 'offline_access', why: { de: 'Antworten senden, Kopien ablegen und nachsehen, ohne Kennwort', en: 'to send answers, file copies and look them up, without a password' } }],
        rotates: true,
        oauth2: { authorizeUrl: '{oauthAuthorizeUrl}', tokenUrl: '{oauthExchangeUrl}', issuerIn: 'oauthIssuer' },
      },
    },
  },
  settings: [
    { name: 'address', label: { de: 'Adresse', en: 'Address' }, kind: 'text', required: true, placeholder: 'hilfe@example.org' },
    { name: 'fromName', label: { de: 'Name des Absenders', en: 'Name of the sender' }, kind: 'text', required: false },
    { name: 'smtpHost', label: { de: 'SMTP-Server', en: 'SMTP server' }, kind: 'text', required: true },
    { name: 'smtpPort', label: { de: 'SMTP-Port', en: 'SMTP port' }, kind: 'number', required: true, placeholder: '587' },
    security('smtpSecurity', { de: 'Verschlüsselung (SMTP)', en: 'Encryption (SMTP)' }),
    { name: 'imapHost', label: { de: 'IMAP-Server', en: 'IMAP server' }, kind: 'text', required: true },
    { name: 'imapPort', label: { de: 'IMAP-Port', en: 'IMAP port' }, kind: 'number', required: true, placeholder: '993' },
    security('imapSecurity', { de: 'Verschlüsselung (IMAP)', en: 'Encryption (IMAP)' }),
    { name: 'signIn', label: { de: 'Anmeldung', en: 'Sign-in' }, kind: 'choice', required: false, choices: ['password', 'oauth2'], help: { de: '„oauth2“: beim Anbieter im Browser; das Kennwort liegt dann nirgends bei uns.', en: '“oauth2”: at the provider in the browser; the password then lies nowhere here.' } },
    { name: 'oauthIssuer', label: { de: 'OAuth: Anbieter (Issuer)', en: 'OAuth: provider (issuer)' }, kind: 'address', required: false, placeholder: 'https://login.example.org', help: { de: 'Der Anbieter nennt die beiden Adressen darunter selbst; sie bleiben dann leer.', en: 'The provider names the two addresses below itself; they then stay empty.' } },
    { name: 'oauthAuthorizeUrl', label: { de: 'OAuth: Adresse der Anmeldung', en: 'OAuth: address of the sign-in' }, kind: 'address', required: false, placeholder: 'https://login.example.org/oauth2/v2.0/authorize' },
    { name: 'oauthExchangeUrl', label: { de: 'OAuth: Adresse der Tokens', en: 'OAuth: address of the tokens' }, kind: 'address', required: false, placeholder: 'https://login.example.org/oauth2/v2.0/token' },
    { name: 'oauthScopes', label: { de: 'OAuth: Rechte, mit Leerzeichen getrennt', en: 'OAuth: scopes, separated by spaces' }, kind: 'text', required: false, placeholder: 'offline_access https://mail.example.org/' },
    { name: 'sentFolder', label: { de: 'Ordner „Gesendet“', en: 'Folder “Sent”' }, kind: 'text', required: false },
    { name: 'sentBy', label: { de: 'Kopie unter „Gesendet“ legt ab', en: 'Copy under Sent is filed by' }, kind: 'choice', required: false, choices: ['desk', 'server'], help: { de: '„server“, wo der Anbieter selbst ablegt: dann beweist der Ordner nach einem Abbruch, dass die Antwort angenommen wurde.', en: '“server” where the provider files by itself: then the folder proves after a lost answer that the mail was taken.' } },
  ],
  limits: [{ action: 'post', count: 300, windowMs: 3_600_000, per: 'account' }],
  automaticReply: 'allowed',
  bulk: 'allowed',
};
