import { z } from 'zod';
import { blueskyMessageId } from '../../../../shared/channels/bluesky-message.ts';
import type { ReconcileOutcome, ReconcileRequest, SendOutcome, SendRequest } from '../ports.ts';
import type { Ask } from './made-record.ts';
import { facetsOf } from './post-record.ts';
import { failed, refused } from './send.ts';
import { hasNoAccess, type Session } from './sessions.ts';
import type { XrpcAnswer } from './xrpc.ts';

// Direct messages: another service behind the account's own server, which hands calls on to it (`atproto-proxy`). There is no key: a repeat would be a second message.

const convoSchema = z.object({ convo: z.object({ id: z.string().regex(/^[\w-]{1,64}$/) }) });
const messageSchema = z.object({ id: z.string().regex(/^[\w-]{1,64}$/), text: z.string().optional(), sender: z.object({ did: z.string() }).optional(), sentAt: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)).optional() });
const pageSchema = z.object({ cursor: z.string().optional(), messages: z.array(messageSchema) });

/** The attempt began by our clock, messages are dated by the service's: allowed this much. */
const SLACK_MS = 2 * 60_000;
const MOST_PAGES = 10;

type Before = Extract<SendOutcome, { kind: 'failed' }>;

/** Sends one part to one person. */
export async function sendMessage(ask: Ask, service: string, { frozen, part }: SendRequest, now: () => number): Promise<SendOutcome> {
  const text = frozen.parts[part];
  if (text === undefined) return failed({ code: 'PLATFORM_REFUSED', detail: `the reply has no part ${part + 1}`, retryable: false });
  const convo = await convoWith(ask, service, frozen.recipientRemoteId);
  if (convo.kind !== 'convo') return convo.kind === 'none' ? nothingOut(convo.answer) : failed({ code: 'PLATFORM_REFUSED', detail: 'a direct message needs a person to go to', retryable: false });
  const facets = await facetsOf(ask, text);
  if ('kind' in facets) return nothingOut(facets.kind === 'unreachable' ? facets.answer : undefined);
  const answer = await ask({ nsid: 'chat.bsky.convo.sendMessage', proxy: service, input: { convoId: convo.id, message: { text, ...(facets.length === 0 ? {} : { facets }) } } });
  if (answer.kind === 'notSent') return failed({ code: 'PLATFORM_UNREACHABLE', detail: answer.detail, retryable: true });
  if (answer.kind === 'lost') return { kind: 'unknown', detail: answer.detail };
  if (answer.status === 200) {
    const made = messageSchema.safeParse(answer.body);
    return made.success ? { kind: 'delivered', remoteId: blueskyMessageId(convo.id, made.data.id), sentAt: made.data.sentAt ?? now() } : { kind: 'unknown', detail: 'the service accepted, but its answer cannot be read' };
  }
  if (answer.status < 400 || answer.status >= 500 || answer.error === undefined) return { kind: 'unknown', detail: answer.detail };
  return refusedHere(answer);
}

/** Looks in the talk with this person: own words, since the attempt began, behind the part before. `notFound` is no proof. */
export async function lookForMessage(ask: Ask, session: Session, service: string, request: ReconcileRequest): Promise<ReconcileOutcome> {
  const text = request.frozen.parts[request.part];
  if (text === undefined) return { kind: 'notFound' };
  const convo = await convoWith(ask, service, request.frozen.recipientRemoteId);
  if (convo.kind !== 'convo') return { kind: 'unreachable', detail: convo.kind === 'none' ? convo.answer.detail : 'nobody knows who it went to' };
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await ask({ nsid: 'chat.bsky.convo.getMessages', proxy: service, query: { convoId: convo.id, limit: '100', ...(cursor === undefined ? {} : { cursor }) } });
    if (answer.kind !== 'answer') return { kind: 'unreachable', detail: answer.detail };
    const read = answer.status === 200 ? pageSchema.safeParse(answer.body) : undefined;
    if (read?.success !== true) return { kind: 'unreachable', detail: answer.detail };
    // The newest first.
    for (const one of read.data.messages) {
      const remoteId = blueskyMessageId(convo.id, one.id);
      if (remoteId === request.previousRemoteId || (one.sentAt ?? 0) < request.attemptStartedAt - SLACK_MS) return { kind: 'notFound' };
      if (one.sender?.did === session.did && one.text !== undefined && plain(one.text) === plain(text) && request.isTaken?.(remoteId) !== true) return { kind: 'found', remoteId, sentAt: one.sentAt ?? 0 };
    }
    cursor = read.data.cursor;
    if (cursor === undefined || read.data.messages.length === 0) return { kind: 'notFound' };
  }
  return { kind: 'unreachable', detail: `more than ${MOST_PAGES * 100} messages to look through` };
}

const plain = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim();

/** The talk with this person; it is begun where there is none, which shows to nobody. */
async function convoWith(ask: Ask, service: string, did: string | undefined): Promise<{ kind: 'convo'; id: string } | { kind: 'nobody' } | { kind: 'none'; answer: XrpcAnswer }> {
  if (did === undefined) return { kind: 'nobody' };
  const answer = await ask({ nsid: 'chat.bsky.convo.getConvoForMembers', proxy: service, query: { members: did } });
  const found = answer.kind === 'answer' && answer.status === 200 ? convoSchema.safeParse(answer.body) : undefined;
  return found?.success === true ? { kind: 'convo', id: found.data.convo.id } : { kind: 'none', answer };
}

/** What was asked before the message itself failed: nothing is out. */
function nothingOut(answer: XrpcAnswer | undefined): Before {
  if (answer?.kind === 'answer' && answer.error !== undefined && answer.status >= 400 && answer.status < 500) return refusedHere(answer);
  return failed({ code: 'PLATFORM_UNREACHABLE', detail: answer?.detail ?? 'the words could not be made ready', retryable: true });
}

/** An app password without access to direct messages is good for everything else: it is not rejected for it. */
function refusedHere(answer: Extract<XrpcAnswer, { kind: 'answer' }>): Before {
  return hasNoAccess(answer) ? failed({ code: 'PLATFORM_REFUSED', detail: `this app password has no access to direct messages (${answer.detail})`, retryable: false }) : { ...refused(answer), limits: undefined };
}
