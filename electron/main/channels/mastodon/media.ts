import { z } from 'zod';
import type { OutboundFile, SendOutcome } from '../ports.ts';
import { call, failed, failureOf, type MastodonAccount } from './api.ts';
import type { Limits } from './instance.ts';

const mediaSchema = z.object({ id: z.string().min(1).max(64) });
const UPLOAD_TIMEOUT_MS = 40_000;
const LOOK_AGAIN_MS = 500;
const MOST_LOOKS = 40;

/**
 * Brings pictures to the instance and gives their ids in order. None of it is a post: whatever becomes of an upload, nothing is out, and what is left behind
 * unused the instance clears away. So nothing here is ever unclear.
 */
export async function uploadAll(account: MastodonAccount, limits: Limits, files: readonly OutboundFile[], signal: AbortSignal, now: () => number): Promise<readonly string[] | Extract<SendOutcome, { kind: 'failed' }>> {
  if (files.length > limits.maxMedia) return failed({ code: 'PLATFORM_REFUSED', detail: `this instance takes ${limits.maxMedia} files with a post`, retryable: false });
  const unfit = files.find((file) => (limits.mediaTypes !== undefined && !limits.mediaTypes.includes(file.mediaType)) || file.bytes > (limits.maxImageBytes ?? Number.POSITIVE_INFINITY));
  if (unfit !== undefined) return failed({ code: 'PLATFORM_REFUSED', detail: `this instance does not take ${unfit.mediaType} of ${unfit.bytes} bytes`, retryable: false });
  const ids: string[] = [];
  for (const file of files) {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(file.content)], { type: file.mediaType }), file.name);
    if (file.alt !== undefined && file.alt !== '') form.append('description', file.alt);
    const answer = await call(account, { method: 'POST', path: '/api/v2/media', body: form, signal, timeoutMs: UPLOAD_TIMEOUT_MS }, now);
    const made = answer.kind === 'answer' && (answer.status === 200 || answer.status === 202) ? mediaSchema.safeParse(answer.body) : undefined;
    if (answer.kind !== 'answer' || made?.success !== true) return nothingOut(failureOf(answer));
    const problem = answer.status === 202 ? await untilReady(account, made.data.id, signal, now) : undefined;
    if (problem !== undefined) return problem;
    ids.push(made.data.id);
  }
  return ids;
}

async function untilReady(account: MastodonAccount, id: string, signal: AbortSignal, now: () => number): Promise<Extract<SendOutcome, { kind: 'failed' }> | undefined> {
  for (let look = 0; look < MOST_LOOKS && !signal.aborted; look += 1) {
    const answer = await call(account, { method: 'GET', path: `/api/v1/media/${encodeURIComponent(id)}`, signal }, now);
    if (answer.kind === 'answer' && answer.status === 200) return undefined;
    if (answer.kind !== 'answer' || answer.status !== 206) return nothingOut(failureOf(answer));
    await new Promise<void>((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  return failed({ code: 'PLATFORM_UNREACHABLE', detail: 'the instance is still working on the file', retryable: true });
}

function nothingOut(outcome: ReturnType<typeof failureOf>): Extract<SendOutcome, { kind: 'failed' }> {
  return outcome.kind === 'failed' ? outcome : failed({ code: 'PLATFORM_UNREACHABLE', detail: `a file could not be brought: ${outcome.detail}`.slice(0, 500), retryable: true });
}
