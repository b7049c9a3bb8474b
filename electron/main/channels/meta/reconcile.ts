import { z } from 'zod';
import { filesOfPart, isFilePart } from '../../../../shared/domain/reply-files.ts';
import type { ReconcileOutcome, ReconcileRequest } from '../ports.ts';
import { asciiName, attachmentKind } from './attachments.ts';
import { call, errorOf, type GraphApi } from './api.ts';
import type { Surface } from './surface.ts';
import { edgeOf, signedBy } from './send.ts';

/** The attempt began by our clock, comments are dated by Meta's, in whole seconds: allowed this much. */
const SLACK_MS = 2 * 60_000;
const MOST_PAGES = 20;

const id = z.string().min(1).max(512);
const instant = z.iso.datetime({ offset: true }).or(z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}$/)).transform((text) => Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')));
const commentsSchema = z.object({
  data: z.array(z.object({ id, message: z.string().optional(), text: z.string().optional(), created_time: instant.optional(), timestamp: instant.optional(), from: z.object({ id }).optional(), username: z.string().optional() })),
  paging: z.object({ cursors: z.object({ after: z.string().optional() }).optional(), next: z.string().optional() }).optional(),
});
const parentSchema = z.object({ parent: z.object({ id }).optional(), parent_id: id.optional() });
const conversationsSchema = z.object({ data: z.array(z.object({ messages: z.object({ data: z.array(z.object({ id, message: z.string().optional(), created_time: instant, from: z.object({ id }).optional(), attachments: z.object({ data: z.array(z.object({ mime_type: z.string().optional(), name: z.string().optional() })) }).optional() })) }).optional() })) });

interface Shown {
  readonly id: string;
  readonly text: string;
  readonly at: number;
  /** A message that is a file. */
  readonly file?: { readonly mime_type?: string | undefined; readonly name?: string | undefined } | undefined;
}
type Look = { readonly shown: readonly Shown[]; readonly dateMs: number | undefined } | { readonly unreachable: string };

/** Looks for a part where it must stand: under the comment it answers, or in the talk with this person; by its words, since the attempt began. */
export async function reconcilePart(api: GraphApi, surface: Surface, request: ReconcileRequest, now: () => number): Promise<ReconcileOutcome> {
  const text = request.frozen.parts[request.part];
  if (text === undefined) return { kind: 'notFound' };
  const isPrivate = request.frozen.visibility === 'private';
  const looked = isPrivate ? await lookInTalk(api, surface, request) : await lookUnder(api, surface, request);
  if ('unreachable' in looked) return { kind: 'unreachable', detail: looked.unreachable };
  const startedThere = request.attemptStartedAt + (looked.dateMs === undefined ? 0 : looked.dateMs - now());
  const wanted = plain(isPrivate ? signedBy(api, text).text : text);
  const fits = looked.shown.filter((one) => one.at >= startedThere - SLACK_MS && request.isTaken?.(one.id) !== true);
  if (isFilePart(request.frozen, request.part)) return theOneFile(fits, request);
  const hit = fits.find((one) => one.file === undefined && plain(one.text) === wanted);
  return hit === undefined ? { kind: 'notFound' } : { kind: 'found', remoteId: hit.id.slice(-256), sentAt: hit.at };
}

/**
 * A file carries no words: it is ours where exactly one message of its kind stands behind the part before it. Of several nobody can tell which; Meta makes pictures, sounds and
 * films anew and names them itself, so only documents have their name compared.
 */
function theOneFile(shown: readonly Shown[], { frozen, part }: ReconcileRequest): ReconcileOutcome {
  const [wanted] = filesOfPart(frozen, part);
  if (wanted === undefined) return { kind: 'notFound' };
  const kind = attachmentKind(wanted.mediaType);
  const same = shown.filter(({ file }) => file !== undefined && attachmentKind(file.mime_type ?? '') === kind && (kind !== 'file' || file.name === undefined || asciiName(file.name) === asciiName(wanted.name)));
  const [hit] = same;
  return hit === undefined || same.length > 1 ? { kind: 'notFound' } : { kind: 'found', remoteId: hit.id.slice(-256), sentAt: hit.at };
}

const plain = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim();

async function lookUnder(api: GraphApi, surface: Surface, request: ReconcileRequest): Promise<Look> {
  const parent = request.frozen.inReplyToRemoteId;
  if (parent === undefined) return { shown: [], dateMs: undefined };
  const edge = edgeOf(surface, request.frozen);
  const own = await comments(api, parent, edge, request.signal);
  if ('unreachable' in own || own.shown.length > 0 || parent === request.frozen.rootRemoteId) return own;
  // Both platforms know two levels: an answer to an answer stands under the first comment.
  const answer = await call(api, { method: 'GET', path: `/${encodeURIComponent(parent)}`, query: { fields: surface === 'instagram' ? 'parent_id' : 'parent{id}' }, signal: request.signal });
  if (answer.kind !== 'answer') return { unreachable: answer.detail };
  const read = answer.status === 200 ? parentSchema.safeParse(answer.body) : undefined;
  const above = read?.success === true ? (read.data.parent?.id ?? read.data.parent_id) : undefined;
  return above === undefined ? own : comments(api, above, edge, request.signal);
}

/** What the account itself wrote there. */
async function comments(api: GraphApi, parent: string, edge: string, signal: AbortSignal): Promise<Look> {
  const shown: Shown[] = [];
  let after: string | undefined;
  let dateMs: number | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { fields: edge === 'replies' ? 'id,text,timestamp,username,from' : 'id,message,created_time,from', limit: '100', ...(after === undefined ? {} : { after }) };
    const answer = await call(api, { method: 'GET', path: `/${encodeURIComponent(parent)}/${edge}`, query, signal });
    if (answer.kind !== 'answer') return { unreachable: answer.detail };
    const read = answer.status === 200 ? commentsSchema.safeParse(answer.body) : undefined;
    if (read?.success !== true) return { unreachable: errorOf(answer)?.detail ?? `the platform answered ${answer.status}` };
    dateMs = answer.dateMs;
    for (const one of read.data.data) {
      const at = one.created_time ?? one.timestamp;
      if (one.from?.id === api.ownId && at !== undefined) shown.push({ id: one.id, text: one.message ?? one.text ?? '', at });
    }
    after = read.data.paging?.cursors?.after;
    if (read.data.paging?.next === undefined || after === undefined) return { shown, dateMs };
  }
  return { unreachable: `more than ${MOST_PAGES * 100} comments to look through` };
}

