import type { ChannelField, CredentialKind } from './descriptor.ts';

// What the channels of a Facebook page share: one sign-in, one page token.

export const DAY_MS = 86_400_000;
export const WEEK_MS = 7 * DAY_MS;

export const META_SIGN_IN: Omit<CredentialKind, 'scopes'> = {
  kind: 'oauth2',
  fields: [
    { name: 'clientId', label: { de: 'App-ID', en: 'App ID' }, kind: 'text', required: true },
    { name: 'clientSecret', label: { de: 'App-Geheimcode', en: 'App secret' }, kind: 'secret', required: true },
  ],
  // A page token made from a long-lived sign-in does not run out.
  rotates: false,
  oauth2: { authorizeUrl: 'https://www.facebook.com/v23.0/dialog/oauth', tokenUrl: 'https://graph.facebook.com/v23.0/oauth/access_token' },
};

export const META_SCOPES = {
  pageRead: { name: 'pages_read_engagement', why: { de: 'eigene Antworten wiederfinden', en: 'to find own answers again' } },
  pageComment: { name: 'pages_manage_engagement', why: { de: 'Kommentare beantworten, eigene ändern und löschen', en: 'to answer comments, change and delete own ones' } },
  messages: { name: 'pages_messaging', why: { de: 'Nachrichten beantworten, einmal privat auf einen Kommentar antworten', en: 'to answer messages, to answer a comment once in private' } },
  instagramComment: { name: 'instagram_manage_comments', why: { de: 'Kommentare auf Instagram beantworten', en: 'to answer comments on Instagram' } },
  instagramMessages: { name: 'instagram_manage_messages', why: { de: 'Nachrichten auf Instagram beantworten', en: 'to answer messages on Instagram' } },
} as const;

export const META_SETTINGS = {
  remoteId: { name: 'remoteId', label: { de: 'Nummer der Seite oder des Kontos', en: 'Number of the page or account' }, kind: 'text', required: true, help: { de: 'Daran erkennt der Server, für welches Konto eine Meldung ist.', en: 'By it the server knows for which account a notice is.' } },
  humanAgent: { name: 'humanAgent', label: { de: 'Sieben Tage antworten (HUMAN_AGENT)', en: 'Answer within seven days (HUMAN_AGENT)' }, kind: 'flag', required: false, help: { de: 'Nur wenn Meta die App dafür freigegeben hat.', en: 'Only if Meta has approved the app for it.' } },
  personas: { name: 'personas', label: { de: 'Personas: Kürzel=Nummer, durch Komma getrennt', en: 'Personas: initials=number, separated by commas' }, kind: 'text', required: false, placeholder: 'AB=1234567890', help: { de: 'Wer mit Kürzel unterschreibt, erscheint dort mit Namen.', en: 'Who signs with initials appears there by name.' } },
  apiUrl: { name: 'apiUrl', label: { de: 'Adresse der Schnittstelle', en: 'Address of the API' }, kind: 'address', required: false, placeholder: 'https://graph.facebook.com' },
} as const satisfies Record<string, ChannelField>;
