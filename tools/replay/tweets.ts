import type { InboundPost } from '../../shared/domain/inbound.ts';
import { RowError, type RejectedRow, type ReplayInput, type ReplayItem } from './item.ts';
import { readCsv } from './read-csv.ts';
import { buildThreads, type BuiltThread, type ThreadNode } from './threads.ts';

export const TWEET_COLUMNS = [
  'tweet_id',
  'author_id',
  'inbound',
  'created_at',
  'text',
  'response_tweet_id',
  'in_response_to_tweet_id',
] as const;
const LARGEST_TEXT = 100_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TWEET_DATE = /^\w{3} (\w{3}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2}) (\d{4})$/;

interface Tweet {
  readonly id: string;
  readonly authorId: string;
  readonly inbound: boolean;
  readonly sentAt: number;
  readonly text: string;
  parentId: string | undefined;
  readonly responseIds: readonly string[];
}
type TweetNode = ThreadNode & { readonly tweet: Tweet };

/** Reads a file of customer-support tweets. `defaultAccount`: for threads in which no brand is named and none answers. */
export async function loadTweets(file: string, defaultAccount: string): Promise<ReplayInput> {
  const tweets = new Map<string, Tweet>();
  const rejected: RejectedRow[] = [];
  let read = 0;
  let duplicates = 0;
  await readCsv(file, TWEET_COLUMNS, {
    row(fields, row) {
      read = row;
      const tweet = readTweet(fields);
      if (tweets.has(tweet.id)) duplicates += 1;
      else tweets.set(tweet.id, tweet);
    },
    broken(error, row) {
      read = row;
      rejected.push({ row, code: error.code, field: error.field, detail: error.message });
    },
  });
  return { read, duplicates, rejected, items: toItems(tweets, defaultAccount) };
}

/** Throws a RowError that names the column. */
export function readTweet(fields: Readonly<Record<string, string>>): Tweet {
  const id = readId(fields['tweet_id']);
  if (id === undefined) throw new RowError('ROW_ID_INVALID', 'tweet_id', `"${shorten(fields['tweet_id'])}" is no id.`);
  const authorId = (fields['author_id'] ?? '').trim();
  if (authorId === '' || authorId.length > 128)
    throw new RowError(
      'ROW_AUTHOR_INVALID',
      'author_id',
      authorId === '' ? 'The author is empty.' : 'The author is longer than 128 characters.',
    );
  const inbound = /^true$/i.test(fields['inbound']?.trim() ?? '')
    ? true
    : /^false$/i.test(fields['inbound']?.trim() ?? '')
      ? false
      : undefined;
  if (inbound === undefined)
    throw new RowError('ROW_DIRECTION_INVALID', 'inbound', `"${shorten(fields['inbound'])}" is neither True nor False.`);
  const sentAt = readTweetDate(fields['created_at'] ?? '');
  if (sentAt === undefined) throw new RowError('ROW_DATE_INVALID', 'created_at', `"${shorten(fields['created_at'])}" is no date.`);
  const text = fields['text'] ?? '';
  if (text.length > LARGEST_TEXT) throw new RowError('ROW_TOO_LARGE', 'text', `The text has ${text.length} characters.`);
  const parentText = fields['in_response_to_tweet_id']?.trim() ?? '';
  const parentId = readId(parentText);
  if (parentText !== '' && parentId === undefined)
    throw new RowError('ROW_ID_INVALID', 'in_response_to_tweet_id', `"${shorten(parentText)}" is no id.`);
  const responseIds = (fields['response_tweet_id'] ?? '')
    .split(',')
    .map((one) => readId(one))
    .filter((one) => one !== undefined);
  return { id, authorId, inbound, sentAt, text, parentId: parentId === id ? undefined : parentId, responseIds };
}

/** Ids of a table that once went through floating point end in `.0`; that is no part of them. */
function readId(text: string | undefined): string | undefined {
  const id = (text ?? '').trim().replace(/\.0$/, '');
  return /^[\w-]{1,200}$/.test(id) ? id : undefined;
}