async function lookInTalk(api: GraphApi, surface: Surface, request: ReconcileRequest): Promise<Look> {
  const person = request.frozen.recipientRemoteId;
  if (person === undefined) return { unreachable: 'nobody knows who it went to' };
  const query = { platform: surface === 'instagram' ? 'instagram' : 'messenger', user_id: person, fields: 'messages.limit(100){id,message,created_time,from,attachments{mime_type,name}}' };
  const answer = await call(api, { method: 'GET', path: `/${api.ownId}/conversations`, query, signal: request.signal });
  if (answer.kind !== 'answer') return { unreachable: answer.detail };
  const read = answer.status === 200 ? conversationsSchema.safeParse(answer.body) : undefined;
  if (read?.success !== true) return { unreachable: errorOf(answer)?.detail ?? `the platform answered ${answer.status}` };
  const all = read.data.data.flatMap((talk) => talk.messages?.data ?? []);
  // The newest first: what stands before the part that is out already is not this one.
  const before = request.previousRemoteId === undefined ? -1 : all.findIndex((one) => one.id.slice(-256) === request.previousRemoteId);
  const messages = (before < 0 ? all : all.slice(0, before)).filter((one) => one.from?.id === api.ownId);
  return { shown: messages.map((one) => ({ id: one.id, text: one.message ?? '', at: one.created_time, file: one.attachments?.data[0] })), dateMs: answer.dateMs };
}
