import { postIngest } from './ingest.ts';
import type { Center } from './center.ts';

const BATCH = 200;

/** So many people write at once, past the platform: what a desk that was away has to catch up with. */
export async function flood(center: Center, count: number, words: string): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    const messages = Array.from({ length: Math.min(BATCH, count - from) }, (_, place) => {
      const id = `flood-${words}-${from + place}`;
      return { v: 1, kind: 'post', channel: 'sandbox', account: 'musterkom_hilft', remoteId: id, direction: 'in', author: { remoteId: `author-${id}`, handle: `flut_${from + place}` }, text: `@musterkom_hilft ${words} ${from + place}`, visibility: 'public', sentAt: Date.now() };
    });
    await postIngest(center, messages);
  }
}
