import { z } from 'zod';
import type { SendRequest } from '../ports.ts';
import { imagesOf } from './images.ts';
import type { Ask, Made } from './made-record.ts';
import { readUri } from './record-key.ts';

const refSchema = z.object({ uri: z.string().min(1), cid: z.string().min(1) });
type Ref = z.infer<typeof refSchema>;
/** What a look at a post gives. */
export const recordSchema = z.object({
  uri: z.string().min(1),
  cid: z.string().min(1),
  value: z.object({ text: z.string(), createdAt: z.string(), reply: z.object({ root: refSchema, parent: refSchema }).optional() }),
});

/** The record of one part: its text, links and mentions by byte offsets, and where it hangs. `at`: when it is posted, ms. */
export async function makeRecord(ask: Ask, text: string, request: Pick<SendRequest, 'frozen' | 'part' | 'previousRemoteId' | 'files'>, at: number): Promise<Made> {
  const { frozen, part } = request;
  const parentUri = part === 0 ? frozen.inReplyToRemoteId : request.previousRemoteId;
  let reply: { root: Ref; parent: Ref } | undefined;
  if (parentUri !== undefined) {
    const parent = await lookAt(ask, parentUri);
    if (parent.kind !== 'found') return parent;
    const ref = { uri: parent.record.uri, cid: parent.record.cid };
    reply = { root: parent.record.value.reply?.root ?? ref, parent: ref };
  }
  const facets = await facetsOf(ask, text);
  if ('kind' in facets) return facets;
  const embed = request.files === undefined ? undefined : await imagesOf(ask, request.files);
  if (embed !== undefined && 'kind' in embed) return embed;
  return {
    kind: 'record',
    record: {
      $type: 'app.bsky.feed.post',
      text,
      createdAt: new Date(at).toISOString(),
      ...(facets.length === 0 ? {} : { facets }),
      ...(reply === undefined ? {} : { reply }),
      ...(embed === undefined ? {} : { embed }),
      ...(frozen.language === undefined ? {} : { langs: [frozen.language] }),
    },
  };
}

async function lookAt(ask: Ask, uri: string): Promise<{ kind: 'found'; record: z.infer<typeof recordSchema> } | Exclude<Made, { kind: 'record' }>> {
  const at = readUri(uri);
  if (at === undefined) return { kind: 'gone', detail: 'the id of the post answered is not an address of Bluesky' };
  const answer = await ask({ nsid: 'com.atproto.repo.getRecord', query: { repo: at.did, collection: at.collection, rkey: at.key } });
  if (answer.kind === 'answer' && answer.status === 200) {
    const record = recordSchema.safeParse(answer.body);
    if (record.success) return { kind: 'found', record: record.data };
  }
  if (answer.kind === 'answer' && (answer.error === 'RecordNotFound' || answer.error === 'RepoNotFound')) return { kind: 'gone', detail: `PARENT_DELETED: ${answer.detail}` };
  return { kind: 'unreachable', answer };
}

const resolvedSchema = z.object({ did: z.string().startsWith('did:') });

/** Links, tags and mentions. Somebody whose handle nobody knows stays plain text. */
export async function facetsOf(ask: Ask, text: string): Promise<object[] | Exclude<Made, { kind: 'record' | 'gone' }>> {
  // Half a second to load, so only once somebody sends.
  const { RichText } = await import('@atproto/api');
  const rich = new RichText({ text });
  rich.detectFacetsWithoutResolution();
  const facets: object[] = [];
  for (const facet of rich.facets ?? []) {
    const features: object[] = [];
    for (const feature of facet.features) {
      if (feature.$type !== 'app.bsky.richtext.facet#mention' || !('did' in feature)) {
        features.push(feature);
        continue;
      }
      const answer = await ask({ nsid: 'com.atproto.identity.resolveHandle', query: { handle: String(feature.did) } });
      if (answer.kind !== 'answer' || answer.status >= 500 || answer.status === 429) return { kind: 'unreachable', answer };
      const resolved = answer.status === 200 ? resolvedSchema.safeParse(answer.body) : undefined;
      if (resolved?.success === true) features.push({ ...feature, did: resolved.data.did });
    }
    if (features.length > 0) facets.push({ ...facet, features });
  }
  return facets;
}
