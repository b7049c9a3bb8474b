import type { ChannelName, Visibility } from '../domain/channel.ts';
import type { LengthRule } from '../domain/length-rule.ts';

export type { LengthRule };

export interface Label {
  readonly de: string;
  readonly en: string;
}

/** One thing the wizard asks for. A `secret` goes to the keychain, anything else into the account's settings. */
export interface ChannelField {
  readonly name: string;
  readonly label: Label;
  readonly kind: 'text' | 'secret' | 'address' | 'number' | 'choice' | 'flag';
  readonly required: boolean;
  readonly choices?: readonly string[] | undefined;
  readonly placeholder?: string | undefined;
  readonly help?: Label | undefined;
}

/** How an account signs in. `fields` make up the JSON in the keychain; `scopes` are asked for and explained. */
export interface CredentialKind {
  readonly kind: 'oauth2' | 'appPassword' | 'token' | 'mail' | 'none';
  readonly fields: readonly ChannelField[];
  readonly scopes: readonly { readonly name: string; readonly why: Label }[];
  /** It runs out and is renewed by the connector's `refresh`. */
  readonly rotates: boolean;
  readonly oauth2?: { readonly authorizeUrl: string; readonly tokenUrl: string; /** Templates: `{name}` is taken from the fields, else from the account's settings. */ readonly perInstance?: boolean | undefined; /** Every desk has the platform give it a name of its own before a sign-in. */ readonly registerUrl?: string | undefined; /** Where the account's settings name no addresses: the setting that names the issuer, which says them itself (RFC 8414, OpenID Connect). */ readonly issuerIn?: string | undefined } | undefined;
  /** Another way to sign in, where the account's setting says so; ask `credentialOf`. */
  readonly instead?: { readonly setting: string; readonly is: string; readonly kind: Omit<CredentialKind, 'instead'>; /** The setting that names the scopes, separated by spaces. */ readonly scopesIn?: string | undefined } | undefined;
}

export type ChannelAction = 'post' | 'privateMessage' | 'search' | 'read' | 'hide' | 'session';

/** So many in a window that slides, shared by all who use the account (or the app, or the address). */
export interface ChannelLimit {
  readonly action: ChannelAction;
  readonly count: number;
  readonly windowMs: number;
  readonly per: 'account' | 'app' | 'address';
  /** These count in the same window. */
  readonly also?: readonly ChannelAction[] | undefined;
  /** So many of it are kept for what goes out: reading and searching stop before. */
  readonly keep?: number | undefined;
}

/** What one action costs at the platform, in millionths of a US dollar; `withLink`: where an address in the text changes the price. */
export interface ChannelCost {
  readonly action: ChannelAction;
  readonly microUsd: number;
  readonly withLinkMicroUsd?: number | undefined;
}

export interface MediaLimits {
  readonly maxCount: number;
  readonly maxBytes: number;
  readonly maxBytesTogether?: number | undefined;
  /** e.g. `image/png`, `video/*`; `*`: any. */
  readonly types: readonly string[];
  /** Some kinds may be less large. */
  readonly lessOf?: { readonly types: readonly string[]; readonly maxBytes: number } | undefined;
  /** The channel shows a description of each to those who do not see it. */
  readonly alt?: boolean | undefined;
  /** A message is words or one file: each file is a part of its own, after the words. What may be said once (`oneShotPrivateReply`) takes none. */
  readonly apart?: boolean | undefined;
}

/** What a channel can do. Screens, routing and sending ask these facts, never the channel's name. */
export interface ChannelDescriptor {
  readonly name: ChannelName;
  readonly label: Label;
  /** One or two letters or a sign for the badge, and its background colour. */
  readonly badge: { readonly glyph: string; readonly color: string };
  readonly visibilities: readonly Visibility[];
  /** Several people may speak in one thread. */
  readonly threadsOfMany: boolean;
  readonly length: Readonly<Record<Visibility, LengthRule>>;
  /** Capacity one work item takes of an agent's (100). */
  readonly capacityCost: number;
  readonly distribution: 'assign' | 'offer';
  /**
   * `key`: a repeat with the same key has one effect, for `keyLifeMs`. `lookUp`: a repeat is safe after looking for our own id (Message-ID). `none`: a repeat is
   * a second post.
   */
  readonly idempotency: { readonly kind: 'key'; readonly keyLifeMs: number } | { readonly kind: 'lookUp' } | { readonly kind: 'none' };
  /** How long after the customer's message an answer may still go; absent: always. */
  readonly replyWindowMs?: Readonly<Partial<Record<Visibility, number>>> | undefined;
  /** With this setting of the account switched on the windows are these instead. */
  readonly longerWindow?: { readonly setting: string; readonly windowMs: Readonly<Partial<Record<Visibility, number>>> } | undefined;
  readonly canEdit: boolean;
  readonly canDelete: boolean;
  /** Customers edit and delete what they said, and the platform tells us. */
  readonly tellsEdits: boolean;
  readonly tellsDeletions: boolean;
  /** The other side's typing, reading and being there are known, and ours are told. */
  readonly presence?: boolean | undefined;
  /** Initials are appended to public posts. */
  readonly signature: boolean;
  /** Messages have a subject. */
  readonly subject?: boolean | undefined;
  /** Its people are those of another channel: the platform knows them by the same number on both. */
  readonly peopleOf?: ChannelName | undefined;
  /** R14: what may be done about somebody who did not address us; absent: `siteOnly`, answered on the platform's own page. */
  readonly unsummoned?: 'siteOnly' | 'approach' | undefined;
  /** A private answer to a public post may be written once, within this time; it goes on only after the person answered. */
  readonly oneShotPrivateReply?: { readonly withinMs: number } | undefined;
  /** Files that may go with an answer; absent: none. */
  readonly media?: Readonly<Partial<Record<Visibility, MediaLimits>>> | undefined;
  readonly credential: CredentialKind;
  /** Settings of an account besides its credential. */
  readonly settings: readonly ChannelField[];
  readonly limits?: readonly ChannelLimit[] | undefined;
  readonly costs?: readonly ChannelCost[] | undefined;
  /** The platform refuses a text it heard from the account a moment ago: the composer says so before. */
  readonly identicalText?: 'refused' | undefined;
  /** A place to try things: nobody outside reads along, so a test may be posted there. */
  readonly trial?: boolean | undefined;
  /** AWAY-1: whether somebody who wrote in private may be told by a machine that we are closed; absent: no. */
  readonly automaticReply?: 'allowed' | undefined;
  /** Whether the platform's rules allow one answer for many (D6). */
  readonly bulk: 'allowed' | 'forbidden';
  /** Page on which a person writes one post for all; `{text}` is what they begin with. */
  readonly statusPage?: string | undefined;
  /** C8: terms are looked for here; absent: nothing is. `queryMax`: the platform searches, by queries of so many characters; absent: all posts pass by and we look ourselves. */
  readonly search?: { readonly queryMax?: number | undefined } | undefined;
  /** Spoken: nothing is written or sent from the desk, and its work is call-backs (C5). */
  readonly byVoice?: boolean | undefined;
  /** Content deleted at the source leaves an offline desk by itself after this long without contact. */
  readonly purgeOfflineAfterMs?: number | undefined;
}
