import type { ChannelName, Visibility } from '../domain/channel.ts';
import type { LengthRule } from '../domain/length-rule.ts';

export type { LengthRule };

/** What a channel can do. Screens, routing and sending ask these facts, never the channel's name. */
export interface ChannelDescriptor {
  readonly name: ChannelName;
  readonly label: { readonly de: string; readonly en: string };
  /** One or two letters or a sign for the badge, and its background colour. */
  readonly badge: { readonly glyph: string; readonly color: string };
  readonly visibilities: readonly Visibility[];
  /** Several people may speak in one thread. */
  readonly threadsOfMany: boolean;
  readonly length: Readonly<Record<Visibility, LengthRule>>;
  /** Capacity one work item takes of an agent's (100). */
  readonly capacityCost: number;
  readonly distribution: 'assign' | 'offer';
  /** `key`: a repeat with the same key has one effect, for `keyLifeMs`. `none`: a repeat is a second post. */
  readonly idempotency: { readonly kind: 'key'; readonly keyLifeMs: number } | { readonly kind: 'none' };
  /** How long after the customer's message an answer may still go; absent: always. */
  readonly replyWindowMs?: Readonly<Partial<Record<Visibility, number>>> | undefined;
  readonly canEdit: boolean;
  readonly canDelete: boolean;
  /** Initials are appended to public posts. */
  readonly signature: boolean;
  /** R14: what may be done about somebody who did not address us; absent: `siteOnly`, answered on the platform's own page. */
  readonly unsummoned?: 'siteOnly' | 'approach' | undefined;
  /** Content deleted at the source leaves an offline desk by itself after this long without contact. */
  readonly purgeOfflineAfterMs?: number | undefined;
}
