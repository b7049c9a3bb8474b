import { z } from 'zod';
import { httpCall } from '../http-port.ts';
import type { OutboundFile, SendOutcome } from '../ports.ts';
import type { GraphApi } from './api.ts';
import { judge } from './judge.ts';
import type { Surface } from './surface.ts';

const madeSchema = z.object({ attachment_id: z.union([z.string().min(1).max(100), z.number().int().transform(String)]) });
const UPLOAD_TIMEOUT_MS = 60_000;

export interface BroughtFile {
  readonly kind: 'file';
  readonly type: AttachmentKind;
  readonly id: string;
}
export type AttachmentKind = 'image' | 'audio' | 'video' | 'file';

/** What Meta calls a file of this kind. */
export function attachmentKind(mediaType: string): AttachmentKind {
  if (mediaType === 'image/png' || mediaType === 'image/jpeg' || mediaType === 'image/gif') return 'image';
  return mediaType.startsWith('audio/') ? 'audio' : mediaType.startsWith('video/') ? 'video' : 'file';
}

/**
 * Brings one file to the page, for a message to name (`message_attachments`). It is no message: whatever becomes of it, nothing is out, and Meta forgets what no message
 * names after ninety days.
 */
export async function bringAttachment(api: GraphApi, surface: Surface, file: OutboundFile, signal: AbortSignal): Promise<BroughtFile | Extract<SendOutcome, { kind: 'failed' }>> {
  const type = attachmentKind(file.mediaType);
  const form = new FormData();
  if (surface === 'instagram') form.append('platform', 'instagram');
  form.append('message', JSON.stringify({ attachment: { type, payload: { is_reusable: true } } }));
  form.append('filedata', new Blob([new Uint8Array(file.content)], { type: file.mediaType }), surface === 'instagram' ? asciiName(file.name) : file.name);
  // By the page's own token: `me` is the page, also where an Instagram account speaks.
  const verdict = judge(await httpCall({ method: 'POST', url: new URL('/v23.0/me/message_attachments', api.url), headers: { authorization: `Bearer ${api.token}` }, body: form, timeoutMs: UPLOAD_TIMEOUT_MS, signal }));
  if (verdict.kind === 'failed') return verdict;
  const made = verdict.kind === 'done' ? madeSchema.safeParse(verdict.body) : undefined;
  if (made?.success === true) return { kind: 'file', type, id: made.data.attachment_id };
  return { kind: 'failed', failure: { code: 'PLATFORM_UNREACHABLE', detail: verdict.kind === 'unknown' ? `a file could not be brought: ${verdict.detail}`.slice(0, 500) : 'a file was taken, but the answer cannot be read', retryable: true } };
}

/** Instagram refuses names with other letters. */
export function asciiName(name: string): string {
  const plain = name.replaceAll('ß', 'ss').normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll(/[^\x20-\x7e]/g, '_').trim();
  return plain === '' ? 'file' : plain;
}
