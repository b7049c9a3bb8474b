import { z } from 'zod';
import type { FrozenReply } from '../../../../shared/domain/reply.ts';
import { isFilePart, wordParts } from '../../../../shared/domain/reply-files.ts';
import type { HttpAnswer } from '../http-port.ts';
import type { SendOutcome, SendRequest } from '../ports.ts';
import { bringAttachment } from './attachments.ts';
import { call, errorOf, limitsOf, type GraphApi } from './api.ts';
import { judge, OUTSIDE_WINDOW } from './judge.ts';
import { bringPhoto } from './photo.ts';
import type { Surface } from './surface.ts';


const id = z.union([z.string().min(1).max(512), z.number().int().transform(String)]);
const commentSchema = z.object({ id });
const messageSchema = z.object({ message_id: id });

const refused = (detail: string): SendOutcome => ({ kind: 'failed', failure: { code: 'PLATFORM_REFUSED', detail, retryable: false } });

/** True where the answer goes to a person by way of a comment: once, within a week. */
export const isPrivateReply = (surface: Surface, frozen: FrozenReply): boolean => frozen.visibility === 'private' && (surface === 'page' || (surface === 'instagram' && frozen.kind === 'privateReply'));

/** What comes back in the echo of a message. */
export const echoKey = (platformKey: string, part: number): string => `${platformKey}.${part}`;

/** Sends one part: a comment in public, a message in private. No key is honoured: a repeat would be a second one. */
export async function sendPart(api: GraphApi, surface: Surface, request: SendRequest, now: () => number): Promise<SendOutcome> {
  const { frozen, part, signal } = request;
  const text = frozen.parts[part];
  if (text === undefined) return refused(`the reply has no part ${part + 1}`);
  const parent = frozen.inReplyToRemoteId;
  if (frozen.visibility === 'public') {
    if (surface === 'messenger') return refused('Messenger has nothing public');
    if (parent === undefined) return refused('a comment needs something to stand under');
    const [file] = request.files ?? [];
    const photo = file === undefined ? undefined : await bringPhoto(api, file, signal);
    if (photo?.kind === 'failed') return photo;
    const answer = await call(api, { method: 'POST', path: `/${encodeURIComponent(parent)}/${edgeOf(surface, frozen)}`, body: { message: text, ...(photo === undefined ? {} : { attachment_id: photo.id }) }, signal });
    return outcomeOf(answer, 'post', (body) => commentSchema.safeParse(body).data?.id, now);
  }
  if (isPrivateReply(surface, frozen)) {
    // A second message would be refused, and half an answer is none.
    if (frozen.parts.length > 1) return refused('a private answer to a comment is one message');
    if (parent === undefined) return refused('a private answer needs a comment');
    const about = parent.startsWith(`${api.ownId}_`) ? { post_id: parent } : { comment_id: parent };
    return outcomeOf(await message(api, about, wordsOf(api, text), request), 'privateMessage', messageIdIn, now);
  }
  if (frozen.recipientRemoteId === undefined) return refused('a message needs a person to go to');
  const to = { id: frozen.recipientRemoteId };
  const said = isFilePart(frozen, part) ? await fileOf(api, surface, request) : wordsOf(api, text);
  if ('kind' in said) return said;
  const first = await message(api, to, said, request, { messaging_type: 'RESPONSE' });
  // The day is over, but a person may still answer, with the tag Meta has approved: the refusal had no effect.
  if (api.humanAgent && first.kind === 'answer' && errorOf(first)?.subcode === OUTSIDE_WINDOW) {
    return outcomeOf(await message(api, to, said, request, { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }), 'privateMessage', messageIdIn, now);
  }
  return outcomeOf(first, 'privateMessage', messageIdIn, now);
}

const messageIdIn = (body: unknown): string | undefined => messageSchema.safeParse(body).data?.message_id;

/** On Instagram a comment is answered by `replies`, the post itself by `comments`. */
export const edgeOf = (surface: Surface, frozen: FrozenReply): string => (surface === 'instagram' && frozen.inReplyToRemoteId !== frozen.rootRemoteId ? 'replies' : 'comments');

/** What a message carries: words, or one file. */
interface Said {
  readonly content: object;
  readonly persona: string | undefined;
}

function wordsOf(api: GraphApi, text: string): Said {
  const signed = signedBy(api, text);
  return { content: { text: signed.text }, persona: signed.persona };
}

/** The file of this part, in the name of who signed the words before it. */
async function fileOf(api: GraphApi, surface: Surface, { frozen, files, signal }: SendRequest): Promise<Said | SendOutcome> {
  const [file] = files ?? [];
  if (file === undefined) return refused('the file of this part is not here');
  const brought = await bringAttachment(api, surface, file, signal);
  if (brought.kind === 'failed') return brought;
  return { content: { attachment: { type: brought.type, payload: { attachment_id: brought.id } } }, persona: signedBy(api, wordParts(frozen).at(-1) ?? '').persona };
}

function message(api: GraphApi, recipient: object, { content, persona }: Said, { platformKey, part, signal }: SendRequest, more: object = {}): Promise<HttpAnswer> {
  return call(api, {
    method: 'POST',
    path: `/${api.ownId}/messages`,
    body: { recipient, message: { ...content, metadata: echoKey(platformKey, part) }, ...more, ...(persona === undefined ? {} : { persona_id: persona }) },
    signal,
  });
}

/** Initials at the end become the persona they stand for, where there is one. */
export function signedBy(api: GraphApi, text: string): { text: string; persona: string | undefined } {
  const found = /\s*\^(\p{L}{1,4})\s*$/u.exec(text);
  const persona = found === null ? undefined : api.personas.get(found[1] ?? '');
  return found === null || persona === undefined || found.index === 0 ? { text, persona: undefined } : { text: text.slice(0, found.index), persona };
}

function outcomeOf(answer: HttpAnswer, action: string, idOf: (body: unknown) => string | undefined, now: () => number): SendOutcome {
  const verdict = judge(answer);
  const limits = answer.kind === 'answer' ? limitsOf(answer, action, now()) : [];
  if (verdict.kind === 'failed') return { ...verdict, limits };
  if (verdict.kind === 'unknown') return verdict;
  const remoteId = idOf(verdict.body)?.slice(-256);
  return remoteId === undefined ? { kind: 'unknown', detail: 'the platform accepted, but its answer cannot be read' } : { kind: 'delivered', remoteId, sentAt: (answer.kind === 'answer' ? answer.dateMs : undefined) ?? now(), limits };
}