/** `Tue Oct 31 22:10:47 +0000 2017` or ISO 8601 with a zone → ms; undefined for anything else, also for a 31st of June. */
export function readTweetDate(text: string): number | undefined {
  const found = TWEET_DATE.exec(text.trim());
  if (found === null) return readIsoDate(text.trim());
  const [, monthName, day, hour, minute, second, sign, zoneHours, zoneMinutes, year] = found;
  const month = MONTHS.indexOf(monthName ?? '');
  const local = new Date(Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second)));
  if (month < 0 || local.getUTCDate() !== Number(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const at = local.getTime() - (sign === '-' ? -1 : 1) * (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
  return at >= 0 ? at : undefined;
}

export function readIsoDate(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  const at = Date.parse(text);
  // Date.parse rolls a 31 June over to 1 July.
  const day = Number(text.slice(8, 10));
  const inMonth = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
  return Number.isNaN(at) || at < 0 || day > inMonth ? undefined : at;
}

function toItems(tweets: ReadonlyMap<string, Tweet>, defaultAccount: string): ReplayItem[] {
  // Where only the parent names the answer, the answer still belongs under it.
  for (const tweet of tweets.values()) {
    for (const id of tweet.responseIds) {
      const response = tweets.get(id);
      if (response !== undefined && response !== tweet && response.parentId === undefined) response.parentId = tweet.id;
    }
  }
  const brands = new Map<string, string>();
  for (const tweet of tweets.values()) if (!tweet.inbound) brands.set(tweet.authorId.toLowerCase(), tweet.authorId);
  const nodes = [...tweets.values()].map((tweet): TweetNode => ({ key: tweet.id, parentKey: tweet.parentId, at: tweet.sentAt, tweet }));
  return buildThreads(nodes).flatMap((thread) => {
    const account = accountOf(thread, brands) ?? defaultAccount;
    return thread.nodes.map(({ node, at }): ReplayItem => ({
      message: toPost(node.tweet, thread.rootKey, account, tweets),
      thread: thread.rootKey,
      at,
    }));
  });
}

/** The first brand that answers in the thread; without one, the first that is named in it. */
function accountOf(thread: BuiltThread<TweetNode>, brands: ReadonlyMap<string, string>): string | undefined {
  const answering = thread.nodes.find(({ node }) => !node.tweet.inbound);
  if (answering !== undefined) return answering.node.tweet.authorId;
  for (const { node } of thread.nodes) {
    for (const [, handle] of node.tweet.text.matchAll(/@(\w+)/g)) {
      const brand = brands.get((handle ?? '').toLowerCase());
      if (brand !== undefined) return brand;
    }
  }
  return undefined;
}

function toPost(tweet: Tweet, rootId: string, account: string, tweets: ReadonlyMap<string, Tweet>): InboundPost {
  const recipient = tweet.inbound ? undefined : recipientOf(tweet, tweets);
  return {
    v: 1,
    kind: 'post',
    channel: 'sandbox',
    account,
    remoteId: `twcs-${tweet.id}`,
    direction: tweet.inbound ? 'in' : 'out',
    author: { remoteId: tweet.authorId, handle: tweet.authorId },
    text: tweet.text,
    visibility: 'public',
    sentAt: tweet.sentAt,
    threadRemoteId: `twcs-${rootId}`,
    ...(tweet.parentId === undefined ? {} : { inReplyToRemoteId: `twcs-${tweet.parentId}` }),
    ...(recipient === undefined ? {} : { recipientRemoteId: recipient }),
  };
}

/** Whom a brand tweet answers: the nearest customer above it (a brand may answer itself: 1/2, 2/2), else the number it addresses. */
function recipientOf(tweet: Tweet, tweets: ReadonlyMap<string, Tweet>): string | undefined {
  const seen = new Set([tweet.id]);
  for (let above = tweets.get(tweet.parentId ?? ''); above !== undefined && !seen.has(above.id); above = tweets.get(above.parentId ?? '')) {
    if (above.inbound) return above.authorId;
    seen.add(above.id);
  }
  return /@(\d+)\b/.exec(tweet.text)?.[1];
}

function shorten(text: string | undefined): string {
  const shown = text ?? '';
  return shown.length > 40 ? `${shown.slice(0, 40)}…` : shown;
}
