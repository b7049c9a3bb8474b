import { createHash } from 'node:crypto';
import { z } from 'zod';
import { inboundMessageSchema, type InboundMessage, type InboundPost } from '../../shared/domain/inbound.ts';
import { instantSchema } from '../../shared/domain/ids.ts';
import { RowError, type RejectedRow, type ReplayInput, type ReplayItem } from './item.ts';
import { readLines } from './read-lines.ts';
import { readIsoDate, readTweetDate } from './tweets.ts';
import { buildThreads, type ThreadNode } from './threads.ts';

const name = z.string().min(1).max(256);

/** The short form: what one would write by hand. */
export const shortMessageSchema = z.strictObject({
  text: z.string().max(100_000),
  author: z.union([
    name,
    z.strictObject({
      id: name.optional(),
      handle: name,
      name: z.string().max(256).optional(),
      followers: z.number().int().min(0).optional(),
    }),
  ]),
  account: z.string().min(1).max(128).optional(),
  channel: z.string().min(1).max(32).optional(),
  sentAt: z.union([instantSchema, z.string().max(64)]).optional(),
  id: z.string().min(1).max(256).optional(),
  inReplyTo: z.string().min(1).max(256).optional(),
  thread: z.string().min(1).max(256).optional(),
  direction: z.enum(['in', 'out']).optional(),
  to: name.optional(),
  visibility: z.enum(['public', 'private']).optional(),
  language: z.string().max(16).optional(),
});

interface LineNode extends ThreadNode {
  readonly message: InboundMessage;
}

/** Reads JSON lines. `defaultAccount` is for lines that name none, `now` (ms) for lines without a date. */
export async function loadJsonLines(file: string, defaultAccount: string, now: number): Promise<ReplayInput> {
  const nodes = new Map<string, LineNode>();
  const rejected: RejectedRow[] = [];
  const unnamed = new Map<string, number>();
  let read = 0;
  let duplicates = 0;
  await readLines(file, {
    line(text, row) {
      read = row;
      const message = readJsonLine(text, { defaultAccount, now, unnamed });
      const node = toNode(message, row);
      if (nodes.has(node.key)) duplicates += 1;
      else nodes.set(node.key, node);
    },
    broken(error, row) {
      read = row;
      rejected.push({ row, code: error.code, field: error.field, detail: error.message });
    },
  });
  const items = buildThreads([...nodes.values()]).flatMap(({ rootKey, nodes: placed }) =>
    placed.map(({ node, at }): ReplayItem => ({ message: withThread(node.message, rootKey, nodes), thread: rootKey, at })),
  );
  return { read, duplicates, rejected, items };
}

interface Defaults {
  readonly defaultAccount: string;
  readonly now: number;
  /** How often a line without an id has been seen, by what it says. */
  readonly unnamed: Map<string, number>;
}

/** Throws a RowError that names the field. */
export function readJsonLine(text: string, defaults: Defaults): InboundMessage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RowError('ROW_BROKEN', undefined, 'The line is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RowError('ROW_BROKEN', undefined, 'The line is not a JSON object.');
  if (!('kind' in value) && !('v' in value)) return fromShort(parseWith(shortMessageSchema, value), defaults);
  if ('v' in value && value.v !== 1)
    throw new RowError('VERSION_UNKNOWN', 'v', `Version ${JSON.stringify(value.v)} is not known; this build reads version 1.`);
  return parseWith(inboundMessageSchema, value);
}

function parseWith<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.');
  throw new RowError('INPUT_INVALID', field, `${field}: ${issue?.message ?? 'invalid'}`);
}

function fromShort(short: z.infer<typeof shortMessageSchema>, { defaultAccount, now, unnamed }: Defaults): InboundPost {
  const author = typeof short.author === 'string' ? { handle: short.author.replace(/^@(?=.)/, '') } : short.author;
  const account = (short.account ?? defaultAccount).replace(/^@(?=.)/, '');
  const post = {
    v: 1,
    kind: 'post',
    channel: short.channel ?? 'sandbox',
    account,
    remoteId: short.id ?? idOf(short, account, unnamed),
    direction: short.direction ?? (author.handle.toLowerCase() === account.toLowerCase() ? 'out' : 'in'),
    author: {
      remoteId: ('id' in author ? author.id : undefined) ?? author.handle,
      handle: author.handle,
      displayName: 'name' in author ? author.name : undefined,
      followers: 'followers' in author ? author.followers : undefined,
    },
    text: short.text,
    visibility: short.visibility ?? 'public',
    sentAt: readSentAt(short.sentAt, now),
    threadRemoteId: short.thread,
    inReplyToRemoteId: short.inReplyTo,
    recipientRemoteId: short.to,
    language: short.language,
  };
  return parseWith(inboundMessageSchema, JSON.parse(JSON.stringify(post))) as InboundPost;
}

/** A line without an id gets one from what it says, so that a second run finds it again; the same line twice is two messages. */
function idOf(short: z.infer<typeof shortMessageSchema>, account: string, unnamed: Map<string, number>): string {
  const content = createHash('sha256')
    .update(JSON.stringify([account, short.author, short.text, short.sentAt ?? null, short.inReplyTo ?? null]))
    .digest('hex')
    .slice(0, 24);
  const times = (unnamed.get(content) ?? 0) + 1;
  unnamed.set(content, times);
  return times === 1 ? `line-${content}` : `line-${content}-${times}`;
}

function readSentAt(value: number | string | undefined, now: number): number {
  if (value === undefined) return now;
  if (typeof value === 'number') return value;
  const at = readIsoDate(value) ?? readTweetDate(value);
  if (at === undefined) throw new RowError('ROW_DATE_INVALID', 'sentAt', `"${value}" is no date.`);
  return at;
}

const keyOf = (message: InboundMessage, remoteId: string): string =>
  JSON.stringify([message.channel, message.account.toLowerCase(), remoteId]);

function toNode(message: InboundMessage, row: number): LineNode {
  if (message.kind === 'post') {
    const parent = message.inReplyToRemoteId ?? (message.threadRemoteId === message.remoteId ? undefined : message.threadRemoteId);
    return {
      key: keyOf(message, message.remoteId),
      parentKey: parent === undefined || parent === message.remoteId ? undefined : keyOf(message, parent),
      at: message.sentAt,
      message,
    };
  }
  return {
    key: `${row} ${message.kind}`,
    parentKey: keyOf(message, message.remoteId),
    at: message.kind === 'edit' ? message.editedAt : message.deletedAt,
    message,
  };
}

/** A reply within the file is told its thread's root; where the root is not in the file, the server knows the parent or begins anew. */
function withThread(message: InboundMessage, rootKey: string, nodes: ReadonlyMap<string, LineNode>): InboundMessage {
  const root = nodes.get(rootKey)?.message;
  if (message.kind !== 'post' || message.threadRemoteId !== undefined || root === undefined || root.kind !== 'post' || root === message)
    return message;
  return { ...message, threadRemoteId: root.threadRemoteId ?? root.remoteId };
}
