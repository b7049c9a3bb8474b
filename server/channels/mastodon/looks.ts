import { z } from 'zod';
import type { TermHit } from '../../../shared/domain/search-terms.ts';
import type { InboundMessage } from '../../../shared/domain/inbound.ts';
import type { TermsNow } from '../terms-port.ts';
import type { Place } from './place.ts';
import { type ReadApi, read } from './read-api.ts';
import { type OwnAccount, toDeletion, toEdit, toPost } from './to-inbound.ts';
import { contextSchema, notificationSchema, type Status, statusSchema } from './wire.ts';

export interface Looks {
  readonly api: ReadApi;
  readonly own: OwnAccount;
  readonly place: Place;
  /** Without terms the public timeline is left alone. */
  readonly termsNow: () => TermsNow;
}

const PAGE = 40;
const MOST_PAGES = 20;
/** So many ids fit one look again. */
const AGAIN = 20;
/** One post that cannot be read must not hold back the others. */
const readable = <T>(schema: z.ZodType<T>) => z.array(z.unknown()).transform((all) => all.flatMap((one) => schema.safeParse(one).data ?? []));
const notifications = readable(notificationSchema);
const statuses = readable(statusSchema);

export interface Seen {
  readonly messages: InboundMessage[];
  readonly waitMs: number | undefined;
}

/** Everything since the last look: mentions, own posts, hits of terms. The first look begins with what is there now. Throws FeedFailure. */
export async function lookRound(looks: Looks): Promise<Seen> {
  const { api, own, place } = looks;
  const { terms, find } = looks.termsNow();
  const messages: InboundMessage[] = [];
  const mentions = await pages(looks, `/api/v1/notifications?types[]=mention&limit=${PAGE}`, notifications, place.mention, (id) => (place.mention = id));
  const take = async (status: Status, summoned: boolean, foundBy?: TermHit[]): Promise<void> => {
    // The stream was there before.
    messages.push(...(place.held.has(status.id) ? changed(own, place, status) : await postOf(looks, status, summoned, foundBy)));
  };
  for (const { status } of mentions.all) if (status !== null && status !== undefined) await take(status, true);
  const written = await pages(looks, `/api/v1/accounts/${own.id}/statuses?exclude_reblogs=true&limit=${PAGE}`, statuses, place.own, (id) => (place.own = id));
  for (const status of written.all) await take(status, true);
  let waitMs = Math.max(mentions.waitMs ?? 0, written.waitMs ?? 0);
  if (terms.length === 0) place.public = undefined;
  else {
    const said = await pages(looks, `/api/v1/timelines/public?limit=${PAGE}`, statuses, place.public, (id) => (place.public = id));
    waitMs = Math.max(waitMs, said.waitMs ?? 0);
    for (const status of said.all) {
      const isOurs = status.account.id === own.id || status.mentions.some((one) => one.id === own.id);
      const post = isOurs ? undefined : toPost(own, status, status.id, false);
      const foundBy = post === undefined ? [] : find(post.text, post.language === undefined ? undefined : [post.language]);
      if (foundBy.length > 0) await take(status, false, foundBy);
    }
  }
  return { messages, waitMs: waitMs === 0 || api.signal.aborted ? undefined : waitMs };
}

/** What came in is looked at again: an edit of a public mention and a deletion while nobody listened are told to nobody. */
export async function lookAgain({ api, own, place }: Looks): Promise<InboundMessage[]> {
  const messages: InboundMessage[] = [];
  const ids = [...place.held.keys()];
  for (let from = 0; from < ids.length; from += AGAIN) {
    const asked = ids.slice(from, from + AGAIN);
    const answer = await read(api, `/api/v1/statuses?${asked.map((id) => `id[]=${id}`).join('&')}`, statuses);
    if (answer === 'gone') break;
    const there = new Map(answer.data.map((status) => [status.id, status]));
    for (const id of asked) {
      const status = there.get(id);
      if (status === undefined) {
        place.held.delete(id);
        messages.push(toDeletion(own, id, api.now()));
      } else messages.push(...changed(own, place, status));
    }
    if (answer.waitMs !== undefined) break;
  }
  place.lookedAgainAt = api.now();
  return messages;
}

/** So many posts above one that came are shown with it. */
const MOST_ABOVE = 20;

/** One post that just came, or came by a page, and before it what it answers where that is not here yet. */
export async function postOf({ api, own, place }: Looks, status: Status, summoned: boolean, foundBy?: TermHit[]): Promise<InboundMessage[]> {
  let rootId = status.id;
  const above: InboundMessage[] = [];
  if (status.in_reply_to_id !== null) {
    const context = await read(api, `/api/v1/statuses/${status.id}/context`, contextSchema);
    const ancestors = context === 'gone' ? [] : context.data.ancestors;
    rootId = ancestors[0]?.id ?? status.in_reply_to_id;
    for (const one of ancestors.slice(-MOST_ABOVE)) {
      if (place.held.has(one.id)) continue;
      place.hold(one.id, one.edited_at);
      above.push({ ...toPost(own, one, rootId, true), context: true });
    }
  }
  place.hold(status.id, status.edited_at);
  return [...above, { ...toPost(own, status, rootId, summoned), ...(foundBy === undefined ? {} : { foundBy }) }];
}

export function changed(own: OwnAccount, place: Place, status: Status): InboundMessage[] {
  const known = place.held.get(status.id);
  if (known === undefined || status.edited_at === null || status.edited_at === undefined || status.edited_at <= known) return [];
  place.held.set(status.id, status.edited_at);
  return [toEdit(own, status, status.edited_at)];
}

/** Rising, page by page behind `since`; without it only the newest page is taken, so that the next look has a beginning. */
async function pages<T extends { readonly id: string }>({ api }: Looks, path: string, schema: z.ZodType<T[]>, since: string | undefined, moved: (id: string) => void): Promise<{ all: T[]; waitMs: number | undefined }> {
  const all: T[] = [];
  let waitMs: number | undefined;
  let at = since;
  for (let n = 0; n < MOST_PAGES; n += 1) {
    const answer = await read(api, `${path}${at === undefined ? '' : `&min_id=${encodeURIComponent(at)}`}`, schema);
    if (answer === 'gone') break;
    waitMs = answer.waitMs;
    const rising = answer.data.toReversed();
    all.push(...rising);
    at = rising.at(-1)?.id ?? at;
    if (since === undefined || rising.length < PAGE || waitMs !== undefined) break;
  }
  // An account that has nothing yet: everything that comes is new.
  if (at !== since || at === undefined) moved(at ?? '0');
  return { all, waitMs };
}
