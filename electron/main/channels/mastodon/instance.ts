import { z } from 'zod';
import { call, type MastodonAccount } from './api.ts';

const instanceSchema = z.object({ configuration: z.object({ statuses: z.object({ max_characters: z.number().int().min(1), characters_reserved_per_url: z.number().int().min(1), max_media_attachments: z.number().int().min(0).optional() }), media_attachments: z.object({ supported_mime_types: z.array(z.string()).optional(), image_size_limit: z.number().int().min(1).optional() }).optional() }) });

export interface Limits {
  readonly maxCharacters: number;
  readonly perUrl: number;
  readonly maxMedia: number;
  readonly mediaTypes?: readonly string[] | undefined;
  readonly maxImageBytes?: number | undefined;
}

const KNOWN_FOR_MS = 60 * 60_000;
const UNLESS_SAID: Limits = { maxCharacters: 500, perUrl: 23, maxMedia: 4 };

/** What the instances take, as they say themselves; asked once an hour. One that says nothing counts as having the usual numbers. */
export class Instances {
  readonly #known = new Map<string, { limits: Limits; at: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The usual ones where it says nothing. */
  async limits(account: MastodonAccount, signal: AbortSignal): Promise<Limits> {
    return (await this.said(account, signal)) ?? UNLESS_SAID;
  }

  async said(account: MastodonAccount, signal: AbortSignal): Promise<Limits | undefined> {
    const { origin } = new URL(account.instance);
    const held = this.#known.get(origin);
    if (held !== undefined && Math.abs(this.#now() - held.at) < KNOWN_FOR_MS) return held.limits;
    const answer = await call(account, { method: 'GET', path: '/api/v2/instance', signal }, this.#now);
    const read = answer.kind === 'answer' && answer.status === 200 ? instanceSchema.safeParse(answer.body) : undefined;
    if (read?.success !== true) return held?.limits;
    const { statuses, media_attachments: media } = read.data.configuration;
    const limits: Limits = {
      maxCharacters: statuses.max_characters,
      perUrl: statuses.characters_reserved_per_url,
      maxMedia: statuses.max_media_attachments ?? UNLESS_SAID.maxMedia,
      mediaTypes: media?.supported_mime_types,
      maxImageBytes: media?.image_size_limit,
    };
    this.#known.set(origin, { limits, at: this.#now() });
    return limits;
  }
}

const URLS = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/giu;
const MENTIONS = /(^|[^\w/@.])@(\w+)@[\w.-]+\w/gu;
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** As Mastodon counts: an address takes what the instance says, of somebody's handle only the part before the server's name. */
export function statusLength(text: string, perUrl: number): number {
  const counted = text.normalize('NFC').replace(URLS, 'x'.repeat(perUrl)).replace(MENTIONS, '$1@$2');
  let length = 0;
  for (const _ of segmenter.segment(counted)) length += 1;
  return length;
}
