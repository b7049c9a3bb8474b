// Bringing pictures, after "Media" of X's v2 documents: POST /2/media/upload (one step, multipart) and POST /2/media/metadata. Not covered: films and their steps,
// sizes, when an upload runs out.
import { PeerRefusal } from '../peer-http.ts';
import type { XPeer } from './peer.ts';

export interface XMedia {
  readonly category: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
  alt: string | undefined;
}

/** Adds the routes; gives what was brought, by id. */
export function addXMedia(peer: XPeer): Map<string, XMedia> {
  const brought = new Map<string, XMedia>();
  const signed = (authorization: string | undefined): void => {
    if (peer.model.tokens.get(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '') === undefined) throw new PeerRefusal({ status: 401, body: { title: 'Unauthorized', status: 401, detail: 'Unauthorized', type: 'about:blank' } });
  };
  peer.http.first('POST', /^\/2\/media\/upload$/, async ({ raw, headers }) => {
    signed(headers.authorization);
    const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': headers['content-type'] ?? '' } }).formData();
    const file = form.get('media');
    const category = form.get('media_category');
    if (!(file instanceof File) || typeof category !== 'string') throw new PeerRefusal({ status: 400, body: { title: 'Invalid Request', status: 400, detail: 'One or more parameters to your request was invalid.', type: 'about:blank' } });
    const id = String(1_146_654_567_674_912_000n + BigInt(brought.size));
    brought.set(id, { category, mediaType: file.type, bytes: Buffer.from(await file.arrayBuffer()), alt: undefined });
    return { status: 200, body: { data: { id, media_key: `3_${id}`, size: file.size, expires_after_secs: 86_400 } } };
  });
  peer.http.first('POST', /^\/2\/media\/metadata$/, ({ json, headers }) => {
    signed(headers.authorization);
    const { id, metadata } = json as { id: string; metadata: { alt_text: { text: string } } };
    const one = brought.get(id);
    if (one === undefined) throw new PeerRefusal({ status: 400, body: { title: 'Invalid Request', status: 400, detail: 'no such media', type: 'about:blank' } });
    one.alt = metadata.alt_text.text;
    return { status: 200, body: { data: { id, associated_metadata: metadata } } };
  });
  return brought;
}
