import WebSocket from 'ws';
import { z } from 'zod';
import { MESSAGE_SERVICE, MESSAGE_SERVICE_FORM } from '../../../shared/channels/bluesky-message.ts';
import { blueskyChannel } from '../../../shared/channels/bluesky.ts';
import type { InboundMessage } from '../../../shared/domain/inbound.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import { FeedFailure, type Feed, type FeedConfig, type FeedRun } from '../ports.ts';
import { readFrame, type Op, type StreamFrame } from './frames.ts';
import { JointCursor } from './joint-cursor.ts';
import { FeedMemory } from './memory.ts';
import { readTalks } from './messages.ts';
import { People } from './people.ts';
import { didOf, mentionedDids, postRecordSchema, quotedUri, toPost, type PostRecord } from './post.ts';
import { ReadSession } from './session.ts';
import { settingTermsSchema, termsInForce, type TermsNow } from '../terms-port.ts';

const settingsSchema = z.object({
  /** A relay's public stream, or one server's own. */
  stream: z.url({ protocol: /^wss?$/ }).default('wss://bsky.network'),
  /** Where names are looked up, without a sign-in. */
  lookUp: z.url({ protocol: /^https?$/ }).default('https://public.api.bsky.app'),
  terms: settingTermsSchema,
  /** Direct messages are read where there is a secret for it: the account's own server, and the service it hands calls on to. */
  service: z.url({ protocol: /^https?$/ }).default('https://bsky.social'),
  messageService: z.string().regex(MESSAGE_SERVICE_FORM).default(MESSAGE_SERVICE),
  everySeconds: z.number().min(0.1).max(3_600).default(10),
  /** Who writes without the account having accepted them: `leave` waits until it does. */
  strangers: z.enum(['take', 'leave']).default('take'),
});
const secretsSchema = z.object({ appPassword: z.string().min(1).max(300).optional(), identifier: z.string().min(1).max(300).optional() });

const POSTS = 'app.bsky.feed.post/';
const HANDSHAKE_MS = 15_000;
const PING_MS = 30_000;
/** A cursor goes to disk at least this often although nothing was for us. */
const CURSOR_MS = 10_000;
const MOST_WAITING = 2_000;
const MOST_PER_DELIVERY = 200;

/**
 * Public posts that speak to the account or of its terms, off the public stream: nothing is signed in to, so nothing here could write. Direct messages beside it, where
 * there is an app password for them.
 */
export function openBlueskyFeed(config: FeedConfig): Feed {
  const settings = settingsSchema.safeParse(config.settings);
  if (!settings.success) throw new CodedError('CONFIG_INVALID', { field: `settings.${settings.error.issues[0]?.path.join('.') ?? ''}`, detail: settings.error.issues[0]?.message });
  const { stream, lookUp, terms, service, messageService, everySeconds, strangers } = settings.data;
  const secrets = secretsSchema.safeParse(config.secrets);
  if (!secrets.success) throw new CodedError('CONFIG_INVALID', { field: `secrets.${secrets.error.issues[0]?.path.join('.') ?? ''}` });
  const { appPassword, identifier } = secrets.data;
  const session = appPassword === undefined ? undefined : new ReadSession({ service, identifier: identifier ?? config.account, appPassword });
  return {
    run: async (given) => {
      const cursors = new JointCursor(given);
      const both = new AbortController();
      const run: FeedRun = { ...given, cursor: given.cursor, deliver: (messages, cursor) => cursors.stream(messages, cursor), state: (health) => given.state(health), signal: AbortSignal.any([given.signal, both.signal]) };
      const people = new People(lookUp, () => run.clock.now());
      const ownDid = await people.resolve(config.account, run.signal);
      const memory = new FeedMemory(run.cursor);
      const termsNow = termsInForce(run, terms);
      const judge = (frame: Extract<StreamFrame, { kind: 'commit' }>): Promise<InboundMessage[]> => messagesOf(frame, { account: config.account, ownDid, memory, people, find: (text, languages) => termsNow().find(text, languages), signal: run.signal });
      const posts = listen(new URL('/xrpc/com.atproto.sync.subscribeRepos', stream), run, memory, async (frame) => {
        if (frame.kind === 'identity') people.forget(frame.did);
        return frame.kind === 'commit' ? judge(frame) : [];
      });
      if (session === undefined) return posts;
      // Trouble with the talks is told and waited out: it must not cost the posts.
      const tell = (failure: FeedFailure | undefined): void => given.state({ state: 'live', ...(failure === undefined ? {} : { detail: `direct messages wait: ${failure.code} ${failure.message}`.slice(0, 400) }) });
      const talks = readTalks({ account: config.account, ownDid, session, service: messageService, everyMs: everySeconds * 1_000, strangers }, run, cursors.talks, (messages, cursor) => cursors.messages(messages, cursor), tell);
      const ends = [posts, talks].map((one) => one.finally(() => both.abort()));
      const [failed] = (await Promise.allSettled(ends)).filter((end) => end.status === 'rejected');
      if (failed !== undefined && !given.signal.aborted) throw failed.reason;
    },
  };
}

