import { z } from 'zod';
import type { OutboundFile } from '../ports.ts';
import type { Ask, Made } from './made-record.ts';

const blobSchema = z.object({ blob: z.object({ $type: z.literal('blob'), ref: z.object({ $link: z.string().min(1) }), mimeType: z.string(), size: z.number() }) });

/**
 * Brings pictures to the account's server and gives what a record says of them. A blob no record names is no post and is cleared away, and the same bytes have
 * the same name: a repeat changes nothing.
 */
export async function imagesOf(ask: Ask, files: readonly OutboundFile[]): Promise<{ readonly $type: string; readonly images: readonly object[] } | Exclude<Made, { kind: 'record' }>> {
  const images: object[] = [];
  for (const { content, mediaType, alt, name } of files) {
    const answer = await ask({ nsid: 'com.atproto.repo.uploadBlob', bytes: { content, mediaType } });
    const made = answer.kind === 'answer' && answer.status === 200 ? blobSchema.safeParse(answer.body) : undefined;
    if (made?.success === true) images.push({ alt: alt ?? '', image: made.data.blob });
    else if (answer.kind === 'answer' && answer.status >= 400 && answer.status < 500 && answer.status !== 401 && answer.status !== 429 && answer.error !== undefined && answer.error !== 'ExpiredToken') return { kind: 'gone', detail: `${name}: ${answer.detail}` };
    else return { kind: 'unreachable', answer };
  }
  return { $type: 'app.bsky.embed.images', images };
}
