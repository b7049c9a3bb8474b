import { z } from 'zod';
import type { IpcRequest, IpcResponse } from '../../../shared/ipc/index.ts';
import { CodedError } from '../../../shared/util/errors.ts';
import type { TokenKeeper } from '../sync/token-keeper.ts';

const contentSchema = z.object({ mediaType: z.string().max(200), base64: z.string().max(60_000_000) });
const FETCH_TIMEOUT_MS = 60_000;

/** A file or the HTML of a message, from the server, for whoever may read it. HTML leaves only sanitised. OFFLINE_NEEDS_SERVER, NOT_FOUND. */
export async function messageContent(desk: { readonly serverUrl: string; readonly tokens: TokenKeeper } | undefined, { messageId, ref, as }: IpcRequest<'message.content'>): Promise<IpcResponse<'message.content'>> {
  if (desk === undefined) throw new CodedError('SIGNED_OUT');
  const { serverUrl, tokens } = desk;
  const token = await tokens.fresh();
  if (token.kind !== 'token') throw new CodedError('OFFLINE_NEEDS_SERVER');
  let response: Response;
  try {
    response = await fetch(new URL(`/contents/v1/${encodeURIComponent(messageId)}/${encodeURIComponent(ref)}`, serverUrl), { headers: { authorization: `Bearer ${token.token}` }, redirect: 'error', signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
  } catch (cause) {
    throw new CodedError('OFFLINE_NEEDS_SERVER', { cause });
  }
  if (!response.ok) throw new CodedError('NOT_FOUND', { field: 'ref' });
  const content = contentSchema.parse(await response.json());
  if (as === 'file') return { kind: 'file', mediaType: content.mediaType, base64: content.base64 };
  // Brought when the first such mail is opened: a start need not wait for it.
  const { safeHtml } = await import('./safe-html.ts');
  return { kind: 'html', html: safeHtml(Buffer.from(content.base64, 'base64').toString('utf8')) };
}