interface Judge {
  readonly account: string;
  readonly ownDid: string;
  readonly memory: FeedMemory;
  readonly people: People;
  readonly find: TermsNow['find'];
  readonly signal: AbortSignal;
}

async function messagesOf(frame: Extract<StreamFrame, { kind: 'commit' }>, judge: Judge): Promise<InboundMessage[]> {
  const messages: InboundMessage[] = [];
  for (const op of frame.ops) if (op.path.startsWith(POSTS)) messages.push(...(await messagesOfOp(frame, op, judge)));
  return messages;
}

async function messagesOfOp(frame: Extract<StreamFrame, { kind: 'commit' }>, op: Op, judge: Judge): Promise<InboundMessage[]> {
  const { account, ownDid, memory, people, find, signal } = judge;
  const { did, at } = frame;
  const uri = `at://${did}/${op.path}`;
  const common = { v: 1 as const, channel: blueskyChannel.name, account, remoteId: uri };
  const isOwn = did === ownDid;
  if (op.action === 'delete') return isOwn || memory.knows(did) ? [{ ...common, kind: 'deletion', deletedAt: at }] : [];
  const read = postRecordSchema.safeParse(frame.record(op));
  if (!read.success) return [];
  const record = read.data;
  if (op.action === 'update') return isOwn || memory.knows(did) ? [{ ...common, kind: 'edit', text: record.text, editedAt: at }] : [];
  const rootUri = record.reply?.root.uri ?? uri;
  const summoned = isOwn || addresses(record, did, ownDid, memory);
  const isShown = memory.isShown(rootUri);
  if (!summoned && isShown) {
    memory.overheard(did);
    return [{ ...toPost({ account, ownDid, uri, author: await people.of(did, signal), record, at, summoned: true }), context: true }];
  }
  const foundBy = summoned ? [] : find(record.text, record.langs);
  if (!summoned && foundBy.length === 0) return [];
  const above = isShown || record.reply === undefined ? [] : await postsAbove(record.reply.parent.uri, at, judge);
  const author = await people.of(did, signal);
  if (!isOwn) memory.heard(did, rootUri);
  return [...above, { ...toPost({ account, ownDid, uri, author, record, at, summoned }), ...(foundBy.length === 0 ? {} : { foundBy }) }];
}

/** So many posts above one that came are shown with it. */
const MOST_ABOVE = 10;

/** D12: what a first word to us in a thread answers, the oldest first. What is gone ends the way up. */
async function postsAbove(from: string, at: number, { account, ownDid, memory, people, signal }: Judge): Promise<InboundMessage[]> {
  const above: InboundMessage[] = [];
  for (let uri: string | undefined = from; uri !== undefined && above.length < MOST_ABOVE; ) {
    const read = postRecordSchema.safeParse(await people.post(uri, signal));
    if (!read.success) break;
    const did = didOf(uri);
    const said = Date.parse(read.data.createdAt);
    if (did !== ownDid) memory.overheard(did);
    above.unshift({ ...toPost({ account, ownDid, uri, author: await people.of(did, signal), record: read.data, at: Number.isNaN(said) ? at : Math.min(said, at), summoned: true }), context: true });
    uri = read.data.reply?.parent.uri;
  }
  return above;
}

