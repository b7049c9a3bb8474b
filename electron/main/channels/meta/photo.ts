import { z } from 'zod';
import { httpCall } from '../http-port.ts';
import type { OutboundFile, SendOutcome } from '../ports.ts';
import type { GraphApi } from './api.ts';
import { judge } from './judge.ts';

const photoSchema = z.object({ id: z.union([z.string().min(1).max(100), z.number().int().transform(String)]) });
const UPLOAD_TIMEOUT_MS = 40_000;

/** Brings one picture to the page without showing it, for a comment to show. It is no post: whatever becomes of it, nothing is out, and Facebook clears away what nothing shows. */
export async function bringPhoto(api: GraphApi, file: OutboundFile, signal: AbortSignal): Promise<{ readonly kind: 'photo'; readonly id: string } | Extract<SendOutcome, { kind: 'failed' }>> {
  const form = new FormData();
  form.append('source', new Blob([new Uint8Array(file.content)], { type: file.mediaType }), file.name);
  form.append('published', 'false');
  if (file.alt !== undefined && file.alt !== '') form.append('alt_text_custom', file.alt);
  const verdict = judge(await httpCall({ method: 'POST', url: new URL(`/v23.0/${api.ownId}/photos`, api.url), headers: { authorization: `Bearer ${api.token}` }, body: form, timeoutMs: UPLOAD_TIMEOUT_MS, signal }));
  if (verdict.kind === 'failed') return verdict;
  const made = verdict.kind === 'done' ? photoSchema.safeParse(verdict.body) : undefined;
  if (made?.success === true) return { kind: 'photo', id: made.data.id };
  return { kind: 'failed', failure: { code: 'PLATFORM_UNREACHABLE', detail: verdict.kind === 'unknown' ? `a file could not be brought: ${verdict.detail}`.slice(0, 500) : 'a file was taken, but the answer cannot be read', retryable: true } };
}
