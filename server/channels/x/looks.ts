import { z } from 'zod';
import { xChannel } from '../../../shared/channels/x.ts';
import type { InboundMessage } from '../../../shared/domain/inbound.ts';
import { readPosts, type ReadApi } from './read-api.ts';
import { pageMessages, type OwnAccount } from './timeline.ts';

const sinceId = z.string().regex(/^\d{1,20}$/);
const cursorSchema = z.object({
  since: z.record(z.string(), sinceId).default({}),
  /** Ids taken in, the oldest first; looked up again once a round. */
  held: z.array(sinceId).default([]),
  recheckedAt: z.number().default(0),
});
export type Cursor = z.infer<typeof cursorSchema>;

const MOST_HELD = 2_000;
const LOOKUP = 100;
const MOST_PAGES = 8;
const FIRST_LOOK_BACK_MS = 24 * 3_600_000;

export interface Source {
  readonly name: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** What it counts as in the account's budget. */
  readonly action: 'read' | 'search';
  /** The group of terms it looks for. */
  readonly group?: string | undefined;
  /** What the stream has brought need not be searched for again. */
  readonly streamed?: boolean | undefined;
}

/** Everything since the last look, the oldest first. */
export async function look(api: ReadApi, source: Source, own: OwnAccount, cursor: Cursor): Promise<{ messages: InboundMessage[]; cursor: Cursor; waitMs: number | undefined }> {
  const since = later(cursor.since[source.name], source.streamed === true ? cursor.since['stream'] : undefined);
  const from = since === undefined ? { start_time: new Date(api.now() - FIRST_LOOK_BACK_MS).toISOString() } : { since_id: since };
  const pages: InboundMessage[][] = [];
  let newest = since;
  let next: string | undefined;
  let waitMs: number | undefined;
  for (let n = 0; n < MOST_PAGES; n += 1) {
    const paging = next === undefined ? {} : source.action === 'search' ? { next_token: next } : { pagination_token: next };
    const { page, waitMs: wait } = await readPosts(api, source.path, { max_results: '100', ...source.query, ...from, ...paging }, source.action);
    waitMs = wait;
    pages.unshift(pageMessages(page, own));
    if (n === 0) newest = later(newest, page.meta?.newest_id);
    next = page.meta?.next_token;
    if (next === undefined || wait !== undefined) break;
  }
  const messages = pages.flat().map((one) => (source.group === undefined || one.kind !== 'post' ? one : { ...one, foundBy: [{ group: source.group }] }));
  return { messages, cursor: newest === cursor.since[source.name] || newest === undefined ? cursor : taken(cursor, source.name, messages, newest), waitMs };
}

/** The cursor behind these messages. */
export function taken(cursor: Cursor, name: string, messages: readonly InboundMessage[], newest: string | undefined): Cursor {
  const ids = messages.flatMap((one) => (one.kind === 'post' && one.direction === 'in' ? [one.remoteId] : []));
  const since = later(cursor.since[name], newest);
  return { ...cursor, since: since === undefined ? cursor.since : { ...cursor.since, [name]: since }, held: [...new Set([...cursor.held, ...ids])].slice(-MOST_HELD) };
}

/** Ids are numbers that grow with time. */
function later(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return BigInt(one) > BigInt(other) ? one : other;
}

/** Which of these posts are gone, deleted or withdrawn from view. */
export async function deleted(api: ReadApi, ids: readonly string[], own: OwnAccount): Promise<InboundMessage[]> {
  const gone: InboundMessage[] = [];
  for (let at = 0; at < ids.length; at += LOOKUP) {
    const asked = ids.slice(at, at + LOOKUP);
    const { page } = await readPosts(api, '/2/tweets', { ids: asked.join(',') }, 'read');
    const missing = new Set((page.errors ?? []).filter((one) => one.resource_type === 'tweet').map((one) => one.resource_id));
    for (const id of asked) if (missing.has(id)) gone.push({ v: 1, channel: xChannel.name, account: own.handle, remoteId: id, kind: 'deletion', deletedAt: api.now() });
  }
  return gone;
}

export function readCursor(text: string | undefined): Cursor {
  if (text === undefined) return cursorSchema.parse({});
  try {
    return cursorSchema.parse(JSON.parse(text));
  } catch {
    return cursorSchema.parse({});
  }
}