/** Names us, answers us, stands under a post of ours, quotes us, or goes on where its author spoke to us before. */
function addresses(record: PostRecord, did: string, ownDid: string, memory: FeedMemory): boolean {
  const { reply } = record;
  if (mentionedDids(record).includes(ownDid)) return true;
  const quoted = quotedUri(record);
  if (quoted !== undefined && didOf(quoted) === ownDid) return true;
  return reply !== undefined && (didOf(reply.parent.uri) === ownDid || didOf(reply.root.uri) === ownDid || (didOf(reply.parent.uri) === did && memory.isPart(did, reply.root.uri)));
}

/** Reads the stream from the memory's place on, one frame after the other. Returns when the server stops; throws FeedFailure when the stream ends. */
async function listen(url: URL, run: FeedRun, memory: FeedMemory, take: (frame: StreamFrame) => Promise<InboundMessage[]>): Promise<void> {
  if (memory.seq !== undefined) url.searchParams.set('cursor', String(memory.seq));
  const socket = new WebSocket(url, { handshakeTimeout: HANDSHAKE_MS, maxPayload: 8 * 1024 * 1024 });
  const waiting: Uint8Array[] = [];
  let wake: (() => void) | undefined;
  let end: FeedFailure | undefined;
  let isOpen = false;
  let heardBack = true;
  const finish = (failure: FeedFailure): void => {
    end ??= failure;
    wake?.();
  };
  socket.on('message', (data: Buffer) => {
    waiting.push(data);
    if (waiting.length > MOST_WAITING) socket.pause();
    wake?.();
  });
  socket.on('open', () => {
    isOpen = true;
    run.state({ state: 'live' });
  });
  socket.on('pong', () => (heardBack = true));
  socket.on('error', (error) => finish(new FeedFailure('PLATFORM_UNREACHABLE', error.message)));
  socket.on('close', (code) => finish(new FeedFailure('PLATFORM_UNREACHABLE', `the stream ended (${code})`)));
  const stop = (): void => finish(new FeedFailure('PLATFORM_UNREACHABLE', 'stopped'));
  run.signal.addEventListener('abort', stop, { once: true });
  let cancelPing = (): void => undefined;
  const ping = (): void => {
    cancelPing = run.timers.after(PING_MS, () => {
      if (!heardBack) return finish(new FeedFailure('PLATFORM_UNREACHABLE', 'the stream went silent'));
      heardBack = false;
      if (isOpen) socket.ping();
      ping();
    });
  };
  ping();
  try {
    let found: InboundMessage[] = [];
    let storedAt = run.clock.now();
    const deliver = async (): Promise<void> => {
      await run.deliver(found, memory.cursor());
      found = [];
      storedAt = run.clock.now();
    };
    for (;;) {
      const next = waiting.shift();
      if (next === undefined) {
        if (found.length > 0) {
          await deliver();
          continue;
        }
        if (run.signal.aborted) return;
        if (end !== undefined) throw end;
        socket.resume();
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      const frame = frameOf(next);
      if (frame === undefined) continue;
      if (frame.kind === 'error') {
        // Its numbers begin anew: what was said meanwhile cannot be asked for by ours.
        if (frame.error === 'FutureCursor') memory.seq = undefined;
        await deliver();
        throw new FeedFailure('PLATFORM_UNREACHABLE', `the stream refuses: ${frame.error} ${frame.detail}`);
      }
      if (frame.kind === 'info') {
        run.state({ state: 'live', detail: `the stream says ${frame.name}` });
        continue;
      }
      found.push(...(await take(frame)));
      if (frame.seq !== undefined) memory.seq = frame.seq;
      if (found.length >= MOST_PER_DELIVERY || run.clock.now() - storedAt >= CURSOR_MS) await deliver();
    }
  } finally {
    cancelPing();
    run.signal.removeEventListener('abort', stop);
    socket.on('error', () => undefined);
    socket.terminate();
  }
}

/** What one account's server sent askew must not stop everybody else's posts. */
function frameOf(message: Uint8Array): StreamFrame | undefined {
  try {
    return readFrame(message);
  } catch {
    return undefined;
  }
}
