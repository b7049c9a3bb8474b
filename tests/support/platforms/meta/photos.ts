// Pictures for comments, after "Page photos" of the Graph API's public documents: an unpublished photo of the page, named by a comment's `attachment_id`. Not
// covered: sizes, albums, films.
import { PeerRefusal } from '../peer-http.ts';
import type { MetaPeer } from './peer.ts';

export interface PagePhoto {
  readonly mediaType: string;
  readonly bytes: Buffer;
  readonly alt: string | undefined;
}

/** Adds the route; gives what was brought, by id. */
export function addPhotos(peer: MetaPeer, token: string): Map<string, PagePhoto> {
  const photos = new Map<string, PagePhoto>();
  peer.http.first('POST', /^\/v23\.0\/(\d+)\/photos$/, async ({ raw, headers, params }) => {
    if (headers.authorization !== `Bearer ${token}` || params[0] !== peer.model.page.id) throw new PeerRefusal({ status: 400, body: { error: { message: 'Invalid OAuth access token.', type: 'OAuthException', code: 190 } } });
    const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': headers['content-type'] ?? '' } }).formData();
    const file = form.get('source');
    if (!(file instanceof File) || form.get('published') !== 'false') throw new PeerRefusal({ status: 400, body: { error: { message: '(#324) Requires upload file', type: 'OAuthException', code: 324 } } });
    const id = String(770_000_000 + photos.size);
    const alt = form.get('alt_text_custom');
    photos.set(id, { mediaType: file.type, bytes: Buffer.from(await file.arrayBuffer()), alt: typeof alt === 'string' ? alt : undefined });
    return { status: 200, body: { id } };
  });
  return photos;
}
